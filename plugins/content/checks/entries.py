"""Checks of entries: their units, track, group, ballots and film, and what they have to say of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.content.checks.references import check_duplicates, check_reference, list_ids
from plugins.content.parsing.document_text import SourceLines
from plugins.content.problems import Problem
from plugins.content.schema.documents import EntryRecord
from plugins.content.sources import RawContent, SourceDocument


def check_entries(raw: RawContent) -> Iterator[Problem]:
    """The problems of every entry, with the configuration and the units as far as these could be read."""
    for source in raw.entries:
        yield from _check_entry(raw, source)
    yield from _check_numbers(raw)
    if raw.config:
        yield from _check_continued_entries(raw, raw.config.record.edition)


def _check_entry(raw: RawContent, source: SourceDocument[EntryRecord]) -> Iterator[Problem]:
    entry, document = source.record, SourceLines(raw, source.folder)
    yield from check_duplicates(document, entry.units, "units", key=None)
    if raw.units:
        yield from _check_entry_units(entry, document, list_ids(raw.units.record.units))
    if raw.config:
        yield from check_reference(document, "track", entry.track, list_ids(raw.config.record.tracks), "track")
        yield from _check_group(raw, source)
        channels = list_ids(raw.config.record.all_channels)
        for channel in entry.ballots:
            yield from check_reference(document, "channel", channel, channels, "ballots", channel)
    if entry.video and not (entry.video.file or entry.video.url):
        yield document.problem("film_nowhere", "video")
    if entry.video and entry.video.file and not entry.video.captions:
        yield document.problem("film_without_captions", "video")


def _check_entry_units(entry: EntryRecord, document: SourceLines, units: Sequence[str]) -> Iterator[Problem]:
    for index, unit in enumerate(entry.units):
        yield from check_reference(document, "unit", unit, units, "units", index)
    for index, unit in enumerate(entry.partners):
        yield from check_reference(document, "unit", unit, units, "partners", index)
        if unit in (*entry.units, *entry.partners[:index]):
            yield document.problem("duplicate_id", "partners", index, given=unit)
    if entry.recommending_unit:
        yield from check_reference(document, "unit", entry.recommending_unit, units, "recommending_unit")


def _check_group(raw: RawContent, source: SourceDocument[EntryRecord]) -> Iterator[Problem]:
    """The group of an entry is one of its track, which it must have if there are any."""
    assert raw.config
    entry, document = source.record, SourceLines(raw, source.folder)
    groups = next((list_ids(track.groups) for track in raw.config.record.tracks if track.id == entry.track), [])
    if entry.group and not groups:
        yield document.problem("group_without_groups", "group", track=entry.track)
    elif entry.group:
        yield from check_reference(document, "group", entry.group, groups, "group")
    elif groups:
        yield document.problem("group_missing", "track", track=entry.track, choices=groups)


def _check_continued_entries(raw: RawContent, edition: str | None) -> Iterator[Problem]:
    for source in raw.entries:
        continues, document = source.record.continues, SourceLines(raw, source.folder)
        if continues and edition is None:
            yield document.problem("continues_outside_series", "continues")
        elif continues and continues.partition("/")[0] == edition:
            yield document.problem("continues_itself", "continues", given=continues)


def _check_numbers(raw: RawContent) -> Iterator[Problem]:
    files_by_number: dict[str, str] = {}
    for source in raw.entries:
        number, lines = source.record.number, SourceLines(raw, source.folder)
        if number in files_by_number:
            yield lines.problem("duplicate_number", "number", number=number, other=files_by_number[number])
        files_by_number.setdefault(number, lines.file)
