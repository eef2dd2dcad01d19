"""Markdown bodies with mistakes."""

from __future__ import annotations

from tests.content.mutations import GARDEN, GARDEN_EN, LIFT, NEWS, invalid_case, replace_body, replace_text, write_file

INVALID_BODIES = [
    invalid_case("empty body", replace_body(""), (LIFT, 11, "empty_body")),
    invalid_case("blank body", replace_body("\n \n\n"), (LIFT, 11, "empty_body")),
    invalid_case("empty translation", write_file(GARDEN_EN, "---\nsummary: x\n---\n"), (GARDEN_EN, 4, "empty_body")),
    invalid_case("body too long", replace_body("\n" + "长\n\n" * 34_000), (LIFT, 11, "body_too_long")),
    invalid_case("paragraph too long", replace_body("\n一。\n\n" + "长" * 30_001), (LIFT, 14, "paragraph_too_long")),
    invalid_case("brackets without end", replace_body("\n" + "[a " * 2000), (LIFT, 12, "paragraph_too_long")),
    invalid_case(
        "brackets without end on many lines",
        replace_body("\n" + ("![a " * 90 + "\n") * 60),
        (LIFT, 11, "too_many_marks"),
        (LIFT, 12, "paragraph_too_long"),
    ),
    invalid_case("stars in a row", replace_body("\n一。\n\n" + "*" * 60 + "a"), (LIFT, 14, "nested_too_deep")),
    invalid_case("quotes in quotes", replace_body("\n" + "> " * 30 + "a\n"), (LIFT, 12, "nested_too_deep")),
    invalid_case("full-width picture", replace_body("\n！[雨](a.png)\n"), (LIFT, 12, "picture_full_width")),
    invalid_case("caption in curly quotes", replace_body("\n![雨](a.png “注”)\n"), (LIFT, 12, "caption_quotes")),
    invalid_case("comment without end", replace_body("\n一。\n\n<!-- 内部\n"), (LIFT, 14, "comment_open")),
    invalid_case("comment with dashes", replace_body("\n一。\n\n<!— 内部 —>\n"), (LIFT, 14, "comment_misspelt")),
    invalid_case("footnote nobody refers to", replace_body("\n一。\n\n[^1]: 注\n"), (LIFT, 14, "footnote_unused")),
    invalid_case("footnote twice", replace_body("\n一[^1]。\n\n[^1]: 注\n\n[^1]: 另\n"), (LIFT, 16, "footnote_twice")),
    invalid_case("link to nothing", replace_body("\n[雨]()\n"), (LIFT, 12, "link_empty")),
    invalid_case("head of too few columns", replace_body("\n|a|b|\n|---|\n|c|d|\n"), (LIFT, 13, "table_columns")),
    invalid_case("row of too many cells", replace_body("\n|a|\n|---|\n|c|d|\n"), (LIFT, 14, "table_cells")),
    invalid_case("link without scheme", replace_body("\n[雨](www.example.com)\n"), (LIFT, 12, "link_without_scheme")),
    invalid_case(
        "reference without scheme", replace_body("\n[雨][a]\n\n[a]: example.com/a\n"), (LIFT, 14, "link_without_scheme")
    ),
    invalid_case("broken link", replace_text(NEWS, ("rain-garden", "rain-gardn")), (NEWS, 14, "broken_link")),
    invalid_case(
        "link to a file of the site", replace_body("\n[雨](/entries/rain-garden/)\n"), (LIFT, 12, "broken_link")
    ),
    invalid_case(
        "link out of the content", replace_body("\n[雨](../../../secret/index.md)\n"), (LIFT, 12, "broken_link")
    ),
    invalid_case(
        "link named before it is made", replace_body("\n见rules。\n\n[规则](rules)\n"), (LIFT, 14, "broken_link")
    ),
    invalid_case(
        "broken link by reference", replace_body("\n[雨][r]。\n\n[r]: ../rain/index.md\n"), (LIFT, 14, "broken_link")
    ),
    invalid_case(
        "broken fragment",
        replace_text(GARDEN, ("../../pages/rules/index.md", "#办法")),
        (GARDEN, 19, "broken_fragment"),
    ),
    invalid_case("script in a link", replace_body("\n一。\n\n[雨](javascript:alert(1))\n"), (LIFT, 14, "bad_scheme")),
    invalid_case("script in capitals", replace_body("\n[雨](JaVaScript:alert(1))\n"), (LIFT, 12, "bad_scheme")),
    invalid_case("script in entities", replace_body("\n[雨](&#106;avascript:alert(1))\n"), (LIFT, 12, "bad_scheme")),
    invalid_case(
        "script by reference", replace_body("\n[雨][r]。\n\n[r]: javascript:alert(1)\n"), (LIFT, 14, "bad_scheme")
    ),
    invalid_case("scheme of our own", replace_body("\n[雨](xunzhan:0)\n"), (LIFT, 12, "bad_scheme")),
    invalid_case("data in a link", replace_body("\n[雨](data:text/html,x)\n"), (LIFT, 12, "bad_scheme")),
    invalid_case("picture without words", replace_text(GARDEN, ("![远景]", "![]")), (GARDEN, 21, "missing_alt")),
    invalid_case(
        "picture without words in front matter",
        replace_text(GARDEN, ("view.png, alt: 远景,", "view.png,")),
        (GARDEN, 10, "missing_key"),
    ),
    invalid_case(
        "picture with empty words in front matter",
        replace_text(GARDEN, ("alt: 花园", "alt: ''")),
        (GARDEN, 8, "not_text"),
    ),
    invalid_case(
        "picture in another folder", replace_body("\n![雨](../rain-garden/view.png)\n"), (LIFT, 12, "unsafe_path")
    ),
    invalid_case("picture elsewhere", replace_body("\n![雨](https://example.com/a.png)\n"), (LIFT, 12, "unsafe_path")),
    invalid_case("picture of our own scheme", replace_body("\n![雨](xunzhan:0)\n"), (LIFT, 12, "unsafe_path")),
    invalid_case("picture as data", replace_body("\n![雨](data:image/png;base64,AAAA)\n"), (LIFT, 12, "unsafe_path")),
]
