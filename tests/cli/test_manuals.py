"""The manuals are true: their commands are taken, their examples load, their messages are the program's own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from shutil import copy, copytree
from typing import Any

import pytest
import yaml

from plugins.cli.main import find_task
from plugins.content.load import load
from plugins.content.problems import CATALOGUE
from plugins.paths import ROOT
from tests.support.builds import SHIPPED

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FOR_DEVELOPERS = {"performance.md"}
FOR_ANYONE = [path for path in DOCUMENTS if path.name not in FOR_DEVELOPERS]
MANUALS = {"zh-Hans": ROOT / "docs" / "editors.zh.md", "en": ROOT / "docs" / "editors.en.md"}
COMMAND = re.compile(r"\b(py|python3) tasks\.py ([^`\n]+)")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
HOME = "entries/rain-garden"
FILMED = "entries/rain-lookouts"


def _commands(path: Path) -> list[tuple[str, str]]:
    return [(match[1], match[2].strip()) for match in COMMAND.finditer(path.read_text(encoding="utf-8"))]


def _blocks(lang: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in BLOCK.finditer(MANUALS[lang].read_text(encoding="utf-8"))]


def _shape(lang: str) -> list[str]:
    """The level of each heading, and a bar for each row of a table."""
    return re.findall(r"^(#+(?= )|\|)", MANUALS[lang].read_text(encoding="utf-8"), re.M)


def _examples(lang: str) -> list[Any]:
    texts = [text.split("---\n")[1] if kind == "markdown" else text for kind, text in _blocks(lang) if kind != "vtt"]
    return [yaml.safe_load(text) for text in texts if not text.startswith("py ")]


def _without_words(chinese: Any, english: Any) -> Any:
    """The English example with the Chinese one's words wherever both have words, so that equal means alike."""
    if isinstance(chinese, dict) and isinstance(english, dict) and list(chinese) == list(english):
        return {key: _without_words(chinese[key], english[key]) for key in chinese}
    if isinstance(chinese, list) and isinstance(english, list) and len(chinese) == len(english):
        return [_without_words(*pair) for pair in zip(chinese, english, strict=True)]
    are_words = isinstance(chinese, str) and isinstance(english, str) and not chinese.isascii()
    return chinese if are_words else english


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_of_the_documents_are_taken_by_the_program(path: Path) -> None:
    for _, command in _commands(path):
        if command != "--list":
            task, arguments = find_task(shlex.split(command, comments=True))
            assert task is not None, command
            task.parse(arguments, "en")


@pytest.mark.parametrize("path", [*MANUALS.values(), ROOT / "README.md"], ids=lambda path: path.name)
def test_table_of_commands_shows_each_for_windows_and_for_the_others(path: Path) -> None:
    rows = re.findall(r"^\|.*tasks\.py.*", path.read_text(encoding="utf-8"), re.M)
    pairs = [[code[1] for code in re.finditer(r"`([^`]+)`", row)] for row in rows]
    assert len(pairs) > 1
    assert pairs == [[pair[0], f"python3 {pair[0].removeprefix('py ')}"] for pair in pairs]


@pytest.mark.parametrize("path", FOR_ANYONE, ids=lambda path: path.name)
def test_commands_can_be_copied_into_any_terminal(path: Path) -> None:
    """A comment behind a command is one to a Unix shell, and words of the command to Windows."""
    assert [command for _, command in _commands(path) if "#" in command] == []
    assert re.findall(r"(?:`|^)invoke [^`\n]+", path.read_text(encoding="utf-8"), re.M) == []


def test_both_manuals_have_the_same_commands() -> None:
    placeholders = {"申报表文件夹": "FOLDER", "汇总表.xlsx": "table.xlsx", "新文件夹": "NEW-FOLDER", "张三": '"Li Hua"'}
    chinese = [(program, command) for program, command in _commands(MANUALS["zh-Hans"])]
    for old, new in placeholders.items():
        chinese = [(program, command.replace(old, new)) for program, command in chinese]
    assert chinese == [(program, command.removesuffix(" --lang en")) for program, command in _commands(MANUALS["en"])]


