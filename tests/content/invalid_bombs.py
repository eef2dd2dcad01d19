"""Small files that are expensive to parse: quadratic Markdown, expanding YAML."""

from __future__ import annotations

from tests.content.mutations import (
    AWARDS,
    GARDEN,
    LIFT,
    NEWS,
    SHORTLIST,
    SITE,
    UNITS,
    InvalidCase,
    invalid_case,
    replace_body,
    replace_text,
    write_file,
)


def bomb(name: str, markdown: str, code: str = "paragraph_too_long", line: int = 12) -> InvalidCase:
    return invalid_case(f"bomb of {name}", replace_body(f"\n{markdown}\n"), (LIFT, line, code))


def paragraphs(unit: str, count: int) -> str:
    return "\n\n".join([unit] * count)


def plain(name: str, file: str, text: str, code: str, line: int) -> InvalidCase:
    """A YAML file that a full reader would make something else of."""
    return invalid_case(f"YAML with {name}", write_file(file, text), (file, line, code))


MARKDOWN = [
    bomb("definitions", "a\n: " * 3_600),
    bomb("a table's rows", "|a|b|\n|-|-|\n" + "|\n" * 1_000),
    bomb("stars of two kinds", "*a **b " * 3_000),
    bomb("quotations of eight", ("> " * 8 + "a\n") * 900),
    bomb("hard line breaks", "a  \n" * 4_000),
    bomb("open links with titles", '[a](b "' * 900),
    bomb("pictures not closed", "![a](<b" * 800),
    bomb("back ticks", "`a" * 8_000),
    bomb("sections of characters", "<![CDATA[" * 1_400),
    bomb("emphasis that never ends", "_a" * 8_000),
    bomb("entities", "&#1;" * 4_000),
    bomb("escapes", "\\*" * 8_000),
    bomb("addresses of mail", "<a@" * 6_000),
    bomb("footnotes to one", paragraphs("[^1]", 600) + "\n\n[^1]: a", "too_many_marks", 11),
    bomb("links by reference", paragraphs("[a]", 3_100) + "\n\n[a]: https://a.example", "too_many_marks", 11),
    bomb("brackets in many paragraphs", paragraphs("a[" * 1_300, 3), "too_many_marks", 11),
    bomb("paragraphs", paragraphs("长", 20_000), "body_too_long", 11),
    bomb("lists in a line", "- " * 3_000 + "a", "nested_too_deep"),
    bomb("lists and quotations", "> - " * 3_000 + "a", "nested_too_deep"),
    bomb("numbered lists in a line", "1. - " * 2_000 + "a", "nested_too_deep"),
    bomb("ticks in a row", "a " + "`" * 50 + "a", "nested_too_deep"),
]
YAML = [
    plain("an anchor on a list", SHORTLIST, "shortlist: &a\n  - rain-garden\n", "yaml_not_plain", 1),
    plain("an anchor that holds itself", UNITS, "&a kinds: *a\n", "yaml_not_plain", 1),
    plain("a tag of an object", AWARDS, "awards: !!python/name:os.system\n", "yaml_not_plain", 1),
    plain("a tag of its own", AWARDS, "%TAG ! tag:a.example,2024:\n---\nawards: !a {}\n", "yaml_not_plain", 3),
    plain("a tag of bytes", AWARDS, "awards: !!binary aGk=\n", "yaml_not_plain", 1),
    plain("a set", AWARDS, "awards: !!set {a, b}\n", "yaml_not_plain", 1),
    plain("a question for a key", AWARDS, "? {a: b}\n: c\n", "yaml_not_plain", 1),
    plain("an alias for a key", AWARDS, "*a : b\n", "yaml_not_plain", 1),
    plain("braces without end", AWARDS, "awards: " + "{a: " * 5_000, "yaml_too_deep", 1),
    plain("dashes without end", AWARDS, "awards:\n" + "- " * 5_000, "yaml_too_deep", 2),
    plain("a version not known", AWARDS, "%YAML 9.9\n---\nawards: {}\n", "yaml_broken", 1),
    plain("documents without end", AWARDS, "---\n" * 50_000, "yaml_second", 3),
]
VALUES = [
    invalid_case(
        "merge key in a list", replace_text(SITE, ("{id: water,", "{<<: {}, id: water,")), (SITE, 21, "unknown_key")
    ),
    invalid_case("time for a number", replace_text(LIFT, ('"02"', "12:30:45")), (LIFT, 2, "not_number")),
    invalid_case(
        "number without end",
        replace_text(SITE, ("size: 1, public_from: call", "size: 1e400, public_from: call")),
        (SITE, 26, "not_whole_number"),
    ),
    invalid_case(
        "number of 5,000 figures",
        replace_text(SITE, ("size: 1, public_from: call", f"size: {'9' * 5_000}, public_from: call")),
        (SITE, 26, "invalid_value"),
    ),
    invalid_case(
        "year of nine figures", replace_text(NEWS, ("2024-01-01", "123456789-01-01")), (NEWS, 3, "day_not_iso")
    ),
    invalid_case(
        "date and time for a day", replace_text(NEWS, ("2024-01-01", "2024-01-01 10:00:00")), (NEWS, 3, "day_not_iso")
    ),
    invalid_case(
        "slug that makes patterns search",
        replace_text(LIFT, ("track: safety", f"track: {'a-' * 40}!")),
        (LIFT, 5, "not_slug"),
    ),
    invalid_case("text of 5,000 signs", replace_text(LIFT, ("电梯看护", "长" * 5_000)), (LIFT, 3, "text_too_long")),
    invalid_case(
        "file of 2,000 signs",
        replace_text(GARDEN, ("file: view.png", f"file: {'a' * 2_000}.png")),
        (GARDEN, 10, "unsafe_path"),
    ),
    invalid_case(
        "nothing in a file's name",
        replace_text(GARDEN, ("file: view.png", 'file: "view.png\\0.svg"')),
        (GARDEN, 10, "control_character"),
    ),
]
BROKEN_BOMBS = [*MARKDOWN, *YAML, *VALUES]
