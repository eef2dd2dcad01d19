"""What belongs to a document besides its front matter: its rendered bodies, and the pictures and films it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plugins.content.checks.bodies import document_links, figure_problems, line_of, link_problems, render_body
from plugins.content.model import MediaFile
from plugins.content.parsing import files
from plugins.content.parsing.body import Body
from plugins.content.parsing.document_text import Source
from plugins.content.parsing.yaml_lines import Document
from plugins.content.schema.documents import EntryRecord, VideoRecord
from plugins.content.sources import MarkdownSource, RawContent

FileChecker = Callable[..., MediaFile]


def render_bodies(papers: RawContent, source: Source, folder: str) -> dict[str, Body]:
    """Render what a document says in each language; what is wrong in it and its links goes to the papers."""
    bodies = {}
    for lang, manuscript in source.manuscripts.items():
        body, problems = render_body(manuscript)
        papers.problems.extend(problems)
        if body:
            bodies[lang] = body
            papers.problems.extend(link_problems(manuscript, body))
            papers.links.extend(document_links(manuscript, body, folder))
    return bodies


def open_media(
    papers: RawContent, record: Any, source: Source, folder: str, bodies: Mapping[str, Body]
) -> dict[str, MediaFile]:
    """Open every file that a document names; what is wrong goes to the papers' problems."""
    media: dict[str, MediaFile] = {}
    for name, maker, line in _named_files(record, source.document):
        _open(papers, media, folder, name, maker, source.document.file, line)
    for lang, body in bodies.items():
        _open_figures(papers, media, folder, source.manuscripts[lang], body)
    return media


def _open(
    papers: RawContent, media: dict[str, MediaFile], folder: str, name: str, maker: FileChecker, blamed: str, line: int
) -> None:
    known = media.get(name)
    # only a picture has a width: what was looked at as a film has still to be looked at as a picture
    if known and known.width and maker is files.picture:
        return
    if opened := papers.collect(maker, papers.content, folder, name, blamed, line):
        media[name] = opened


def _open_figures(
    papers: RawContent, media: dict[str, MediaFile], folder: str, manuscript: MarkdownSource, body: Body
) -> None:
    for figure in body.figures:
        problems = list(figure_problems(manuscript, figure))
        papers.problems.extend(problems)
        if not any(each.code == "unsafe_path" for each in problems):
            line = line_of(manuscript, figure.file)
            _open(papers, media, folder, figure.file, files.picture, manuscript.file, line)


def _named_files(record: Any, document: Document) -> Iterator[tuple[str, FileChecker, int]]:
    cover = getattr(record, "cover", None)
    if cover:
        yield cover.file, files.picture, document.line("cover", "file")
    for at, picture in enumerate(getattr(record, "gallery", ())):
        yield picture.file, files.picture, document.line("gallery", at, "file")
    if isinstance(record, EntryRecord):
        for at, download in enumerate(record.downloads):
            yield download.file, files.download, document.line("downloads", at, "file")
        if record.video:
            yield from _film_files(record.video, document)


def _film_files(video: VideoRecord, document: Document) -> Iterator[tuple[str, FileChecker, int]]:
    yield video.poster, files.picture, document.line("video", "poster")
    if video.file:
        yield video.file, files.film, document.line("video", "file")
    if video.captions:
        yield video.captions, files.captions, document.line("video", "captions")
