"""A contest's brand: colours computed and checked in all modes, drawings of shapes alone, and words."""

from __future__ import annotations

import random
import re
from itertools import product
from pathlib import Path

import pytest

from plugins.content.brand.brand import DEFAULT_BRAND
from plugins.content.brand.drawing import check_emblem, find_drawing_problems
from plugins.content.brand.oklch import contrast, parse_hex
from plugins.content.brand.palette import DARK_NAMES, LIGHT_NAMES, MODES, Palette, compute_palette, find_faults
from plugins.content.brand.record import WordForms
from plugins.content.load import load
from plugins.content.parsing.files import FileReference
from plugins.content.problems import ContentError
from plugins.paths import ROOT
from tests.content.invalid_brand import BRAND, EMBLEM, SHAPES, brand, emblem
from tests.support.builds import SHIPPED

TOKENS = ROOT / "theme" / "static" / "css" / "tokens.css"
DICE = random.Random(18)


def _random_color() -> str:
    return f"#{DICE.randrange(1 << 24):06x}"


def _least_contrasts(palette: Palette) -> list[float]:
    """The contrast of links, of text on buttons and on the band, in all schemes and modes, computed apart."""
    pairs = (("accent", "ground"), ("ink", "surface"), ("on-fill", "fill"), ("on-band-soft", "band-lit"))
    return [
        contrast(colors[mode.get(color, color)], colors[mode.get(ground, ground)])
        for scheme, mode, (color, ground) in product(("light", "dark"), MODES.values(), pairs)
        for colors in [palette.scheme(scheme)]
    ]


@pytest.mark.parametrize("accent", [_random_color() for _ in range(20)])
def test_colours_computed_from_any_accent_pass_in_all_modes(accent: str) -> None:
    palette = compute_palette(accent, {}, {})
    assert list(find_faults(palette)) == []
    assert min(_least_contrasts(palette)) >= 4.5


@pytest.mark.parametrize("number", range(20))
def test_random_palettes_pass_or_are_refused_with_the_figure(tiny: Path, number: int) -> None:
    dice = random.Random(number)
    named = {name: f"#{dice.randrange(1 << 24):06x}" for name in dice.sample(sorted(LIGHT_NAMES), 3)}
    lines = [f'    {name}: "{color}"' for name, color in named.items()]
    brand("colors:", f'  accent: "{_random_color()}"', "  light:", *lines)(tiny)
    loaded = load(tiny)
    if loaded.competition:
        assert list(find_faults(loaded.competition.brand.palette)) == []
        return
    assert {problem.code for problem in loaded.problems} <= {"contrast_light", "contrast_dark"}
    figures = [float(dict(problem.values)["ratio"]) for problem in loaded.problems]
    assert all(1 <= figure < 4.5 for figure in figures)
    messages = [problem.message("en") for problem in loaded.problems]
    assert all(f"{figure:.2f}" in message for figure, message in zip(figures, messages, strict=True))


def test_the_shipped_colours_pass() -> None:
    competition = load(SHIPPED).competition
    assert competition
    assert list(find_faults(competition.brand.palette)) == []
    assert set(competition.brand.palette.light) == LIGHT_NAMES
    assert set(competition.brand.palette.dark) == DARK_NAMES


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#fff", "#000", 21), ("#777777", "#ffffff", 4.48), ("#abc", "#abc", 1)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("color", ["#a3211d", "#2b5c8a", "#ffffff", "#000000", "#00ff00", "#777777"])
def test_colours_come_back_from_oklch(color: str) -> None:
    assert parse_hex(color).to_hex() == color


@pytest.mark.parametrize(
    ("mode", "block"),
    [
        ("contrast", r"\(prefers-contrast: more\) \{\s*:root \{(.*?)\}"),
        ("elder", r':root\[data-mode="elder"\] \{(.*?)\}'),
    ],
)
def test_modes_are_those_of_the_style_sheet(mode: str, block: str) -> None:
    match = re.search(block, TOKENS.read_text(encoding="utf-8"), re.S)
    assert match
    replaced = dict(re.findall(r"--([\w-]+): var\(--([\w-]+)\);", match[1]))
    # lines are never read
    assert {name: color for name, color in replaced.items() if name != "line"} == MODES[mode]


def test_the_style_sheet_asks_only_for_colours_of_a_palette() -> None:
    folder = ROOT / "theme"
    styles = [*folder.glob("static/**/*.css"), *folder.glob("ornaments/*.css")]
    text = "".join(path.read_text(encoding="utf-8") for path in styles)
    asked = set(re.findall(r"var\(--([\w-]+)", text))
    scripts = "".join(path.read_text(encoding="utf-8") for path in folder.glob("static/**/*.js"))
    stated = {*re.findall(r"--([\w-]+):", text), *re.findall(r"setProperty\('--([\w-]+)'", scripts)}
    assert asked - stated - LIGHT_NAMES == set()
    assert LIGHT_NAMES - asked == set()


def test_an_emblem_of_shapes_is_taken(tiny: Path) -> None:
    emblem(SHAPES)(tiny)
    loaded = load(tiny)
    assert loaded.problems == ()
    assert loaded.competition
    assert loaded.competition.brand.emblem
    assert loaded.competition.brand.emblem.path == tiny / EMBLEM


@pytest.mark.parametrize(
    "drawing",
    [
        '<linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient><path fill="url(#a)" d="M0 0z"/>',
        '<path id="p" d="M0 0z"/><use href="#p" transform="rotate(72 32 34)"/>',
        '<circle r="1" fill="rgb(10, 20, 30)"/>',
    ],
)
def test_plain_drawings_have_no_problem(drawing: str) -> None:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{drawing}</svg>'
    assert list(find_drawing_problems("brand/emblem.svg", text)) == []


def test_a_file_in_the_brand_that_nothing_names_is_reported(tiny: Path) -> None:
    brand("ornament: waves")(tiny)
    (tiny / EMBLEM).write_text(SHAPES, encoding="utf-8")
    assert [(problem.file, problem.code) for problem in load(tiny).problems] == [(EMBLEM, "warn_not_read")]


def test_words_have_forms_by_language(tiny: Path) -> None:
    brand("words:", "  hall: {zh-Hans: 展区, en: {one: gallery, other: galleries}}", "  tour: 线上展")(tiny)
    competition = load(tiny).competition
    assert competition
    assert competition.brand.words == {
        "hall": {"zh-Hans": WordForms("展区", "展区"), "en": WordForms("gallery", "galleries")},
        "tour": {"zh-Hans": WordForms("线上展", "线上展")},
    }


def test_a_contest_without_a_brand_has_a_plain_one(tiny: Path) -> None:
    competition = load(tiny).competition
    assert competition
    assert competition.brand == DEFAULT_BRAND
    assert not (tiny / BRAND).exists()


@pytest.mark.parametrize(
    ("size", "expected"), [(30_000, None), (31_000, {"name": "e.svg", "size": "31", "limit": "30"})]
)
def test_an_emblem_has_thirty_kilobytes_at_most(tmp_path: Path, size: int, expected: dict[str, str] | None) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "e.svg").write_text(drawing.ljust(size), encoding="utf-8")
    reference = FileReference(tmp_path, ".", "e.svg", "brand/brand.yaml", 1)
    if expected is None:
        assert check_emblem(reference).path == tmp_path / "./e.svg"
        return
    with pytest.raises(ContentError) as refused:
        check_emblem(reference)
    (mistake,) = refused.value.problems
    assert (mistake.code, dict(mistake.values)) == ("emblem_too_large", expected)
