"""The theme's own files: styles in one, scripts in one, all under names that change with their contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lightningcss import process_stylesheet

from plugins.content.brand.brand import Brand
from plugins.content.brand.palette import Palette
from plugins.content.brand.record import Ornament
from plugins.content.languages.direction import is_right_to_left
from plugins.content.url_scheme import THEME
from plugins.site.files.outputs import Output, fingerprint
from plugins.site.files.theme_colors import color_style
from plugins.site.translations import Translations
from plugins.system import textfile

STYLES, SCRIPTS, ORNAMENTS = "css", "js", "ornaments"
# names in order.txt that stand for what a contest chooses, and for what only some need
COLORS, ORNAMENT = "colors.css", "ornament.css"
RIGHT_TO_LEFT, TRADITIONAL = "right-to-left.css", "traditional.css"
EMBLEM, FAVICON = "emblem", "favicon"
TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
# without them fallbacks would be dropped and newer syntax written, such as (width >= 48em)
OLDEST_BROWSERS = ["chrome 86", "ios_saf 14"]


class Icon(NamedTuple):
    """A picture of the brand: the name of its file in the theme's folder, and its media type."""

    name: str
    type: str


@dataclass(frozen=True)
class ThemeAssets:
    """The files of a theme's folder as a contest with these languages wears them, by the name that templates use."""

    theme: Path
    brand: Brand
    languages: tuple[str, ...] = ()

    def path(self, name: str) -> str:
        """The path of an asset from the site's root. Raises ``KeyError`` for one that the theme does not have."""
        return self.outputs[name].path

    @property
    def colors(self) -> Palette:
        """The colours, for what is not styled by the style sheet."""
        return self.brand.palette

    @cached_property
    def emblem(self) -> Icon:
        """The emblem of the contest, or the theme's where it has none."""
        return _icon(EMBLEM, self._emblem_file)

    @cached_property
    def favicon(self) -> Icon:
        """The icon of the browser's tab: the emblem, unless the contest has one for it."""
        return _icon(FAVICON, self.brand.favicon.path) if self.brand.favicon else self.emblem

    @cached_property
    def outputs(self) -> dict[str, Output]:
        """Every file but the scripts, by name."""
        style = self._concatenate_styles()
        files = {"site.css": _minify(style), **self._other_files(), self.emblem.name: self.emblem_data}
        if self.brand.favicon:
            files[self.favicon.name] = textfile.read_bytes(self.brand.favicon.path)
        return {name: _as_output(name, data) for name, data in files.items()}

    @cached_property
    def emblem_data(self) -> bytes:
        """The bytes of the emblem."""
        return textfile.read_bytes(self._emblem_file)

    @property
    def _emblem_file(self) -> Path:
        return self.brand.emblem.path if self.brand.emblem else self.theme / "emblem.svg"

    def script(self, translations: Translations) -> Output:
        """All scripts as one file in one language, with the phrases whose keys begin with ``js.``."""
        phrases = {key: text for key, text in translations.texts.items() if key.startswith("js.")}
        encoded = json.dumps(phrases, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        encoded = encoded.replace("{zone}", translations.zone_name)
        zone = json.dumps(translations.timezone).encode()
        head = b"(function () {\n'use strict'\nvar PHRASES = " + encoded.encode() + b"\nvar ZONE = " + zone + b"\n"
        folder = self._static / SCRIPTS
        parts = [textfile.read_bytes(folder / name).strip() for name in _order(folder)]
        return _as_output(f"site-{translations.lang.lower()}.js", head + b"\n;".join(parts) + b"\n})()\n")

    @property
    def _static(self) -> Path:
        return self.theme / "static"

    def _concatenate_styles(self) -> bytes:
        folder = self._static / STYLES
        chosen = {COLORS: color_style(self.brand.palette).encode(), ORNAMENT: self._ornament_style()}
        if not any(map(is_right_to_left, self.languages)):
            chosen[RIGHT_TO_LEFT] = b""
        if not any(lang.startswith("zh-Hant") for lang in self.languages):
            chosen[TRADITIONAL] = b""
        parts = [chosen[name] if name in chosen else textfile.read_bytes(folder / name) for name in _order(folder)]
        return b"\n".join(part.strip() for part in parts if part) + b"\n"

    def _ornament_style(self) -> bytes:
        if self.brand.ornament is Ornament.NONE:
            return b""
        return textfile.read_bytes(self.theme / ORNAMENTS / f"{self.brand.ornament}.css")

    def _other_files(self) -> dict[str, bytes]:
        files = [path.relative_to(self._static) for path in sorted(self._static.rglob("*")) if path.is_file()]
        others = [path for path in files if path.parts[0] not in {STYLES, SCRIPTS}]
        return {path.as_posix(): textfile.read_bytes(self._static / path) for path in others}


def _icon(name: str, path: Path) -> Icon:
    suffix = path.suffix.lower()
    return Icon(f"{name}{suffix}", TYPES[suffix])


def _minify(style: bytes) -> bytes:
    minified: str = process_stylesheet(style.decode(), browsers_list=OLDEST_BROWSERS)
    return minified.encode()


def _order(folder: Path) -> list[str]:
    return textfile.read_text(folder / "order.txt").split()


def _as_output(name: str, data: bytes) -> Output:
    stem, _, suffix = name.rpartition(".")
    return Output.from_bytes(f"{THEME}{stem}.{fingerprint(data)}.{suffix}", f"theme/static/{name}", data)
