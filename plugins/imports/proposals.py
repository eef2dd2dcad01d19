"""What an import proposes to add, for one confirmation: units that are not registered, and numbers of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.content.lookup import ExistingEntries, ReferenceData, normalize_label
from plugins.imports.drafts.draft import Draft
from plugins.imports.drafts.unit_names import bare_name, split_units
from plugins.imports.forms.submission import SourceLocation
from plugins.scaffold.slugs import next_number, suggest_slug
from plugins.scaffold.units import append_units


@dataclass(frozen=True)
class ProposedUnit:
    """A unit that forms name and ``units.yaml`` has not; ``district`` is empty for a unit of none."""

    id: str
    name: str
    kind: str
    district: str = ""


@dataclass(frozen=True)
class Proposals:
    """The new units, and the numbers of entries by the location of their submission."""

    units: tuple[ProposedUnit, ...] = ()
    numbers: Mapping[SourceLocation, str] | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.numbers)


def propose(reference: ReferenceData, existing: ExistingEntries, drafts: Sequence[Draft]) -> Proposals:
    """Return what would resolve the unknown units and missing numbers of drafts."""
    return Proposals(tuple(_new_units(reference, drafts)), _new_numbers(existing, drafts))


def write_units(content: Path, units: Sequence[ProposedUnit], languages: tuple[str, ...]) -> None:
    """Append proposed units to ``units.yaml``. Raises ``ContentError`` if the result would be invalid."""
    answers = [{"slug": unit.id, "title": unit.name, "kind": unit.kind, "district": unit.district} for unit in units]
    append_units(content, answers, languages)


def _new_units(reference: ReferenceData, drafts: Sequence[Draft]) -> Iterator[ProposedUnit]:
    taken = {unit.id for unit in reference.units_file.units}
    known: set[str] = set()
    for name in _unknown_names(reference, drafts):
        if normalize_label(name) not in known:
            known.add(normalize_label(name))
            id_ = suggest_slug(name, taken, "unit")
            taken.add(id_)
            yield ProposedUnit(id_, name, *_kind_and_district(reference, name))


def _unknown_names(reference: ReferenceData, drafts: Sequence[Draft]) -> Iterator[str]:
    for draft in drafts:
        names = split_units(reference, draft.submission.text("units"))
        names += [bare_name(reference, name)] if (name := draft.submission.text("recommending_unit")) else []
        yield from (name for name in names if not reference.find_unit(name))


def _kind_and_district(reference: ReferenceData, name: str) -> tuple[str, str]:
    """Return the kind that most registered units of a like place have: of the district in the name, or of none."""
    units_file = reference.units_file
    names = {district.id: district.name.default_text for district in units_file.districts}
    district = next((id_ for id_, text in names.items() if text in name), "")
    kinds = Counter(unit.kind for unit in units_file.units if bool(unit.district) == bool(district))
    return (kinds.most_common(1)[0][0] if kinds else units_file.kinds[0].id), district


def _new_numbers(existing: ExistingEntries, drafts: Sequence[Draft]) -> dict[SourceLocation, str]:
    used = [*existing.numbers, *(draft.text("number") for draft in drafts if draft.text("number"))]
    numbers: dict[SourceLocation, str] = {}
    for draft in drafts:
        if draft.text("title") and not (draft.text("number") or draft.submission.text("number")):
            number = next_number(used)
            numbers[draft.submission.location] = number
            used.append(number)
    return numbers
