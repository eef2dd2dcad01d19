"""The site's own words in each language: interface phrases, dates and numerals, read from ``theme/translations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from plugins.content.schema.dates import to_beijing_time
from plugins.system import textfile


@dataclass(frozen=True)
class Translations:
    """The phrases of one language by key. A missing key is a bug of the theme and raises ``KeyError``."""

    lang: str
    texts: dict[str, Any]

    def translate(self, key: str, **values: Any) -> str:
        """The phrase of this key with its placeholders replaced. Where it has a plural, ``n`` selects the form."""
        phrase = self.texts[key]
        if isinstance(phrase, dict):
            phrase = phrase["one" if values["n"] == 1 else "other"]
        return str(phrase).format(**values)

    def numeral(self, number: int) -> str:
        """The number in words (一, 二, 三 …) as far as the theme's list goes, then in figures."""
        numerals = self.texts["numerals"]
        return str(numerals[number - 1] if number <= len(numerals) else number)

    def day(self, moment: date) -> str:
        """A date in words; a datetime also with its time in Beijing."""
        local = to_beijing_time(moment)
        parts = {"year": local.year, "month": self.texts["months"][local.month - 1], "day": local.day}
        if isinstance(local, datetime):
            return self.translate("date_time", **parts, time=local.strftime("%H:%M"))
        return self.translate("date", **parts)


def read_translations(theme: Path, languages: tuple[str, ...]) -> dict[str, Translations]:
    """The translations of each language of the site; a language without a file gets the English ones."""
    return {lang: Translations(lang, _read(theme, lang)) for lang in languages}


def _read(theme: Path, lang: str) -> dict[str, Any]:
    path = theme / "translations" / f"{lang}.yaml"
    if not path.exists():
        path = theme / "translations" / "en.yaml"
    texts: dict[str, Any] = yaml.load(textfile.read_text(path), yaml.CSafeLoader)
    return texts
