"""Loads the folders of documents: each one's record, bodies and media, and the problems of that folder alone.

The result of a folder is cached until one of its files changes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest, folder_signature
from plugins.cache.parallel import parallel_map
from plugins.cache.sqlite import CACHE
from plugins.cache.table import Table
from plugins.content.assets import load_media, render_bodies
from plugins.content.body_store import pack, preload
from plugins.content.checks.privacy import check_picture_places
from plugins.content.checks.text import check_texts
from plugins.content.kinds import KINDS
from plugins.content.model import MediaFile
from plugins.content.parsing.document_text import SourceTexts, read_source_texts
from plugins.content.parsing.files import list_folder_kinds, list_names
from plugins.content.problems import Problem, problem
from plugins.content.schema.fields import DEVICE, is_slug
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.policies import TextRules
from plugins.content.schema.validate import adapter, validate
from plugins.content.sources import DocumentAssets, RawContent, SourceDocument


@dataclass(frozen=True)
class LoadContext:
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
    assets: DocumentAssets
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


def read_document(context: LoadContext, folder: str) -> DocumentResult:
    """Load one folder as it is now, without the cache."""
    packed = _pack_document(context, folder)
    preload(packed.bodies)
    return _unpack(packed.head)


def load_documents(
    context: LoadContext, kind: str, slugs: Sequence[str], meanwhile: Callable[[], object] = lambda: None
) -> list[DocumentResult]:
    """The results of these folders, in order: from the cache, or read now by all processors.

    ``meanwhile`` is called by this process while others read.
    """
    folders = [f"{kind}/{slug}" for slug in slugs]
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
    return [_unpack(heads[folder]) for folder in folders]


def warm_up() -> None:
    """Import and compile before forking what every process that reads documents needs."""
    from plugins.content.parsing.markdown import render

    for kind in KINDS.values():
        adapter(kind.record)
    render("# 一\n\n[二](https://example.cn)\n")


def _pack_document(context: LoadContext, folder: str) -> _PackedResult:
    # the fingerprint comes first: a change while the folder is read must be noticed next time
    signature = folder_signature(context.content / folder)
    result, bodies = _load(context, folder)
    return _PackedResult(signature, pickle.dumps(result, pickle.HIGHEST_PROTOCOL), bodies)


def _unpack(head: bytes) -> DocumentResult:
    result: DocumentResult = pickle.loads(head)
    return result


def _load(context: LoadContext, folder: str) -> tuple[DocumentResult, dict[str, bytes]]:
    # a separate RawContent: the result is cached, so it must neither depend on the shared one nor change it
    scratch = RawContent(context.content, context.languages)
    names = list_names(context.content, folder)
    loaded = scratch.collect(_load_source, scratch, folder, names)
    source, assets, bodies = loaded or (None, DocumentAssets({}, {}), {})
    problems = [*scratch.problems, *check_texts(context.rules, {}, scratch.texts)]
    problems += check_picture_places(context.rules.privacy, context.content, folder, names)
    return DocumentResult(source, assets, tuple(problems), tuple(scratch.links)), bodies


def _load_source(
    scratch: RawContent, folder: str, names: Sequence[str]
) -> tuple[SourceDocument[Any], DocumentAssets, dict[str, bytes]]:
    kind, slug = folder.split("/")
    texts = read_source_texts(scratch, folder, names)
    record = validate(KINDS[kind].record, texts.document, scratch.languages)
    rendered = render_bodies(scratch, texts, folder)
    media = load_media(scratch, record, texts, folder, rendered)
    packed = {
        lang: pack(source.markdown, f"{scratch.content}/{source.file}", rendered[lang])
        for lang, source in texts.markdown_sources.items()
        if lang in rendered
    }
    refs = {lang: ref for lang, (ref, _) in packed.items()}
    assets = DocumentAssets(refs, media, _digest(scratch, folder, texts, media))
    title, summary = (_with_translations(record, texts, name) for name in ("title", "summary"))
    bodies = {ref.key: data for ref, data in packed.values()}
    return SourceDocument(record, slug, folder, title, summary), assets, bodies


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
