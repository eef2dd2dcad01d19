"""YAML and front matter as editors break them."""

from __future__ import annotations

from tests.content.mutations import (
    AWARDS,
    GARDEN,
    GARDEN_EN,
    LIFT,
    NEWS,
    RULES,
    SHORTLIST,
    SITE,
    UNITS,
    Change,
    body,
    both,
    broken,
    replaced,
    written,
)

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
DEEP = "".join("  " * depth + "k:\n" for depth in range(30))


def listed(*items: str) -> Change:
    """A shortlist of these lines, from line 2 on."""
    return written(SHORTLIST, "\n".join(("shortlist:", *items, "")))


BROKEN_YAML = [
    broken("full-width colon", replaced(LIFT, ("title: 电梯", "title：电梯")), (LIFT, 3, "yaml_colon")),
    broken(
        "full-width colon in the first key", replaced(NEWS, ("title: 启动", "title：启动")), (NEWS, 2, "yaml_colon")
    ),
    broken(
        "full-width colon in the last key", replaced(LIFT, ("sample: true", "sample：true")), (LIFT, 9, "yaml_colon")
    ),
    broken("full-width colon in site", replaced(SITE, ("theme: 一", "theme：一")), (SITE, 6, "yaml_colon")),
    broken("full-width colon before a list", replaced(GARDEN, ("gallery:", "gallery：")), (GARDEN, 9, "yaml_colon")),
    broken("no space after the colon", replaced(LIFT, ("track: s", "track:s")), (LIFT, 5, "yaml_colon")),
    broken("no space after the first colon", replaced(RULES, ("title: 规", "title:规")), (RULES, 2, "yaml_colon")),
    broken("tab", replaced(LIFT, ("  app: https", "\tapp: https")), (LIFT, 8, "yaml_tab")),
    broken("tab before a list", replaced(UNITS, ("  - {id: east-", "\t- {id: east-")), (UNITS, 8, "yaml_tab")),
    broken("colon in the text", replaced(LIFT, ("summary: 电", "summary: 看护: 电")), (LIFT, 6, "yaml_quote")),
    broken("unclosed quote", replaced(LIFT, ('number: "02"', 'number: "02')), (LIFT, 2, "yaml_unclosed")),
    broken("unclosed bracket", replaced(RULES, ("organisers]", "organisers")), (RULES, 6, "yaml_unclosed")),
    broken(
        "unclosed brace", replaced(GARDEN, ("caption: 从楼上看}", "caption: 从楼上看")), (GARDEN, 10, "yaml_unclosed")
    ),
    broken("text begins with a quote", replaced(LIFT, ("summary: 电", 'summary: "看" 电')), (LIFT, 6, "yaml_broken")),
    broken("text begins with at", replaced(LIFT, ("summary: 电", "summary: @电")), (LIFT, 6, "yaml_broken")),
    broken("indented too far", replaced(LIFT, ("track: s", "  track: s")), (LIFT, 5, "yaml_indent")),
    broken("list not aligned", listed("  - rain-garden", " - lift-watch"), (SHORTLIST, 3, "yaml_item")),
    broken("item without its indentation", listed("  - rain-garden", "- lift-watch"), (SHORTLIST, 3, "yaml_item")),
    broken("item indented too far", listed("- rain-garden", "  - lift-watch"), (SHORTLIST, 3, "yaml_item")),
    broken("no space after the hyphen", listed("  - rain-garden", "  -lift-watch"), (SHORTLIST, 3, "yaml_minus")),
    broken(
        "no space after the only hyphen",
        replaced(LIFT, ("units: [east-office]", "units:\n  -east-office")),
        (LIFT, 5, "yaml_minus"),
    ),
    broken("no space after the first hyphen", listed("  -rain-garden", "  - lift-watch"), (SHORTLIST, 2, "yaml_minus")),
    broken(
        "full-width spaces before an item",
        replaced(LIFT, ("units: [east-office]", "units:\n\u3000\u3000- east-office")),
        (LIFT, 5, "yaml_wide_space"),
    ),
    broken(
        "full-width space after the hyphen",
        listed("  - rain-garden", "  -\u3000lift-watch"),
        (SHORTLIST, 3, "yaml_wide_space"),
    ),
    broken(
        "full-width space after the colon",
        replaced(LIFT, ("summary: 电", "summary:\u3000电")),
        (LIFT, 6, "yaml_wide_space"),
    ),
    broken(
        "full-width spaces before a key",
        replaced(LIFT, ("  app: https", "\u3000\u3000app: https")),
        (LIFT, 8, "yaml_wide_space"),
    ),
    broken("duplicate key", replaced(LIFT, ("sample: true", "track: water")), (LIFT, 9, "duplicate_key")),
    broken(
        "two duplicate keys",
        replaced(GARDEN, ("alt: 远景, ", "alt: 远景, alt: 近景, "), ("summary: 把", "number: 9\nsummary: 把")),
        (GARDEN, 7, "duplicate_key"),
        (GARDEN, 11, "duplicate_key"),
    ),
    broken("alias", replaced(LIFT, ("summary: 电梯有人看", "summary: *x")), (LIFT, 6, "yaml_not_plain")),
    broken("anchor", replaced(LIFT, ("summary: 电", "summary: &x 电")), (LIFT, 6, "yaml_not_plain")),
    broken("anchor on a key", replaced(LIFT, ("summary: 电", "&x summary: 电")), (LIFT, 6, "yaml_not_plain")),
    broken("tag", replaced(LIFT, ("summary: 电", "summary: !!str 电")), (LIFT, 6, "yaml_not_plain")),
    broken(
        "tag that makes an object",
        written(AWARDS, "awards: !!python/object:os.system x\n"),
        (AWARDS, 1, "yaml_not_plain"),
    ),
    broken("list as a key", replaced(LIFT, ("summary: 电", "? [a]\n: 电")), (LIFT, 6, "yaml_not_plain")),
    broken("a billion laughs", written(UNITS, LAUGHS), (UNITS, 1, "yaml_not_plain")),
    broken("20,000 brackets", written(AWARDS, "awards: " + "[" * 20_000), (AWARDS, 1, "yaml_too_deep")),
    broken("20,000 brackets in front matter", replaced(LIFT, ("电梯看护", "[" * 20_000)), (LIFT, 3, "yaml_too_deep")),
    broken("keys nested 30 deep", written(UNITS, DEEP), (UNITS, 22, "yaml_too_deep")),
    broken("second document", written(AWARDS, "awards: {}\n---\nawards: {}\n"), (AWARDS, 3, "yaml_second")),
    broken("end of document in front matter", replaced(LIFT, ("track: s", "...\ntrack: s")), (LIFT, 6, "yaml_second")),
    broken("list at the top", written(UNITS, "- kinds\n- units\n"), (UNITS, 1, "not_a_mapping")),
    broken("words at the top", written(UNITS, "units\n"), (UNITS, 1, "not_a_mapping")),
    broken("empty file", written(UNITS, ""), (UNITS, 1, "not_a_mapping")),
    broken("words for front matter", written(GARDEN_EN, "---\nRain\n---\n\nRain.\n"), (GARDEN_EN, 2, "not_a_mapping")),
    broken("no front matter", written(GARDEN_EN, "## Background\n\nRain.\n"), (GARDEN_EN, 1, "no_front_matter")),
    broken(
        "front matter not closed", replaced(LIFT, ("sample: true\n---", "sample: true")), (LIFT, 1, "front_matter_open")
    ),
    *[
        broken(
            f"front matter closed by {end}",
            replaced(LIFT, ("sample: true\n---", f"sample: true\n{end}")),
            (LIFT, 10, "front_matter_end"),
        )
        for end in ("———", "－－－", "--", "----")
    ],
    broken(
        "front matter closed by dashes above a line across the body",
        both(body("\n一。\n\n---\n"), replaced(LIFT, ("sample: true\n---\n", "sample: true\n———\n"))),
        (LIFT, 10, "front_matter_end"),
    ),
    broken(
        "blank line before front matter", written(GARDEN_EN, "\n---\n---\n\nRain.\n"), (GARDEN_EN, 1, "no_front_matter")
    ),
]
