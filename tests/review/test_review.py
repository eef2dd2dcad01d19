"""A review of a change in git: one page with every word that came or went, and a number for the same changes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.content.problems import ContentError
from plugins.review.review import RevisionError, make_review, say, write_earlier_content
from plugins.system.messages import LANGS
from tests.content.mutations import LIFT, paint_picture, replace_text
from tests.support.builds import TINY, TINY_STAGES, run_task
from tests.support.needs import needs

pytestmark = needs("git")

AUTHOR = ["-c", "user.name=Mu Mu", "-c", "user.email=mu@example.org"]


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *AUTHOR, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the tiny content in a folder of it."""
    folder = tmp_path_factory.mktemp("review")
    shutil.copytree(TINY, folder / "content")
    _git(folder, "init", "--quiet")
    _git(folder, "add", "content")
    _git(folder, "commit", "--quiet", "-m", "first")
    return folder


@pytest.fixture
def content(committed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(committed, tmp_path / "work")) / "content"


@pytest.mark.parametrize("lang", LANGS)
def test_review_of_a_change(content: Path, lang: str) -> None:
    replace_text(LIFT, ("电梯看护", "电梯有人看护"))(content)
    paint_picture("entries/lift-watch/cover.png", 8, 8)(content)
    review = make_review(content, "HEAD", "tour", lang)
    page = BeautifulSoup(review.page, "html.parser")
    (section,) = (item for item in page.select("main > section") if item.find(string="/entries/lift-watch/"))
    assert "有人" in [mark.get_text() for mark in section.select("ins")]
    assert page.find(string=say("review_first", lang)) is None
    assert [number.get_text() for number in page.select(".number")] == [review.number] * 2
    assert re.fullmatch(r"[0-9A-F]{4}(-[0-9A-F]{4}){2}", review.number)
    # nothing is asked of the network
    sources = [str(item["src"]) for item in page.select("[src]")]
    assert [source for source in sources if not source.startswith("data:image/jpeg;base64,")] == []
    assert page.select("script, link, iframe") == []
    policy = page.select_one("meta[http-equiv]")
    assert isinstance(policy, Tag)
    assert policy["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_change_stands_once_with_all_its_pages(content: Path) -> None:
    replace_text(LIFT, ("电梯看护", "电梯有人看护"))(content)
    page = BeautifulSoup(make_review(content, "HEAD", None, "en").page, "html.parser")
    assert [mark.get_text() for mark in page.select("ins")] == ["有人"]
    assert page.find(string=re.compile(r"^\d+ more pages have this change$"))
    # the entry's own page goes before that of its translation
    assert [note.get_text() for note in page.select("section > .note")] == ["/entries/lift-watch/"]
    # a later stage has the same change
    assert len(page.find_all(string="Only changes that are listed above.")) == len(TINY_STAGES) - 2


def test_number_is_of_the_change(content: Path) -> None:
    empty = make_review(content, "HEAD", "tour", "en")
    assert empty.count == 0
    replace_text(LIFT, ("电梯看护", "电梯有人看护"))(content)
    first, again = (make_review(content, "HEAD", "tour", "en").number for _ in range(2))
    assert first == again
    replace_text(LIFT, ("电梯有人看护", "电梯有人看"))(content)
    assert len({empty.number, first, make_review(content, "HEAD", "tour", "en").number}) == 3


def test_hostile_words_are_shown_as_words(content: Path) -> None:
    replace_text(LIFT, ("title: 电梯看护", "title: '<img src=x onerror=alert(1)>'"))(content)
    page = BeautifulSoup(make_review(content, "HEAD", "tour", "en").page, "html.parser")
    assert page.select("[onerror], img[src=x]") == []


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "HEAD; true", ""])
def test_revision_that_does_not_exist_is_reported(content: Path, tmp_path: Path, revision: str) -> None:
    with pytest.raises(RevisionError) as caught:
        write_earlier_content(content, revision, tmp_path / "out")
    assert caught.value.code == "review_no_revision"
    assert not (tmp_path / "out").exists()


def test_without_git_the_reason_is_reported(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError) as caught:
        write_earlier_content(content, "HEAD", tmp_path / "out")
    assert caught.value.code == "review_no_git"


def test_errors_of_the_content_and_of_the_earlier_one_are_reported_apart(content: Path) -> None:
    replace_text(LIFT, ("track: safety", "track: saftey"))(content)
    with pytest.raises(ContentError):
        make_review(content, "HEAD", "tour", "en")
    _git(content.parent, "commit", "--quiet", "-a", "-m", "wrong")
    replace_text(LIFT, ("track: saftey", "track: safety"))(content)
    with pytest.raises(RevisionError) as caught:
        make_review(content, "HEAD", "tour", "en")
    assert caught.value.code == "review_old_errors"


def test_stage_that_is_not_prepared_is_named_and_left_out(content: Path) -> None:
    awards = (content / "results/awards.yaml").read_bytes()
    (content / "results/awards.yaml").unlink()
    _git(content.parent, "commit", "--quiet", "-a", "-m", "before the awards")
    page = BeautifulSoup(make_review(content, "HEAD", None, "en").page, "html.parser")
    sentence = page.find(string=re.compile("^Stages that are not prepared yet and were not compared: "))
    assert sentence
    assert (len(sentence.split(", ")), len(page.select("h2"))) == (3, 4)
    # once it is prepared, it is what it shows beyond the stage before
    (content / "results/awards.yaml").write_bytes(awards)
    review = BeautifulSoup(make_review(content, "HEAD", "notice", "en").page, "html.parser")
    assert "/winners/" in [note.get_text() for note in review.select("section > .note")]
    assert review.find(string=say("review_first", "en"))
    assert "/entries/lift-watch/" not in [note.get_text() for note in review.select("section:has(.kind) > .note")]


def test_page_that_cannot_be_written_is_reported(content: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    place = str(tmp_path / "file" / "review.html")
    done = run_task("review", "--content", str(content), "--stage", "tour", "--output", place, "--lang", "en")
    assert (done.returncode, "Traceback" in done.stderr, place in done.stderr) == (1, False, True)


def test_unknown_stage_is_a_problem(content: Path) -> None:
    with pytest.raises(ContentError) as caught:
        make_review(content, "HEAD", "toor", "en")
    assert [item.code for item in caught.value.problems] == ["unknown_stage_near"]


def test_command_writes_the_page(content: Path, tmp_path: Path) -> None:
    replace_text(LIFT, ("电梯看护", "电梯有人看护"))(content)
    options = ("--content", str(content), "--stage", "tour", "--output", str(tmp_path / "out" / "review.html"))
    done = run_task("review", *options, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "review.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    failed = run_task("review", *options, "--since", "nowhere", "--lang", "en")
    assert (failed.returncode, "Traceback" in failed.stderr) == (1, False)
