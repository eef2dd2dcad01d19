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
    combine,
    invalid_case,
    replace_body,
    replace_text,
    write_file,
)

LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
DEEP = "".join("  " * depth + "k:\n" for depth in range(30))


def write_shortlist(*items: str) -> Change:
    """A shortlist of these lines, from line 2 on."""
    return write_file(SHORTLIST, "\n".join(("shortlist:", *items, "")))


INVALID_YAML = [
    invalid_case("full-width colon", replace_text(LIFT, ("title: 电梯", "title：电梯")), (LIFT, 3, "yaml_colon")),
    invalid_case(
        "full-width colon in the first key", replace_text(NEWS, ("title: 启动", "title：启动")), (NEWS, 2, "yaml_colon")
    ),
    invalid_case(
        "full-width colon in the last key",
        replace_text(LIFT, ("sample: true", "sample：true")),
        (LIFT, 9, "yaml_colon"),
    ),
    invalid_case("full-width colon in site", replace_text(SITE, ("theme: 一", "theme：一")), (SITE, 6, "yaml_colon")),
    invalid_case(
        "full-width colon before a list", replace_text(GARDEN, ("gallery:", "gallery：")), (GARDEN, 9, "yaml_colon")
    ),
    invalid_case("no space after the colon", replace_text(LIFT, ("track: s", "track:s")), (LIFT, 5, "yaml_colon")),
    invalid_case(
        "no space after the first colon", replace_text(RULES, ("title: 规", "title:规")), (RULES, 2, "yaml_colon")
    ),
    invalid_case("tab", replace_text(LIFT, ("  app: https", "\tapp: https")), (LIFT, 8, "yaml_tab")),
    invalid_case(
        "tab before a list", replace_text(UNITS, ("  - {id: east-", "\t- {id: east-")), (UNITS, 8, "yaml_tab")
    ),
    invalid_case(
        "colon in the text", replace_text(LIFT, ("summary: 电", "summary: 看护: 电")), (LIFT, 6, "yaml_quote")
    ),
    invalid_case("unclosed quote", replace_text(LIFT, ('number: "02"', 'number: "02')), (LIFT, 2, "yaml_unclosed")),
    invalid_case("unclosed bracket", replace_text(RULES, ("organisers]", "organisers")), (RULES, 6, "yaml_unclosed")),
    invalid_case(
        "unclosed brace",
        replace_text(GARDEN, ("caption: 从楼上看}", "caption: 从楼上看")),
        (GARDEN, 10, "yaml_unclosed"),
    ),
    invalid_case(
        "text begins with a quote",
        replace_text(LIFT, ("summary: 电", 'summary: "看" 电')),
        (LIFT, 6, "yaml_text_after_quotes"),
    ),
    *[
        invalid_case(
            f"text begins with {sign}",
            replace_text(LIFT, ("summary: 电", f"summary: {sign}电")),
            (LIFT, 6, "yaml_sign"),
        )
        for sign in ("@", "`", "%", "[示范]", "{示范}", "*", "&", "!", "|", "> ", ", ", "- ")
    ],
    invalid_case("item begins with at", write_shortlist("  - @a"), (SHORTLIST, 2, "yaml_sign")),
    invalid_case("text in brackets", replace_text(LIFT, ("电梯看护", "[示范]")), (LIFT, 3, "text_in_brackets")),
    invalid_case(
        "text in single quotes", replace_text(LIFT, ("电梯看护", "'电梯'看护")), (LIFT, 3, "yaml_text_after_quotes")
    ),
    invalid_case("backslash", replace_text(LIFT, ("电梯看护", '"A\\B电梯"')), (LIFT, 3, "yaml_backslash")),
    invalid_case("hash in a title", replace_text(LIFT, ("电梯看护", "电梯 #1 看护")), (LIFT, 3, "yaml_hash")),
    invalid_case(
        "hash and a blank in a title", replace_text(LIFT, ("电梯看护", "电梯 # 看护")), (LIFT, 3, "yaml_hash")
    ),
    invalid_case(
        "hash behind quotes and before a text",
        replace_text(LIFT, ("电梯看护", '"电梯" #看护'), ("summary: 电", "summary: #电")),
        (LIFT, 3, "yaml_hash"),
        (LIFT, 6, "yaml_hash"),
    ),
    *[
        invalid_case(
            f"special space U+{ord(space):04X} after the colon",
            replace_text(LIFT, ("title: 电", f"title:{space}电")),
            (LIFT, 3, "yaml_wide_space"),
        )
        for space in "\u00a0\u2003\u202f"
    ],
    invalid_case("unreadable", replace_text(LIFT, ("title: 电梯看护", "title: a\n: b")), (LIFT, 4, "yaml_broken")),
    *[
        invalid_case(
            f"front matter opened by {start}",
            replace_text(LIFT, ('---\nnumber: "02"', f'{start}\nnumber: "02"')),
            (LIFT, 1, "front_matter_start"),
        )
        for start in ("———", "－－－", "----")
    ],
    invalid_case("indented too far", replace_text(LIFT, ("track: s", "  track: s")), (LIFT, 5, "yaml_indent")),
    invalid_case("list not aligned", write_shortlist("  - rain-garden", " - lift-watch"), (SHORTLIST, 3, "yaml_item")),
    invalid_case(
        "item without its indentation", write_shortlist("  - rain-garden", "- lift-watch"), (SHORTLIST, 3, "yaml_item")
    ),
    invalid_case(
        "item indented too far", write_shortlist("- rain-garden", "  - lift-watch"), (SHORTLIST, 3, "yaml_item")
    ),
    invalid_case(
        "no space after the hyphen", write_shortlist("  - rain-garden", "  -lift-watch"), (SHORTLIST, 3, "yaml_minus")
    ),
    invalid_case(
        "no space after the only hyphen",
        replace_text(LIFT, ("units: [east-office]", "units:\n  -east-office")),
        (LIFT, 5, "yaml_minus"),
    ),
    invalid_case(
        "no space after the first hyphen",
        write_shortlist("  -rain-garden", "  - lift-watch"),
        (SHORTLIST, 2, "yaml_minus"),
    ),
    invalid_case(
        "full-width spaces before an item",
        replace_text(LIFT, ("units: [east-office]", "units:\n\u3000\u3000- east-office")),
        (LIFT, 5, "yaml_wide_space"),
    ),
    invalid_case(
        "full-width space after the hyphen",
        write_shortlist("  - rain-garden", "  -\u3000lift-watch"),
        (SHORTLIST, 3, "yaml_wide_space"),
    ),
    invalid_case(
        "full-width space after the colon",
        replace_text(LIFT, ("summary: 电", "summary:\u3000电")),
        (LIFT, 6, "yaml_wide_space"),
    ),
    invalid_case(
        "full-width spaces before a key",
        replace_text(LIFT, ("  app: https", "\u3000\u3000app: https")),
        (LIFT, 8, "yaml_wide_space"),
    ),
    invalid_case("duplicate key", replace_text(LIFT, ("sample: true", "track: water")), (LIFT, 9, "duplicate_key")),
    invalid_case(
        "two duplicate keys",
        replace_text(GARDEN, ("alt: 远景, ", "alt: 远景, alt: 近景, "), ("summary: 把", "number: 9\nsummary: 把")),
        (GARDEN, 7, "duplicate_key"),
        (GARDEN, 11, "duplicate_key"),
    ),
    invalid_case("alias", replace_text(LIFT, ("summary: 电梯有人看", "summary: *x")), (LIFT, 6, "yaml_not_plain")),
    invalid_case("anchor", replace_text(LIFT, ("summary: 电", "summary: &x 电")), (LIFT, 6, "yaml_not_plain")),
    invalid_case("anchor on a key", replace_text(LIFT, ("summary: 电", "&x summary: 电")), (LIFT, 6, "yaml_not_plain")),
    invalid_case("tag", replace_text(LIFT, ("summary: 电", "summary: !!str 电")), (LIFT, 6, "yaml_not_plain")),
    invalid_case(
        "tag that makes an object",
        write_file(AWARDS, "awards: !!python/object:os.system x\n"),
        (AWARDS, 1, "yaml_not_plain"),
    ),
    invalid_case("list as a key", replace_text(LIFT, ("summary: 电", "? [a]\n: 电")), (LIFT, 6, "yaml_not_plain")),
    invalid_case("a billion laughs", write_file(UNITS, LAUGHS), (UNITS, 1, "yaml_not_plain")),
    invalid_case("20,000 brackets", write_file(AWARDS, "awards: " + "[" * 20_000), (AWARDS, 1, "yaml_too_deep")),
    invalid_case(
        "20,000 brackets in front matter", replace_text(LIFT, ("电梯看护", "[" * 20_000)), (LIFT, 3, "yaml_too_deep")
    ),
    invalid_case("keys nested 30 deep", write_file(UNITS, DEEP), (UNITS, 22, "yaml_too_deep")),
    invalid_case("second document", write_file(AWARDS, "awards: {}\n---\nawards: {}\n"), (AWARDS, 3, "yaml_second")),
    invalid_case(
        "end of document in front matter", replace_text(LIFT, ("track: s", "...\ntrack: s")), (LIFT, 6, "yaml_second")
    ),
    invalid_case("list at the top", write_file(UNITS, "- kinds\n- units\n"), (UNITS, 1, "not_a_mapping")),
    invalid_case("words at the top", write_file(UNITS, "units\n"), (UNITS, 1, "not_a_mapping")),
    invalid_case("empty file", write_file(UNITS, ""), (UNITS, 1, "not_a_mapping")),
    invalid_case(
        "words for front matter", write_file(GARDEN_EN, "---\nRain\n---\n\nRain.\n"), (GARDEN_EN, 2, "not_a_mapping")
    ),
    invalid_case(
        "no front matter", write_file(GARDEN_EN, "## Background\n\nRain.\n"), (GARDEN_EN, 1, "no_front_matter")
    ),
    invalid_case(
        "front matter not closed",
        replace_text(LIFT, ("sample: true\n---", "sample: true")),
        (LIFT, 1, "front_matter_open"),
    ),
    *[
        invalid_case(
            f"front matter closed by {end}",
            replace_text(LIFT, ("sample: true\n---", f"sample: true\n{end}")),
            (LIFT, 10, "front_matter_end"),
        )
        for end in ("———", "－－－", "--", "----")
    ],
    invalid_case(
        "front matter closed by dashes above a line across the body",
        combine(replace_body("\n一。\n\n---\n"), replace_text(LIFT, ("sample: true\n---\n", "sample: true\n———\n"))),
        (LIFT, 10, "front_matter_end"),
    ),
    invalid_case(
        "blank line before front matter",
        write_file(GARDEN_EN, "\n---\n---\n\nRain.\n"),
        (GARDEN_EN, 1, "no_front_matter"),
    ),
]
