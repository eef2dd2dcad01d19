"""Results that do not match the competition: rule, special awards, published figures."""

from __future__ import annotations

import hashlib

from tests.content.mutations import AWARDS, SITE, Change, InvalidCase, combine, invalid_case, replace_text, write_file
from tests.support.builds import TINY
from tests.support.published_result import seal_figures

PUBLISHED, RECORD = "results/published.yaml", "results/record.json"
BOTH = "[rain-garden, lift-watch]"
AT = 32
HASH = "0" * 64
AWARDS_HASH = hashlib.sha256((TINY / AWARDS).read_bytes()).hexdigest()
POPULAR = "special_awards: [{id: popular, name: 人气奖, kind: popularity, size: 1, public_from: notice}]"
ORGANISER = "special_awards: [{id: best, name: 组织奖, kind: organiser, size: 1, public_from: notice}]"


def set_result_rule(*lines: str) -> Change:
    """The rule of the result in these lines; the first is line 32 of competition.yaml."""
    return replace_text(
        SITE, ("highlights:", "result_rule:\n" + "".join(f"  {line}\n" for line in lines) + "highlights:")
    )


def special(winners: str, rule: str = POPULAR) -> Change:
    """This rule, and these lines after the two levels of the awards; the first is line 4."""
    return combine(set_result_rule(rule), replace_text(AWARDS, ("[rain-garden]\n", f"[rain-garden]\n{winners}\n")))


def publish_figures(*lines: str) -> Change:
    """What was published, with these lines from line 3 on, and the hash of the awards as they are."""
    text = "\n".join([f'record: "{HASH}"', f'awards: "{AWARDS_HASH}"', *lines]) + "\n"
    return write_file(PUBLISHED, seal_figures(text))


RULES: list[InvalidCase] = [
    invalid_case("rule of 90 per cent", set_result_rule("public: 10", "experts: 80"), (SITE, AT - 1, "rule_not_100")),
    invalid_case("rule of one part", set_result_rule("public: 100"), (SITE, AT - 1, "rule_not_100")),
    invalid_case(
        "channels of 90 per cent", set_result_rule("channel_weights: {app: 90}"), (SITE, AT, "channel_weights_not_100")
    ),
    invalid_case("weight of no channel", set_result_rule("channel_weights: {xyz: 100}"), (SITE, AT, "unknown_channel")),
    invalid_case("quota in no award", set_result_rule("quotas: {xyz: {water: 1}}"), (SITE, AT, "unknown_award")),
    invalid_case("quota of no track", set_result_rule("quotas: {gold: {xyz: 1}}"), (SITE, AT, "unknown_track")),
    invalid_case(
        "quotas over the size", set_result_rule("quotas: {gold: {water: 1, safety: 1}}"), (SITE, AT, "quota_over_size")
    ),
    invalid_case(
        "special award called as a level",
        special("special: {gold: [rain-garden]}", POPULAR.replace("popular,", "gold,")),
        (SITE, AT, "duplicate_id"),
    ),
]
VOTES_PART = "id: online, name: 网络, by: votes, weight: 100"
JURY_PART = "id: jury, name: 专家, by: scores, weight: 100"


def set_parts(*parts: str, after: str = "") -> Change:
    """A rule of these parts; the list is in line 32 of competition.yaml, what comes after in line 33."""
    return set_result_rule("parts: [" + ", ".join(f"{{{part}}}" for part in parts) + "]", *([after] if after else []))


