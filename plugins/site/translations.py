"""The site's own words in each language: interface phrases, dates and numerals, read from ``theme/translations``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from plugins.content.brand.brand import DEFAULT_BRAND, Brand
from plugins.content.languages.plurals import plural_category
from plugins.content.languages.record import TranslationFile
from plugins.content.schema.dates import DEFAULT_ZONE, find_zone, local_time
from plugins.site.phrases import Phrases, read_phrases


@dataclass(frozen=True)
class Translations:
    """The phrases of one language by key. A missing key is a bug of the theme and raises ``KeyError``.

    ``timezone`` is the name of the time zone whose clocks are shown.
    """

    lang: str
    texts: Phrases
    timezone: str = DEFAULT_ZONE

    def translate(self, key: str, **values: Any) -> str:
        """The phrase of this key with its placeholders replaced. Where it has a plural, ``n`` selects the form."""
        phrase = self.texts[key]
        if isinstance(phrase, dict):
            # a published figure is text
            number = str(values["n"])
            form = plural_category(self.lang, int(number)) if number.isdecimal() else "other"
            phrase = phrase.get(form, phrase["other"])
        return str(phrase).format(**values)

    def translate_as(self, key: str, form: str, **values: Any) -> str:
        """The phrase of this key; where it has forms by name, in this one or else in the form ``other``."""
        phrase = self.texts[key]
        return str(phrase.get(form, phrase["other"]) if isinstance(phrase, dict) else phrase).format(**values)

    def numeral(self, number: int) -> str:
        """The number in words (一, 二, 三 …) as far as the theme's list goes, then in figures."""
        numerals = self.texts["numerals"]
        return str(numerals[number - 1] if number <= len(numerals) else number)

    def day(self, moment: date) -> str:
        """A date in words; a datetime also with its time on clocks of the competition's time zone."""
        local = local_time(moment, find_zone(self.timezone) or UTC)
        parts = {"year": local.year, "month": self.texts["months"][local.month - 1], "day": local.day}
        if isinstance(local, datetime):
            return self.translate("date_time", **parts, time=local.strftime("%H:%M"))
        return self.translate("date", **parts)

    @property
    def zone_name(self) -> str:
        """What people call the competition's time zone: by its city, such as Beijing time."""
        city = self.texts["zone.cities"].get(self.timezone, self.timezone.rpartition("/")[2].replace("_", " "))
        return self.translate("zone.name", city=city)

    def zone_note(self, *moments: date | None) -> str:
        """The name of the time zone in brackets, if one of these moments has a clock time; else nothing."""
        has_time = any(isinstance(moment, datetime) for moment in moments)
        return self.translate("zone.note", zone=self.zone_name) if has_time else ""


def read_translations(
    theme: Path,
    languages: tuple[str, ...],
    timezone: str = DEFAULT_ZONE,
    files: Mapping[str, TranslationFile] | None = None,
    brand: Brand = DEFAULT_BRAND,
) -> dict[str, Translations]:
    """The phrases of each language of the site: the theme's, those of the contest's ``files``, and its own words."""
    return {lang: Translations(lang, read_phrases(theme, lang, files or {}, brand), timezone) for lang in languages}
