"""The theme's colours: written in ``tokens.css`` alone, and used by everything that is drawn or printed."""

from __future__ import annotations

from pathlib import Path

from plugins.paths import ROOT
from plugins.site.files.theme_colors import read_colors

STATIC = ROOT / "theme" / "static"


def test_colors_are_read_by_scheme(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "tokens.css").write_text(
        ":root {\n  --ink: #111111;\n  --paper: #fff;\n  --edge: var(--ink);\n}\n"
        "@media (prefers-color-scheme: dark) {\n  :root {\n    --ink: #eeeeee;\n  }\n}\n",
        encoding="utf-8",
    )
    assert read_colors(tmp_path) == (
        {"ink": "#111111", "paper": "#fff"},
        {"ink": "#eeeeee", "paper": "#fff"},
    )


def test_colors_are_written_in_one_file() -> None:
    light, dark = read_colors(STATIC)
    colors = {color for color in (*light.values(), *dark.values()) if len(color) == len("#rrggbb")}
    folders = (ROOT / "theme", ROOT / "plugins" / "site", ROOT / "plugins" / "images")
    copies = {
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".css", ".html", ".js", ".py", ".svg", ".typ"}
        and any(color in path.read_text(encoding="utf-8") for color in colors)
    }
    assert copies == {"tokens.css"}
