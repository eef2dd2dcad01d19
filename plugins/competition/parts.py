"""What belongs to a document besides its front matter: its rendered bodies, and the pictures and films it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from plugins.competition import files
from plugins.competition.body import Body
from plugins.competition.model import MediaFile
from plugins.competition.papers import Manuscript, Paper, Papers, Parts
from plugins.competition.prose import figure_problems, line_of, read_body
from plugins.competition.records import EntryRecord, VideoRecord
from plugins.competition.yamlfile import Document

Maker = Callable[..., MediaFile]


def parts_of(papers: Papers, paper: Paper[Any]) -> Parts:
    """Render and open everything a document brings along; what is wrong goes to the papers' problems."""
    parts = Parts({}, {})
    for name, maker, line in _named_files(paper):
        _open(papers, parts, paper.folder, name, maker, paper.document.file, line)
    for lang, manuscript in paper.manuscripts.items():
        body, problems = read_body(manuscript)
        papers.problems.extend(problems)
        if body:
            parts.bodies[lang] = body
            _open_figures(papers, parts, paper, manuscript, body)
    return parts


def _open(papers: Papers, parts: Parts, folder: str, name: str, maker: Maker, blamed: str, line: int) -> None:
    known = parts.media.get(name)
    # only a picture has a width: what was looked at as a film has still to be looked at as a picture
    if known and known.width and maker is files.picture:
        return
    if opened := papers.attempt(maker, papers.content, folder, name, blamed, line):
        parts.media[name] = opened


def _open_figures(papers: Papers, parts: Parts, paper: Paper[Any], manuscript: Manuscript, body: Body) -> None:
    for figure in body.figures:
        problems = list(figure_problems(manuscript, figure))
        papers.problems.extend(problems)
        if not any(each.code == "unsafe_path" for each in problems):
            line = line_of(manuscript, figure.file)
            _open(papers, parts, paper.folder, figure.file, files.picture, manuscript.file, line)


def _named_files(paper: Paper[Any]) -> Iterator[tuple[str, Maker, int]]:
    document, record = paper.document, paper.record
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


def _film_files(video: VideoRecord, document: Document) -> Iterator[tuple[str, Maker, int]]:
    yield video.poster, files.picture, document.line("video", "poster")
    if video.file:
        yield video.file, files.film, document.line("video", "file")
    if video.captions:
        yield video.captions, files.captions, document.line("video", "captions")
