"""Lookup of units and tracks by any of their names, and of existing entries and drafts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.content.parsing.files import read_text
from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.content.problems import ContentError
from plugins.content.reader import read_data_files
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import UnitsFile
from plugins.content.schema.fields import is_slug
from plugins.content.schema.localized import TranslatedText
from plugins.system.file_names import list_folder

ENTRIES, DRAFTS = "entries", "drafts"
# decoration of labels in forms: spaces, "*" for "required", a colon, the numbering of a heading
LABEL_DECORATION = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]|[0-9]+[、.．](?![0-9]))|[:：*＊\s]+$|^[*＊\s]+"
)


@dataclass(frozen=True)
class ReferenceData:
    """The configured units and tracks; ``unit_ids`` and ``track_ids`` are keyed by normalized name."""

    competition: CompetitionConfig
    units_file: UnitsFile
    unit_ids: Mapping[str, str]
    track_ids: Mapping[str, str]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.competition.languages

    @property
    def unit_names(self) -> list[str]:
        return [unit.name.default_text for unit in self.units_file.units]

    @property
    def track_names(self) -> list[str]:
        return [track.name.default_text for track in self.competition.tracks]

    def find_unit(self, name: str) -> str | None:
        """Return the id of the unit with this name or id."""
        return self.unit_ids.get(normalize_label(name))

    def find_track(self, name: str) -> str | None:
        """Return the id of the track with this name, short name or id."""
        return self.track_ids.get(normalize_label(name))


def load_reference_data(content: Path) -> ReferenceData:
    """Load units and tracks. Raises ``ContentError`` if competition.yaml or units.yaml is invalid."""
    raw = read_data_files(content)
    if not (raw.config and raw.units):
        raise ContentError(*(problem for problem in raw.problems if problem.file in {"competition.yaml", "units.yaml"}))
    competition, units = raw.config.record, raw.units.record
    track_names = {track.id: [track.name, track.short_name] for track in competition.tracks}
    unit_names = {unit.id: [unit.name] for unit in units.units}
    return ReferenceData(competition, units, _index_names(unit_names), _index_names(track_names))


def _index_names(names_by_id: Mapping[str, Iterable[TranslatedText | None]]) -> dict[str, str]:
    """Map every normalized name to its id, without names that several ids share."""
    ids_by_name: dict[str, set[str]] = {}
    for id_, texts in names_by_id.items():
        for name in [id_, *(name for text in texts if text for name in text.by_language.values())]:
            ids_by_name.setdefault(normalize_label(name), set()).add(id_)
    return {name: next(iter(ids)) for name, ids in ids_by_name.items() if len(ids) == 1}


def normalize_label(label: str) -> str:
    """Return a label for comparison: NFKC, without spaces, numbering, stars and colons."""
    text = "".join(unicodedata.normalize("NFKC", label).split())
    while (shorter := LABEL_DECORATION.sub("", text)) != text:
        text = shorter
    return text


@dataclass(frozen=True)
class ExistingEntries:
    """The folders of existing entries and drafts, including invalid ones, such as ``entries/rain-garden``.

    ``numbers`` maps entry numbers to folders, ``draft_titles`` the titles of drafts, whose number may be wrong,
    ``numbers_by_title`` the titles of entries and drafts to their numbers.
    """

    numbers: Mapping[str, str]
    draft_titles: Mapping[str, Sequence[str]]
    slugs: frozenset[str]
    numbers_by_title: Mapping[str, str]

    def find_number(self, title: str) -> str:
        """Return the number of the entry or draft with this title, empty if there is none."""
        return self.numbers_by_title.get(title, "")

    def find_folders(self, number: str, title: str) -> list[str]:
        """Return the folders in which an entry of this number or title may exist, the most likely first."""
        return [*([self.numbers[number]] if number in self.numbers else []), *self.draft_titles.get(title, ())]


def list_existing_entries(content: Path) -> ExistingEntries:
    """List ``entries/`` and ``drafts/``; an entry takes precedence over a draft of the same number."""
    headers = {
        f"{kind}/{path.name}": _read_header(content, f"{kind}/{path.name}")
        for kind in (DRAFTS, ENTRIES)
        for path in list_folder(content / kind)
        if is_slug(path.name)
    }
    numbers = {header["number"]: folder for folder, header in headers.items() if "number" in header}
    titles: dict[str, list[str]] = {}
    for folder, header in headers.items():
        if folder.startswith(DRAFTS) and "title" in header:
            titles.setdefault(header["title"], []).append(folder)
    by_title = {
        header["title"]: header["number"] for header in headers.values() if header.keys() >= {"title", "number"}
    }
    return ExistingEntries(numbers, titles, frozenset(folder.partition("/")[2] for folder in headers), by_title)


def _read_header(content: Path, folder: str) -> dict[str, str]:
    try:
        document, _, _ = read_front_matter("", read_text(content, f"{folder}/index.md"))
    except ContentError:
        return {}
    data = document.data if isinstance(document.data, dict) else {}
    return {key: value for key, value in data.items() if isinstance(value, str)}
