"""The theme's own files: styles in one, scripts in one, all under names that change with their contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lightningcss import process_stylesheet

from plugins.content.url_scheme import THEME
from plugins.site.files.outputs import Output, fingerprint
from plugins.site.files.theme_colors import ThemeColors, read_colors
from plugins.site.translations import Translations
from plugins.system import textfile

STYLES, SCRIPTS = "css", "js"
# without them fallbacks would be dropped and newer syntax written, such as (width >= 48em)
OLDEST_BROWSERS = ["chrome 86", "ios_saf 14"]


@dataclass(frozen=True)
class ThemeAssets:
    """The files of ``theme/static``, by the name that templates use."""

    static: Path

    def path(self, name: str) -> str:
        """The path of an asset from the site's root. Raises ``KeyError`` for one that the theme does not have."""
        return self.outputs[name].path

    @cached_property
    def colors(self) -> ThemeColors:
        """The colours of the style sheet, for what is not styled by it."""
        return read_colors(self.static)

    @cached_property
    def outputs(self) -> dict[str, Output]:
        """Every file but the scripts, by name."""
        files = {"site.css": _minify(_concatenate(self.static / STYLES, b"\n")), **self._other_files()}
        return {name: _as_output(name, data) for name, data in files.items()}

    def script(self, translations: Translations) -> Output:
        """All scripts as one file in one language, with the phrases whose keys begin with ``js.``."""
        phrases = {key: text for key, text in translations.texts.items() if key.startswith("js.")}
        encoded = json.dumps(phrases, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        head = b"(function () {\n'use strict'\nvar PHRASES = " + encoded + b"\n"
        code = head + _concatenate(self.static / SCRIPTS, b"\n;") + b"})()\n"
        return _as_output(f"site-{translations.lang.lower()}.js", code)

    def _other_files(self) -> dict[str, bytes]:
        files = [path.relative_to(self.static) for path in sorted(self.static.rglob("*")) if path.is_file()]
        others = [path for path in files if path.parts[0] not in {STYLES, SCRIPTS}]
        return {path.as_posix(): textfile.read_bytes(self.static / path) for path in others}


def _minify(style: bytes) -> bytes:
    minified: str = process_stylesheet(style.decode(), browsers_list=OLDEST_BROWSERS)
    return minified.encode()


def _concatenate(folder: Path, separator: bytes) -> bytes:
    names = textfile.read_text(folder / "order.txt").split()
    return separator.join(textfile.read_bytes(folder / name).strip() for name in names) + b"\n"


def _as_output(name: str, data: bytes) -> Output:
    stem, _, suffix = name.rpartition(".")
    return Output.from_bytes(f"{THEME}{stem}.{fingerprint(data)}.{suffix}", f"theme/static/{name}", data)
