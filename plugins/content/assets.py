"""The parts of a document besides its front matter: rendered bodies, and the files that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plugins.content.checks.bodies import check_figure, check_links, find_document_links, find_line, render_body
from plugins.content.model import MediaFile
from plugins.content.parsing.body import Body
from plugins.content.parsing.document_text import SourceTexts
from plugins.content.parsing.files import check_captions, check_download, check_film, check_picture
from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.schema.documents import EntryRecord, VideoRecord
from plugins.content.sources import MarkdownSource, RawContent

FileChecker = Callable[..., MediaFile]


def render_bodies(raw: RawContent, texts: SourceTexts, folder: str) -> dict[str, Body]:
    """Render a document in each language; problems and links to other documents are added to ``raw``."""
    bodies = {}
    for lang, source in texts.markdown_sources.items():
        body, problems = render_body(source)
        raw.problems.extend(problems)
        if body:
            bodies[lang] = body
            raw.problems.extend(check_links(source, body))
            raw.links.extend(find_document_links(source, body, folder))
    return bodies


def load_media(
    raw: RawContent, record: Any, texts: SourceTexts, folder: str, bodies: Mapping[str, Body]
) -> dict[str, MediaFile]:
    """Check every file that a document names; problems are added to ``raw``."""
    media: dict[str, MediaFile] = {}
    for name, checker, line in _named_files(record, texts.document):
        _load_file(raw, media, folder, name, checker, texts.document.file, line)
    for lang, body in bodies.items():
        _load_figures(raw, media, folder, texts.markdown_sources[lang], body)
    return media


def _load_file(
    raw: RawContent,
    media: dict[str, MediaFile],
    folder: str,
    name: str,
    checker: FileChecker,
    referenced_in: str,
    line: int,
) -> None:
    known = media.get(name)
    # only pictures have a width: a file checked as a film must still be checked as a picture
    if known and known.width and checker is check_picture:
        return
    if media_file := raw.collect(checker, raw.content, folder, name, referenced_in, line):
        media[name] = media_file


def _load_figures(
    raw: RawContent, media: dict[str, MediaFile], folder: str, source: MarkdownSource, body: Body
) -> None:
    for figure in body.figures:
        problems = list(check_figure(source, figure))
        raw.problems.extend(problems)
        if not any(problem.code == "unsafe_path" for problem in problems):
            line = find_line(source, figure.file)
            _load_file(raw, media, folder, figure.file, check_picture, source.file, line)


def _named_files(record: Any, document: YamlDocument) -> Iterator[tuple[str, FileChecker, int]]:
    """The name of each file in the front matter, the function that checks it, and its line."""
    cover = getattr(record, "cover", None)
    if cover:
        yield cover.file, check_picture, document.line("cover", "file")
    for index, picture in enumerate(getattr(record, "gallery", ())):
        yield picture.file, check_picture, document.line("gallery", index, "file")
    if isinstance(record, EntryRecord):
        for index, download in enumerate(record.downloads):
            yield download.file, check_download, document.line("downloads", index, "file")
        if record.video:
            yield from _video_files(record.video, document)


def _video_files(video: VideoRecord, document: YamlDocument) -> Iterator[tuple[str, FileChecker, int]]:
    yield video.poster, check_picture, document.line("video", "poster")
    if video.file:
        yield video.file, check_film, document.line("video", "file")
    if video.captions:
        yield video.captions, check_captions, document.line("video", "captions")
