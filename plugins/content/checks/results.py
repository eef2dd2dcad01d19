"""Checks of the result: shortlist, awards, the result rule, published figures and certificates."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.checks.evidence import check_evidence
from plugins.content.checks.references import check_duplicates, check_reference, list_ids
from plugins.content.checks.result_rule import check_rule
from plugins.content.parsing.yaml_lines import KeyPath
from plugins.content.problems import Problem, unknown
from plugins.content.schema.config import AwardLevel, CompetitionConfig
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind, Tied
from plugins.content.schema.results import AwardsFile, CertificatesFile, PublishedFile
from plugins.content.sources import DataFile, RawContent


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
    if raw.published:
        yield from _check_published(raw, raw.published)
    if raw.certificates:
        yield from _check_certificates(raw, raw.certificates)


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
    units = {source.slug: source.record.units for source in raw.entries}
    for index, note in enumerate(data_file.record.notes):
        yield from check_reference(
            data_file.document, "entry", note.entry, raw.slugs["entries"], "notes", index, "entry"
        )
        if note.entry in units:
            yield from check_reference(data_file.document, "unit", note.unit, units[note.entry], "notes", index, "unit")


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


def _check_published(raw: RawContent, data_file: DataFile[PublishedFile]) -> Iterator[Problem]:
    record, document = data_file.record, data_file.document
    finalists = raw.shortlist.record.shortlist if raw.shortlist else raw.slugs["entries"]
    for index, entry in enumerate(record.entries):
        yield from check_reference(document, "entry", entry.entry, finalists, "entries", index, "entry")
    for index, channel in enumerate(record.channels if raw.config else ()):
        assert raw.config
        known = list_ids(raw.config.record.vote_channels)
        yield from check_reference(document, "channel", channel.channel, known, "channels", index, "channel")
    yield from check_evidence(raw, data_file)
