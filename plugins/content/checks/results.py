"""Checks of the result: shortlist, awards, the result rule, published figures and certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.content.checks.references import check_duplicates, check_reference, list_ids
from plugins.content.checks.result_rule import check_rule
from plugins.content.checks.tally_files import PUBLISHED, RECORD, check_tally_files
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.parsing.yaml_lines import KeyPath, YamlDocument
from plugins.content.problems import Problem, problem, unknown
from plugins.content.schema.config import AwardLevel, CompetitionConfig
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind, Tied
from plugins.content.schema.results import (
    AwardsFile,
    CertificatesFile,
    CitationsFile,
    StatusesFile,
    StatusKind,
    StatusRecord,
)
from plugins.content.sources import DataFile, RawContent
from plugins.system.command_text import command


def check_results(raw: RawContent) -> Iterator[Problem]:
    """The problems of ``content/results/`` and of the result rule."""
    # a dictionary, because membership in a list of ten thousand is slow; it keeps their order
    entries = dict.fromkeys(raw.slugs["entries"])
    if raw.shortlist:
        listed, document = raw.shortlist.record.shortlist, raw.shortlist.document
        yield from check_duplicates(document, listed, "shortlist", key=None)
        for index, slug in enumerate(listed):
            yield from check_reference(document, "entry", slug, entries, "shortlist", index)
    if raw.config and raw.config.record.result_rule:
        yield from check_rule(raw.config, raw.config.record.result_rule)
    if raw.awards and raw.config:
        yield from _check_awards(raw, raw.config.record)
        yield from _check_special_awards(raw, raw.config.record.result_rule)
    if raw.statuses and raw.config:
        yield from _check_statuses(raw, raw.statuses, raw.config.record)
    yield from _check_published(raw)
    if raw.certificates:
        yield from _check_certificates(raw, raw.certificates)
    if raw.citations:
        yield from _check_citations(raw, raw.citations)


def _check_awards(raw: RawContent, config: CompetitionConfig) -> Iterator[Problem]:
    assert raw.awards
    awards, document = raw.awards.record.awards, raw.awards.document
    levels = {level.id: level for level in config.award_levels}
    levels_by_slug: dict[str, str] = {}
    for level_id, slugs in awards.items():
        yield from check_reference(document, "award", level_id, list(levels), "awards", level_id)
        if level_id in levels:
            yield from _check_level_size(raw.awards, levels[level_id], config.result_rule)
        for index, slug in enumerate(slugs):
            yield from _check_award(raw, slug, levels_by_slug, ("awards", level_id, index))
            levels_by_slug.setdefault(slug, level_id)
    for level_id in raw.awards.record.vacant:
        yield from check_reference(document, "award", level_id, list(levels), "vacant", level_id)
    # an unknown level is most likely a misspelling of the missing one
    for level_id in levels.keys() - awards.keys() if awards.keys() <= levels.keys() else ():
        yield document.problem("award_missing", "awards", level=level_id, size=levels[level_id].size)


def _check_level_size(data_file: DataFile[AwardsFile], level: AwardLevel, rule: ResultRule | None) -> Iterator[Problem]:
    """A level has at most its size; what is missing is stated as vacant. Tied entries may all have the last place."""
    record, document = data_file.record, data_file.document
    vacancy, listed = record.vacant.get(level.id), len(record.awards[level.id])
    limits = rule.levels.get(level.id) if rule else None
    values = {"level": level.id, "size": level.size, "found": listed}
    if listed > level.size and not (limits and limits.tied is Tied.ALL):
        yield document.problem("award_size", "awards", level.id, **values)
    elif vacancy and listed + vacancy.places != level.size:
        yield document.problem("vacancy_differs", "vacant", level.id, **values, vacant=vacancy.places)
    elif listed < level.size and not vacancy:
        yield document.problem("warn_award_not_full", "awards", level.id, **values)


def _check_award(raw: RawContent, slug: str, levels_by_slug: dict[str, str], path: KeyPath) -> Iterator[Problem]:
    assert raw.awards
    document = raw.awards.document
    if slug in levels_by_slug:
        yield document.problem("awarded_twice", *path, given=slug, level=levels_by_slug[slug])
    if slug not in raw.slugs["entries"]:
        yield unknown(document.file, document.line(*path), "entry", slug, raw.slugs["entries"])
    elif raw.shortlist and slug not in raw.shortlist.record.shortlist:
        yield document.problem("award_not_shortlisted", *path, given=slug)


def _check_certificates(raw: RawContent, data_file: DataFile[CertificatesFile]) -> Iterator[Problem]:
    units = {source.slug: (*source.record.units, *source.record.partners) for source in raw.entries}
    every_unit = list_ids(raw.units.record.units) if raw.units else []
    for index, note in enumerate(data_file.record.notes):
        document, path = data_file.document, ("notes", index)
        if note.entry:
            yield from check_reference(document, "entry", note.entry, raw.slugs["entries"], *path, "entry")
        if note.entry in units or not note.entry:
            of_entry = units[note.entry] if note.entry else every_unit
            yield from check_reference(document, "unit", note.unit, of_entry, *path, "unit")


def _check_citations(raw: RawContent, data_file: DataFile[CitationsFile]) -> Iterator[Problem]:
    winners = dict.fromkeys((*raw.slugs["entries"], *(list_ids(raw.units.record.units) if raw.units else ())))
    for winner in data_file.record.citations:
        yield from check_reference(data_file.document, "entry", winner, winners, "citations", winner)


def _check_special_awards(raw: RawContent, rule: ResultRule | None) -> Iterator[Problem]:
    """Special awards may have fewer winners than places, if too few entries qualify."""
    assert raw.awards
    awarded, document = raw.awards.record.special, raw.awards.document
    declared = {award.id: award for award in (rule.special_awards if rule else ())}
    for award_id, winners in awarded.items():
        yield from check_reference(document, "award", award_id, list(declared), "special", award_id)
        if award := declared.get(award_id):
            if len(winners) > award.size:
                sizes = {"size": award.size, "found": len(winners)}
                yield document.problem("award_size", "special", award_id, level=award_id, **sizes)
            yield from check_duplicates(document, winners, "special", award_id, key=None)
            yield from _check_special_winners(raw, award, winners)
    for award_id in declared.keys() - awarded.keys() if awarded.keys() <= declared.keys() else ():
        yield document.problem("award_missing", "special", level=award_id, size=declared[award_id].size)


def _check_special_winners(raw: RawContent, award: SpecialAward, winners: tuple[str, ...]) -> Iterator[Problem]:
    assert raw.awards
    units = list_ids(raw.units.record.units) if raw.units else list(winners)
    finalists = raw.shortlist.record.shortlist if raw.shortlist else raw.slugs["entries"]
    what, choices = ("entry", finalists) if award.kind is SpecialKind.POPULARITY else ("unit", units)
    for index, winner in enumerate(winners):
        yield from check_reference(raw.awards.document, what, winner, choices, "special", award.id, index)


def _check_published(raw: RawContent) -> Iterator[Problem]:
    """The published figures, which must not be missing where the record of their tally is there."""
    if raw.published is None:
        if raw.awards and exists_or_dangling(raw.content, RECORD) and not exists_or_dangling(raw.content, PUBLISHED):
            yield problem(PUBLISHED, 1, "published_missing", command=command("tally", "--content", raw.content))
        return
    record, document = raw.published.record, raw.published.document
    finalists = raw.shortlist.record.shortlist if raw.shortlist else raw.slugs["entries"]
    for index, entry in enumerate(record.entries):
        yield from check_reference(document, "entry", entry.entry, finalists, "entries", index, "entry")
    if raw.config:
        known = list_ids(raw.config.record.vote_channels)
        for index, channel in enumerate(record.channels):
            yield from check_reference(document, "channel", channel.channel, known, "channels", index, "channel")
    yield from check_tally_files(raw, raw.published)


# what a status of each kind says besides the entry, the stage, the day and why; one of them is enough
STATUS_KEYS: Mapping[StatusKind, tuple[str, ...]] = {
    StatusKind.WITHDRAWN: (),
    StatusKind.DISQUALIFIED: (),
    StatusKind.MERGED: ("into",),
    StatusKind.RENAMED: ("title", "old_slug"),
}


def _check_statuses(raw: RawContent, data_file: DataFile[StatusesFile], config: CompetitionConfig) -> Iterator[Problem]:
    """Statuses name entries and stages and have what their kind needs; an entry leaves once, and without an award."""
    document, stages = data_file.document, list_ids(config.stages)
    leaving: dict[str, StatusRecord] = {}
    addresses = dict.fromkeys(raw.slugs["entries"])
    for index, record in enumerate(data_file.record.statuses):
        path: KeyPath = ("statuses", index)
        yield from check_reference(document, "entry", record.entry, raw.slugs["entries"], *path, "entry")
        yield from check_reference(document, "stage", record.public_from, stages, *path, "public_from")
        yield from _check_status_keys(record, document, path)
        if record.into == record.entry:
            yield document.problem("merged_into_itself", *path, "into", given=record.entry)
        elif record.into:
            yield from check_reference(document, "entry", record.into, raw.slugs["entries"], *path, "into")
        if record.old_slug in addresses:
            yield document.problem("old_slug_in_use", *path, "old_slug", given=record.old_slug)
        addresses |= {record.old_slug: None} if record.old_slug else {}
        if record.leaves and record.entry in leaving:
            yield document.problem("left_twice", *path, "entry", given=record.entry)
        if record.leaves:
            leaving.setdefault(record.entry, record)
    if raw.awards:
        yield from _check_leaving_winners(raw.awards, config, leaving)


def _check_status_keys(record: StatusRecord, document: YamlDocument, path: KeyPath) -> Iterator[Problem]:
    allowed = STATUS_KEYS[record.kind]
    if allowed and not any(getattr(record, key) for key in allowed):
        yield document.problem("status_needs_key", *path, "kind", kind=record.kind.value, choices=allowed)
    for key in ("into", "title", "old_slug"):
        if getattr(record, key) and key not in allowed:
            yield document.problem("status_key_of_other_kind", *path, key, kind=record.kind.value, key=key)


def _check_leaving_winners(
    data_file: DataFile[AwardsFile], config: CompetitionConfig, leaving: Mapping[str, StatusRecord]
) -> Iterator[Problem]:
    """An entry that leaves before any award is public is not among the winners; one that leaves later may be."""
    stages = list_ids(config.stages)
    first = next((stage.id for stage in config.stages if stage.shows_awards), stages[-1])
    early = {
        slug: record
        for slug, record in leaving.items()
        if record.public_from in stages and config.is_reached(record.public_from, first)
    }
    for part in ("awards", "special"):
        for award, winners in getattr(data_file.record, part).items():
            for index, slug in enumerate(winners):
                if slug in early:
                    values = {"given": slug, "stage": early[slug].public_from}
                    yield data_file.document.problem("winner_has_left", part, award, index, **values)
