"""The theme's colours, which are written once, in ``theme/static/css/tokens.css``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from plugins.system import textfile

TOKENS = Path("css") / "tokens.css"
COLOR = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")
LIGHT = re.compile(r":root \{(.*?)\}", re.DOTALL)
DARK = re.compile(r"\(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", re.DOTALL)


class ThemeColors(NamedTuple):
    """The colours of the light and of the dark scheme, ``#rrggbb``, by the names of their custom properties."""

    light: dict[str, str]
    dark: dict[str, str]


def read_colors(static: Path) -> ThemeColors:
    """Read the colours of a theme from its folder ``static``. Derived colours such as ``var(--ink)`` are left out."""
    style = textfile.read_text(static / TOKENS)
    light, dark = (dict(COLOR.findall(block[1])) if (block := scheme.search(style)) else {} for scheme in (LIGHT, DARK))
    return ThemeColors(light, {**light, **dark})
