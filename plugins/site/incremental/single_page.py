"""Rendering one page at once from the last build's data, with one folder read again; a full build follows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from plugins.content.documents import read_document
from plugins.content.resolve import resolve_document
from plugins.content.sources import RawContent
from plugins.content.stage_view import Competition
from plugins.site.files.media import MediaCollector
from plugins.site.pages.page_kinds import find_page
from plugins.site.render.context import SiteContext
from plugins.site.render.renderer import make_renderer
from plugins.voting.local_ballots import with_local_poll


@dataclass(frozen=True, kw_only=True)
class BuildState:
    """The data that a build made its pages of. ``content`` and ``output`` are its folders."""

    content: Path
    output: Path
    competition: Competition
    stage: str
    trial_poll: str
    context: SiteContext


def render_single_page(state: BuildState, data_files: RawContent, folder: str, path: str) -> bytes | None:
    """The page at this path, with this folder of the content (none if it is empty) and the templates read again.

    None if the folder has errors, there is no such page, or it needs a file that the site does not have yet.
    """
    competition = _with_folder(state.competition, data_files, folder) if folder else state.competition
    if competition is None:
        return None
    snapshot = with_local_poll(competition, state.trial_poll).at(state.stage)
    lang, local_path = state.context.urls.split_language(path)
    # a separate collector, which holds only what this page requests
    media = MediaCollector(state.context.media.cache)
    renderer = make_renderer(snapshot, lang, replace(state.context, media=media))
    page = find_page(renderer.site, local_path)
    if page is None:
        return None
    data = renderer.render_page(page).data
    return data if all((state.output / file).is_file() for file in media.paths) else None


def _with_folder(competition: Competition, data_files: RawContent, folder: str) -> Competition | None:
    result = read_document(data_files, folder)
    if not result.source or any(not problem.is_warning for problem in result.problems):
        return None
    return competition.with_document(resolve_document(data_files, result.source))
