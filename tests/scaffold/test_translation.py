"""Translations begun by the program: drafts between the Chinese scripts, and texts to translate in other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli.new import new
from plugins.content.load import load
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.scaffold.translation import find_draft
from tests.content.mutations import SITE, replace_text
from tools.traditional import draft_phrases

HANT = "translations/zh-Hant.yaml"


def _translate(content: Path, language: str) -> int:
    return new("translation", content, "en", language=language)


@pytest.fixture
def traditional(tiny: Path) -> Path:
    """The tiny contest with traditional Chinese as its third language."""
    replace_text(SITE, ("languages: [zh-Hans, en]", "languages: [zh-Hans, en, zh-Hant]"))(tiny)
    return tiny


def test_traditional_chinese_is_drafted(traditional: Path) -> None:
    assert _translate(traditional, "zh-Hant") == 0
    loaded = load(traditional)
    assert loaded.problems == ()
    assert loaded.competition
    texts = loaded.competition.translations["zh-Hant"].texts
    draft = find_draft("zh-Hans", "zh-Hant")
    assert draft
    assert [source for source, text in texts.items() if text != draft(source)] == []
    garden = next(entry for entry in loaded.competition.entries if entry.slug == "rain-garden")
    assert garden.title.in_language("zh-Hant").value == "雨水花園"
    assert garden.is_translated("zh-Hant")


def test_what_was_corrected_is_kept(traditional: Path) -> None:
    _translate(traditional, "zh-Hant")
    files = {path: path.read_bytes() for path in traditional.rglob("*") if path.is_file()}
    corrected = traditional / "entries/rain-garden/index.zh-Hant.md"
    corrected.write_text(corrected.read_text(encoding="utf-8").replace("雨水花園", "雨水園"), encoding="utf-8")
    files[corrected] = corrected.read_bytes()
    assert _translate(traditional, "zh-Hant") == 0
    assert {path: path.read_bytes() for path in traditional.rglob("*") if path.is_file()} == files


def test_other_languages_get_the_texts_to_translate(tiny: Path) -> None:
    assert _translate(tiny, "en") == 0
    text = (tiny / "translations/en.yaml").read_text(encoding="utf-8")
    assert read_yaml("x", text).data == {"texts": None}
    assert [line for line in text.splitlines()[1:] if not line.startswith("  # ")] == []


def test_text_that_is_translated_is_not_asked_for_again(tiny: Path) -> None:
    _translate(tiny, "en")
    path = tiny / "translations/en.yaml"
    asked = path.read_text(encoding="utf-8").splitlines()
    first = asked[1].removeprefix("  # ").removesuffix(":")
    translated = [asked[0], f"  {first}: Translated", *asked[2:]]
    path.write_text("\n".join(translated) + "\n", encoding="utf-8")
    assert load(tiny).problems == ()
    assert _translate(tiny, "en") == 0
    assert path.read_text(encoding="utf-8").splitlines() == translated


@pytest.mark.parametrize("language", ["fr", "zh-Hans", ""])
def test_only_a_further_language_of_the_contest_is_translated(
    tiny: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _translate(tiny, language) == 1
    assert "--language:" in capsys.readouterr().err


def test_phrases_of_the_theme_are_drafted_where_they_lack() -> None:
    simplified = '# 头\ndate: "{year}年"\n\n# 菜单\nmenu.home: "首页"\nhall.count:\n  one: "一项"\n'
    traditional = '# 頭\ndate: "{year} 年"\n'
    assert draft_phrases(simplified, traditional) == (
        '# 頭\ndate: "{year} 年"\n\n# 菜單\nmenu.home: "首頁"\nhall.count:\n  one: "一項"\n'
    )
