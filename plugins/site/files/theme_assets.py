"""The theme's own files: styles in one, scripts in one, all under names that change with their contents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
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
from plugins.site.translations import Translations
from plugins.system import textfile

STYLES, SCRIPTS, ORNAMENTS = "css", "js", "ornaments"
# styles that only the script of the show asks for
SHOW_STYLE = "pages/show.css"
# names in order.txt that stand for what a contest chooses, and for what only some need
COLORS, ORNAMENT = "colors.css", "ornament.css"
RIGHT_TO_LEFT, TRADITIONAL = "right-to-left.css", "traditional.css"
# comments that have their lines for themselves
COMMENT_LINES = re.compile(rb"(?ms)^[ \t]*/\*.*?\*/[ \t]*\n")
# what templates for print read
PRINT_FILE = "brand.json"
EMBLEM, FAVICON = "emblem", "favicon"
DARK = "@media (prefers-color-scheme: dark)"
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

    def print_files(self) -> dict[str, bytes]:
        """What printed documents take from the brand, by file name. On paper the light scheme is used."""
        shared = {"colors": dict(self.brand.palette.light), "ornament": self.brand.ornament, "emblem": self.emblem.name}
        data = json.dumps(shared, ensure_ascii=False, sort_keys=True)
        return {PRINT_FILE: data.encode(), self.emblem.name: self.emblem_data}

    def script(self, translations: Translations, *, whole: bool = False) -> Output:
        """The scripts of every page as one file in one language, with their phrases.

        It names the files of ``later_scripts``. ``whole`` puts them into it, for pages that are opened from a folder:
        there browsers load no modules.
        """
        later = self.later_scripts(translations)
        files = {name: output.path.removeprefix(THEME) for name, output in later.items()}
        files["style"] = self.path(SHOW_STYLE).removeprefix(THEME)
        phrases = _script_phrases(translations, "js.", but=tuple(f"js.{name}." for name in later))
        head = f"var PHRASES = {phrases}\nvar ZONE = {_as_json(translations.timezone)}\nvar LATER = {_as_json(files)}\n"
        data = b"(function () {\n'use strict'\n" + head.encode()
        for name in later if whole else ():
            data += f"LATER.{name} = ".encode() + self._later_function(name, translations)
        return _as_output(f"site-{translations.lang.lower()}.js", data + self._concatenate_scripts() + b"\n})()\n")

    def later_scripts(self, translations: Translations) -> dict[str, Output]:
        """The scripts that a page loads only when they are used, by the name of their folder: each a module."""
        return {
            name: _as_output(
                f"{name}-{translations.lang.lower()}.js", b"export default " + self._later_function(name, translations)
            )
            for name in sorted(path.name for path in (self._static / SCRIPTS).iterdir() if path.is_dir())
        }

    def _later_function(self, name: str, translations: Translations) -> bytes:
        """The scripts of a folder as a function of what the scripts of every page offer them."""
        phrases = _script_phrases(translations, f"js.{name}.")
        head = f"function (core, tour, vote, speech) {{\n'use strict'\ncore.learn({phrases})\n"
        return head.encode() + self._concatenate_scripts(name) + b"\n}\n"

    def _concatenate_scripts(self, folder: str = "") -> bytes:
        scripts = self._static / SCRIPTS / folder
        texts = (textfile.read_bytes(scripts / name) for name in _order(scripts))
        # notes for those who read the files here, a tenth of what a visitor would load
        return b"\n;".join(COMMENT_LINES.sub(b"", text).strip() for text in texts)

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
        data = {path.as_posix(): textfile.read_bytes(self._static / path) for path in others}
        return {name: _minify(text) if name.endswith(".css") else text for name, text in data.items()}


def color_style(palette: Palette) -> str:
    """The colours as custom properties, those of the dark scheme where the browser asks for it."""
    dark = _color_rule((name, color) for name, color in palette.dark.items() if palette.light.get(name) != color)
    return f"{_color_rule(palette.light.items())}{DARK} {{\n{dark}}}\n"


def _color_rule(colors: Iterable[tuple[str, str]]) -> str:
    return ":root {\n" + "".join(f"  --{name}: {color};\n" for name, color in colors) + "}\n"


def _icon(name: str, path: Path) -> Icon:
    suffix = path.suffix.lower()
    return Icon(f"{name}{suffix}", TYPES[suffix])


def _minify(style: bytes) -> bytes:
    minified: str = process_stylesheet(style.decode(), browsers_list=OLDEST_BROWSERS)
    return minified.encode()


def _script_phrases(translations: Translations, start: str, but: tuple[str, ...] = ()) -> str:
    """The phrases whose keys begin so, as JSON, but for those that begin with one of ``but``."""
    texts = translations.texts.items()
    phrases = {key: text for key, text in texts if key.startswith(start) and not key.startswith(but)}
    return _as_json(phrases).replace("{zone}", translations.zone_name)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _order(folder: Path) -> list[str]:
    return textfile.read_text(folder / "order.txt").split()


def _as_output(name: str, data: bytes) -> Output:
    stem, _, suffix = name.rpartition(".")
    return Output.from_bytes(f"{THEME}{stem}.{fingerprint(data)}.{suffix}", f"theme/static/{name}", data)
