"""What the content already knows and forms refer to by name: units, tracks, languages, and entries by number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.content.parsing.files import read_text
from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.content.problems import Problem, ContentError
from plugins.content.reader import read_content
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import UnitsFile
from plugins.content.schema.fields import is_slug
from plugins.content.schema.localized import TranslatedText
from plugins.content.sources import RawContent
from plugins.system.file_names import list_folder

ENTRIES, DRAFTS = "entries", "drafts"
# what forms put around a label: blanks, a star for "required", a colon, the numbering of a heading
AROUND = re.compile(r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]|[0-9]+[、.．](?![0-9]))|[:：*＊\s]+$|^[*＊\s]+")


@dataclass(frozen=True)
class Known:
    """``units`` and ``tracks`` are ids by every name, as ``plain`` compares them."""

    contest: CompetitionConfig
    units_file: UnitsFile
    units: Mapping[str, str]
    tracks: Mapping[str, str]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.contest.languages

    @property
    def unit_names(self) -> list[str]:
        return [default_name(unit.name) for unit in self.units_file.units]

    @property
    def track_names(self) -> list[str]:
        return [default_name(track.name) for track in self.contest.tracks]

    def unit(self, said: str) -> str | None:
        return self.units.get(plain(said))

    def track(self, said: str) -> str | None:
        return self.tracks.get(plain(said))


def known(content: Path) -> Known:
    """What forms may refer to. Raises ``Refused`` where competition.yaml or units.yaml are wrong themselves."""
    papers = read_content(content)
    if not (papers.contest and papers.units):
        raise ContentError(*_of_these(papers, "competition.yaml", "units.yaml"))
    contest, units = papers.contest.record, papers.units.record
    tracks = {track.id: [track.name, track.short_name] for track in contest.tracks}
    return Known(contest, units, _names({unit.id: [unit.name] for unit in units.units}), _names(tracks))


def _of_these(papers: RawContent, *files: str) -> list[Problem]:
    return [each for each in papers.problems if each.file in files]


def _names(things: Mapping[str, Iterable[TranslatedText | None]]) -> dict[str, str]:
    """Ids by every name; a name that two things share stands for neither."""
    found: dict[str, set[str]] = {}
    for thing, names in things.items():
        for name in [thing, *(words for each in names if each for words in each.by_language.values())]:
            found.setdefault(plain(name), set()).add(thing)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def plain(label: str) -> str:
    """A label as it is compared: without blanks, numbering, stars and colons, full-width signs as plain ones."""
    text = "".join(unicodedata.normalize("NFKC", label).split())
    while (shorter := AROUND.sub("", text)) != text:
        text = shorter
    return text


def default_name(name: TranslatedText) -> str:
    """A name in the competition's own language."""
    return name.in_language(name.default).value


@dataclass(frozen=True)
class SqliteCache:
    """The entries and drafts that are there, broken ones as well: folders such as ``entries/rain-garden``."""

    numbers: Mapping[str, str]
    # of drafts, whose number may be what is wrong
    titles: Mapping[str, Sequence[str]]
    slugs: frozenset[str]

    def folders_of(self, number: str, title: str) -> list[str]:
        """Where an entry of this number or title may lie already, the likeliest first."""
        return [*([self.numbers[number]] if number in self.numbers else []), *self.titles.get(title, ())]


def shelf(content: Path) -> SqliteCache:
    """What lies in ``entries/`` and ``drafts/``."""
    heads = {folder: _head(content, folder) for folder in _folders(content)}
    numbers = {head["number"]: folder for folder, head in heads.items() if "number" in head}
    titles: dict[str, list[str]] = {}
    for folder, head in heads.items():
        if folder.startswith(DRAFTS) and "title" in head:
            titles.setdefault(head["title"], []).append(folder)
    return SqliteCache(numbers, titles, frozenset(folder.partition("/")[2] for folder in heads))


def _folders(content: Path) -> Iterator[str]:
    # an entry's number counts before a draft's
    for kind in (DRAFTS, ENTRIES):
        yield from (f"{kind}/{each.name}" for each in list_folder(content / kind) if is_slug(each.name))


def _head(content: Path, folder: str) -> dict[str, str]:
    try:
        document, _, _ = read_front_matter("", read_text(content, f"{folder}/index.md"))
    except ContentError:
        return {}
    data = document.data if isinstance(document.data, dict) else {}
    return {key: value for key, value in data.items() if isinstance(value, str)}