AS_SHARE = VOTES_PART + ", votes_as: rank"
CONTRADICTIONS = [
    invalid_case("parts beside weights", set_parts(JURY_PART, after="trim: 1"), (SITE, AT + 1, "rule_mixed")),
    invalid_case("parts of 90 per cent", set_parts(JURY_PART.replace("100", "90")), (SITE, AT, "rule_parts_not_100")),
    invalid_case("part called votes", set_parts(JURY_PART.replace("jury", "votes")), (SITE, AT, "part_reserved")),
    invalid_case("part of votes that is trimmed", set_parts(AS_SHARE + ", trim: 1"), (SITE, AT, "part_keys")),
    invalid_case("part of scores by channel", set_parts(JURY_PART + ", channels: {app: 1}"), (SITE, AT, "part_keys")),
    invalid_case("part without a conversion", set_parts(VOTES_PART), (SITE, AT, "part_conversion")),
    invalid_case(
        "part of two conversions", set_parts(AS_SHARE + ", per_vote: {points: 1}"), (SITE, AT, "part_conversion")
    ),
    invalid_case(
        "bands out of order",
        set_parts(VOTES_PART + ", bands: [{points: 1, to_rank: 5}, {points: 2, to_rank: 3}]"),
        (SITE, AT, "bands_order"),
    ),
    invalid_case(
        "ballots without a channel",
        set_parts(AS_SHARE.replace("by: votes", "by: ballots")),
        (SITE, AT, "ballots_without_channel"),
    ),
    invalid_case("tie by nothing known", set_result_rule("ties: [xyz]"), (SITE, AT, "unknown_tie_break")),
    invalid_case("tie by a misspelling", set_result_rule("ties: [expert]"), (SITE, AT, "unknown_tie_break_near")),
    invalid_case("tie by decimals alone", set_result_rule("ties: [decimals]"), (SITE, AT, "tie_decimals")),
    invalid_case(
        "qualified by nothing", set_result_rule("qualify: {part: xyz, places: 3}"), (SITE, AT, "unknown_part")
    ),
    invalid_case(
        "qualified by a misspelling",
        set_result_rule("qualify: {part: publik, places: 3}"),
        (SITE, AT, "unknown_part_near"),
    ),
    invalid_case("qualified by no number", set_result_rule("qualify: {part: public}"), (SITE, AT, "qualify_keys")),
    invalid_case(
        "units by track",
        special("special: {best: [east-office]}", ORGANISER.replace("size: 1", "size: 1, per_track: true")),
        (SITE, AT, "special_of_units"),
    ),
    invalid_case(
        "quota over a limit",
        combine(
            set_result_rule("quotas: {gold: {water: 2}}", "levels: {gold: {most_per_track: 1}}"),
            replace_text(SITE, ("金奖, size: 1", "金奖, size: 2")),
        ),
        (SITE, AT + 1, "quota_over_limit"),
        (AWARDS, 2, "warn_award_not_full"),
    ),
    invalid_case("limit of no award", set_result_rule("levels: {xyz: {per_track: 1}}"), (SITE, AT, "unknown_award")),
]
VACANCIES = [
    invalid_case(
        "vacant place that is not",
        replace_text(AWARDS, ("[rain-garden]\n", "[rain-garden]\nvacant: {gold: {places: 1, reason: 无}}\n")),
        (AWARDS, 4, "vacancy_differs"),
    ),
]
SPECIAL = [
    invalid_case("special award without winner", set_result_rule(POPULAR), (AWARDS, 1, "award_missing")),
    invalid_case("special award of no rule", special("special: {other: [rain-garden]}"), (AWARDS, 4, "unknown_award")),
    invalid_case(
        "special award too often", special("special: {popular: [rain-garden, lift-watch]}"), (AWARDS, 4, "award_size")
    ),
    invalid_case("special award of nobody", special("special: {popular: [xyz]}"), (AWARDS, 4, "unknown_entry")),
    invalid_case(
        "organiser that is an entry", special("special: {best: [rain-garden]}", ORGANISER), (AWARDS, 4, "unknown_unit")
    ),
]
PUBLISHED_WRONG = [
    invalid_case(
        "figures of no entry",
        publish_figures("entries: [{entry: xyz, votes: '1'}]"),
        (PUBLISHED, 3, "unknown_entry"),
        (RECORD, 1, "warn_record_missing"),
    ),
    invalid_case(
        "votes of no channel",
        publish_figures("channels: [{channel: xyz, as_of: 2024-03-20T18:00+08:00, source: 甲}]"),
        (PUBLISHED, 3, "unknown_channel"),
        (RECORD, 1, "warn_record_missing"),
    ),
    invalid_case(
        "awards changed since",
        combine(publish_figures(), replace_text(AWARDS, ("gold", "# 改\n  gold"))),
        (AWARDS, 1, "not_as_tallied"),
        (RECORD, 1, "warn_record_missing"),
    ),
    invalid_case(
        "record changed since",
        combine(publish_figures(), write_file("results/record.json", "{}")),
        (RECORD, 1, "figure_of_record_differs"),
        (RECORD, 1, "figure_of_record_differs"),
    ),
]
INVALID_RESULTS = [*RULES, *CONTRADICTIONS, *VACANCIES, *SPECIAL, *PUBLISHED_WRONG]
