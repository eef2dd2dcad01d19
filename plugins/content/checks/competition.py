"""Checks between files: references, stages in order, and whatever no single file can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from unicodedata import normalize

from plugins.content.brand.brand import check_brand
from plugins.content.checks.ballots import check_ballots
from plugins.content.checks.entries import check_entries
from plugins.content.checks.halls import check_halls
from plugins.content.checks.privacy import Contacts
from plugins.content.checks.references import check_duplicates, check_reference, id_for_name, list_ids, stage_names
from plugins.content.checks.results import check_results
from plugins.content.checks.rounds import check_round_config, check_rounds, list_shortlists
from plugins.content.checks.text import check_texts
from plugins.content.checks.unexpected_files import check_unexpected_files
from plugins.content.kinds import ENTRIES, KINDS
from plugins.content.parsing.archives import FOLDER as ARCHIVES
from plugins.content.parsing.document_text import SourceLines
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.parsing.yaml_lines import YamlDocument
from plugins.content.problems import Problem, problem, unknown
from plugins.content.schema.config import CompetitionConfig, StageKind
from plugins.content.schema.dates import closing_instant, local_day, opening_instant
from plugins.content.schema.documents import UnitRecord
from plugins.content.schema.results import NOTICE_FILE
from plugins.content.schema.site import Contact
from plugins.content.sources import DataFile, RawContent
from plugins.content.url_scheme import RESERVED_SLUGS

# what a card, a list and a certificate show in a few lines
MAX_TITLE_LENGTH = 150


def check_content(raw: RawContent, stage_id: str | None) -> list[Problem]:
    """Every problem that shows only when files are compared, as of a stage or of the current one."""
    problems = list(check_texts(raw.text_rules, _contacts(raw), raw.texts))
    problems += check_unexpected_files(raw)
    problems += check_brand(raw.content, raw.brand)
    documents = {f"{kind}/{slug}" for kind, slugs in raw.slugs.items() for slug in slugs}
    problems += [broken_link for document, broken_link in raw.links if document not in documents]
    if raw.config:
        problems += _check_config(raw.config, raw.languages)
        problems += _check_public_from(raw, raw.config.record)
        problems += _check_files_of_stage(raw, raw.config.record, stage_id)
        problems += _check_archives(raw, raw.config.record)
        problems += _check_notice_period(raw, raw.config)
    if raw.units:
        problems += _check_units(raw)
    problems += _check_titles(raw)
    problems += check_entries(raw)
    for round_id, part in raw.rounds.items():
        problems += [item.of_round(round_id) for item in check_results(part)]
    problems += check_rounds(raw)
    # a page whose slug is a language code would have the URL of that language's home page
    reserved = RESERVED_SLUGS | {lang.lower() for lang in raw.languages}
    problems += [
        problem(f"pages/{slug}/index.md", 1, "reserved_slug", given=slug)
        for slug in raw.slugs["pages"]
        if slug in reserved
    ]
    problems += check_ballots(raw)
    return problems


def _contacts(raw: RawContent) -> Contacts:
    """The contacts that are public, by the file that makes them so."""
    return {
        "competition.yaml": (raw.config.record.site.contact or Contact()) if raw.config else None,
        NOTICE_FILE: (raw.notice.record.contact or Contact()) if raw.notice else None,
    }


def _check_config(data_file: DataFile[CompetitionConfig], languages: tuple[str, ...]) -> Iterator[Problem]:
    config, document = data_file.record, data_file.document
    for name in ("stages", "tracks", "award_levels", "criteria", "vote_channels"):
        yield from check_duplicates(document, list_ids(getattr(config, name)), name)
    yield from check_duplicates(document, languages, "languages", key=None)
    yield from _check_stage_name(config, document, config.current_stage, "current_stage")
    for index, level in enumerate(config.award_levels):
        yield from _check_stage_name(config, document, level.public_from, "award_levels", index, "public_from")
    yield from _check_stage_dates(config, document)
    yield from _check_weights([criterion.weight for criterion in config.criteria], document)
    yield from check_round_config(data_file)
    yield from check_halls(data_file)


def _check_stage_name(
    config: CompetitionConfig, document: YamlDocument, name: str, *path: str | int
) -> Iterator[Problem]:
    stages, stage_id = list_ids(config.stages), id_for_name(name, stage_names(config))
    if name not in stages and stage_id:
        yield document.problem("name_for_code", *path, key=path[-1], given=name, id=stage_id)
    else:
        yield from check_reference(document, "stage", name, stages, *path)


def _check_weights(weights: Sequence[int | None], document: YamlDocument) -> Iterator[Problem]:
    published = [weight for weight in weights if weight is not None]
    if published and None in weights:
        yield document.problem("weight_missing", "criteria", weights.index(None))
    elif published and sum(published) != 100:
        yield document.problem("weights_not_100", "criteria", total=sum(published))


def _check_stage_dates(config: CompetitionConfig, document: YamlDocument) -> Iterator[Problem]:
    latest, latest_stage = None, None
    for index, stage in enumerate(config.stages):
        opens = stage.opens and opening_instant(stage.opens, config.zone)
        closes = stage.closes and closing_instant(stage.closes, config.zone)
        if opens and closes and opens >= closes:
            yield document.problem("stage_backwards", "stages", index, "closes", stage=stage.id)
        for key, moment in (("opens", opens), ("closes", closes)):
            if moment and latest and moment < latest and latest_stage != stage.id:
                yield document.problem("stage_overlaps", "stages", index, key, stage=stage.id, former=latest_stage)
            if moment and (latest is None or moment >= latest):
                latest, latest_stage = moment, stage.id


def _check_notice_period(raw: RawContent, data_file: DataFile[CompetitionConfig]) -> Iterator[Problem]:
    """A public notice whose days are known is up as long as ``notice.yaml`` says."""
    period, config = raw.notice and raw.notice.record.period, data_file.record
    for index, stage in enumerate(config.stages):
        if not (period and stage.has(StageKind.PUBLIC_NOTICE) and stage.opens):
            continue
        first = local_day(opening_instant(stage.opens, config.zone), config.zone)
        values = {"stage": stage.id, "days": period.days, "first": first, "until": period.last_day(first)}
        if not stage.closes:
            yield data_file.document.problem("notice_without_end", "stages", index, "opens", **values)
            continue
        # what closes at midnight does so at the end of the day before
        last = local_day(closing_instant(stage.closes, config.zone) - timedelta(microseconds=1), config.zone)
        if (count := period.count(first, last)) < period.days:
            code = "notice_too_few_working_days" if period.working_days else "notice_too_short"
            yield data_file.document.problem(code, "stages", index, "closes", **values, last=last, count=count)


def _check_public_from(raw: RawContent, config: CompetitionConfig) -> Iterator[Problem]:
    """Every document that is no entry says from which stage on it is public."""
    stages = list_ids(config.stages)
    for source in (source for kind in KINDS if kind != ENTRIES.folder for source in raw.documents[kind]):
        lines = SourceLines(raw, source.folder)
        yield from check_reference(lines, "stage", source.record.public_from, stages, "public_from")


def _check_files_of_stage(raw: RawContent, config: CompetitionConfig, stage_id: str | None) -> Iterator[Problem]:
    required_stage = stage_id or config.current_stage
    if required_stage not in list_ids(config.stages):
        if stage_id:
            yield unknown("competition.yaml", 1, "stage", stage_id, list_ids(config.stages))
        return
    stage = config.stage(required_stage)
    required_files = {
        "results/awards.yaml": stage.shows_awards,
        "results/notice.yaml": stage.has(StageKind.PUBLIC_NOTICE),
    }
    required_files |= dict.fromkeys(list_shortlists(config, stage.id), stage.shows_entries)
    for file, is_required in required_files.items():
        if is_required and not exists_or_dangling(raw.content, file):
            yield problem(file, 1, "stage_needs_file", stage=stage.id)


def _check_archives(raw: RawContent, config: CompetitionConfig) -> Iterator[Problem]:
    for archive in raw.archives:
        file = f"{ARCHIVES}/{archive.path.name}"
        if archive.contest != config.id:
            yield problem(file, 1, "archive_of_other_contest", other=archive.contest, contest=config.id)
        elif archive.stage not in list_ids(config.stages):
            yield unknown(file, 1, "stage", archive.stage, list_ids(config.stages))


def _check_titles(raw: RawContent) -> Iterator[Problem]:
    for source in (source for kind in KINDS for source in raw.documents[kind]):
        length = len(source.record.title.default_text)
        if length > MAX_TITLE_LENGTH:
            lines = SourceLines(raw, source.folder)
            yield lines.problem("warn_title_long", "title", length=length, limit=MAX_TITLE_LENGTH)


def _check_units(raw: RawContent) -> Iterator[Problem]:
    assert raw.units
    record, document = raw.units.record, raw.units.document
    for name in ("kinds", "districts", "units"):
        yield from check_duplicates(document, list_ids(getattr(record, name)), name)
    kinds, districts = list_ids(record.kinds), list_ids(record.districts)
    for index, unit in enumerate(record.units):
        yield from check_reference(document, "unit_kind", unit.kind, kinds, "units", index, "kind")
        if unit.district:
            yield from check_reference(document, "district", unit.district, districts, "units", index, "district")
    yield from _check_unit_names(record.units, document)


def _check_unit_names(units: Sequence[UnitRecord], document: YamlDocument) -> Iterator[Problem]:
    """A warning for each unit with the name of one before it: forms and tables name units."""
    known: dict[str, str] = {}
    for index, unit in enumerate(units):
        name = unit.name.default_text
        other = known.setdefault("".join(normalize("NFKC", name).split()), unit.id)
        if other != unit.id:
            yield document.problem(
                "warn_unit_name_twice", "units", index, "name", given=unit.id, other=other, name=name
            )
