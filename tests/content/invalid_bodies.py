"""Markdown bodies with mistakes."""

from __future__ import annotations

from tests.content.mutations import GARDEN, GARDEN_EN, LIFT, NEWS, body, broken, replaced, written

BROKEN_BODIES = [
    broken("empty body", body(""), (LIFT, 11, "empty_body")),
    broken("blank body", body("\n \n\n"), (LIFT, 11, "empty_body")),
    broken("empty translation", written(GARDEN_EN, "---\nsummary: x\n---\n"), (GARDEN_EN, 4, "empty_body")),
    broken("body too long", body("\n" + "长\n\n" * 34_000), (LIFT, 11, "body_too_long")),
    broken("paragraph too long", body("\n一。\n\n" + "长" * 30_001), (LIFT, 14, "paragraph_too_long")),
    broken("brackets without end", body("\n" + "[a " * 2000), (LIFT, 12, "paragraph_too_long")),
    broken(
        "brackets without end on many lines",
        body("\n" + ("![a " * 90 + "\n") * 60),
        (LIFT, 11, "too_many_marks"),
        (LIFT, 12, "paragraph_too_long"),
    ),
    broken("stars in a row", body("\n一。\n\n" + "*" * 60 + "a"), (LIFT, 14, "nested_too_deep")),
    broken("quotes in quotes", body("\n" + "> " * 30 + "a\n"), (LIFT, 12, "nested_too_deep")),
    broken("indented by 50", body("\n一。\n" + " " * 50 + "二\n"), (LIFT, 13, "nested_too_deep")),
    broken("list without a blank line", body("\n要点:\n- 一\n- 二\n"), (LIFT, 13, "list_needs_blank_line")),
    broken("numbers without a blank line", body("\n步骤:\n1. 一\n2. 二\n"), (LIFT, 13, "list_needs_blank_line")),
    broken("list after a fence", body("\n```\n- 一\n```\n\n要点:\n* 一\n"), (LIFT, 17, "list_needs_blank_line")),
    broken("broken link", replaced(NEWS, ("rain-garden", "rain-gardn")), (NEWS, 14, "broken_link")),
    broken("link to a file of the site", body("\n[雨](/entries/rain-garden/)\n"), (LIFT, 12, "broken_link")),
    broken("link out of the content", body("\n[雨](../../../secret/index.md)\n"), (LIFT, 12, "broken_link")),
    broken("link named before it is made", body("\n见rules。\n\n[规则](rules)\n"), (LIFT, 14, "broken_link")),
    broken("broken link by reference", body("\n[雨][r]。\n\n[r]: ../rain/index.md\n"), (LIFT, 14, "broken_link")),
    broken(
        "broken fragment", replaced(GARDEN, ("../../pages/rules/index.md", "#办法")), (GARDEN, 19, "broken_fragment")
    ),
    broken("script in a link", body("\n一。\n\n[雨](javascript:alert(1))\n"), (LIFT, 14, "bad_scheme")),
    broken("script in capitals", body("\n[雨](JaVaScript:alert(1))\n"), (LIFT, 12, "bad_scheme")),
    broken("script in entities", body("\n[雨](&#106;avascript:alert(1))\n"), (LIFT, 12, "bad_scheme")),
    broken("script by reference", body("\n[雨][r]。\n\n[r]: javascript:alert(1)\n"), (LIFT, 14, "bad_scheme")),
    broken("scheme of our own", body("\n[雨](xunzhan:0)\n"), (LIFT, 12, "bad_scheme")),
    broken("data in a link", body("\n[雨](data:text/html,x)\n"), (LIFT, 12, "bad_scheme")),
    broken("picture without words", replaced(GARDEN, ("![远景]", "![]")), (GARDEN, 21, "missing_alt")),
    broken(
        "picture without words in front matter",
        replaced(GARDEN, ("view.png, alt: 远景,", "view.png,")),
        (GARDEN, 10, "missing_key"),
    ),
    broken(
        "picture with empty words in front matter", replaced(GARDEN, ("alt: 花园", "alt: ''")), (GARDEN, 8, "not_text")
    ),
    broken("picture in another folder", body("\n![雨](../rain-garden/view.png)\n"), (LIFT, 12, "unsafe_path")),
    broken("picture elsewhere", body("\n![雨](https://example.com/a.png)\n"), (LIFT, 12, "unsafe_path")),
    broken("picture of our own scheme", body("\n![雨](xunzhan:0)\n"), (LIFT, 12, "unsafe_path")),
    broken("picture as data", body("\n![雨](data:image/png;base64,AAAA)\n"), (LIFT, 12, "unsafe_path")),
]
