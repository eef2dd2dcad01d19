"""Colours and ornaments: stated by the contest's brand alone, and used by everything that is drawn or printed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.content.brand.brand import DEFAULT_BRAND, Brand
from plugins.content.brand.palette import Palette
from plugins.content.brand.record import Ornament
from plugins.content.model import MediaFile
from plugins.paths import ROOT
from plugins.site.files.outputs import fingerprint
from plugins.site.files.theme_assets import ThemeAssets, color_style
from plugins.site.translations import Translations

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


@pytest.fixture(scope="module")
def small_theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A theme with few files."""
    folder = tmp_path_factory.mktemp("theme")
    texts = {
        "emblem.svg": "<svg/>",
        "ornaments/waves.css": "a { color: red }",
        "static/css/order.txt": "colors.css\none.css\nornament.css\nright-to-left.css traditional.css\n",
        "static/css/one.css": "\n.one { margin: 0px }\n\n",
        "static/css/right-to-left.css": "[dir=rtl] b { top: 0 }",
        "static/css/traditional.css": "i { top: 0 }",
        "static/pages/show.css": ".show { top: 0 }\n",
        "static/robots.bin": "x",
        "static/js/order.txt": "b.js a.js\n",
        "static/js/a.js": "  /* note */\nlet a = 1\n",
        "static/js/b.js": "let b = 2\n",
        "static/js/tour/order.txt": "t.js",
        "static/js/tour/t.js": "walk()\n",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


PLAIN = Brand(Palette({"ink": "#111111"}, {"ink": "#111111"}), Ornament.NONE, None, None, {})


def test_files_have_the_hash_of_their_contents_in_their_names(small_theme: Path) -> None:
    assets = ThemeAssets(small_theme, PLAIN)
    assert sorted(assets.outputs) == ["emblem.svg", "pages/show.css", "robots.bin", "site.css"]
    output = assets.outputs["robots.bin"]
    assert (output.path, output.source) == (f"theme/robots.{fingerprint(b'x')}.bin", "theme/static/robots.bin")
    assert assets.path("robots.bin") == output.path
    with pytest.raises(KeyError):
        assets.path("none.css")


@pytest.mark.parametrize(
    ("brand", "languages", "styles"),
    [
        (PLAIN, (), []),
        (replace(PLAIN, ornament=Ornament("waves")), ("en",), ["red"]),
        (PLAIN, ("ar", "en"), ["[dir="]),
        (PLAIN, ("en", "zh-Hant-HK"), ["i{"]),
    ],
)
def test_style_sheet_has_what_the_contest_needs(
    small_theme: Path, brand: Brand, languages: tuple[str, ...], styles: list[str]
) -> None:
    style = ThemeAssets(small_theme, brand, languages).outputs["site.css"].data.decode()
    assert style.startswith(":root{--ink:#111}.one{margin:0}")
    optional = {"red", "[dir=", "i{"}
    assert {word for word in optional if word in style} == {*styles} & optional


def test_icon_of_the_tab_is_the_emblem_or_one_of_its_own(small_theme: Path, tmp_path: Path) -> None:
    (tmp_path / "tab.PNG").write_bytes(b"png")
    (tmp_path / "mark.svg").write_bytes(b"<svg></svg>")
    brand = replace(PLAIN, emblem=MediaFile(tmp_path / "mark.svg", ""), favicon=MediaFile(tmp_path / "tab.PNG", ""))
    assets = ThemeAssets(small_theme, brand)
    assert (assets.emblem, assets.favicon) == (("emblem.svg", "image/svg+xml"), ("favicon.png", "image/png"))
    assert (assets.emblem_data, assets.outputs["favicon.png"].data) == (b"<svg></svg>", b"png")
    plain = ThemeAssets(small_theme, PLAIN)
    assert (plain.emblem_data, "favicon.png" in plain.outputs) == (b"<svg/>", False)


def test_scripts_are_one_file_with_the_phrases_they_need(small_theme: Path) -> None:
    texts = {"js.a": "到 {zone}", "js.tour.b": "walk", "other": "x", "zone.cities": {}, "zone.name": "{city} time"}
    translations = Translations("zh-Hant", texts, "Europe/Berlin")
    assets = ThemeAssets(small_theme, PLAIN)
    (later,) = assets.later_scripts(translations).values()
    function = 'function (core, tour, vote, speech) {\n\'use strict\'\ncore.learn({"js.tour.b":"walk"})\nwalk()\n}\n'
    assert later.data.decode() == f"export default {function}"
    assert later.path == f"theme/tour-zh-hant.{fingerprint(later.data)}.js"
    names = {"style": assets.path("pages/show.css"), "tour": later.path}
    files = json.dumps({name: path.removeprefix("theme/") for name, path in names.items()}, separators=(",", ":"))
    head = '(function () {\n\'use strict\'\nvar PHRASES = {"js.a":"到 Berlin time"}\nvar ZONE = "Europe/Berlin"\n'
    scripts = "let b = 2\n;let a = 1\n})()\n"
    assert assets.script(translations).data.decode() == f"{head}var LATER = {files}\n{scripts}"
    whole = assets.script(translations, whole=True)
    assert whole.data.decode() == f"{head}var LATER = {files}\nLATER.tour = {function}{scripts}"
    assert whole.path.startswith("theme/site-zh-hant.")


def test_print_gets_what_it_needs_of_the_brand(small_theme: Path) -> None:
    files = ThemeAssets(small_theme, PLAIN).print_files()
    assert json.loads(files["brand.json"]) == {"colors": {"ink": "#111111"}, "ornament": "none", "emblem": "emblem.svg"}
