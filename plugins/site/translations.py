"""The site's own words in each language: interface phrases, dates and numerals, read from ``theme/translations``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from plugins.content.schema.fields import in_beijing
from plugins.system import textfile


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language. A key that is not there is a bug of the theme and raises ``KeyError``."""

    lang: str
    texts: dict[str, Any]

    def say(self, key: str, **values: Any) -> str:
        """The phrase of this key with its placeholders filled; ``n`` chooses where it has a plural."""
        phrase = self.texts[key]
        if isinstance(phrase, dict):
            phrase = phrase["one" if values["n"] == 1 else "other"]
        return str(phrase).format(**values)

    def numeral(self, number: int) -> str:
        """一, 二, 三 … as far as the theme's list goes, then figures."""
        numerals = self.texts["numerals"]
        return str(numerals[number - 1] if number <= len(numerals) else number)

    def day(self, moment: date) -> str:
        """A date in words; an instant with its time in Beijing."""
        shown = in_beijing(moment)
        parts = {"year": shown.year, "month": self.texts["months"][shown.month - 1], "day": shown.day}
        if isinstance(shown, datetime):
            return self.say("date_time", **parts, time=shown.strftime("%H:%M"))
        return self.say("date", **parts)


def read_phrases(theme: Path, languages: tuple[str, ...]) -> dict[str, Phrases]:
    """The phrases of every language of the site; one without a file of its own speaks English in its interface."""
    return {lang: Phrases(lang, _read(theme, lang)) for lang in languages}


def _read(theme: Path, lang: str) -> dict[str, Any]:
    path = theme / "translations" / f"{lang}.yaml"
    if not path.exists():
        path = theme / "translations" / "en.yaml"
    texts: dict[str, Any] = yaml.load(textfile.read_text(path), yaml.CSafeLoader)
    return texts
