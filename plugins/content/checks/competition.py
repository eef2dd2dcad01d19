"""What no single file can tell: references between files, stages in order, awards that fit the shortlist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.content.checks.ballots import check_ballots
from plugins.content.checks.id_hints import id_for_name, stage_names
from plugins.content.checks.references import check_duplicates, ids, check_reference
from plugins.content.checks.results import check_results
from plugins.content.checks.text import text_problems
from plugins.content.checks.unexpected_files import check_unexpected_files
from plugins.content.parsing.document_text import SourceLines
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.parsing.yaml_lines import Document
from plugins.content.problems import Problem, problem, unknown
from plugins.content.reader import text_rules
from plugins.content.schema.config import CompetitionConfig, Stage, StageKind
from plugins.content.schema.documents import EntryRecord
from plugins.content.schema.fields import end_of, start_of
from plugins.content.sources import SourceDocument, RawContent, DataFile

# addresses of the site's own pages, which a page of the editors' must not take
RESERVED_PAGES = {"entries", "tracks", "tour", "vote", "winners", "news", "units", "contents", "theme", "media", "data"}
RESERVED_PAGES |= {"verify", "archive"}


def check(papers: RawContent, stage_id: str | None) -> list[Problem]:
    """Every problem that shows only when the files are held against each other."""
    contact = papers.contest.record.site.contact if papers.contest else None
    found = list(text_problems(text_rules(papers), contact, papers.texts))
    found += check_unexpected_files(papers.content)
    found += _links(papers)
    if papers.contest:
        found += _contest(papers.contest, papers.languages)
        found += _public_from(papers, papers.contest.record)
        found += _stage_needs(papers, papers.contest.record, stage_id)
    if papers.units:
        found += _units(papers)
    found += [each for paper in papers.entries for each in _entry(papers, paper)]
    found += _numbers(papers)
    found += check_results(papers)
    found += _reserved(papers)
    found += check_ballots(papers)
    return found


def _links(papers: RawContent) -> Iterator[Problem]:
    def known(document: str) -> bool:
        kind, _, slug = document.partition("/")
        return slug in slugs.get(kind, set())

    slugs = {kind: set(each) for kind, each in papers.slugs.items()}
    yield from (missing for document, missing in papers.links if not known(document))


def _contest(sheet: DataFile[CompetitionConfig], languages: tuple[str, ...]) -> Iterator[Problem]:
    contest, document = sheet.record, sheet.document
    for name in ("stages", "tracks", "award_levels", "criteria", "vote_channels"):
        yield from check_duplicates(document, ids(getattr(contest, name)), name)
    yield from check_duplicates(document, languages, "languages", key=None)
    yield from _names_stage(contest, document, contest.current_stage, "current_stage")
    for at, level in enumerate(contest.award_levels):
        yield from _names_stage(contest, document, level.public_from, "award_levels", at, "public_from")
    yield from _stage_dates(contest.stages, document)
    yield from _weights([criterion.weight for criterion in contest.criteria], document)


def _names_stage(contest: CompetitionConfig, document: Document, given: str, *path: str | int) -> Iterator[Problem]:
    stages, code = ids(contest.stages), id_for_name(given, stage_names(contest))
    if given not in stages and code:
        yield document.problem("name_for_code", *path, key=path[-1], given=given, id=code)
    else:
        yield from check_reference(document, "stage", given, stages, *path)


def _weights(weights: Sequence[int | None], document: Document) -> Iterator[Problem]:
    given = [weight for weight in weights if weight is not None]
    if given and None in weights:
        yield document.problem("weight_missing", "criteria", weights.index(None))
    elif given and sum(given) != 100:
        yield document.problem("weights_not_100", "criteria", total=sum(given))


def _stage_dates(stages: Sequence[Stage], document: Document) -> Iterator[Problem]:
    latest, latest_name = None, ""
    for at, stage in enumerate(stages):
        if stage.opens and stage.closes and start_of(stage.opens) >= end_of(stage.closes):
            yield document.problem("stage_backwards", "stages", at, "closes", stage=stage.id)
        for key, moment in (
            ("opens", stage.opens and start_of(stage.opens)),
            ("closes", stage.closes and end_of(stage.closes)),
        ):
            if moment and latest and moment < latest and latest_name != stage.id:
                yield document.problem("stage_overlaps", "stages", at, key, stage=stage.id, former=latest_name)
            if moment and (latest is None or moment >= latest):
                latest, latest_name = moment, stage.id


def _public_from(papers: RawContent, contest: CompetitionConfig) -> Iterator[Problem]:
    stages = ids(contest.stages)
    dated: list[SourceDocument[Any]] = [*papers.articles, *papers.pages]
    for paper in dated:
        yield from check_reference(
            SourceLines(papers, paper.folder), "stage", paper.record.public_from, stages, "public_from"
        )


def _stage_needs(papers: RawContent, contest: CompetitionConfig, stage_id: str | None) -> Iterator[Problem]:
    wanted = stage_id or contest.current_stage
    if wanted not in ids(contest.stages):
        if stage_id:
            yield unknown("competition.yaml", 1, "stage", stage_id, ids(contest.stages))
        return
    stage = contest.stage(wanted)
    needs = {
        "results/shortlist.yaml": stage.shows_entries,
        "results/awards.yaml": stage.shows_awards,
        "results/notice.yaml": stage.has(StageKind.PUBLIC_NOTICE),
    }
    for file, needed in needs.items():
        if needed and not exists_or_dangling(papers.content, file):
            yield problem(file, 1, "stage_needs_file", stage=stage.id)


def _units(papers: RawContent) -> Iterator[Problem]:
    assert papers.units
    record, document = papers.units.record, papers.units.document
    for name in ("kinds", "districts", "units"):
        yield from check_duplicates(document, ids(getattr(record, name)), name)
    for at, unit in enumerate(record.units):
        yield from check_reference(document, "unit_kind", unit.kind, ids(record.kinds), "units", at, "kind")
        if unit.district:
            yield from check_reference(
                document, "district", unit.district, ids(record.districts), "units", at, "district"
            )


def _entry(papers: RawContent, paper: SourceDocument[EntryRecord]) -> Iterator[Problem]:
    entry, document = paper.record, SourceLines(papers, paper.folder)
    yield from check_duplicates(document, entry.units, "units", key=None)
    if papers.units:
        units = ids(papers.units.record.units)
        for at, unit in enumerate(entry.units):
            yield from check_reference(document, "unit", unit, units, "units", at)
        if entry.recommending_unit:
            yield from check_reference(document, "unit", entry.recommending_unit, units, "recommending_unit")
    if papers.contest:
        yield from check_reference(document, "track", entry.track, ids(papers.contest.record.tracks), "track")
        for channel in entry.ballots:
            channels = ids(papers.contest.record.vote_channels)
            yield from check_reference(document, "channel", channel, channels, "ballots", channel)
    if entry.video and not (entry.video.file or entry.video.url):
        yield document.problem("film_nowhere", "video")
    if entry.video and entry.video.file and not entry.video.captions:
        yield document.problem("film_without_captions", "video")


def _numbers(papers: RawContent) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for paper in papers.entries:
        number, document = paper.record.number, SourceLines(papers, paper.folder)
        if number in first:
            yield document.problem("duplicate_number", "number", number=number, other=first[number])
        first.setdefault(number, document.file)


def _reserved(papers: RawContent) -> Iterator[Problem]:
    # with a language's code as its slug a page would take the address of that language's home
    taken = RESERVED_PAGES | {lang.lower() for lang in papers.languages}
    for slug in papers.slugs["pages"]:
        if slug in taken:
            yield problem(f"pages/{slug}/index.md", 1, "reserved_slug", given=slug)
