"""Keys and values that the schemas reject."""

from __future__ import annotations

from tests.content.mutations import (
    GARDEN,
    GARDEN_EN,
    LIFT,
    NEWS,
    RULES,
    SHORTLIST,
    SITE,
    WORDING,
    invalid_case,
    replace_text,
    write_file,
)

KEYS = [
    invalid_case("missing key", replace_text(LIFT, ("summary: 电梯有人看\n", "")), (LIFT, 2, "missing_key")),
    invalid_case(
        "missing key in the gallery", replace_text(GARDEN, ("{file: view.png, ", "{")), (GARDEN, 10, "missing_key")
    ),
    invalid_case(
        "missing key in site",
        replace_text(SITE, ("  url: https://small-town.example/zt", "  icp: 1")),
        (SITE, 33, "missing_key"),
    ),
    invalid_case("unknown key", replace_text(LIFT, ("sample: true", "xyz: 1")), (LIFT, 9, "unknown_key")),
    invalid_case("key misspelt", replace_text(LIFT, ("sample: true", "smaple: true")), (LIFT, 9, "unknown_key_near")),
    invalid_case(
        "key misspelt in the gallery",
        replace_text(GARDEN, ("caption: 从", "captoin: 从")),
        (GARDEN, 10, "unknown_key_near"),
    ),
    invalid_case(
        "key misspelt in the cover",
        replace_text(GARDEN, ("alt: 花园}", "alt: 花园, captions: x}")),
        (GARDEN, 8, "unknown_key_near"),
    ),
    invalid_case(
        "key misspelt in a stage",
        replace_text(SITE, ("opens: 2024-05-01", "open: 2024-05-01")),
        (SITE, 17, "unknown_key_near"),
    ),
    invalid_case(
        "key misspelt in the contact",
        replace_text(SITE, ("zt", "zt\n  contact:\n    e-mail: info@b.cn")),
        (SITE, 36, "unknown_key_near"),
    ),
    invalid_case("merge key", replace_text(LIFT, ("sample: true", "<<: {sample: true}")), (LIFT, 9, "unknown_key")),
    invalid_case(
        "key of Pelican's",
        replace_text(NEWS, ("author: 某", "save_as: ../x.html\nauthor: 某")),
        (NEWS, 6, "unknown_key"),
    ),
    invalid_case(
        "key that is no translator's",
        replace_text(GARDEN_EN, ("summary:", "track: water\nsummary:")),
        (GARDEN_EN, 2, "unknown_key"),
    ),
]
TYPES = [
    invalid_case("text for a list", replace_text(LIFT, ("[east-office]", "east-office")), (LIFT, 4, "not_a_list")),
    invalid_case("number for keys", replace_text(LIFT, ("sample: true", "cover: 7")), (LIFT, 9, "not_keys")),
    invalid_case(
        "list for keys", replace_text(LIFT, ("  app: https://vote.example.com/lift", "  - app")), (LIFT, 7, "not_keys")
    ),
    invalid_case(
        "text for a stage",
        replace_text(SITE, ("  - {id: archive, name: 归档, kinds: [archive]}", "  - archive")),
        (SITE, 18, "not_keys"),
    ),
    invalid_case(
        "list for an id", replace_text(LIFT, ("track: safety", "track: [safety]")), (LIFT, 5, "several_values")
    ),
    invalid_case(
        "keys for a yes or no", replace_text(LIFT, ("sample: true", "sample: {a: true}")), (LIFT, 9, "several_values")
    ),
    invalid_case(
        "list for a text", replace_text(LIFT, ("title: 电梯看护", "title: [电梯看护]")), (LIFT, 3, "text_in_brackets")
    ),
    invalid_case("nothing for a text", replace_text(LIFT, ("title: 电梯看护", "title:")), (LIFT, 3, "not_text")),
    invalid_case("blanks for a text", replace_text(LIFT, ("title: 电梯看护", 'title: "  "')), (LIFT, 3, "not_text")),
    invalid_case(
        "languages for a translator's text",
        replace_text(GARDEN_EN, ("Keep the rain in the yard", "{en: Keep}")),
        (GARDEN_EN, 2, "text_in_brackets"),
    ),
    invalid_case("empty list", replace_text(LIFT, ("[east-office]", "[]")), (LIFT, 4, "list_empty")),
    invalid_case("empty shortlist", write_file(SHORTLIST, "shortlist: []\n"), (SHORTLIST, 1, "list_empty")),
    invalid_case(
        "word for a number", replace_text(RULES, ("menu: main", "order: first")), (RULES, 5, "not_whole_number")
    ),
    invalid_case(
        "nothing for a number",
        replace_text(SITE, ("size: 1, public_from: call", "size: , public_from: call")),
        (SITE, 26, "not_whole_number"),
    ),
    invalid_case(
        "endless number", replace_text(RULES, ("menu: main", f"order: {'9' * 5000}")), (RULES, 5, "invalid_value")
    ),
    invalid_case(
        "number too small",
        replace_text(SITE, ("size: 1, public_from: call", "size: 0, public_from: call")),
        (SITE, 26, "number_too_small"),
    ),
    invalid_case(
        "number too large", replace_text(RULES, ("menu: main", "order: 1001")), (RULES, 5, "number_too_large")
    ),
    invalid_case(
        "word for yes or no", replace_text(LIFT, ("sample: true", "sample: 示例")), (LIFT, 9, "not_yes_or_no")
    ),
    invalid_case(
        "unknown kind of stage", replace_text(SITE, ("kinds: [archive]", "kinds: [party]")), (SITE, 18, "unknown_value")
    ),
    invalid_case(
        "kind of stage misspelt",
        replace_text(SITE, ("[tour, public_vote]", "[tour, public_vot]")),
        (SITE, 14, "unknown_value_near"),
    ),
    invalid_case(
        "block misspelt", replace_text(RULES, ("highlights, ", "highlight, ")), (RULES, 6, "unknown_value_near")
    ),
    invalid_case("unknown menu", replace_text(RULES, ("menu: main", "menu: 顶部")), (RULES, 5, "unknown_value")),
]
TEXTS = [
    invalid_case("unknown language", replace_text(GARDEN, ("en: Rain", "fr: Pluie")), (GARDEN, 3, "unknown_language")),
    invalid_case(
        "language misspelt", replace_text(GARDEN, ("zh-Hans: 雨", "zh-Han: 雨")), (GARDEN, 3, "unknown_language_near")
    ),
    invalid_case(
        "default language missing",
        replace_text(GARDEN, ("zh-Hans: 雨水花园, ", "")),
        (GARDEN, 3, "default_language_missing"),
    ),
    invalid_case(
        "wrong form of a language", replace_text(SITE, ("[zh-Hans, en]", "[zh_Hans, en]")), (SITE, 2, "wrong_form")
    ),
    invalid_case(
        "text too long", replace_text(LIFT, ("title: 电梯看护", "title: " + "长" * 4001)), (LIFT, 3, "text_too_long")
    ),
    invalid_case(
        "translated title too long",
        replace_text(GARDEN_EN, ("summary:", f"title: {'a' * 301}\nsummary:")),
        (GARDEN_EN, 2, "too_long"),
    ),
    invalid_case(
        "forbidden wording too long",
        write_file(WORDING, f"forbidden:\n  - {{words: {'a' * 81}, instead: b}}\n"),
        (WORDING, 2, "too_long"),
    ),
    invalid_case(
        "translation into no language of the site",
        write_file("pages/rules/index.ens.md", "---\n---\n\nx\n"),
        ("pages/rules/index.ens.md", 1, "unknown_language_near"),
    ),
]
INVALID_RECORDS = [*KEYS, *TYPES, *TEXTS]
