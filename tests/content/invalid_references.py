"""Records that do not fit each other: references, stages, awards."""

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
    Broken,
    both,
    broken,
    removed,
    replaced,
    written,
)

CERTIFICATES = "results/certificates.yaml"
NOTE = "issued: 2024-05-02\nnotes:\n  - {{entry: {}, unit: {}, date: 2024-05-03, note: 更正}}\n"


def criteria(*weights: str) -> str:
    return "criteria:\n" + "".join(f"  - {{id: c{at}, name: x, weight: {each}}}\n" for at, each in enumerate(weights))


def _weighed(name: str, *weights: str) -> Broken:
    return broken(
        name,
        replaced(SITE, ("criteria:\n  - {id: novelty, name: 创新性}\n", criteria(*weights))),
        (SITE, 23, "weights_not_100"),
    )


REFERENCES = [
    broken(
        "unknown current stage",
        replaced(SITE, ("current_stage: vote", "current_stage: xyz")),
        (SITE, 19, "unknown_stage"),
    ),
    broken(
        "current stage by its name",
        replaced(SITE, ("current_stage: vote", "current_stage: 征集")),
        (SITE, 19, "name_for_code"),
    ),
    broken(
        "no current stage",
        replaced(SITE, ("current_stage: vote", "current_stage: ''")),
        (SITE, 19, "not_text"),
    ),
    broken(
        "stage of an award by its name",
        replaced(SITE, ("public_from: notice", "public_from: 征集")),
        (SITE, 27, "name_for_code"),
    ),
    broken(
        "stage of an award misspelt",
        replaced(SITE, ("public_from: notice", "public_from: notcie")),
        (SITE, 27, "unknown_stage_near"),
    ),
    broken(
        "stage of an article misspelt",
        replaced(NEWS, ("public_from: call", "public_from: cal")),
        (NEWS, 4, "unknown_stage_near"),
    ),
    broken(
        "unknown stage of a page",
        replaced(RULES, ("public_from: call", "public_from: xyz")),
        (RULES, 3, "unknown_stage"),
    ),
    broken("unknown track", replaced(LIFT, ("track: safety", "track: xyz")), (LIFT, 5, "unknown_track")),
    broken("track misspelt", replaced(LIFT, ("track: safety", "track: saftey")), (LIFT, 5, "unknown_track_near")),
    broken("unknown unit", replaced(LIFT, ("[east-office]", "[xyz]")), (LIFT, 4, "unknown_unit")),
    broken("unit misspelt", replaced(LIFT, ("[east-office]", "[east-ofice]")), (LIFT, 4, "unknown_unit_near")),
    broken(
        "recommending unit misspelt",
        replaced(GARDEN, ("unit: east-office", "unit: east-ofice")),
        (GARDEN, 5, "unknown_unit_near"),
    ),
    broken("unknown kind of unit", replaced(UNITS, ("kind: department", "kind: xyz")), (UNITS, 7, "unknown_unit_kind")),
    broken(
        "kind of unit misspelt",
        replaced(UNITS, ("kind: department", "kind: departement")),
        (UNITS, 7, "unknown_unit_kind_near"),
    ),
    broken("unknown district", replaced(UNITS, ("district: east", "district: xyz")), (UNITS, 8, "unknown_district")),
    broken(
        "district misspelt", replaced(UNITS, ("district: east", "district: eats")), (UNITS, 8, "unknown_district_near")
    ),
    broken("unknown channel", replaced(LIFT, ("  app: https", "  wechat: https")), (LIFT, 8, "unknown_channel")),
    broken("channel misspelt", replaced(LIFT, ("  app: https", "  ap: https")), (LIFT, 8, "unknown_channel_near")),
    broken(
        "certificate of an unknown entry",
        written(CERTIFICATES, NOTE.format("xyz", "water-bureau")),
        (CERTIFICATES, 3, "unknown_entry"),
    ),
    broken(
        "certificate of another unit",
        written(CERTIFICATES, NOTE.format("lift-watch", "water-bureau")),
        (CERTIFICATES, 3, "unknown_unit"),
    ),
    broken(
        "notice without its file",
        both(removed("results/notice.yaml"), replaced(SITE, ("current_stage: vote", "current_stage: notice"))),
        ("results/notice.yaml", 1, "stage_needs_file"),
    ),
    broken("unknown award", replaced(AWARDS, ("praise", "xyz")), (AWARDS, 3, "unknown_award")),
    broken("award misspelt", replaced(AWARDS, ("praise", "prais")), (AWARDS, 3, "unknown_award_near")),
    broken(
        "unknown entry", replaced(SHORTLIST, ("[rain-garden", "[rain-garden, xyz")), (SHORTLIST, 1, "unknown_entry")
    ),
    broken(
        "awarded entry misspelt", replaced(AWARDS, ("rain-garden", "rain-gadren")), (AWARDS, 3, "unknown_entry_near")
    ),
]
TWICE = [
    broken("number used twice", replaced(GARDEN, ('"01"', '"03"')), (GARDEN, 2, "duplicate_number")),
    broken(
        "unit twice in an entry",
        replaced(LIFT, ("[east-office]", "[east-office, east-office]")),
        (LIFT, 4, "duplicate_id"),
    ),
    broken("stage twice", replaced(SITE, ("{id: archive", "{id: awards")), (SITE, 18, "duplicate_id")),
    broken(
        "unit registered twice",
        replaced(UNITS, ("district: east}", "district: east}\n  - {id: east-office, name: x, kind: district}")),
        (UNITS, 9, "duplicate_id"),
    ),
    broken("language twice", replaced(SITE, ("[zh-Hans, en]", "[zh-Hans, en, en]")), (SITE, 2, "duplicate_id")),
    broken(
        "shortlisted twice",
        replaced(SHORTLIST, ("lift-watch]", "lift-watch, rain-garden]")),
        (SHORTLIST, 1, "duplicate_id"),
    ),
    broken(
        "page at an address of the site",
        written("pages/tour/index.md", "---\ntitle: x\npublic_from: call\nsummary: x\n---\n\nx\n"),
        ("pages/tour/index.md", 1, "reserved_slug"),
    ),
    broken(
        "page at a language's address",
        written("pages/en/index.md", "---\ntitle: x\npublic_from: call\nsummary: x\n---\n\nx\n"),
        ("pages/en/index.md", 1, "reserved_slug"),
    ),
]
STAGES = [
    broken(
        "stage closes before it opens",
        replaced(SITE, ("closes: 2024-03-09", "closes: 2024-02-29")),
        (SITE, 13, "stage_backwards"),
    ),
    broken(
        "stage closes as it opens", replaced(SITE, ("2024-03-20T18", "2024-03-10T09")), (SITE, 14, "stage_backwards")
    ),
    broken("stages overlap", replaced(SITE, ("opens: 2024-03-01", "opens: 2024-02-20")), (SITE, 13, "stage_overlaps")),
    broken(
        "stages overlap by an hour",
        replaced(SITE, ("2024-03-10T09:00", "2024-03-09T23:00")),
        (SITE, 14, "stage_overlaps"),
    ),
    broken(
        "overlap with a stage further back",
        replaced(SITE, ("opens: 2024-05-01", "opens: 2024-03-15")),
        (SITE, 17, "stage_overlaps"),
    ),
    _weighed("weights of 90", "40", "50"),
    broken(
        "one weight missing",
        replaced(SITE, ("criteria:\n  - {id: novelty, name: 创新性}\n", criteria("50", "", "50"))),
        (SITE, 25, "weight_missing"),
    ),
    broken(
        "weight over 100", replaced(SITE, ("name: 创新性", "name: 创新性, weight: 120")), (SITE, 24, "number_too_large")
    ),
]
RESULTS = [
    broken(
        "one award too many",
        replaced(
            AWARDS, ("gold: [lift-watch]", "gold: [lift-watch, rain-garden]"), ("praise: [rain-garden]", "praise: []")
        ),
        (AWARDS, 2, "award_size"),
        (AWARDS, 3, "award_size"),
    ),
    broken("no awards of a level", replaced(AWARDS, ("  praise: [rain-garden]\n", "")), (AWARDS, 1, "award_missing")),
    broken("awarded twice", replaced(AWARDS, ("[rain-garden]", "[lift-watch]")), (AWARDS, 3, "awarded_twice")),
    broken(
        "awarded but not shortlisted",
        replaced(AWARDS, ("[rain-garden]", "[night-market]")),
        (AWARDS, 3, "award_not_shortlisted"),
    ),
    broken(
        "wording in front matter", replaced(LIFT, ("电梯有人看", "A Forbidden Phrase")), (LIFT, 6, "forbidden_wording")
    ),
    broken(
        "wording in a body", replaced(RULES, ("以单位名义参加", "forbidden phrase")), (RULES, 9, "forbidden_wording")
    ),
    broken(
        "wording in site",
        both(replaced(SITE, ("theme: 一起想办法", "theme: 一起forbidden phrase"))),
        (SITE, 6, "forbidden_wording"),
    ),
    broken(
        "wording that is nothing",
        written(WORDING, "forbidden:\n  - {words: '', instead: x}\n"),
        (WORDING, 2, "not_text"),
    ),
]
BROKEN_REFERENCES = [*REFERENCES, *TWICE, *STAGES, *RESULTS]
