"""The result held against the competition: shortlist, awards, the rule, what is published of it, and certificates."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.content.checks.references import check_duplicates, ids, check_reference
from plugins.content.parsing.files import exists_or_dangling, regular_file
from plugins.content.problems import Problem, problem, unknown
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind
from plugins.content.schema.results import CertificatesFile, PublishedFile
from plugins.content.sources import RawContent, DataFile
from plugins.system import textfile
from plugins.system.command_text import command


def check_results(papers: RawContent) -> Iterator[Problem]:
    # a dictionary keeps their order, and finds one of ten thousand as fast as one of ten
    entries = dict.fromkeys(papers.slugs["entries"])
    if papers.shortlist:
        listed, document = papers.shortlist.record.shortlist, papers.shortlist.document
        yield from check_duplicates(document, listed, "shortlist", key=None)
        for at, slug in enumerate(listed):
            yield from check_reference(document, "entry", slug, entries, "shortlist", at)
    if papers.contest and papers.contest.record.result_rule:
        yield from _rule(papers.contest, papers.contest.record.result_rule)
    if papers.awards and papers.contest:
        yield from _awards(papers, papers.contest.record)
        yield from _special(papers, papers.contest.record.result_rule)
    if papers.published:
        yield from _published(papers, papers.published)
    if papers.certificates:
        yield from _certificates(papers, papers.certificates)


def _awards(papers: RawContent, contest: CompetitionConfig) -> Iterator[Problem]:
    assert papers.awards
    awards, document = papers.awards.record.awards, papers.awards.document
    levels = {level.id: level for level in contest.award_levels}
    seen: dict[str, str] = {}
    for level_id, slugs in awards.items():
        yield from check_reference(document, "award", level_id, list(levels), "awards", level_id)
        if level_id in levels and len(slugs) != levels[level_id].size:
            size = levels[level_id].size
            yield document.problem("award_size", "awards", level_id, level=level_id, size=size, found=len(slugs))
        for at, slug in enumerate(slugs):
            yield from _awarded(papers, slug, seen, ("awards", level_id, at))
            seen.setdefault(slug, level_id)
    # an unknown level is most likely the missing one, misspelt
    for level_id in levels.keys() - awards.keys() if awards.keys() <= levels.keys() else ():
        yield document.problem("award_missing", "awards", level=level_id, size=levels[level_id].size)


def _awarded(papers: RawContent, slug: str, seen: dict[str, str], place: tuple[str | int, ...]) -> Iterator[Problem]:
    assert papers.awards
    document = papers.awards.document
    if slug in seen:
        yield document.problem("awarded_twice", *place, given=slug, level=seen[slug])
    if slug not in papers.slugs["entries"]:
        yield unknown(document.file, document.line(*place), "entry", slug, papers.slugs["entries"])
    elif papers.shortlist and slug not in papers.shortlist.record.shortlist:
        yield document.problem("award_not_shortlisted", *place, given=slug)


def _certificates(papers: RawContent, sheet: DataFile[CertificatesFile]) -> Iterator[Problem]:
    units = {paper.slug: paper.record.units for paper in papers.entries}
    for at, note in enumerate(sheet.record.notes):
        yield from check_reference(sheet.document, "entry", note.entry, papers.slugs["entries"], "notes", at, "entry")
        if note.entry in units:
            yield from check_reference(sheet.document, "unit", note.unit, units[note.entry], "notes", at, "unit")


def _rule(sheet: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    contest, document, at = sheet.record, sheet.document, "result_rule"
    parts = [part for part in (rule.public, rule.experts) if part is not None]
    if parts and (len(parts) == 1 or sum(parts) != 100):
        yield document.problem("rule_not_100", at, total=sum(parts))
    if rule.channel_weights and sum(rule.channel_weights.values()) != 100:
        yield document.problem(
            "channel_weights_not_100", at, "channel_weights", total=sum(rule.channel_weights.values())
        )
    for channel in rule.channel_weights:
        yield from check_reference(
            document, "channel", channel, ids(contest.vote_channels), at, "channel_weights", channel
        )
    for place, award in enumerate(rule.special_awards):
        where = (at, "special_awards", place)
        yield from check_reference(document, "stage", award.public_from, ids(contest.stages), *where, "public_from")
        if award.id in ids(contest.award_levels) + ids(rule.special_awards[:place]):
            yield document.problem("duplicate_id", *where, "id", given=award.id)
    yield from _quotas(sheet, rule)


def _quotas(sheet: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    contest, document = sheet.record, sheet.document
    sizes = {level.id: level.size for level in contest.award_levels}
    for level, kept in rule.quotas.items():
        where = ("result_rule", "quotas", level)
        yield from check_reference(document, "award", level, list(sizes), *where)
        for track in kept:
            yield from check_reference(document, "track", track, ids(contest.tracks), *where, track)
        if level in sizes and sum(kept.values()) > sizes[level]:
            yield document.problem("quota_over_size", *where, level=level, size=sizes[level], total=sum(kept.values()))


def _special(papers: RawContent, rule: ResultRule | None) -> Iterator[Problem]:
    """Special awards may go to fewer than they have places for, where too few come into question."""
    assert papers.awards
    given, document = papers.awards.record.special, papers.awards.document
    declared = {award.id: award for award in (rule.special_awards if rule else ())}
    for award_id, winners in given.items():
        yield from check_reference(document, "award", award_id, list(declared), "special", award_id)
        if award := declared.get(award_id):
            if len(winners) > award.size:
                sizes = {"size": award.size, "found": len(winners)}
                yield document.problem("award_size", "special", award_id, level=award_id, **sizes)
            yield from check_duplicates(document, winners, "special", award_id, key=None)
            yield from _specially_awarded(papers, award, winners)
    for award_id in declared.keys() - given.keys() if given.keys() <= declared.keys() else ():
        yield document.problem("award_missing", "special", level=award_id, size=declared[award_id].size)


def _specially_awarded(papers: RawContent, award: SpecialAward, winners: tuple[str, ...]) -> Iterator[Problem]:
    assert papers.awards
    units = ids(papers.units.record.units) if papers.units else list(winners)
    finalists = papers.shortlist.record.shortlist if papers.shortlist else papers.slugs["entries"]
    what, choices = ("entry", finalists) if award.kind is SpecialKind.POPULARITY else ("unit", units)
    for at, winner in enumerate(winners):
        yield from check_reference(papers.awards.document, what, winner, choices, "special", award.id, at)


def _published(papers: RawContent, sheet: DataFile[PublishedFile]) -> Iterator[Problem]:
    record, document = sheet.record, sheet.document
    finalists = papers.shortlist.record.shortlist if papers.shortlist else papers.slugs["entries"]
    for at, entry in enumerate(record.entries):
        yield from check_reference(document, "entry", entry.entry, finalists, "entries", at, "entry")
    for at, channel in enumerate(record.channels if papers.contest else ()):
        assert papers.contest
        known = ids(papers.contest.record.vote_channels)
        yield from check_reference(document, "channel", channel.channel, known, "channels", at, "channel")
    for file, expected in (("results/awards.yaml", record.awards), ("results/record.json", record.record)):
        if exists_or_dangling(papers.content, file) and _hash(papers, file) != expected:
            yield problem(file, 1, "not_as_tallied", command=command("tally", "--content", papers.content))


def _hash(papers: RawContent, file: str) -> str:
    return textfile.digest(regular_file(papers.content, file, file, 1))
