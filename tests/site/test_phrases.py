"""The site's phrases: shipped in three languages, and in any other by one file that is demanded and completed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.cli.build import check
from plugins.content.brand.brand import DEFAULT_BRAND
from plugins.content.brand.record import ContestWord, WordForms
from plugins.content.languages.record import TranslationFile
from plugins.content.load import load
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.paths import ROOT
from plugins.site.phrases import WORD, check_phrases, missing_phrases, placeholders, read_phrases, theme_phrases
from plugins.site.translations import Translations
from tests.content.mutations import SITE, replace_text, write_file
from tests.support.builds import TINY

THEME = ROOT / "theme"
SHIPPED_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
FILE = "translations/fr.yaml"
IN_FRENCH = replace_text(SITE, ("languages: [zh-Hans, en]", "languages: [zh-Hans, en, fr]"))


@pytest.fixture
def french(tiny: Path) -> Path:
    """The tiny contest with a third language, of which nobody has phrases."""
    IN_FRENCH(tiny)
    return tiny


def _problems(content: Path) -> list[tuple[str, int, str]]:
    competition = load(content).competition
    assert competition
    return [(problem.file, problem.line, problem.code) for problem in check_phrases(THEME, content, competition)]


def _complete(content: Path, translate: Callable[[str], str] = str) -> None:
    path = content / FILE
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^  # ([\w.-]+: .*)$", lambda match: f"  {translate(match[1])}", text)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_phrases_of_a_shipped_language_are_complete(lang: str) -> None:
    phrases, english = theme_phrases(THEME, lang), theme_phrases(THEME, "en")
    assert phrases is not None
    assert english is not None
    assert sorted(phrases) == sorted(english)


def test_phrases_ask_only_for_words_that_a_contest_may_have() -> None:
    texts = [(THEME / "translations" / f"{lang}.yaml").read_text(encoding="utf-8") for lang in SHIPPED_LANGUAGES]
    asked = [{match[1] for match in WORD.finditer(text)} for text in texts]
    words = [name for word in ContestWord for name in (word.value, f"{word.value}s")]
    assert [names - {*words, *(name.capitalize() for name in words)} for names in asked] == [set()] * 3
    # every word has its place in each language
    assert [{name.lower().removesuffix("s") for name in names} for names in asked] == [
        {"stage", "tour", "hall", "vote", "track", "unit"}
    ] * 3


def test_without_words_of_its_own_a_contest_has_those_of_the_theme() -> None:
    phrases = read_phrases(THEME, "zh-Hans", {}, DEFAULT_BRAND)
    assert (phrases["hall.name"], phrases["title.tour"]) == ("第{numeral}展厅", "网络巡展")
    assert not [key for key, phrase in phrases.items() if "|" in str(phrase) and "[" in str(phrase)]


def test_a_language_without_phrases_is_demanded(french: Path) -> None:
    assert _problems(french) == [(FILE, 1, "phrases_missing")]


def test_check_completes_the_file_once(french: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(french, None, "text", "en") == 1
    output = capsys.readouterr()
    assert "The site's phrases are not translated to fr" in output.err
    assert f"were added to {french}/{FILE}" in output.err
    text = (french / FILE).read_text(encoding="utf-8")
    assert '  # menu.home: "Home"\n' in text
    assert check(french, None, "text", "en") == 1
    assert (french / FILE).read_text(encoding="utf-8") == text


def test_a_completed_language_is_taken(french: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(french, None, "text", "en")
    _complete(french, lambda line: line.replace('"Home"', '"Accueil"'))
    capsys.readouterr()
    assert check(french, None, "text", "en") == 0
    assert _problems(french) == []
    competition = load(french).competition
    assert competition
    phrases = read_phrases(THEME, "fr", competition.translations, competition.brand)
    assert phrases["menu.home"] == "Accueil"
    assert Translations("fr", phrases).translate("hall.count", n=0) == "0 entry"


def test_completion_keeps_what_is_there(french: Path) -> None:
    before = "# à nous\nphrases:\n  menu.home: Accueil\ntexts:\n  社区: Quartier\n"
    write_file(FILE, before)(french)
    check(french, None, "text", "en")
    text = (french / FILE).read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in text] == []
    data = read_yaml(FILE, text).data
    assert data == {"phrases": {"menu.home": "Accueil"}, "texts": {"社区": "Quartier"}}
    assert text.index("# menu.tour") < text.index("texts:")


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("menu.hom: Accueil", "unknown_phrase_near"),
        ("zzzzzz: x", "unknown_phrase"),
        ('date: "{jour} {month}"', "phrase_placeholder"),
        ('date: "{day"', "phrase_placeholder"),
        ("months: janvier", "phrase_list"),
        ("months: [janvier]", "phrase_list"),
    ],
)
def test_wrong_phrases_are_reported_at_their_line(tiny: Path, phrase: str, code: str) -> None:
    write_file("translations/en.yaml", f"phrases:\n  menu.news: Reports\n  {phrase}\n")(tiny)
    assert _problems(tiny) == [("translations/en.yaml", 3, code)]


def test_a_shipped_language_may_be_changed_phrase_by_phrase(tiny: Path) -> None:
    write_file("translations/en.yaml", "phrases:\n  menu.news: Reports\n")(tiny)
    assert _problems(tiny) == []
    competition = load(tiny).competition
    assert competition
    phrases = read_phrases(THEME, "en", competition.translations, competition.brand)
    assert (phrases["menu.news"], phrases["menu.home"]) == ("Reports", "Home")


def test_a_translation_of_no_language_of_the_contest_is_reported(tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    write_file("translations/de.yaml", "phrases: {}\n")(content)
    assert [(problem.file, problem.code) for problem in load(content).problems] == [
        ("translations/de.yaml", "warn_not_read")
    ]


def _choices(content: Path) -> list[str]:
    competition = load(content).competition
    assert competition
    return [dict(problem.values)["choices"] for problem in check_phrases(THEME, content, competition)]


@pytest.mark.parametrize(
    ("phrase", "choices"),
    [('date: "{jour}"', "{day}, {month}, {year}"), ('menu.home: "{name}"', "—")],
)
def test_wrong_placeholder_is_reported_with_those_that_there_are(tiny: Path, phrase: str, choices: str) -> None:
    write_file("translations/en.yaml", f"phrases:\n  {phrase}\n")(tiny)
    assert _choices(tiny) == [choices]


def test_phrase_of_another_language_may_have_fewer_placeholders_and_a_list_all_its_parts(tiny: Path) -> None:
    months = ", ".join(f"m{number}" for number in range(12))
    text = f'phrases:\n  date: "{{day}}"\n  months: [{months}]\n  numerals: [I]\n  language.tlh: tlhIngan Hol\n'
    write_file("translations/en.yaml", text)(tiny)
    assert _problems(tiny) == []


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("plain", set()),
        ("{a} and {b}", {"a", "b"}),
        ({"one": "{n}", "other": "{m}"}, {"n", "m"}),
        (["{x}", "y"], {"x"}),
        ("{a", None),
        ({"one": "x", "other": "}"}, None),
    ],
)
def test_placeholders_are_the_names_in_braces_of_all_forms(phrase: object, names: set[str] | None) -> None:
    assert placeholders(phrase) == names


def test_missing_phrases_are_counted_and_the_first_is_named(french: Path) -> None:
    competition = load(french).competition
    assert competition
    (problem,) = check_phrases(THEME, french, competition)
    source = theme_phrases(THEME, "en")
    assert source
    needed = [key for key in source if not key.startswith(("language.", "zone.cities"))]
    # the theme knows how French calls itself
    assert missing_phrases(THEME, "fr", None) == needed
    assert missing_phrases(THEME, "tlh", None) == ["language.tlh", *needed]
    values = dict(problem.values)
    assert (values["lang"], values["count"], values["near"]) == ("fr", str(len(needed)), needed[0])
    assert missing_phrases(THEME, "zh-Hant", None) == []


def test_words_of_the_contest_are_in_all_forms_of_a_phrase() -> None:
    words = {ContestWord.HALL: {"en": WordForms("room", "rooms")}}
    brand = replace(DEFAULT_BRAND, words=words)
    phrases = read_phrases(THEME, "en", {}, brand)
    assert "Room" in phrases["hall.name"]
    assert [key for key, phrase in phrases.items() if "[" in str(phrase) and "|" in str(phrase)] == []
    assert read_phrases(THEME, "zh-Hans", {}, brand) == read_phrases(THEME, "zh-Hans", {}, DEFAULT_BRAND)


def test_every_language_calls_itself_the_same_in_all_others() -> None:
    files = {"fr": TranslationFile(phrases={"language.fr": "le français", "menu.home": "Accueil"})}
    phrases = read_phrases(THEME, "en", files, DEFAULT_BRAND)
    assert (phrases["language.fr"], phrases["menu.home"]) == ("le français", "Home")
    # a language without phrases of its own has those of the source
    french = read_phrases(THEME, "fr", files, DEFAULT_BRAND)
    assert (french["menu.home"], french["title.tour"]) == ("Accueil", phrases["title.tour"])
