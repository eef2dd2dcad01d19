"""Messages: every one is in all languages with the same placeholders, and every one is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.paths import ROOT
from plugins.system.messages import LANGS, Catalogue

FILES = [*sorted((ROOT / "plugins").rglob("messages.yaml")), ROOT / "tools" / "messages.yaml"]
SOURCES = [
    path for folder in ("plugins", "tools") for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html"}
]
# the beginnings of codes that are put together when they are used
COMPOSED = (
    *("disk_", "embeds_", "new_", "plan_", "reason_", "action_", "record_", "diff_", "ask_", "check_", "no_"),
    *("column_", "section_", "limit_", "qualify_", "equal_", "name_", "special_", "decision_"),
    *("label_", "help_", "option_", "language_", "side_", "edit_"),
)
# and the end of those of a part that judges score
COMPOSED_END = "_scored"


def _texts(path: Path) -> Mapping[str, Mapping[str, str]]:
    return Catalogue(str(path.parent)).texts


def _id(value: object) -> str:
    return value.parent.name if isinstance(value, Path) else str(value)


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_every_message_is_in_all_languages_with_the_same_placeholders(path: Path) -> None:
    placeholders = {
        code: {lang: sorted(re.findall(r"\{(\w+)", text)) for lang, text in texts.items()}
        for code, texts in _texts(path).items()
    }
    assert placeholders == {
        code: dict.fromkeys(LANGS, by_language[LANGS[0]]) for code, by_language in placeholders.items()
    }


# those of the content have a test of their own, which knows where codes are composed
@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name != "content"], ids=_id)
def test_every_message_is_used(path: Path) -> None:
    sources = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
    codes = {code.removesuffix(COMPOSED_END) for code in _texts(path)}
    unused = {code for code in codes if not re.search(rf"""["'_]{re.escape(code)}["']""", sources)}
    assert {code for code in unused if not code.startswith(COMPOSED)} == set()


def test_no_module_has_messages_of_its_own() -> None:
    modules = [
        path for path in SOURCES if re.search(r"zh-Hans[\"']: *(\{$|.*[^\x00-\x7f])", path.read_text("utf-8"), re.M)
    ]
    assert [path.relative_to(ROOT).as_posix() for path in modules] == []


def test_text_fills_the_placeholders() -> None:
    common = Catalogue(str(ROOT / "plugins" / "system"))
    assert common.text("problem_summary", "en", errors=2, warnings=1).startswith("Errors: 2, warnings: 1.")


def test_text_of_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        Catalogue(str(ROOT / "plugins" / "system")).text("no_such_message", "en")


def test_public_text_is_english_where_a_language_of_a_competition_has_none() -> None:
    common = Catalogue(str(ROOT / "plugins" / "system"))
    texts = [common.public_text("problem_summary", lang, errors=2, warnings=1) for lang in ("zh-Hans", "en", "fr")]
    assert texts[2] == texts[1] != texts[0]
