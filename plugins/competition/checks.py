"""What no single file can tell: references between files, stages in order, awards that fit the shortlist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.competition.contest import Contest, Stage
from plugins.competition.files import is_there
from plugins.competition.papers import Paper, Papers, Sheet
from plugins.competition.problems import Problem, problem, unknown
from plugins.competition.records import EntryRecord
from plugins.competition.strays import doubtful_signs, strays
from plugins.competition.values import end_of, start_of
from plugins.competition.yamlfile import Document

# addresses of the site's own pages, which a page of the editors' must not take
RESERVED_PAGES = {"entries", "tracks", "tour", "vote", "winners", "news", "units", "contents", "theme", "media", "data"}


def check(papers: Papers, stage_id: str | None) -> list[Problem]:
    """Every problem that shows only when the files are held against each other."""
    found = [*_wording(papers), *strays(papers.content)]
    found += [each for file, text in papers.texts.items() for each in doubtful_signs(file, text)]
    if papers.contest:
        found += _contest(papers.contest, papers.languages)
        found += _public_from(papers, papers.contest.record)
        found += _stage_needs(papers, papers.contest.record, stage_id)
    if papers.units:
        found += _units(papers)
    found += [each for paper in papers.entries for each in _entry(papers, paper)]
    found += _numbers(papers.entries)
    found += _results(papers)
    found += _reserved(papers)
    return found


def _refers(document: Document, what: str, given: str, choices: Sequence[str], *path: str | int) -> Iterator[Problem]:
    if given not in choices:
        yield unknown(document.file, document.line(*path), what, given, choices)


def _duplicates(document: Document, ids: Sequence[str], *path: str | int, key: str | None = "id") -> Iterator[Problem]:
    seen: set[str] = set()
    for at, given in enumerate(ids):
        if given in seen:
            place = (*path, at) if key is None else (*path, at, key)
            yield document.problem("duplicate_id", *place, given=given)
        seen.add(given)


def _ids(records: Sequence[Any]) -> list[str]:
    return [record.id for record in records]


def _contest(sheet: Sheet[Contest], languages: tuple[str, ...]) -> Iterator[Problem]:
    contest, document = sheet.record, sheet.document
    for name in ("stages", "tracks", "award_levels", "criteria", "vote_channels"):
        yield from _duplicates(document, _ids(getattr(contest, name)), name)
    yield from _duplicates(document, languages, "languages", key=None)
    stages = _ids(contest.stages)
    yield from _refers(document, "stage", contest.current_stage, stages, "current_stage")
    for at, level in enumerate(contest.award_levels):
        yield from _refers(document, "stage", level.public_from, stages, "award_levels", at, "public_from")
    yield from _stage_dates(contest.stages, document)
    yield from _weights([criterion.weight for criterion in contest.criteria], document)


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


def _public_from(papers: Papers, contest: Contest) -> Iterator[Problem]:
    stages = _ids(contest.stages)
    dated: list[Paper[Any]] = [*papers.articles, *papers.pages]
    for paper in dated:
        yield from _refers(paper.document, "stage", paper.record.public_from, stages, "public_from")


def _stage_needs(papers: Papers, contest: Contest, stage_id: str | None) -> Iterator[Problem]:
    wanted = stage_id or contest.current_stage
    if wanted not in _ids(contest.stages):
        if stage_id:
            yield unknown("competition.yaml", 1, "stage", stage_id, _ids(contest.stages))
        return
    stage = contest.stage(wanted)
    for needed, file in ((stage.shows_entries, "results/shortlist.yaml"), (stage.shows_awards, "results/awards.yaml")):
        if needed and not is_there(papers.content, file):
            yield problem(file, 1, "stage_needs_file", stage=stage.id)


def _units(papers: Papers) -> Iterator[Problem]:
    assert papers.units
    record, document = papers.units.record, papers.units.document
    for name in ("kinds", "districts", "units"):
        yield from _duplicates(document, _ids(getattr(record, name)), name)
    for at, unit in enumerate(record.units):
        yield from _refers(document, "unit_kind", unit.kind, _ids(record.kinds), "units", at, "kind")
        if unit.district:
            yield from _refers(document, "district", unit.district, _ids(record.districts), "units", at, "district")


def _entry(papers: Papers, paper: Paper[EntryRecord]) -> Iterator[Problem]:
    entry, document = paper.record, paper.document
    yield from _duplicates(document, entry.units, "units", key=None)
    if papers.units:
        units = _ids(papers.units.record.units)
        for at, unit in enumerate(entry.units):
            yield from _refers(document, "unit", unit, units, "units", at)
        if entry.recommending_unit:
            yield from _refers(document, "unit", entry.recommending_unit, units, "recommending_unit")
    if papers.contest:
        yield from _refers(document, "track", entry.track, _ids(papers.contest.record.tracks), "track")
        for channel in entry.ballots:
            channels = _ids(papers.contest.record.vote_channels)
            yield from _refers(document, "channel", channel, channels, "ballots", channel)
    if entry.video and not (entry.video.file or entry.video.url):
        yield document.problem("film_nowhere", "video")
    if entry.video and entry.video.file and not entry.video.captions:
        yield document.problem("film_without_captions", "video")


def _numbers(papers: Sequence[Paper[EntryRecord]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for paper in papers:
        number = paper.record.number
        if number in first:
            yield paper.document.problem("duplicate_number", "number", number=number, other=first[number])
        first.setdefault(number, paper.document.file)


def _results(papers: Papers) -> Iterator[Problem]:
    entries = papers.slugs["entries"]
    if papers.shortlist:
        listed, document = papers.shortlist.record.shortlist, papers.shortlist.document
        yield from _duplicates(document, listed, "shortlist", key=None)
        for at, slug in enumerate(listed):
            yield from _refers(document, "entry", slug, entries, "shortlist", at)
    if papers.awards and papers.contest:
        yield from _awards(papers, papers.contest.record)


def _awards(papers: Papers, contest: Contest) -> Iterator[Problem]:
    assert papers.awards
    awards, document = papers.awards.record.awards, papers.awards.document
    levels = {level.id: level for level in contest.award_levels}
    seen: dict[str, str] = {}
    for level_id, slugs in awards.items():
        yield from _refers(document, "award", level_id, list(levels), "awards", level_id)
        if level_id in levels and len(slugs) != levels[level_id].size:
            size = levels[level_id].size
            yield document.problem("award_size", "awards", level_id, level=level_id, size=size, found=len(slugs))
        for at, slug in enumerate(slugs):
            yield from _awarded(papers, slug, seen, ("awards", level_id, at))
            seen.setdefault(slug, level_id)
    # an unknown level is most likely the missing one, misspelt
    for level_id in levels.keys() - awards.keys() if awards.keys() <= levels.keys() else ():
        yield document.problem("award_missing", "awards", level=level_id, size=levels[level_id].size)


def _awarded(papers: Papers, slug: str, seen: dict[str, str], place: tuple[str | int, ...]) -> Iterator[Problem]:
    assert papers.awards
    document = papers.awards.document
    if slug in seen:
        yield document.problem("awarded_twice", *place, given=slug, level=seen[slug])
    if slug not in papers.slugs["entries"]:
        yield unknown(document.file, document.line(*place), "entry", slug, papers.slugs["entries"])
    elif papers.shortlist and slug not in papers.shortlist.record.shortlist:
        yield document.problem("award_not_shortlisted", *place, given=slug)


def _reserved(papers: Papers) -> Iterator[Problem]:
    # with a language's code as its slug a page would take the address of that language's home
    taken = RESERVED_PAGES | {lang.lower() for lang in papers.languages}
    for slug in papers.slugs["pages"]:
        if slug in taken:
            yield problem(f"pages/{slug}/index.md", 1, "reserved_slug", given=slug)


def _wording(papers: Papers) -> Iterator[Problem]:
    forbidden = papers.wording.record.forbidden if papers.wording else ()
    for file, text in papers.texts.items():
        for number, line in enumerate(text.split("\n") if file != "wording.yaml" else [], start=1):
            for each in forbidden:
                if each.words.lower() in line.lower():
                    yield problem(file, number, "forbidden_wording", words=each.words, instead=each.instead)