def test_both_manuals_have_the_same_sections_tables_and_examples() -> None:
    assert _shape("zh-Hans") == _shape("en")
    assert [kind for kind, _ in _blocks("zh-Hans")] == [kind for kind, _ in _blocks("en")]
    pairs = list(zip(_examples("zh-Hans"), _examples("en"), strict=True))
    assert [_without_words(*pair) for pair in pairs] == [chinese for chinese, _ in pairs]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The shipped content with the files that the examples name, and without ballots on another platform."""
    content = copytree(SHIPPED, tmp_path / "content")
    for page in content.glob("entries/*/index.md"):
        page.write_text(re.sub(r"^ballots:\n(  .*\n)+", "", page.read_text(encoding="utf-8"), flags=re.M), "utf-8")
    (content / HOME).mkdir()
    for name in ("cover.jpg", "before.jpg", "after.jpg", "film.jpg"):
        copy(content / FILMED / "poster.jpg", content / HOME / name)
    copy(content / FILMED / "film.mp4", content / HOME / "film.mp4")
    return content


@pytest.mark.parametrize("lang", MANUALS)
def test_examples_of_a_manual_make_a_content_without_problems(lang: str, shipped: Path) -> None:
    (page,) = [text for kind, text in _blocks(lang) if kind == "markdown"]
    (captions,) = [text for kind, text in _blocks(lang) if kind == "vtt"]
    examples = [text for kind, text in _blocks(lang) if kind == "yaml"]
    shortlist, media, elsewhere, brand, channels, counts, rounds, privacy = examples
    assert set(yaml.safe_load(rounds)) == {"stages", "rounds"}
    listed = shipped / "results" / "shortlist.yaml"
    listed.write_text(f"{listed.read_text(encoding='utf-8')}{shortlist.splitlines()[-1]}\n", encoding="utf-8")
    contest = yaml.safe_load((shipped / "competition.yaml").read_text(encoding="utf-8")) | yaml.safe_load(channels)
    contest["vote_rule"]["shows_count"] = True
    (shipped / "competition.yaml").write_text(yaml.safe_dump(contest, allow_unicode=True), encoding="utf-8")
    (shipped / "results" / "counts.yaml").write_text(counts, encoding="utf-8")
    (shipped / "privacy.yaml").write_text(privacy, encoding="utf-8")
    (shipped / "brand" / "brand.yaml").write_text(brand, encoding="utf-8")
    (allowed,) = yaml.safe_load(privacy)["allowed"]
    with (shipped / allowed["file"]).open("a", encoding="utf-8") as article:
        article.write(f"\n{allowed['what']}\n")
    (shipped / HOME / "film.vtt").write_text(captions, encoding="utf-8")
    for film in (media, elsewhere):
        (shipped / HOME / "index.md").write_text(page.replace("\n---\n", f"\n{film}---\n"), encoding="utf-8")
        loaded = load(shipped)
        assert loaded.problems == ()
        assert loaded.competition
        assert "rain-garden" in {entry.slug for entry in loaded.competition.entries if entry.video}


@pytest.mark.parametrize("lang", MANUALS)
def test_errors_that_a_manual_explains_are_quoted_word_for_word(lang: str) -> None:
    table = MANUALS[lang].read_text(encoding="utf-8").rpartition("|---|---|\n")[2]
    quoted = [row.split("|")[1].strip() for row in table.splitlines()]
    known = [re.sub(r"\{\w+\}", "…", text[lang]) for text in CATALOGUE.texts.values()]
    assert [quote for quote in quoted if not any(quote in text for text in known)] == []
    assert len(quoted) == 20


@pytest.mark.parametrize("lang", MANUALS)
def test_platforms_that_a_manual_names_are_those_of_the_registry(lang: str) -> None:
    registry = yaml.safe_load((ROOT / "plugins/content/providers.yaml").read_text(encoding="utf-8"))["providers"]
    offered = {match["id"] for match in registry if not match.get("for_tests")} - {"link"}
    (line,) = re.findall(r"^- `provider` .*?(?=^- )", MANUALS[lang].read_text(encoding="utf-8"), re.M | re.S)
    assert set(re.findall(r"`([a-z-]+)`", line)) - {"provider"} == offered
