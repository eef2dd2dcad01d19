"""The theme's own files: styles in one, scripts in one, all under names that change with their contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lightningcss import process_stylesheet

from plugins.site.files.outputs import Output, fingerprint, written
from plugins.site.translations import Phrases
from plugins.system import textfile

STYLES, SCRIPTS = "css", "js"
# without them fallbacks would be dropped and newer syntax written, such as (width >= 48em)
OLDEST_BROWSERS = ["chrome 86", "ios_saf 14"]


@dataclass(frozen=True)
class Assets:
    """The files of ``theme/static``, by the name that templates use."""

    static: Path

    def path(self, name: str) -> str:
        """The path of an asset from the site's root. Raises ``KeyError`` for one that the theme does not have."""
        return self.outputs[name].path

    @cached_property
    def outputs(self) -> dict[str, Output]:
        files = {"site.css": _minified(_joined(self.static / STYLES, b"\n")), **self._singles()}
        return {name: _output(name, data) for name, data in files.items()}

    def script(self, phrases: Phrases) -> Output:
        """All scripts as one, which speaks this language: its phrases are those whose keys begin with ``js.``."""
        said = {key: text for key, text in phrases.texts.items() if key.startswith("js.")}
        words = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        opening = b"(function () {\n'use strict'\nvar PHRASES = " + words + b"\n"
        code = opening + _joined(self.static / SCRIPTS, b"\n;") + b"})()\n"
        return _output(f"site-{phrases.lang.lower()}.js", code)

    def _singles(self) -> dict[str, bytes]:
        files = [path.relative_to(self.static) for path in sorted(self.static.rglob("*")) if path.is_file()]
        single = [path for path in files if path.parts[0] not in {STYLES, SCRIPTS}]
        return {path.as_posix(): textfile.read_bytes(self.static / path) for path in single}


def _minified(style: bytes) -> bytes:
    minified: str = process_stylesheet(style.decode(), browsers_list=OLDEST_BROWSERS)
    return minified.encode()


def _joined(folder: Path, between: bytes) -> bytes:
    names = textfile.read_text(folder / "order.txt").split()
    return between.join(textfile.read_bytes(folder / name).strip() for name in names) + b"\n"


def _output(name: str, data: bytes) -> Output:
    stem, _, suffix = name.rpartition(".")
    return written(f"theme/{stem}.{fingerprint(data)}.{suffix}", f"theme/static/{name}", data)
