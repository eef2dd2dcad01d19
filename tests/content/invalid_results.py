"""Results that do not match the competition: rule, special awards, published figures."""

from __future__ import annotations

import hashlib

from tests.content.mutations import AWARDS, SITE, Change, InvalidCase, combine, invalid_case, replace_text, write_file
from tests.support.builds import TINY

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
    return write_file(PUBLISHED, "\n".join([f'record: "{HASH}"', f'awards: "{AWARDS_HASH}"', *lines]) + "\n")


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
        "figures of no entry", publish_figures("entries: [{entry: xyz, votes: '1'}]"), (PUBLISHED, 3, "unknown_entry")
    ),
    invalid_case(
        "votes of no channel",
        publish_figures("channels: [{channel: xyz, as_of: 2024-03-20T18:00+08:00, source: 甲}]"),
        (PUBLISHED, 3, "unknown_channel"),
    ),
    invalid_case(
        "awards changed since",
        combine(publish_figures(), replace_text(AWARDS, ("gold", "# 改\n  gold"))),
        (AWARDS, 1, "not_as_tallied"),
    ),
    invalid_case(
        "record changed since",
        combine(publish_figures(), write_file("results/record.json", "{}")),
        ("results/record.json", 1, "not_as_tallied"),
    ),
]
INVALID_RESULTS = [*RULES, *SPECIAL, *PUBLISHED_WRONG]
