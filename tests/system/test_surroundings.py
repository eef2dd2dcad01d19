"""What a command takes from where it is started: the content's folder, and the language of its messages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.paths import PROGRAM
from plugins.system.surroundings import beside_content, default_content, default_lang
from tests.support.builds import SHIPPED, TINY


def _config(folder: Path, languages: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "competition.yaml").write_text(f"id: x\n{languages}\nname: X\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("languages", "lang"),
    [
        ("languages: [en]", "en"),
        ("languages: [zh-Hans, en]", "zh-Hans"),
        ("languages: [zh-Hant]", "zh-Hans"),
        ("languages: [de, zh-Hans]", "en"),
        ("languages:\n  - en\n  - zh-Hans", "en"),
        ("languages:\r\n  # zuerst\r\n  - de", "en"),
        ('languages: ["zh-Hans"]', "zh-Hans"),
        ("# no languages", "zh-Hans"),
    ],
)
def test_messages_are_in_the_language_of_the_content(tmp_path: Path, languages: str, lang: str) -> None:
    assert default_lang(_config(tmp_path, languages), {}) == lang


@pytest.mark.parametrize(("place", "lang"), [(500_000, "en"), (500_001, "zh-Hans")])
def test_language_is_looked_for_in_the_beginning_of_a_file_alone(tmp_path: Path, place: int, lang: str) -> None:
    before = "\nlanguages: [".rjust(place - 1, "#")
    (tmp_path / "competition.yaml").write_text(f"{before}en]\n", encoding="utf-8")
    assert default_lang(tmp_path, {}) == lang


def test_the_environment_goes_before_the_content(tmp_path: Path) -> None:
    content = _config(tmp_path, "languages: [en]")
    assert default_lang(content, {"XUNZHAN_LANG": "zh-Hans"}) == "zh-Hans"
    assert default_lang(content, {"XUNZHAN_LANG": "tlh"}) == "en"
    assert default_lang(tmp_path / "nowhere", {}) == "zh-Hans"


def test_content_is_named_by_the_environment_or_is_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert default_content({}) == Path("content")
    assert default_content({"XUNZHAN_CONTENT": "mine"}) == Path("mine")
    monkeypatch.chdir(_config(tmp_path / "mine", "languages: [en]"))
    assert default_content({}) == Path()
    assert default_content({"XUNZHAN_CONTENT": "other"}) == Path("other")


def test_what_a_command_writes_is_never_among_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert beside_content(Path("output"), {}) == Path("output")
    monkeypatch.chdir(_config(tmp_path / "mine", "languages: [en]"))
    assert beside_content(Path("output"), {}) == Path("../output")
    assert beside_content(tmp_path / "site", {}) == tmp_path / "site"


def _run(*arguments: str, cwd: Path, **environment: str) -> str:
    command = [sys.executable, str(PROGRAM), *arguments]
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8")


def test_commands_find_content_and_language_by_themselves(tmp_path: Path) -> None:
    assert "内容没有问题" in _run("check", cwd=TINY) or "没有" in _run("check", cwd=TINY)
    by_environment = _run("check", cwd=tmp_path, XUNZHAN_CONTENT=str(SHIPPED), XUNZHAN_LANG="en")
    assert by_environment == _run("check", "--content", str(SHIPPED), "--lang", "en", cwd=tmp_path)
    assert by_environment.isascii()
    assert not _run("check", "--lang", "zh-Hans", cwd=TINY, XUNZHAN_LANG="en").isascii()
