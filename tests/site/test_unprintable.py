"""Problems of printed documents stand at the file and line to change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.content.load import load
from plugins.content.problems import Problem, problem
from plugins.content.schema.localized import TranslatedText
from plugins.results.certificates import Certificate, list_certificates
from plugins.site.language_site import LanguageSite
from plugins.site.printing.typst import TypesetDocument
from plugins.site.printing.unprintable import PrintProblemFinder
from tests.content.mutations import replace_text
from tests.site.site_renderers import make_renderers
from tests.support.builds import TINY


@pytest.fixture
def site() -> LanguageSite:
    """The tiny competition after the awards."""
    return make_renderers(TINY, "awards")["zh-Hans"].site


def _certificate(site: LanguageSite, slug: str) -> Certificate:
    return next(item for item in list_certificates(site.snapshot, "key") if item.entry and item.entry.slug == slug)


def _document(*parts: dict[str, Any], missing: str = "") -> TypesetDocument:
    return TypesetDocument(b"", parts, missing)


def _with_name(text: str) -> TranslatedText:
    return TranslatedText("zh-Hans", {"zh-Hans": text})


def test_longest_text_of_a_certificate_is_the_one_to_shorten(site: LanguageSite) -> None:
    lift = _certificate(site, "lift-watch")
    assert lift.entry
    long = "很长的名称" * 9
    level, unit, entry = lift.level, lift.unit, lift.entry
    cases = {
        ("competition.yaml", 3): (lift, replace(site.config, name=_with_name(long))),
        ("competition.yaml", 26): (replace(lift, level=replace(level, name=_with_name(long))), site.config),
        ("units.yaml", 8): (replace(lift, unit=replace(unit, name=_with_name(long))), site.config),
        ("entries/lift-watch/index.md", 3): (replace(lift, entry=replace(entry, title=_with_name(long))), site.config),
    }
    for (file, line), (certificate, config) in cases.items():
        shown = replace(site, snapshot=replace(site.snapshot, config=config))
        (wrong,) = PrintProblemFinder(TINY, shown).of_certificate(certificate, _document({"part": "text"}))
        values = dict(wrong.values)
        assert (wrong.file, wrong.line, wrong.code, values["words"]) == (file, line, "certificate_overfull", long)


def test_issuers_that_do_not_fit_are_named_by_the_longest(site: LanguageSite) -> None:
    finder = PrintProblemFinder(TINY, site)
    (wrong,) = finder.of_certificate(_certificate(site, "rain-garden"), _document({"part": "issuers"}))
    assert wrong == problem(
        "competition.yaml", 8, "certificate_overfull", unit="水务局", entry="雨水花园", words="小城甲委员会"
    )


def _characters(content: Path, characters: str) -> list[tuple[str, int, str]]:
    competition = load(content).competition
    assert competition
    site = make_renderers(content, "awards")["zh-Hans"].site
    finder = PrintProblemFinder(content, site)
    certificate = finder.of_certificate(_certificate(site, "rain-garden"), _document(missing=characters))
    problems: list[Problem] = [*certificate, *finder.of_booklet(_document(missing=characters))]
    assert {(dict(item.values)["sign"], dict(item.values)["point"]) for item in problems} == {("雨", "U+96E8")}
    return [(item.file, item.line, item.code) for item in problems]


def test_character_that_no_font_has_is_named_at_every_line_with_it(tiny: Path) -> None:
    garden, lift = "entries/rain-garden/index.md", "entries/lift-watch/index.md"
    replace_text("units.yaml", ("zh-Hans: 水务局", "zh-Hans: 雨水局"))(tiny)
    assert _characters(tiny, "雨") == [
        *((garden, line, "no_glyph") for line in (3, 7)),
        ("units.yaml", 7, "no_glyph"),
        ("units.yaml", 7, "warn_no_glyph"),
        *((garden, line, "warn_no_glyph") for line in (3, 7)),
    ]
    assert lift not in {file for file, *_ in _characters(tiny, "雨")}


def test_parts_of_the_catalogue_that_do_not_fit_are_named(site: LanguageSite) -> None:
    finder = PrintProblemFinder(TINY, site)
    notes = [
        {"part": "front"},
        {"part": "levels"},
        {"part": "table", "entry": "rain-garden", "columns": 9, "words": "挖浅沟"},
    ]
    assert list(finder.of_booklet(_document(*notes))) == [
        problem("competition.yaml", 3, "cover_overfull"),
        problem("competition.yaml", 25, "cover_overfull"),
        problem("entries/rain-garden/index.md", 25, "table_overfull", columns=9),
    ]
    assert list(finder.of_booklet(_document())) == []


SPECIAL = """result_rule:
  public: 20
  experts: 80
  trim: 1
  publish: []
  special_awards:
    - {id: loved, name: 人气奖, kind: popularity, size: 1, public_from: awards}
site:
"""


def test_name_of_a_special_award_is_where_the_rule_has_it(tiny: Path, site: LanguageSite) -> None:
    replace_text("competition.yaml", ("site:\n", SPECIAL))(tiny)
    awards = tiny / "results/awards.yaml"
    awards.write_text(awards.read_text(encoding="utf-8") + "special: {loved: [rain-garden]}\n", encoding="utf-8")
    shown = make_renderers(tiny, "awards")["zh-Hans"].site
    lift = _certificate(site, "lift-watch")
    level = replace(lift.level, id="loved", name=_with_name("很长的名称" * 9))
    (wrong,) = PrintProblemFinder(tiny, shown).of_certificate(replace(lift, level=level), _document({"part": "text"}))
    text = (tiny / "competition.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[wrong.line - 1].startswith("    - {id: loved")
    assert wrong.file == "competition.yaml"
