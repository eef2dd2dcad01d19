"""The git history of a content: what a stage hides is found in any commit of any branch, in whatever kind of file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from plugins.cli.stages import check_embargo
from plugins.embargo import history
from plugins.embargo.history import HistoryError, search_history
from tests.support.needs import needs

pytestmark = needs("git")

SECRET = "廊桥夜话大奖归属雨水花园"
IDENTITY = {f"GIT_{role}_{part}": "x@localhost" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}


def _git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "init.defaultBranch=main", *words]
    environment = {**os.environ, **IDENTITY}
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, encoding="utf-8", env=environment
    ).stdout


@pytest.fixture
def repository(tiny: Path) -> Path:
    """The tiny content, with an article that only the awards show; the repository has nothing of it yet."""
    hidden = tiny / "articles/secret/index.md"
    hidden.parent.mkdir()
    hidden.write_text(
        f"---\ntitle: {SECRET}\nsummary: 一篇还不能公开的新闻\ndate: 2024-04-01\npublic_from: awards\n---\n正文。\n",
        encoding="utf-8",
    )
    _git(tiny, "init", "-q")
    (tiny / "readme.txt").write_text("公开的仓库\n", encoding="utf-8")
    _git(tiny, "add", "readme.txt")
    _git(tiny, "commit", "-q", "-m", "first")
    return tiny


def test_clean_history_passes(repository: Path) -> None:
    report = search_history(repository, "tour")
    assert (report.leaks, report.commits, report.files, report.stage) == ((), 1, 1, "tour")
    assert report.terms > 0


@pytest.mark.parametrize("path", ["draft.md", "旧稿/获奖 名单.csv", "data.json"])
def test_term_of_a_file_that_was_removed_again_is_found(repository: Path, path: str) -> None:
    (repository / path).parent.mkdir(exist_ok=True)
    (repository / path).write_text(f'["{SECRET}"]\n', encoding="utf-8")
    _git(repository, "add", path)
    _git(repository, "commit", "-q", "-m", "by mistake")
    bad = _git(repository, "rev-parse", "HEAD").strip()
    _git(repository, "rm", "-q", path)
    _git(repository, "commit", "-q", "-m", "undone")
    (leak,) = search_history(repository, "tour").leaks
    assert (leak.path, leak.commit, leak.source) == (path, bad, "articles/secret/index.md")
    assert search_history(repository, "awards").leaks == ()


def test_leak_has_the_number_of_its_terms_and_the_first(repository: Path) -> None:
    for number in (1, 2):
        (repository / "draft.md").write_text(f"{SECRET}\n一篇还不能公开的新闻\n" * number, encoding="utf-8")
        _git(repository, "add", "draft.md")
        _git(repository, "commit", "-q", "-m", "by mistake")
    report = search_history(repository, "tour")
    assert (report.commits, report.files) == (3, 3)
    assert {(leak.path, leak.terms, leak.term) for leak in report.leaks} == {("draft.md", 2, "一篇还不能公开的新闻")}
    assert len(report.leaks) == 2


def test_files_are_searched_up_to_a_size(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "draft.md").write_text(SECRET, encoding="utf-8")
    _git(repository, "add", "draft.md")
    _git(repository, "commit", "-q", "-m", "by mistake")
    size = len(SECRET.encode())
    monkeypatch.setattr(history, "MAX_BLOB_BYTES", size)
    assert [leak.path for leak in search_history(repository, "tour").leaks] == ["draft.md"]
    monkeypatch.setattr(history, "MAX_BLOB_BYTES", size - 1)
    assert search_history(repository, "tour").leaks == ()


def test_other_branches_are_searched(repository: Path) -> None:
    _git(repository, "checkout", "-q", "-b", "other")
    (repository / "draft.md").write_text(SECRET, encoding="utf-8")
    _git(repository, "add", "draft.md")
    _git(repository, "commit", "-q", "-m", "elsewhere")
    _git(repository, "checkout", "-q", "main")
    assert [leak.path for leak in search_history(repository, "tour").leaks] == ["draft.md"]


def test_content_without_a_repository_is_reported(tiny: Path) -> None:
    # the project itself may be in one
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tiny.parent)}
    inside = subprocess.run(["git", "rev-parse"], cwd=tiny, env=environment, capture_output=True, check=False)
    assert inside.returncode != 0
    with pytest.raises(HistoryError) as caught:
        search_history(tiny, "tour")
    assert caught.value.code == "embargo_no_history"


def test_part_of_a_history_is_reported(repository: Path, tmp_path: Path) -> None:
    (repository / "readme.txt").write_text("neu\n", encoding="utf-8")
    _git(repository, "commit", "-q", "-a", "-m", "second")
    shallow = tmp_path / "shallow"
    _git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(shallow))
    for name in ("competition.yaml", "units.yaml"):
        (shallow / name).write_bytes((repository / name).read_bytes())
    with pytest.raises(HistoryError) as caught:
        search_history(shallow, "tour")
    assert caught.value.code == "embargo_history_shallow"


@pytest.mark.parametrize("damage", ["gone", "cut"])
@pytest.mark.parametrize("name", ["HEAD", "HEAD^{tree}", "HEAD:readme.txt"])
def test_history_that_cannot_be_read_does_not_pass(repository: Path, name: str, damage: str) -> None:
    digest = _git(repository, "rev-parse", name).strip()
    file = repository / ".git/objects" / digest[:2] / digest[2:]
    data = file.read_bytes()
    file.unlink()
    if damage == "cut":
        file.write_bytes(data[:-8])
    with pytest.raises(HistoryError) as caught:
        search_history(repository, "tour")
    assert caught.value.code == "embargo_history_unreadable"


@pytest.mark.parametrize(("lang", "word"), [("zh-Hans", "未通过"), ("en", "Failed")])
def test_command_names_file_commit_and_term(
    repository: Path, lang: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "draft.md").write_text(SECRET, encoding="utf-8")
    _git(repository, "add", "draft.md")
    _git(repository, "commit", "-q", "-m", "by mistake")
    bad = _git(repository, "rev-parse", "--short=12", "HEAD").strip()
    assert check_embargo(repository, repository, "tour", None, lang, history=True) == 1
    errors = capsys.readouterr().err
    assert all(part in errors for part in (word, "draft.md", bad))
