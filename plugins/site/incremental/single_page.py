"""A glimpse: one page at once, of what was built last with one folder read anew; the next build has the last word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from plugins.content.reader import dossier_of, gather_sheets
from plugins.content.resolve import assemble_one
from plugins.content.sources import Papers
from plugins.content.stage_view import Competition
from plugins.site.files.media import Media
from plugins.site.pages.page_kinds import page_at
from plugins.site.render.renderer import House, Renderer
from plugins.voting.test_ballots import to_vote_on


@dataclass(frozen=True)
class Built:
    """What a build made its pages from; ``content`` and ``output`` are its folders."""

    content: Path
    output: Path
    competition: Competition
    stage: str
    trial_poll: str
    house: House


def glimpse(built: Built, sheets: Papers, folder: str, path: str) -> bytes:
    """The page at this path as this folder, if it has one, and the templates make it now.

    Empty where the folder has errors, or the page needs a file that the site does not have yet.
    """
    competition = _with_folder(built.competition, sheets, folder) if folder else built.competition
    if competition is None:
        return b""
    show = to_vote_on(competition, built.trial_poll).at(built.stage)
    lang, within = built.house.addresses.parted(path)
    # media of its own, which holds what this page alone asks for
    house = replace(built.house, media=Media(built.house.media.cache))
    renderer = Renderer(show, lang, house)
    page = page_at(renderer.edition, within)
    data = renderer.page(page)[0] if page else b""
    return data if all((built.output / place).is_file() for place in house.media.places) else b""


def _with_folder(competition: Competition, sheets: Papers, folder: str) -> Competition | None:
    dossier = dossier_of(sheets, folder)
    if not dossier.paper or any(not each.is_warning for each in dossier.problems):
        return None
    return competition.with_document(assemble_one(sheets, dossier.paper, dossier.parts))


def sheets_of(built: Built) -> Papers:
    """What every glimpse of a build needs to read a folder."""
    return gather_sheets(built.content)
