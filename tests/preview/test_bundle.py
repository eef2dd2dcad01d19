"""A bundle for a reviewer: opens from its folder, is marked on every page, expires, and can never be published."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from plugins.content.parsing.archives import read_archive
from plugins.content.problems import ContentError
from plugins.embargo.check import REHEARSAL_MARK
from tests.support.builds import TINY, files, run_task, soup

NAME = "张<b onclick=alert(1)>三"
MARK = f"预览 · 仅供 {NAME} 审阅 · 2099-12-31 止"


def _bundle(path: Path) -> Path:
    options = ("--expires", "2099-12-31", "--for", NAME, "--content", str(TINY), "--output", str(path))
    done = run_task("bundle", "--stage", "vote", *options)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _bundle(tmp_path_factory.mktemp("bundle") / "vote.zip")


@pytest.fixture(scope="module")
def unpacked(bundle: Path) -> Path:
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(bundle.parent)
    return bundle.parent / "preview-vote"


def _page_names(folder: Path) -> list[str]:
    return [path for path in files(folder) if path.endswith(".html")]


def test_every_page_is_marked_and_not_listed(unpacked: Path) -> None:
    assert len(_page_names(unpacked)) > 20
    for path in _page_names(unpacked):
        page = soup(unpacked, path)
        assert [note.get_text() for note in page.select("#preview")] == [MARK]
        assert {span["data-mark"] for span in page.select(".pv-mark span")} == {MARK}
        assert [meta["content"] for meta in page.select("meta[name=robots]")] == ["noindex"]
        assert page.select("#archived, [onclick]") == []


def test_reviewer_reads_pages_from_a_folder(unpacked: Path, page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto((unpacked / "index.html").as_uri())
    expect(page.locator(".pv-mark")).to_have_css("position", "fixed")
    page.click('[data-menu="entries/"]')
    page.locator("[data-entry] a").first.click()
    expect(page.locator("#preview")).to_have_text(MARK)
    expect(page.locator("#preview-expired")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert errors == []


def test_bundle_is_covered_after_its_last_day(unpacked: Path, page: Page) -> None:
    page.clock.install(time="2099-12-31T23:59:30+08:00")
    page.goto((unpacked / "index.html").as_uri())
    expect(page.locator("main")).to_be_visible()
    page.clock.run_for(61_000)
    expect(page.locator("#preview-expired h2")).to_have_text("预览已到期")
    expect(page.locator("main")).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_bundle_is_the_same_every_time(bundle: Path, tmp_path: Path) -> None:
    assert _bundle(tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def test_bundle_can_never_be_published(bundle: Path, unpacked: Path, tmp_path: Path) -> None:
    assert [path for path in _page_names(unpacked) if REHEARSAL_MARK not in (unpacked / path).read_bytes()] == []
    for name in ("vote.zip", "preview-vote.zip"):
        renamed = Path(shutil.copy(bundle, tmp_path / name))
        with pytest.raises(ContentError):
            read_archive(renamed, name)


def test_day_in_the_past_is_an_error() -> None:
    done = run_task("bundle", "--stage", "vote", "--expires", "2020-01-01", "--content", str(TINY), "--lang", "en")
    assert done.returncode == 1
    assert done.stderr.startswith("--expires 2020-01-01 is in the past, so this preview could not be opened.")


def test_invalid_date_is_an_error() -> None:
    done = run_task("bundle", "--stage", "vote", "--expires", "soon", "--content", str(TINY), "--lang", "en")
    assert (done.returncode, done.stderr) == (1, '"soon" is not a date. Write it like 2023-03-31.\n')
