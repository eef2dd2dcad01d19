"""One folder of an editor's, read whole: its paper, what belongs to it, and what is wrong in it alone.

What a folder gave is kept until one of its files changes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest, folder_signature
from plugins.cache.parallel import parallel_map
from plugins.cache.sqlite import CACHE
from plugins.cache.table import Table
from plugins.content.assets import open_media, render_bodies
from plugins.content.body_store import hold, pack
from plugins.content.checks.privacy import place_problems
from plugins.content.checks.text import TextRules, text_problems
from plugins.content.model import MediaFile
from plugins.content.parsing.document_text import Source, read_source
from plugins.content.parsing.files import named_within, names_in
from plugins.content.problems import Problem, problem
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord
from plugins.content.schema.fields import DEVICE, is_slug
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.validate import adapter, validate
from plugins.content.sources import SourceDocument, RawContent, DocumentAssets

RECORDS: dict[str, Any] = {"entries": EntryRecord, "articles": ArticleRecord, "pages": PageRecord}


@dataclass(frozen=True)
class LoadContext:
    """Whose folders are read, and what holds for all their texts."""

    content: Path
    languages: tuple[str, ...]
    rules: TextRules


@dataclass(frozen=True)
class DocumentResult:
    """What a folder gave, without its texts. Without a paper it could not be read, and the problems say why.

    ``links`` are the documents that its bodies link to, each with what is wrong where there is none.
    """

    paper: SourceDocument[Any] | None
    parts: DocumentAssets
    problems: tuple[Problem, ...]
    links: tuple[tuple[str, Problem], ...]


def list_documents(content: Path, kind: str) -> tuple[list[str], list[Problem]]:
    """The slugs of all folders of a kind, and the folders whose names can be no part of an address."""
    folder = content / kind
    slugs = [name for name, is_folder in named_within(folder).items() if is_folder] if folder.is_dir() else []
    misnamed = {slug: wrong for slug in slugs if (wrong := _misnamed(slug, f"{kind}/{slug}/index.md"))}
    return [slug for slug in slugs if slug not in misnamed], list(misnamed.values())


def _misnamed(slug: str, file: str) -> Problem | None:
    if DEVICE.match(slug):
        return problem(file, 1, "name_of_device", given=slug)
    return None if is_slug(slug) else problem(file, 1, "folder_not_slug", given=slug)


def dossier(reading: LoadContext, folder: str) -> DocumentResult:
    """What one folder gives as it is now."""
    _, head, bodies = _packed(reading, folder)
    hold(bodies)
    return _unpacked(head)


def load_documents(
    reading: LoadContext, kind: str, slugs: Sequence[str], meanwhile: Callable[[], object] = lambda: None
) -> list[DocumentResult]:
    """What these folders give, in their order: kept from before, or read now by all processors."""
    folders = [f"{kind}/{slug}" for slug in slugs]
    table = Table(cache_key("dossiers", code_digest(), repr(reading), kind))
    known = table.load()
    # where nothing is known, those who read the folders also ask what the disk says of them
    signed = {folder: folder_signature(reading.content / folder) for folder in folders} if known else {}
    heads = {folder: known[folder][1] for folder in signed if known.get(folder, ("",))[0] == signed[folder] != ""}
    unread = [folder for folder in folders if folder not in heads]
    if len(unread) > 1:
        warm_up()
    new, bodies = dict[str, tuple[str, bytes]](), dict[str, bytes]()
    for folder, (signature, head, packed) in zip(
        unread, parallel_map(partial(_packed, reading), unread, meanwhile), strict=True
    ):
        heads[folder] = head
        bodies |= packed
        if signature:
            new[folder] = signature, head
    hold(bodies)
    # a head without its bodies would be of no use
    if CACHE.set_many(bodies):
        table.store(new, folders)
    return [_unpacked(heads[folder]) for folder in folders]


def warm_up() -> None:
    """What each process that reads would begin with, done once before they part."""
    from plugins.content.parsing.markdown import render

    for record in RECORDS.values():
        adapter(record)
    render("# 一\n\n[二](https://example.cn)\n")


def _packed(reading: LoadContext, folder: str) -> tuple[str, bytes, dict[str, bytes]]:
    """What the disk says of a folder, and then what it gives: a dossier, and its bodies by key."""
    signature = folder_signature(reading.content / folder)
    dossier, bodies = _read(reading, folder)
    return signature, pickle.dumps(dossier, pickle.HIGHEST_PROTOCOL), bodies


def _unpacked(head: bytes) -> DocumentResult:
    dossier: DocumentResult = pickle.loads(head)
    return dossier


def _read(reading: LoadContext, folder: str) -> tuple[DocumentResult, dict[str, bytes]]:
    # a desk of its own: nothing that lies on that of the whole content may be seen here, or be written on
    desk = RawContent(reading.content, reading.languages)
    names = names_in(reading.content, folder)
    read = desk.collect(_paper, desk, folder, names)
    paper, parts, bodies = read or (None, DocumentAssets({}, {}), {})
    problems = [*desk.problems, *text_problems(reading.rules, None, desk.texts)]
    problems += place_problems(reading.rules.privacy, reading.content, folder, names)
    return DocumentResult(paper, parts, tuple(problems), tuple(desk.links)), bodies


def _paper(
    desk: RawContent, folder: str, names: Sequence[str]
) -> tuple[SourceDocument[Any], DocumentAssets, dict[str, bytes]]:
    kind, slug = folder.split("/")
    source = read_source(desk, folder, names)
    record = validate(RECORDS[kind], source.document, desk.languages)
    rendered = render_bodies(desk, source, folder)
    media = open_media(desk, record, source, folder, rendered)
    packed = {
        lang: pack(manuscript.markdown, f"{desk.content}/{manuscript.file}", rendered[lang])
        for lang, manuscript in source.manuscripts.items()
        if lang in rendered
    }
    parts = DocumentAssets(
        {lang: ref for lang, (ref, _) in packed.items()}, media, _digest(desk, folder, source, media)
    )
    title, summary = (_translated(record, source, name) for name in ("title", "summary"))
    return SourceDocument(record, slug, folder, title, summary), parts, {ref.key: data for ref, data in packed.values()}


def _translated(record: Any, source: Source, name: str) -> TranslatedText:
    """The front matter's words, with those that a translation beside it brings along."""
    words: TranslatedText = getattr(record, name)
    for lang, manuscript in source.manuscripts.items():
        if said := getattr(manuscript, name):
            words = words.with_language(lang, said)
    return words


def _digest(desk: RawContent, folder: str, source: Source, media: Mapping[str, MediaFile]) -> str:
    fronts = [desk.texts[each.file].removesuffix(each.markdown) for each in source.manuscripts.values()]
    files = [f"{name} {file.digest} {file.width} {file.height}" for name, file in media.items()]
    return cache_key(folder, *source.manuscripts, *fronts, *files)
