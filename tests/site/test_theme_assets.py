"""Colours and ornaments: stated by the contest's brand alone, and used by everything that is drawn or printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.content.brand.brand import DEFAULT_BRAND
from plugins.content.brand.palette import Palette
from plugins.content.brand.record import Ornament
from plugins.paths import ROOT
from plugins.site.files.theme_assets import ThemeAssets, color_style

THEME = ROOT / "theme"
# black, white and greys of print, and the gilt of certificates, which no brand sets
PRINT_COLORS = {"#fff", "#000", "#333", "#999", "#b98a35"}


def test_colours_are_written_by_scheme_and_only_where_they_differ() -> None:
    palette = Palette({"ink": "#111111", "paper": "#fff"}, {"ink": "#eeeeee", "paper": "#fff"})
    assert color_style(palette) == (
        ":root {\n  --ink: #111111;\n  --paper: #fff;\n}\n"
        "@media (prefers-color-scheme: dark) {\n:root {\n  --ink: #eeeeee;\n}\n}\n"
    )


def test_the_theme_states_no_colours() -> None:
    paths = [*THEME.rglob("*.css"), *THEME.rglob("*.typ"), *THEME.rglob("*.html"), *THEME.rglob("*.js")]
    colors = {
        (path.name, color)
        for path in paths
        for color in re.findall(r"(?<![\w&(])#[0-9a-f]{3,6}\b", path.read_text(encoding="utf-8"))
        if color not in PRINT_COLORS
    }
    assert colors == set()


@pytest.mark.parametrize("ornament", [ornament for ornament in Ornament if ornament is not Ornament.NONE])
def test_every_ornament_is_drawn_for_pages_and_for_print(ornament: Ornament) -> None:
    assert (THEME / "ornaments" / f"{ornament}.css").is_file()
    assert f'brand.ornament == "{ornament}"' in (THEME / "print" / "common.typ").read_text(encoding="utf-8")
    assert f'"{ornament}"' in (THEME / "templates" / "components" / "floor_plan.html").read_text(encoding="utf-8")
    assert f'case "{ornament}"' in (ROOT / "plugins" / "images" / "cards.py").read_text(encoding="utf-8")


def test_no_drawing_of_an_ornament_is_left_over() -> None:
    drawn = {path.stem for path in (THEME / "ornaments").iterdir()}
    assert drawn == {str(ornament) for ornament in Ornament} - {"none"}


def test_the_style_sheet_is_that_of_the_brand() -> None:
    plain = ThemeAssets(THEME, DEFAULT_BRAND)
    style = plain.outputs["site.css"].data.decode()
    assert DEFAULT_BRAND.palette.light["accent"] in style
    assert "conic-gradient" not in style
    assert "[dir=" not in style
    assert "PingFang TC" not in style
    assert b"PingFang TC" in ThemeAssets(THEME, DEFAULT_BRAND, ("zh-Hant",)).outputs["site.css"].data
    right_to_left = ThemeAssets(THEME, DEFAULT_BRAND, languages=("en", "ar"))
    assert b"[dir=rtl]" in right_to_left.outputs["site.css"].data
    assert plain.path(plain.emblem.name).startswith("theme/emblem.")
    assert plain.favicon == plain.emblem


def test_print_gets_the_colours_of_the_light_scheme_and_the_emblem() -> None:
    files = ThemeAssets(THEME, DEFAULT_BRAND).print_files()
    assert files["emblem.svg"] == (THEME / "emblem.svg").read_bytes()
    assert DEFAULT_BRAND.palette.light["accent"].encode() in files["brand.json"]


def test_order_names_every_style_and_script() -> None:
    generated = {"colors.css", "ornament.css"}
    for kind in ("css", "js"):
        folder = Path(THEME / "static" / kind)
        named = set((folder / "order.txt").read_text(encoding="utf-8").split())
        assert named - generated == {path.name for path in folder.glob(f"*.{kind}")}
