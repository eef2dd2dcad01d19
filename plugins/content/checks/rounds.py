"""Checks of a competition with several rounds: its stages, and that entries of a round were in the one before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from plugins.content.checks.references import check_duplicates, check_reference, list_ids
from plugins.content.parsing.yaml_lines import KeyPath
from plugins.content.problems import ROUNDS, Problem
from plugins.content.schema.config import CompetitionConfig
from plugins.content.sources import DataFile, RawContent

SHORTLIST = "results/shortlist.yaml"


def list_shortlists(config: CompetitionConfig, stage_id: str) -> list[str]:
    """The files with the shortlists of the round of a stage and of those before it."""
    part = config.round_of(stage_id)
    if part is None:
        return [SHORTLIST]
    reached = config.rounds[: config.rounds.index(part) + 1]
    return [SHORTLIST if item == config.rounds[-1] else f"{item.folder}/{SHORTLIST}" for item in reached]


def check_round_config(data_file: DataFile[CompetitionConfig]) -> Iterator[Problem]:
    """The problems of the rounds in ``competition.yaml``."""
    config, document = data_file.record, data_file.document
    yield from check_duplicates(document, list_ids(config.rounds), "rounds")
    yield from _check_stages(data_file)
    known = list_ids(config.vote_channels)
    for index, part in enumerate(config.rounds):
        path: KeyPath = ("rounds", index)
        for number, channel in enumerate(part.vote_channels):
            if channel.id in known:
                yield document.problem("channel_of_two_rounds", *path, "vote_channels", number, "id", given=channel.id)
            known.append(channel.id)
        is_last = index == len(config.rounds) - 1
        if is_last and part.places is not None:
            yield document.problem("places_of_last_round", *path, "places")
        if not is_last and part.result_rule and part.places is None:
            yield document.problem("round_without_places", *path, round=part.id)
        if not is_last and part.result_rule and part.result_rule.special_awards:
            yield document.problem("special_award_of_round", *path, "result_rule", "special_awards")


def _check_stages(data_file: DataFile[CompetitionConfig]) -> Iterator[Problem]:
    """Stages name rounds that there are, in their order, and results are announced in the last."""
    config, document, ids = data_file.record, data_file.document, list_ids(data_file.record.rounds)
    current = 0
    for index, stage in enumerate(config.stages):
        path: KeyPath = ("stages", index)
        if stage.round is not None:
            yield from check_reference(document, "round", stage.round, ids, *path, "round")
        if stage.round in ids:
            position = ids.index(stage.round)
            if position < current:
                yield document.problem("round_backwards", *path, "round", round=stage.round, former=ids[current])
            current = max(position, current)
        if stage.shows_awards and current < len(ids) - 1:
            yield document.problem("result_before_last_round", *path, "kinds", stage=stage.id, round=ids[-1])
    missing = set(ids[1:]) - {stage.round for stage in config.stages}
    for index, part in enumerate(config.rounds):
        if part.id in missing:
            yield document.problem("round_without_stage", "rounds", index, round=part.id)


def check_rounds(raw: RawContent) -> Iterator[Problem]:
    """The entries of a round were in the one before, and are those that go on from it."""
    for (former_id, former), (later_id, later) in pairwise(raw.rounds.items()):
        if not (former.shortlist and later.shortlist):
            continue
        listed = later.shortlist.record.shortlist
        document, known = later.shortlist.document, set(former.shortlist.record.shortlist)
        for index, slug in enumerate(listed):
            if slug in raw.slugs["entries"] and slug not in known:
                values = {"given": slug, "other": f"{ROUNDS}/{former_id}/{SHORTLIST}"}
                yield document.problem("not_in_former_round", "shortlist", index, **values).of_round(later_id)
        chosen = {slug for slugs in former.awards.record.awards.values() for slug in slugs} if former.awards else None
        if chosen is not None and chosen <= known and set(listed) <= known and chosen != set(listed):
            missing, surplus = sorted(chosen - set(listed)) or "—", sorted(set(listed) - chosen) or "—"
            item = document.problem("not_who_goes_on", "shortlist", missing=missing, surplus=surplus)
            yield item.of_round(later_id)
