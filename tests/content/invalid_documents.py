"""Keys and values that the records do not take."""

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
    broken,
    replaced,
    written,
)

KEYS = [
    broken("missing key", replaced(LIFT, ("summary: 电梯有人看\n", "")), (LIFT, 2, "missing_key")),
    broken("missing key in the gallery", replaced(GARDEN, ("{file: view.png, ", "{")), (GARDEN, 10, "missing_key")),
    broken(
        "missing key in site",
        replaced(SITE, ("  url: https://small-town.example/zt", "  icp: 1")),
        (SITE, 33, "missing_key"),
    ),
    broken("unknown key", replaced(LIFT, ("sample: true", "xyz: 1")), (LIFT, 9, "unknown_key")),
    broken("key misspelt", replaced(LIFT, ("sample: true", "smaple: true")), (LIFT, 9, "unknown_key_near")),
    broken(
        "key misspelt in the gallery",
        replaced(GARDEN, ("caption: 从", "captoin: 从")),
        (GARDEN, 10, "unknown_key_near"),
    ),
    broken(
        "key misspelt in the cover",
        replaced(GARDEN, ("alt: 花园}", "alt: 花园, captions: x}")),
        (GARDEN, 8, "unknown_key_near"),
    ),
    broken(
        "key misspelt in a stage",
        replaced(SITE, ("opens: 2024-05-01", "open: 2024-05-01")),
        (SITE, 17, "unknown_key_near"),
    ),
    broken(
        "key misspelt in the contact",
        replaced(SITE, ("zt", "zt\n  contact:\n    e-mail: info@b.cn")),
        (SITE, 36, "unknown_key_near"),
    ),
    broken("merge key", replaced(LIFT, ("sample: true", "<<: {sample: true}")), (LIFT, 9, "unknown_key")),
    broken(
        "key of Pelican's",
        replaced(NEWS, ("author: 某", "save_as: ../x.html\nauthor: 某")),
        (NEWS, 6, "unknown_key"),
    ),
    broken(
        "key that is no translator's",
        replaced(GARDEN_EN, ("summary:", "track: water\nsummary:")),
        (GARDEN_EN, 2, "unknown_key"),
    ),
]
TYPES = [
    broken("text for a list", replaced(LIFT, ("[east-office]", "east-office")), (LIFT, 4, "not_a_list")),
    broken("number for keys", replaced(LIFT, ("sample: true", "cover: 7")), (LIFT, 9, "not_keys")),
    broken("list for keys", replaced(LIFT, ("  app: https://vote.example.com/lift", "  - app")), (LIFT, 7, "not_keys")),
    broken(
        "text for a stage",
        replaced(SITE, ("  - {id: archive, name: 归档, kinds: [archive]}", "  - archive")),
        (SITE, 18, "not_keys"),
    ),
    broken("list for a text", replaced(LIFT, ("title: 电梯看护", "title: [电梯看护]")), (LIFT, 3, "not_text")),
    broken("nothing for a text", replaced(LIFT, ("title: 电梯看护", "title:")), (LIFT, 3, "not_text")),
    broken("blanks for a text", replaced(LIFT, ("title: 电梯看护", 'title: "  "')), (LIFT, 3, "not_text")),
    broken(
        "languages for a translator's text",
        replaced(GARDEN_EN, ("Keep the rain in the yard", "{en: Keep}")),
        (GARDEN_EN, 2, "not_text"),
    ),
    broken("empty list", replaced(LIFT, ("[east-office]", "[]")), (LIFT, 4, "list_empty")),
    broken("empty shortlist", written(SHORTLIST, "shortlist: []\n"), (SHORTLIST, 1, "list_empty")),
    broken("word for a number", replaced(RULES, ("menu: main", "order: first")), (RULES, 5, "not_whole_number")),
    broken(
        "nothing for a number",
        replaced(SITE, ("size: 1, public_from: call", "size: , public_from: call")),
        (SITE, 26, "not_whole_number"),
    ),
    broken("endless number", replaced(RULES, ("menu: main", f"order: {'9' * 5000}")), (RULES, 5, "invalid_value")),
    broken(
        "number too small",
        replaced(SITE, ("size: 1, public_from: call", "size: 0, public_from: call")),
        (SITE, 26, "number_too_small"),
    ),
    broken("number too large", replaced(RULES, ("menu: main", "order: 1001")), (RULES, 5, "number_too_large")),
    broken("word for yes or no", replaced(LIFT, ("sample: true", "sample: 示例")), (LIFT, 9, "not_yes_or_no")),
    broken(
        "unknown kind of stage", replaced(SITE, ("kinds: [archive]", "kinds: [party]")), (SITE, 18, "unknown_value")
    ),
    broken(
        "kind of stage misspelt",
        replaced(SITE, ("[tour, public_vote]", "[tour, public_vot]")),
        (SITE, 14, "unknown_value_near"),
    ),
    broken("block misspelt", replaced(RULES, ("highlights, ", "highlight, ")), (RULES, 6, "unknown_value_near")),
    broken("unknown menu", replaced(RULES, ("menu: main", "menu: 顶部")), (RULES, 5, "unknown_value")),
]
TEXTS = [
    broken("unknown language", replaced(GARDEN, ("en: Rain", "fr: Pluie")), (GARDEN, 3, "unknown_language")),
    broken("language misspelt", replaced(GARDEN, ("zh-Hans: 雨", "zh-Han: 雨")), (GARDEN, 3, "unknown_language_near")),
    broken(
        "default language missing",
        replaced(GARDEN, ("zh-Hans: 雨水花园, ", "")),
        (GARDEN, 3, "default_language_missing"),
    ),
    broken("wrong form of a language", replaced(SITE, ("[zh-Hans, en]", "[zh_Hans, en]")), (SITE, 2, "wrong_form")),
    broken("text too long", replaced(LIFT, ("title: 电梯看护", "title: " + "长" * 4001)), (LIFT, 3, "text_too_long")),
    broken(
        "translated title too long",
        replaced(GARDEN_EN, ("summary:", f"title: {'a' * 301}\nsummary:")),
        (GARDEN_EN, 2, "too_long"),
    ),
    broken(
        "forbidden wording too long",
        written(WORDING, f"forbidden:\n  - {{words: {'a' * 81}, instead: b}}\n"),
        (WORDING, 2, "too_long"),
    ),
    broken(
        "translation into no language of the site",
        written("pages/rules/index.ens.md", "---\n---\n\nx\n"),
        ("pages/rules/index.ens.md", 1, "unknown_language_near"),
    ),
]
BROKEN_RECORDS = [*KEYS, *TYPES, *TEXTS]
