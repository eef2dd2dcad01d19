"""One folder of an editor's, read whole: its paper, what belongs to it, and what is wrong in it alone.

What a folder gave is kept until one of its files changes.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from plugins.competition.files import is_there, read_text
from plugins.competition.papers import Manuscript, Paper, Papers, Parts
from plugins.competition.parts import parts_of
from plugins.competition.privacy import place_problems
from plugins.competition.problems import Problem, problem, unknown
from plugins.competition.records import ArticleRecord, EntryRecord, PageRecord, TranslationRecord
from plugins.competition.text import FALLBACK
from plugins.competition.texts import TextRules, text_problems
from plugins.competition.validate import adapter, validate
from plugins.competition.values import DEVICE, is_slug
from plugins.competition.yamlfile import read_front_matter
from plugins.kept.cores import by_all_cores
from plugins.kept.files import key
from plugins.kept.shelf import SHELF
from plugins.kept.signatures import code_digest, folder_signature
from plugins.system.names import list_folder

# what is kept of a folder is not held in memory for all of them, beside what it says
AT_ONCE = 2000
# Windows opens it whatever its capitals, Linux does not
TRANSLATION = re.compile(r"index\.(.+)\.md", re.I)
RECORDS: dict[str, Any] = {"entries": EntryRecord, "articles": ArticleRecord, "pages": PageRecord}


@dataclass(frozen=True)
class Reading:
    """Whose folders are read, and what holds for all their texts."""

    content: Path
    languages: tuple[str, ...]
    rules: TextRules


@dataclass(frozen=True)
class Dossier:
    """What a folder gave. Without a paper it could not be read, and the problems say why."""

    paper: Paper[Any] | None
    parts: Parts
    problems: tuple[Problem, ...]


def named_folders(content: Path, kind: str) -> tuple[list[str], list[Problem]]:
    """The slugs of all folders of a kind, and the folders whose names can be no part of an address."""
    slugs = [each.name for each in list_folder(content / kind) if each.is_dir()]
    misnamed = {slug: wrong for slug in slugs if (wrong := _misnamed(slug, f"{kind}/{slug}/index.md"))}
    return [slug for slug in slugs if slug not in misnamed], list(misnamed.values())


def _misnamed(slug: str, file: str) -> Problem | None:
    if DEVICE.match(slug):
        return problem(file, 1, "name_of_device", given=slug)
    return None if is_slug(slug) else problem(file, 1, "folder_not_slug", given=slug)


def dossiers(reading: Reading, kind: str, slugs: Sequence[str]) -> Iterator[Dossier]:
    """What these folders give, in their order: kept from before, or read now by all processors."""
    of_all = key("dossier", code_digest(), repr(reading))
    for start in range(0, len(slugs), AT_ONCE):
        yield from _some(reading, of_all, [f"{kind}/{slug}" for slug in slugs[start : start + AT_ONCE]])


def _some(reading: Reading, of_all: str, folders: Sequence[str]) -> Iterator[Dossier]:
    keys = {folder: _key(of_all, reading.content, folder) for folder in folders}
    kept = SHELF.found(filter(None, keys.values()))
    unread = [folder for folder in keys if keys[folder] not in kept]
    if len(unread) > 1:
        warm_up()
    read = dict(zip(unread, by_all_cores(partial(_pickled, reading), unread), strict=True))
    SHELF.put({keys[folder]: data for folder, data in read.items() if keys[folder]})
    yield from (pickle.loads(read.get(folder) or kept[keys[folder]]) for folder in keys)


def warm_up() -> None:
    """What each process that reads would begin with, done once before they part."""
    from plugins.competition.markup import render

    for record in RECORDS.values():
        adapter(record)
    render("# 一\n\n[二](https://example.cn)\n")


def _key(of_all: str, content: Path, folder: str) -> str:
    signature = folder_signature(content / folder)
    return key(of_all, folder, signature) if signature else ""


def _pickled(reading: Reading, folder: str) -> bytes:
    return pickle.dumps(_read(reading, folder), pickle.HIGHEST_PROTOCOL)


def _read(reading: Reading, folder: str) -> Dossier:
    # a desk of its own: nothing that lies on that of the whole content may be seen here, or be written on
    desk = Papers(reading.content, reading.languages)
    paper = desk.attempt(_paper, desk, folder)
    parts = parts_of(desk, paper) if paper else Parts({}, {})
    problems = [*desk.problems, *text_problems(reading.rules, None, desk.texts)]
    problems += place_problems(reading.rules.privacy, reading.content, folder)
    return Dossier(paper, parts, tuple(problems))


def _paper(desk: Papers, folder: str) -> Paper[Any]:
    file, (kind, slug) = f"{folder}/index.md", folder.split("/")
    text = desk.texts[file] = read_text(desk.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    manuscripts = {next(iter(desk.languages), FALLBACK[0]): Manuscript(file, first_line, markdown)}
    _check_translations(desk, folder)
    for lang in desk.languages[1:]:
        translation = desk.attempt(_translation, desk, f"{folder}/index.{lang}.md")
        if translation:
            manuscripts[lang] = translation
    valid = validate(RECORDS[kind], document, desk.languages)
    return Paper(valid, document, slug, folder, manuscripts)


def _check_translations(desk: Papers, folder: str) -> None:
    """A translation into a language that the site does not have would never be read."""
    read = {f"index.{lang}.md".lower(): f"index.{lang}.md" for lang in desk.languages[1:]}
    for path in list_folder(desk.content / folder):
        found = TRANSLATION.fullmatch(path.name)
        if not (desk.languages and found) or path.name in read.values():
            continue
        file = f"{folder}/{path.name}"
        if name := read.get(path.name.lower()):
            desk.problems.append(problem(file, 1, "other_spelling", name=name, found=path.name))
        else:
            desk.problems.append(unknown(file, 1, "language", found.group(1), desk.languages[1:]))


def _translation(desk: Papers, file: str) -> Manuscript | None:
    if not is_there(desk.content, file):
        return None
    text = desk.texts[file] = read_text(desk.content, file)
    document, markdown, first_line = read_front_matter(file, text)
    said = validate(TranslationRecord, document, desk.languages)
    return Manuscript(file, first_line, markdown, said.title, said.summary)
