"""Records that contradict each other: references, stages, awards."""

from __future__ import annotations

from tests.content.mutations import (
    AWARDS,
    GARDEN,
    LIFT,
    NEWS,
    RULES,
    SHORTLIST,
    SITE,
    UNITS,
    WORDING,
    InvalidCase,
    combine,
    invalid_case,
    remove_file,
    replace_text,
    write_file,
)

CERTIFICATES = "results/certificates.yaml"
NOTE = "issued: 2024-05-02\nnotes:\n  - {{entry: {}, unit: {}, date: 2024-05-03, note: 更正}}\n"


def criteria(*weights: str) -> str:
    return "criteria:\n" + "".join(
        f"  - {{id: c{number}, name: x, weight: {weight}}}\n" for number, weight in enumerate(weights)
    )


def _weights_case(name: str, *weights: str) -> InvalidCase:
    return invalid_case(
        name,
        replace_text(SITE, ("criteria:\n  - {id: novelty, name: 创新性}\n", criteria(*weights))),
        (SITE, 23, "weights_not_100"),
    )


REFERENCES = [
    invalid_case(
        "unknown current stage",
        replace_text(SITE, ("current_stage: vote", "current_stage: xyz")),
        (SITE, 19, "unknown_stage"),
    ),
    invalid_case(
        "current stage by its name",
        replace_text(SITE, ("current_stage: vote", "current_stage: 征集")),
        (SITE, 19, "name_for_code"),
    ),
    invalid_case(
        "no current stage",
        replace_text(SITE, ("current_stage: vote", "current_stage: ''")),
        (SITE, 19, "not_text"),
    ),
    invalid_case(
        "stage of an award by its name",
        replace_text(SITE, ("public_from: notice", "public_from: 征集")),
        (SITE, 27, "name_for_code"),
    ),
    invalid_case(
        "stage of an award misspelt",
        replace_text(SITE, ("public_from: notice", "public_from: notcie")),
        (SITE, 27, "unknown_stage_near"),
    ),
    invalid_case(
        "stage of an article misspelt",
        replace_text(NEWS, ("public_from: call", "public_from: cal")),
        (NEWS, 4, "unknown_stage_near"),
    ),
    invalid_case(
        "unknown stage of a page",
        replace_text(RULES, ("public_from: call", "public_from: xyz")),
        (RULES, 3, "unknown_stage"),
    ),
    invalid_case("unknown track", replace_text(LIFT, ("track: safety", "track: xyz")), (LIFT, 5, "unknown_track")),
    invalid_case(
        "track misspelt", replace_text(LIFT, ("track: safety", "track: saftey")), (LIFT, 5, "unknown_track_near")
    ),
    invalid_case("unknown unit", replace_text(LIFT, ("[east-office]", "[xyz]")), (LIFT, 4, "unknown_unit")),
    invalid_case(
        "unit misspelt", replace_text(LIFT, ("[east-office]", "[east-ofice]")), (LIFT, 4, "unknown_unit_near")
    ),
    invalid_case(
        "recommending unit misspelt",
        replace_text(GARDEN, ("unit: east-office", "unit: east-ofice")),
        (GARDEN, 5, "unknown_unit_near"),
    ),
    invalid_case(
        "unknown kind of unit", replace_text(UNITS, ("kind: department", "kind: xyz")), (UNITS, 7, "unknown_unit_kind")
    ),
    invalid_case(
        "kind of unit misspelt",
        replace_text(UNITS, ("kind: department", "kind: departement")),
        (UNITS, 7, "unknown_unit_kind_near"),
    ),
    invalid_case(
        "unknown district", replace_text(UNITS, ("district: east", "district: xyz")), (UNITS, 8, "unknown_district")
    ),
    invalid_case(
        "district misspelt",
        replace_text(UNITS, ("district: east", "district: eats")),
        (UNITS, 8, "unknown_district_near"),
    ),
    invalid_case(
        "unknown channel", replace_text(LIFT, ("  app: https", "  wechat: https")), (LIFT, 8, "unknown_channel")
    ),
    invalid_case(
        "channel misspelt", replace_text(LIFT, ("  app: https", "  ap: https")), (LIFT, 8, "unknown_channel_near")
    ),
    invalid_case(
        "certificate of an unknown entry",
        write_file(CERTIFICATES, NOTE.format("xyz", "water-bureau")),
        (CERTIFICATES, 3, "unknown_entry"),
    ),
    invalid_case(
        "certificate of another unit",
        write_file(CERTIFICATES, NOTE.format("lift-watch", "water-bureau")),
        (CERTIFICATES, 3, "unknown_unit"),
    ),
    invalid_case(
        "notice without its file",
        combine(
            remove_file("results/notice.yaml"), replace_text(SITE, ("current_stage: vote", "current_stage: notice"))
        ),
        ("results/notice.yaml", 1, "stage_needs_file"),
    ),
    invalid_case("unknown award", replace_text(AWARDS, ("praise", "xyz")), (AWARDS, 3, "unknown_award")),
    invalid_case("award misspelt", replace_text(AWARDS, ("praise", "prais")), (AWARDS, 3, "unknown_award_near")),
    invalid_case(
        "unknown entry", replace_text(SHORTLIST, ("[rain-garden", "[rain-garden, xyz")), (SHORTLIST, 1, "unknown_entry")
    ),
    invalid_case(
        "awarded entry misspelt",
        replace_text(AWARDS, ("rain-garden", "rain-gadren")),
        (AWARDS, 3, "unknown_entry_near"),
    ),
]
TWICE = [
    invalid_case("number used twice", replace_text(GARDEN, ('"01"', '"03"')), (GARDEN, 2, "duplicate_number")),
    invalid_case(
        "unit twice in an entry",
        replace_text(LIFT, ("[east-office]", "[east-office, east-office]")),
        (LIFT, 4, "duplicate_id"),
    ),
    invalid_case("stage twice", replace_text(SITE, ("{id: archive", "{id: awards")), (SITE, 18, "duplicate_id")),
    invalid_case(
        "unit registered twice",
        replace_text(UNITS, ("district: east}", "district: east}\n  - {id: east-office, name: x, kind: district}")),
        (UNITS, 9, "duplicate_id"),
    ),
    invalid_case(
        "language twice", replace_text(SITE, ("[zh-Hans, en]", "[zh-Hans, en, en]")), (SITE, 2, "duplicate_id")
    ),
    invalid_case(
        "shortlisted twice",
        replace_text(SHORTLIST, ("lift-watch]", "lift-watch, rain-garden]")),
        (SHORTLIST, 1, "duplicate_id"),
    ),
    invalid_case(
        "page at an address of the site",
        write_file("pages/tour/index.md", "---\ntitle: x\npublic_from: call\nsummary: x\n---\n\nx\n"),
        ("pages/tour/index.md", 1, "reserved_slug"),
    ),
    invalid_case(
        "page at a language's address",
        write_file("pages/en/index.md", "---\ntitle: x\npublic_from: call\nsummary: x\n---\n\nx\n"),
        ("pages/en/index.md", 1, "reserved_slug"),
    ),
]
STAGES = [
    invalid_case(
        "stage closes before it opens",
        replace_text(SITE, ("closes: 2024-03-09", "closes: 2024-02-29")),
        (SITE, 13, "stage_backwards"),
    ),
    invalid_case(
        "stage closes as it opens",
        replace_text(SITE, ("2024-03-20T18", "2024-03-10T09")),
        (SITE, 14, "stage_backwards"),
    ),
    invalid_case(
        "stages overlap", replace_text(SITE, ("opens: 2024-03-01", "opens: 2024-02-20")), (SITE, 13, "stage_overlaps")
    ),
    invalid_case(
        "stages overlap by an hour",
        replace_text(SITE, ("2024-03-10T09:00", "2024-03-09T23:00")),
        (SITE, 14, "stage_overlaps"),
    ),
    invalid_case(
        "overlap with a stage further back",
        replace_text(SITE, ("opens: 2024-05-01", "opens: 2024-03-15")),
        (SITE, 17, "stage_overlaps"),
    ),
    _weights_case("weights of 90", "40", "50"),
    invalid_case(
        "one weight missing",
        replace_text(SITE, ("criteria:\n  - {id: novelty, name: 创新性}\n", criteria("50", "", "50"))),
        (SITE, 25, "weight_missing"),
    ),
    invalid_case(
        "weight over 100",
        replace_text(SITE, ("name: 创新性", "name: 创新性, weight: 120")),
        (SITE, 24, "number_too_large"),
    ),
]
RESULTS = [
    invalid_case(
        "one award too many",
        replace_text(
            AWARDS, ("gold: [lift-watch]", "gold: [lift-watch, rain-garden]"), ("praise: [rain-garden]", "praise: []")
        ),
        (AWARDS, 2, "award_size"),
        (AWARDS, 3, "warn_award_not_full"),
    ),
    invalid_case(
        "no awards of a level", replace_text(AWARDS, ("  praise: [rain-garden]\n", "")), (AWARDS, 1, "award_missing")
    ),
    invalid_case(
        "awarded twice", replace_text(AWARDS, ("[rain-garden]", "[lift-watch]")), (AWARDS, 3, "awarded_twice")
    ),
    invalid_case(
        "awarded but not shortlisted",
        replace_text(AWARDS, ("[rain-garden]", "[night-market]")),
        (AWARDS, 3, "award_not_shortlisted"),
    ),
    invalid_case(
        "wording in front matter",
        replace_text(LIFT, ("电梯有人看", "A Forbidden Phrase")),
        (LIFT, 6, "forbidden_wording"),
    ),
    invalid_case(
        "wording in a body",
        replace_text(RULES, ("以单位名义参加", "forbidden phrase")),
        (RULES, 9, "forbidden_wording"),
    ),
    invalid_case(
        "wording in site",
        combine(replace_text(SITE, ("theme: 一起想办法", "theme: 一起forbidden phrase"))),
        (SITE, 6, "forbidden_wording"),
    ),
    invalid_case(
        "wording that is nothing",
        write_file(WORDING, "forbidden:\n  - {words: '', instead: x}\n"),
        (WORDING, 2, "not_text"),
    ),
]
INVALID_REFERENCES = [*REFERENCES, *TWICE, *STAGES, *RESULTS]
