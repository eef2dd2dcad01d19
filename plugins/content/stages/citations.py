"""What a stage shows of the jury's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.content.schema.results import CitationsFile

if TYPE_CHECKING:
    from plugins.content.stage_view import Award, SpecialAwardResult


def public_citations(
    file: CitationsFile | None, awards: Iterable[Award], special: Iterable[SpecialAwardResult]
) -> CitationsFile | None:
    """The jury's words, without those on winners of awards that are not among these."""
    winners = {entry.slug for award in awards for entry in award.entries}
    for result in special:
        winners |= {winner.slug for winner in result.entries} | {unit.id for unit in result.units}
    return file and replace(file, citations={name: text for name, text in file.citations.items() if name in winners})
