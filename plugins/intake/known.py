"""What the content already knows and forms refer to by name: units, tracks, languages, and entries by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.competition.contest import Contest
from plugins.competition.files import read_text
from plugins.competition.papers import Papers, gather
from plugins.competition.problems import Problem, Refused
from plugins.competition.records import UnitsFile
from plugins.competition.text import Translated
from plugins.competition.values import is_slug
from plugins.competition.yamlfile import read_front_matter
from plugins.intake.form import plain

ENTRIES, DRAFTS = "entries", "drafts"


@dataclass(frozen=True)
class Known:
    """``units`` and ``tracks`` are ids by every name, as ``plain`` compares them."""

    contest: Contest
    units_file: UnitsFile
    units: Mapping[str, str]
    tracks: Mapping[str, str]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.contest.languages

    @property
    def unit_names(self) -> list[str]:
        return [_default(unit.name) for unit in self.units_file.units]

    @property
    def track_names(self) -> list[str]:
        return [_default(track.name) for track in self.contest.tracks]

    def unit(self, said: str) -> str | None:
        return self.units.get(plain(said))

    def track(self, said: str) -> str | None:
        return self.tracks.get(plain(said))


def known(content: Path) -> Known:
    """What forms may refer to. Raises ``Refused`` where competition.yaml or units.yaml are wrong themselves."""
    papers = gather(content)
    if not (papers.contest and papers.units):
        raise Refused(*_of_these(papers, "competition.yaml", "units.yaml"))
    contest, units = papers.contest.record, papers.units.record
    tracks = {track.id: [track.name, track.short_name] for track in contest.tracks}
    return Known(contest, units, _names({unit.id: [unit.name] for unit in units.units}), _names(tracks))


def _of_these(papers: Papers, *files: str) -> list[Problem]:
    return [each for each in papers.problems if each.file in files]


def _names(things: Mapping[str, Iterable[Translated | None]]) -> dict[str, str]:
    """Ids by every name; a name that two things share stands for neither."""
    found: dict[str, set[str]] = {}
    for thing, names in things.items():
        for name in [thing, *(words for each in names if each for words in each.by_language.values())]:
            found.setdefault(plain(name), set()).add(thing)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _default(name: Translated) -> str:
    return name.in_language(name.default).value


def numbers(content: Path) -> dict[str, str]:
    """The folder of each number that is already used, such as ``entries/rain-garden``; broken files count as well."""
    return {number: folder for folder in folders(content) if (number := _number(content, folder))}


def folders(content: Path) -> Iterator[str]:
    for kind in (DRAFTS, ENTRIES):
        if (content / kind).is_dir():
            yield from (f"{kind}/{each.name}" for each in sorted((content / kind).iterdir()) if is_slug(each.name))


def _number(content: Path, folder: str) -> str | None:
    try:
        document, _, _ = read_front_matter("", read_text(content, f"{folder}/index.md"))
    except Refused:
        return None
    number = document.data.get("number") if isinstance(document.data, dict) else None
    return number if isinstance(number, str) else None
