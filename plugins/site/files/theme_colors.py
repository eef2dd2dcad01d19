"""The colours of a contest as a style sheet."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.content.brand.palette import Palette

DARK = "@media (prefers-color-scheme: dark)"


def color_style(palette: Palette) -> str:
    """The colours as custom properties, those of the dark scheme where the browser asks for it."""
    dark = _rule((name, color) for name, color in palette.dark.items() if palette.light.get(name) != color)
    return f"{_rule(palette.light.items())}{DARK} {{\n{dark}}}\n"


def _rule(colors: Iterable[tuple[str, str]]) -> str:
    return ":root {\n" + "".join(f"  --{name}: {color};\n" for name, color in colors) + "}\n"
