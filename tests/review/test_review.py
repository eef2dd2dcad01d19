"""A review shows each word and picture that came or went, and has one number for the same changes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.content.problems import ContentError
from plugins.review.changes import PageReview, number_of, review_pages
from plugins.review.earlier_content import RevisionError, write_earlier_content
from plugins.review.review import EarlierContentError, make_review
from plugins.system.messages import LANGS
from tests.content.mutations import LIFT, paint_picture, replace_text
from tests.support.builds import TINY, TINY_STAGES, run_task

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


def _page(main: str, title: str = "t") -> str:
    return f"<html><head><title>{title}</title></head><body><main>{main}</main></body></html>"


def _compare(folder: Path, before: dict[str, str], after: dict[str, str]) -> list[PageReview]:
    for side, pages in (("before", before), ("after", after)):
        for path, page in pages.items():
            file = folder / side / path / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page, encoding="utf-8")
    return review_pages(folder / "before", folder / "after")


def test_words_that_came_and_went_are_marked_in_their_paragraph(tmp_path: Path) -> None:
    (review,) = _compare(
        tmp_path, {"a": _page("<p>过去积水很深。</p><p>同样</p>")}, {"a": _page("<p>现在积水不深。</p><p>同样</p>")}
    )
    assert (review.kind, review.path) == ("changed", "a/")
    assert review.paragraphs == (
        (("gone", "过去"), ("new", "现在"), ("same", "积水"), ("gone", "很"), ("new", "不"), ("same", "深。")),
    )


def test_paragraphs_without_likeness_stand_one_after_the_other(tmp_path: Path) -> None:
    (review,) = _compare(tmp_path, {"a": _page("<p>雨水花园</p>")}, {"a": _page("<p>lift watch</p>")})
    assert review.paragraphs == ((("gone", "雨水花园"),), (("new", "lift watch"),))


def test_new_and_removed_pages_are_told_with_their_words(tmp_path: Path) -> None:
    reviews = _compare(tmp_path, {"a": _page("<p>旧</p>", "A")}, {"b": _page("<h1>新</h1>", "B")})
    assert [(item.kind, item.path, item.title, item.paragraphs) for item in reviews] == [
        ("gone", "a/", "A", ((("gone", "旧"),),)),
        ("new", "b/", "B", ((("new", "新"),),)),
    ]


def test_page_that_differs_in_its_frame_alone_is_not_listed(tmp_path: Path) -> None:
    before, after = _page("<p>a</p>"), _page("<p>a</p>").replace("<body>", "<body><nav>menu</nav>")
    assert _compare(tmp_path, {"a": before}, {"a": after}) == []


def test_text_outside_of_paragraphs_is_compared(tmp_path: Path) -> None:
    (review,) = _compare(tmp_path, {"a": _page("<div>一</div>")}, {"a": _page("<div>一</div><div>two</div>")})
    assert review.paragraphs == ((("new", "two"),),)


def test_pictures_that_came_and_went_are_shown(tmp_path: Path) -> None:
    for side, name in (("before", "old"), ("after", "new")):
        paint_picture(f"{name}.png", 8 if side == "before" else 9)(tmp_path)
        paint_picture("same.png", 5)(tmp_path)
        (tmp_path / side / "a").mkdir(parents=True)
        for file in (f"{name}.png", "same.png"):
            shutil.copyfile(tmp_path / file, tmp_path / side / "a" / file)
    page = '<img src="{}.png" alt="{}"><img src="same.png" alt="same">'
    before, after = (_page(page.format(name, name)) for name in ("old", "new"))
    (review,) = _compare(tmp_path, {"a": before}, {"a": after})
    assert [[picture.alt for picture in side] for side in (review.pictures_gone, review.pictures_new)] == [
        ["old"],
        ["new"],
    ]


def test_picture_outside_of_the_site_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (review,) = _compare(tmp_path, {"a": _page("")}, {"a": _page('<p>new</p><img src="../../../secret.png">')})
    assert review.pictures_new == ()


@pytest.mark.parametrize("lang", LANGS)
def test_review_of_a_change(content: Path, lang: str) -> None:
    replace_text(LIFT, ("电梯看护", "电梯有人看护"))(content)
    paint_picture("entries/lift-watch/cover.png", 8, 8)(content)
    review = make_review(content, "HEAD", "tour", lang)
    page = BeautifulSoup(review.page, "html.parser")
    (section,) = (item for item in page.select("main > section") if item.find(string="/entries/lift-watch/"))
    assert "有人" in [mark.get_text() for mark in section.select("ins")]
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


def test_number_knows_the_stage() -> None:
    page = PageReview("new", "a/", "A", (), (), ())
    assert number_of({"tour": [page]}) != number_of({"vote": [page]})


def test_hostile_words_are_shown_as_words(content: Path) -> None:
    replace_text(LIFT, ("title: 电梯看护", "title: '<img src=x onerror=alert(1)>'"))(content)
    page = BeautifulSoup(make_review(content, "HEAD", "tour", "en").page, "html.parser")
    assert page.select("[onerror], img[src=x]") == []


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "HEAD; true", ""])
def test_revision_that_does_not_exist_is_told(content: Path, tmp_path: Path, revision: str) -> None:
    with pytest.raises(RevisionError) as caught:
        write_earlier_content(content, revision, tmp_path / "out")
    assert caught.value.code == "review_no_revision"
    assert not (tmp_path / "out").exists()


def test_without_git_the_reason_is_told(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError) as caught:
        write_earlier_content(content, "HEAD", tmp_path / "out")
    assert caught.value.code == "review_no_git"


def test_errors_of_the_content_and_of_the_earlier_one_are_told_apart(content: Path) -> None:
    replace_text(LIFT, ("track: safety", "track: saftey"))(content)
    with pytest.raises(ContentError):
        make_review(content, "HEAD", "tour", "en")
    _git(content.parent, "commit", "--quiet", "-a", "-m", "wrong")
    replace_text(LIFT, ("track: saftey", "track: safety"))(content)
    with pytest.raises(EarlierContentError):
        make_review(content, "HEAD", "tour", "en")


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
