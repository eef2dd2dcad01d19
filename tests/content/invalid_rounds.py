"""Rounds that contradict the stages, the votes or each other; the tiny content becomes one of two rounds."""

from __future__ import annotations

from tests.content.mutations import (
    SHORTLIST,
    SITE,
    Change,
    InvalidCase,
    combine,
    invalid_case,
    remove_file,
    replace_text,
    write_file,
)

FIRST = "rounds/first/results/shortlist.yaml"
CHOSEN = "rounds/first/results/awards.yaml"
NOTICE_STAGE = "  - {id: notice, name: 公示, kinds: [public_notice]}"
AT = 33
"""The line of the last round in competition.yaml."""


def set_rounds(first: str = "", last: str = "", *, named: str = "kinds: [expert_review]") -> Change:
    """The tiny content in two rounds with these keys; the second begins with the stage "review" of these keys."""
    rounds = (
        f"rounds:\n  - {{id: first, name: 第一轮{first}}}\n  - {{id: final, name: 决赛{last}}}\n"
        "highlights:\n  - {name: 河长"
    )
    return combine(
        replace_text(SITE, ("highlights:\n  - {name: 河长", rounds)),
        replace_text(SITE, ("kinds: [expert_review]", f"round: final, {named}")),
        write_file(FIRST, "shortlist: [rain-garden, lift-watch, night-market]\n"),
    )


INVALID_ROUNDS: list[InvalidCase] = [
    invalid_case(
        "stage of no round",
        combine(set_rounds(), replace_text(SITE, ("kinds: [public_notice]", "round: finale, kinds: [public_notice]"))),
        (SITE, 16, "unknown_round_near"),
    ),
    invalid_case(
        "stage of no round at all",
        combine(set_rounds(), replace_text(SITE, ("kinds: [public_notice]", "round: xyz, kinds: [public_notice]"))),
        (SITE, 16, "unknown_round"),
    ),
    invalid_case(
        "back to the first round",
        combine(
            set_rounds(),
            replace_text(
                SITE,
                ("opens: 2024-03-21}", "opens: 2024-03-21}\n  - {id: again, name: 再来, kinds: [tour], round: first}"),
            ),
        ),
        (SITE, 16, "round_backwards"),
    ),
    invalid_case(
        "round that no stage names",
        combine(set_rounds(), replace_text(SITE, ("round: final, ", ""))),
        (SITE, 16, "result_before_last_round"),
        (SITE, 17, "result_before_last_round"),
        (SITE, 18, "result_before_last_round"),
        (SITE, AT, "round_without_stage"),
    ),
    invalid_case(
        "rule of a round that does not say how many go on",
        set_rounds(first=", result_rule: {public: 100, experts: 0}"),
        (SITE, AT - 1, "round_without_places"),
    ),
    invalid_case("places of the last round", set_rounds(last=", places: 3"), (SITE, AT, "places_of_last_round")),
    invalid_case(
        "special award of the first round",
        set_rounds(
            first=", places: 2, result_rule: {public: 100, experts: 0, "
            "special_awards: [{id: liked, name: 人气奖, kind: popularity, size: 1, public_from: notice}]}"
        ),
        (SITE, AT - 1, "special_award_of_round"),
    ),
    invalid_case(
        "rule of a round of 90 per cent",
        set_rounds(first=", places: 2, result_rule: {public: 10, experts: 80}"),
        (SITE, AT - 1, "rule_not_100"),
    ),
    invalid_case(
        "channel of the competition and of a round",
        set_rounds(last=", vote_channels: [{id: app, name: 客户端}]"),
        (SITE, AT, "channel_of_two_rounds"),
    ),
    invalid_case(
        "notice in the first round",
        combine(
            replace_text(SITE, ("kinds: [tour, public_vote]", "kinds: [public_notice]")),
            set_rounds(named="kinds: [tour, public_vote]"),
        ),
        (SITE, 14, "result_before_last_round"),
    ),
    invalid_case(
        "entry that was not in the round before",
        combine(set_rounds(), write_file(FIRST, "shortlist: [rain-garden, night-market]\n")),
        (SHORTLIST, 1, "not_in_former_round"),
    ),
    invalid_case(
        "other entries than those that go on",
        combine(set_rounds(first=", places: 2"), write_file(CHOSEN, "awards:\n  final: [rain-garden, night-market]\n")),
        (SHORTLIST, 1, "not_who_goes_on"),
    ),
    invalid_case(
        "entry of the first round that is not there",
        combine(set_rounds(), write_file(FIRST, "shortlist: [rain-garden, lift-watch, lift-watc]\n")),
        (FIRST, 1, "unknown_entry_near"),
    ),
    invalid_case(
        "no shortlist of the first round", combine(set_rounds(), remove_file(FIRST)), (FIRST, 1, "stage_needs_file")
    ),
    invalid_case(
        "shortlist of the first round that is no YAML",
        combine(set_rounds(), write_file(FIRST, "shortlist: [rain-garden\n")),
        (FIRST, 1, "yaml_unclosed"),
    ),
]
