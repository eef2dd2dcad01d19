"""Mistakes in a contest's brand and in its translations."""

from __future__ import annotations

from tests.content.mutations import Change, InvalidCase, combine, invalid_case, paint_picture, write_file

BRAND, EMBLEM, TRANSLATION = "brand/brand.yaml", "brand/emblem.svg", "translations/en.yaml"
SHAPES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>\n'


def brand(*lines: str) -> Change:
    """A brand of these lines; the first is line 1."""
    return write_file(BRAND, "".join(f"{line}\n" for line in lines))


def emblem(text: str, name: str = "emblem.svg") -> Change:
    """A brand whose emblem is this drawing."""
    return combine(write_file(f"brand/{name}", text), brand(f"emblem: {name}"))


def drawing(inner: str, attributes: str = 'viewBox="0 0 8 8"') -> Change:
    """A brand whose emblem has this element on its second line."""
    return emblem(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>\n{inner}\n</svg>\n')


INVALID_BRAND: list[InvalidCase] = [
    invalid_case("brand without its file", write_file(EMBLEM, SHAPES), (BRAND, 1, "missing_file")),
    invalid_case("colour by name", brand("colors:", "  accent: crimson"), (BRAND, 2, "not_color")),
    invalid_case("colour with seven digits", brand("colors:", '  accent: "#a3211d0"'), (BRAND, 2, "not_color")),
    invalid_case("unknown colour", brand("colors:", '  light: {paper: "#ffffff"}'), (BRAND, 2, "unknown_color")),
    invalid_case("dark fill", brand("colors:", '  dark: {fill: "#ffffff"}'), (BRAND, 2, "unknown_color")),
    invalid_case(
        "pale links",
        brand("colors:", '  accent: "#2b5c8a"', "  light:", '    accent: "#9fb8d0"'),
        (BRAND, 4, "contrast_light"),
        (BRAND, 4, "contrast_light"),
    ),
    invalid_case(
        "dark edges in the dark",
        brand("colors:", "  dark:", '    edge: "#222222"'),
        (BRAND, 3, "contrast_dark"),
        (BRAND, 3, "contrast_dark"),
        (BRAND, 3, "contrast_dark"),
    ),
    invalid_case("unknown ornament", brand("ornament: arcades"), (BRAND, 1, "unknown_value_near")),
    invalid_case("unknown word", brand("words:", "  jury: 评委"), (BRAND, 2, "unknown_value_near")),
    invalid_case("word in another language", brand("words:", "  hall: {fr: galerie}"), (BRAND, 2, "unknown_language")),
    invalid_case(
        "word without its plural", brand("words:", "  hall: {en: {one: gallery}}"), (BRAND, 2, "word_without_forms")
    ),
    invalid_case("word of braces", brand("words:", '  hall: {en: "[x]"}'), (BRAND, 2, "word_with_brackets")),
    invalid_case("long word", brand("words:", f"  hall: {'长' * 41}"), (BRAND, 2, "text_too_long")),
    invalid_case("emblem that is not there", brand("emblem: rose.svg"), (BRAND, 1, "missing_file")),
    invalid_case("emblem of a document", emblem("x", "emblem.pdf"), (BRAND, 1, "not_emblem")),
    invalid_case(
        "emblem too large", emblem(SHAPES.replace("0h8", "0h8" + " " * 31_000)), (BRAND, 1, "emblem_too_large")
    ),
    invalid_case(
        "emblem too wide",
        combine(brand("emblem: emblem.png"), paint_picture("brand/emblem.png", 1025, 1025)),
        (BRAND, 1, "emblem_too_wide"),
    ),
    invalid_case("script in an emblem", drawing("<script>alert(1)</script>"), (EMBLEM, 2, "drawing_element")),
    invalid_case("text in an emblem", drawing("<text>GZ</text>"), (EMBLEM, 2, "drawing_element")),
    invalid_case(
        "page in an emblem",
        drawing('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
        (EMBLEM, 2, "drawing_element"),
        (EMBLEM, 2, "drawing_element"),
    ),
    invalid_case("handler in an emblem", drawing('<g onload="alert(1)"/>'), (EMBLEM, 2, "drawing_attribute")),
    invalid_case("style in an emblem", drawing('<g style="fill:red"/>'), (EMBLEM, 2, "drawing_attribute")),
    invalid_case(
        "emblem that fetches", drawing('<use href="https://x.example/a.svg#a"/>'), (EMBLEM, 2, "drawing_attribute")
    ),
    invalid_case(
        "emblem that fetches a colour",
        drawing('<g fill="url(https://x.example/a.svg#a)"/>'),
        (EMBLEM, 2, "drawing_attribute"),
    ),
    invalid_case(
        "emblem with entities",
        emblem(f'<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n{SHAPES}'),
        (EMBLEM, 1, "drawing_element"),
    ),
    invalid_case(
        "emblem with a style sheet", emblem(f'<?xml-stylesheet href="x"?>\n{SHAPES}'), (EMBLEM, 1, "drawing_element")
    ),
    invalid_case("broken emblem", emblem(SHAPES.replace("</svg>", "")), (EMBLEM, 2, "drawing_broken")),
    invalid_case("emblem without size", drawing("<g/>", ""), (EMBLEM, 1, "drawing_without_size")),
    invalid_case(
        "phrase without text", write_file(TRANSLATION, "phrases:\n  menu.home: []\n"), (TRANSLATION, 2, "not_phrase")
    ),
    invalid_case(
        "text without translation",
        write_file(TRANSLATION, "texts:\n  社区: ''\n"),
        (TRANSLATION, 1, "text_without_translation"),
    ),
]
