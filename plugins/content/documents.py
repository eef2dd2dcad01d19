"""Loads the folders of documents: each one's record, bodies and media, and the problems of that folder alone.

The result of a folder is cached until one of its files changes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest, folder_signature
from plugins.cache.parallel import parallel_map
from plugins.cache.sqlite import CACHE
from plugins.cache.table import Table
from plugins.content.body_store import pack, preload
from plugins.content.checks.bodies import check_figure, check_links, find_document_links, find_line, render_body
from plugins.content.checks.privacy import check_picture_places
from plugins.content.checks.text import check_texts
from plugins.content.kinds import KINDS
from plugins.content.model import MediaFile
from plugins.content.parsing.body import Body
from plugins.content.parsing.document_text import SourceTexts, read_source_texts
from plugins.content.parsing.files import (
    FileReference,
    check_captions,
    check_download,
    check_film,
    check_picture,
    list_folder_kinds,
    list_names,
)
from plugins.content.parsing.yaml_lines import KeyPath
from plugins.content.problems import Problem, problem
from plugins.content.schema.fields import DEVICE, is_slug
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.policies import TextRules
from plugins.content.schema.validate import adapter, validate
from plugins.content.sources import RawContent, SourceDocument


class _LoadContext(NamedTuple):
    """What the result of loading a folder depends on besides the folder itself."""

    content: Path
    languages: tuple[str, ...]
    rules: TextRules


@dataclass(frozen=True)
class DocumentResult:
    """The result of loading a folder. ``source`` is None if it could not be read, and ``problems`` say why.

    ``links`` are the documents that its bodies link to, each with the problem to report if there is none.
    """

    source: SourceDocument[Any] | None
    problems: tuple[Problem, ...]
    links: tuple[tuple[str, Problem], ...]


class _PackedResult(NamedTuple):
    """A pickled ``DocumentResult``, the fingerprint of its folder, and its pickled bodies by key."""

    signature: str | None
    head: bytes
    bodies: dict[str, bytes]


def list_documents(content: Path, kind: str) -> tuple[list[str], list[Problem]]:
    """The slugs of all folders of a kind, and the problems of folders whose names cannot be part of a URL."""
    folder = content / kind
    names = [name for name, is_folder in list_folder_kinds(folder).items() if is_folder] if folder.is_dir() else []
    problems = {name: mistake for name in names if (mistake := _check_slug(name, f"{kind}/{name}/index.md"))}
    return [name for name in names if name not in problems], list(problems.values())


def _check_slug(slug: str, file: str) -> Problem | None:
    if DEVICE.match(slug):
        return problem(file, 1, "name_of_device", given=slug)
    return None if is_slug(slug) else problem(file, 1, "folder_not_slug", given=slug)


def read_document(raw: RawContent, folder: str) -> DocumentResult:
    """Load one folder, such as ``entries/rain-garden``, by the data files of ``raw``, not from the cache."""
    result, bodies = _load(_LoadContext(raw.content, raw.languages, raw.text_rules), folder)
    preload(bodies)
    return result


def load_documents(raw: RawContent, kind: str, meanwhile: Callable[[], object]) -> list[DocumentResult]:
    """The results of the folders in ``raw.slugs``, in order: from the cache, or read now by all processors.

    ``meanwhile`` is called by this process while others read.
    """
    context = _LoadContext(raw.content, raw.languages, raw.text_rules)
    folders = [f"{kind}/{slug}" for slug in raw.slugs[kind]]
    table = Table(cache_key("documents", code_digest(), repr(context), kind))
    cached = table.load()
    # with an empty cache the processes that read the folders also take their fingerprints
    signatures = {folder: folder_signature(context.content / folder) for folder in folders} if cached else {}
    heads = {
        folder: cached[folder][1]
        for folder, signature in signatures.items()
        if signature and folder in cached and cached[folder][0] == signature
    }
    unread = [folder for folder in folders if folder not in heads]
    if len(unread) > 1:
        warm_up()
    rows, bodies = dict[str, tuple[str, bytes]](), dict[str, bytes]()
    for folder, packed in zip(unread, parallel_map(partial(_pack_document, context), unread, meanwhile), strict=True):
        heads[folder] = packed.head
        bodies |= packed.bodies
        if packed.signature:
            rows[folder] = packed.signature, packed.head
    preload(bodies)
    # a result is of no use without its bodies
    if CACHE.set_many(bodies):
        table.store(rows, folders)
    return [pickle.loads(heads[folder]) for folder in folders]


def warm_up() -> None:
    """Import and compile before forking what every process that reads documents needs."""
    from plugins.content.parsing.markdown import render

    for kind in KINDS.values():
        adapter(kind.record)
    render("# 一\n\n[二](https://example.cn)\n")


def _pack_document(context: _LoadContext, folder: str) -> _PackedResult:
    # the fingerprint comes first: a change while the folder is read must be noticed next time
    signature = folder_signature(context.content / folder)
    result, bodies = _load(context, folder)
    return _PackedResult(signature, pickle.dumps(result, pickle.HIGHEST_PROTOCOL), bodies)


def _load(context: _LoadContext, folder: str) -> tuple[DocumentResult, dict[str, bytes]]:
    # a separate RawContent: the result is cached, so it must neither depend on the shared one nor change it
    scratch = RawContent(context.content, context.languages)
    names = list_names(context.content, folder)
    source, bodies = scratch.collect(_load_source, scratch, folder, names) or (None, {})
    problems = [*scratch.problems, *check_texts(context.rules, {}, scratch.texts)]
    problems += check_picture_places(context.rules.privacy, context.content, folder, names)
    return DocumentResult(source, tuple(problems), tuple(scratch.links)), bodies


def _load_source(
    scratch: RawContent, folder: str, names: Sequence[str]
) -> tuple[SourceDocument[Any], dict[str, bytes]]:
    kind, slug = folder.split("/")
    texts = read_source_texts(scratch, folder, names)
    record = validate(KINDS[kind].record, texts.document, scratch.languages)
    bodies = _render_bodies(scratch, texts, folder)
    media = _load_media(scratch, record, texts, folder, bodies)
    sources = texts.markdown_sources
    packed = {
        lang: pack(sources[lang].markdown, f"{scratch.content}/{sources[lang].file}", bodies[lang]) for lang in bodies
    }
    source = SourceDocument(
        record,
        slug,
        folder,
        title=_with_translations(record, texts, "title"),
        summary=_with_translations(record, texts, "summary"),
        bodies={lang: ref for lang, (ref, _) in packed.items()},
        media=media,
        digest=_digest(scratch, folder, texts, media),
    )
    return source, {ref.key: data for ref, data in packed.values()}


def _render_bodies(scratch: RawContent, texts: SourceTexts, folder: str) -> dict[str, Body]:
    """The body in each language; problems and links to other documents are added to ``scratch``."""
    bodies = {}
    for lang, source in texts.markdown_sources.items():
        body, problems = render_body(source)
        scratch.problems += problems
        if body:
            bodies[lang] = body
            scratch.problems += check_links(source, body)
            scratch.links += find_document_links(source, body, folder)
    return bodies


def _load_media(
    scratch: RawContent, record: Any, texts: SourceTexts, folder: str, bodies: Mapping[str, Body]
) -> dict[str, MediaFile]:
    """Check every file that a document names; problems are added to ``scratch``."""
    document = texts.document
    files = [
        (checker, FileReference(scratch.content, folder, name, document.file, document.line(*path)))
        for checker, name, path in _named_files(record)
    ]
    for lang, body in bodies.items():
        source = texts.markdown_sources[lang]
        for figure in body.figures:
            problems = list(check_figure(source, figure))
            scratch.problems += problems
            if not any(item.code == "unsafe_path" for item in problems):
                line = find_line(source, figure.file)
                files.append((check_picture, FileReference(scratch.content, folder, figure.file, source.file, line)))
    media: dict[str, MediaFile] = {}
    for checker, reference in files:
        known = media.get(reference.name)
        # only pictures have a width: a file checked as a film must still be checked as a picture
        is_checked = known and known.width and checker is check_picture
        if not is_checked and (media_file := scratch.collect(checker, reference)):
            media[reference.name] = media_file
    return media


def _named_files(record: Any) -> Iterator[tuple[Callable[[FileReference], MediaFile], str, KeyPath]]:
    """The files in the front matter: the function that checks it, its name, and where it is named."""
    if cover := getattr(record, "cover", None):
        yield check_picture, cover.file, ("cover", "file")
    for key, checker in (("gallery", check_picture), ("downloads", check_download)):
        for index, item in enumerate(getattr(record, key, ())):
            yield checker, item.file, (key, index, "file")
    if video := getattr(record, "video", None):
        yield check_picture, video.poster, ("video", "poster")
        if video.file:
            yield check_film, video.file, ("video", "file")
        if video.captions:
            yield check_captions, video.captions, ("video", "captions")


def _with_translations(record: Any, texts: SourceTexts, name: str) -> TranslatedText:
    """A field of the front matter, with the translations from the files of other languages."""
    text: TranslatedText = getattr(record, name)
    for lang, source in texts.markdown_sources.items():
        if translation := getattr(source, name):
            text = text.with_language(lang, translation)
    return text


def _digest(scratch: RawContent, folder: str, texts: SourceTexts, media: Mapping[str, MediaFile]) -> str:
    sources = texts.markdown_sources
    heads = [scratch.texts[source.file].removesuffix(source.markdown) for source in sources.values()]
    files = [f"{name} {file.digest} {file.width} {file.height}" for name, file in media.items()]
    return cache_key(folder, *sources, *heads, *files)
