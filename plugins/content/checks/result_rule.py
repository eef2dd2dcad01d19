"""Checks of the result rule: references, weights, and contradictions between its keys."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from plugins.content.checks.references import check_duplicates, check_reference, list_ids
from plugins.content.parsing.yaml_lines import KeyPath
from plugins.content.problems import Problem
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.result_rule import (
    Normalisation,
    PartKind,
    ResultRule,
    RulePart,
    SpecialKind,
    TieBreak,
    Within,
)
from plugins.content.sources import DataFile

# keys of a rule of two parts, which a list of parts replaces
TWO_PARTS = ("public", "experts", "votes_as", "channel_weights", "trim", "normalise")
KEYS_OF_VOTES = ("channels", "channel_weights", "per_vote", "beyond")
KEYS_OF_SCORES = ("trim", "normalise", "of_each_judge")
RESERVED = (TieBreak.VOTES, TieBreak.DECIMALS)


def check_rule(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    """The problems of the result rule."""
    if rule.parts:
        yield from _check_parts(data_file, rule)
    else:
        yield from _check_two_parts(data_file, rule)
    yield from _check_ties(data_file, rule)
    yield from _check_special_awards(data_file, rule)
    yield from _check_quotas(data_file, rule)
    yield from _check_levels(data_file, rule)
    yield from _check_within(data_file, rule)


def _check_two_parts(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    config, document = data_file.record, data_file.document
    parts = [part for part in (rule.public, rule.experts) if part is not None]
    if parts and (len(parts) == 1 or sum(parts) != 100):
        yield document.problem("rule_not_100", "result_rule", total=sum(parts))
    total = sum(map(Fraction, rule.channel_weights.values()))
    if rule.channel_weights and total != 100:
        yield document.problem("channel_weights_not_100", "result_rule", "channel_weights", total=f"{float(total):g}")
    for channel in rule.channel_weights:
        yield from check_reference(
            document, "channel", channel, list_ids(config.vote_channels), "result_rule", "channel_weights", channel
        )


def _check_parts(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    document, plain = data_file.document, ResultRule()
    mixed = [key for key in TWO_PARTS if getattr(rule, key) != getattr(plain, key)]
    if mixed:
        yield document.problem("rule_mixed", "result_rule", mixed[0], keys=mixed)
    weights = [Fraction(part.weight) for part in rule.parts if part.weight is not None]
    if sum(weights) != 100:
        yield document.problem("rule_parts_not_100", "result_rule", "parts", total=float(sum(weights)))
    yield from check_duplicates(document, list_ids(rule.parts), "result_rule", "parts", key="id")
    for index, part in enumerate(rule.parts):
        path: KeyPath = ("result_rule", "parts", index)
        if part.id in RESERVED:
            yield document.problem("part_reserved", *path, "id", given=part.id)
        plain_part = RulePart(part.id, part.name, part.by)
        of_other_kind = KEYS_OF_VOTES if part.is_scored else KEYS_OF_SCORES
        if wrong := [key for key in of_other_kind if getattr(part, key) != getattr(plain_part, key)]:
            yield document.problem("part_keys", *path, part=part.id, by=part.by.value, keys=wrong)
        yield from _check_conversion(data_file, part, path)
        yield from _check_channels(data_file, part, path)


def _check_conversion(data_file: DataFile[CompetitionConfig], part: RulePart, path: KeyPath) -> Iterator[Problem]:
    document, conversions = data_file.document, part.conversions
    is_due = not part.is_scored or part.of_each_judge
    if len(conversions) > 1 or (is_due and not conversions):
        yield document.problem("part_conversion", *path, part=part.id, keys=list(conversions) or "—")
    ranks = [band.to_rank for band in part.bands if band.to_rank is not None]
    votes = [Fraction(band.from_votes) for band in part.bands if band.from_votes is not None]
    if ranks != sorted(set(ranks)) or votes != sorted(set(votes), reverse=True):
        yield document.problem("bands_order", *path, "bands", part=part.id)


def _check_channels(data_file: DataFile[CompetitionConfig], part: RulePart, path: KeyPath) -> Iterator[Problem]:
    document, known = data_file.document, list_ids(data_file.record.vote_channels)
    for key in ("channels", "channel_weights"):
        for channel in getattr(part, key):
            yield from check_reference(document, "channel", channel, known, *path, key, channel)
    total = sum(map(Fraction, part.channel_weights.values()))
    if part.channel_weights and total != 100:
        yield document.problem("channel_weights_not_100", *path, "channel_weights", total=f"{float(total):g}")
    if part.channels and part.channel_weights:
        yield document.problem("part_keys", *path, part=part.id, by=part.by.value, keys=["channels", "channel_weights"])
    if part.by is PartKind.BALLOTS and not part.used_channels:
        yield document.problem("ballots_without_channel", *path, part=part.id)


def _check_ties(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    document = data_file.document
    choices = [*RESERVED, *list_ids(rule.total_parts), *list_ids(data_file.record.criteria)]
    for index, tie in enumerate(rule.ties):
        # without the key, the parts of a rule of two parts are meant
        if not (rule.parts and rule.ties == ResultRule().ties):
            yield from check_reference(document, "tie_break", tie, choices, "result_rule", "ties", index)
    if TieBreak.DECIMALS in rule.ties and rule.compare_decimals is None:
        yield document.problem("tie_decimals", "result_rule", "ties")
    if rule.qualify:
        path: KeyPath = ("result_rule", "qualify")
        parts = [part.id for part in rule.total_parts if not part.is_scored]
        yield from check_reference(document, "part", rule.qualify.part, parts, *path, "part")
        if (rule.qualify.places is None) is (rule.qualify.percent is None):
            yield document.problem("qualify_keys", *path)


def _check_special_awards(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    config, document = data_file.record, data_file.document
    for index, award in enumerate(rule.special_awards):
        path: KeyPath = ("result_rule", "special_awards", index)
        yield from check_reference(document, "stage", award.public_from, list_ids(config.stages), *path, "public_from")
        if award.id in list_ids(config.award_levels) + list_ids(rule.special_awards[:index]):
            yield document.problem("duplicate_id", *path, "id", given=award.id)
        if award.kind is SpecialKind.ORGANISER and (award.per_track or award.without_prize):
            yield document.problem("special_of_units", *path, award=award.id)


def _check_quotas(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    config, document = data_file.record, data_file.document
    sizes = {level.id: level.size for level in config.award_levels}
    for level, places_by_track in rule.quotas.items():
        path: KeyPath = ("result_rule", "quotas", level)
        yield from check_reference(document, "award", level, list(sizes), *path)
        for track in places_by_track:
            yield from check_reference(document, "track", track, list_ids(config.tracks), *path, track)
        if level in sizes and sum(places_by_track.values()) > sizes[level]:
            yield document.problem(
                "quota_over_size", *path, level=level, size=sizes[level], total=sum(places_by_track.values())
            )


def _check_levels(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    document, levels = data_file.document, list_ids(data_file.record.award_levels)
    for level, limits in rule.levels.items():
        path: KeyPath = ("result_rule", "levels", level)
        yield from check_reference(document, "award", level, levels, *path)
        maxima = [limit for limit in (limits.per_track, limits.most_per_track) if limit is not None]
        for track, places in rule.quotas.get(level, {}).items():
            if maxima and places > min(maxima):
                yield document.problem("quota_over_limit", *path, level=level, track=track, places=places)


def _check_within(data_file: DataFile[CompetitionConfig], rule: ResultRule) -> Iterator[Problem]:
    """A rule that does not say whether tracks are compared by themselves, where the awards suggest it."""
    config, document = data_file.record, data_file.document
    if rule.within is not None or not any(_depends_on_group(part) for part in rule.total_parts if part.share):
        return
    sizes = {level.id: level.size for level in config.award_levels}
    if rule.with_groups(sizes, len(config.tracks)).within is Within.TRACK:
        yield document.problem("warn_within_track", "result_rule")
    elif levels := rule.levels_of_a_track(sizes) if len(config.tracks) > 1 else []:
        yield document.problem("warn_within_all", "result_rule", levels=levels)


def _depends_on_group(part: RulePart) -> bool:
    """Whether the points of an entry depend on the entries that it is compared with."""
    is_by_rank = bool(part.steps or any(band.to_rank for band in part.bands))
    return is_by_rank or part.votes_as is not None or part.normalise is Normalisation.Z_SCORE
