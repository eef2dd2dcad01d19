"""Glimpses: a page by the process of the last build is the page that the next build makes, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from plugins.preview.build.protocol import Order, Reply
from plugins.preview.build.worker_client import Worker
from plugins.preview.instant.client import Window, close, look, reach
from plugins.preview.watch import THEME
from tests.preview.conftest import changed

RAIN, RULES, LAUNCH = "entries/rain-garden/", "pages/rules/", "articles/launch/"
ADDRESS = "http://127.0.0.1:1"


def _built(worker: Worker, content: Path, site: Path) -> Reply:
    reply = worker.ask(Order(str(content), str(site), "vote", ADDRESS, "en"))
    assert reply.ok
    return reply


def _window(reply: Reply) -> Window:
    return Window(reply.glimpses, "vote", 1)


@pytest.mark.parametrize(
    ("source", "path", "file"),
    [
        (RAIN, RAIN, "index.md"),
        (RAIN, f"en/{RAIN}", "index.en.md"),
        (LAUNCH, "news/launch/", "index.md"),
        (RULES, "rules/", "index.md"),
        (RULES, "en/rules/", "index.md"),
    ],
)
def test_glimpse_is_the_page_of_the_next_build(
    worker: Worker, tiny: Path, tmp_path: Path, source: str, path: str, file: str
) -> None:
    reply = _built(worker, tiny, tmp_path / "site")
    page, text = tmp_path / "site" / path / "index.html", tiny / source / file
    before = page.read_bytes()
    words = text.read_text(encoding="utf-8")
    text.write_text(f"{words}\n\n新的一段,见[规则](../../pages/rules/index.md)。\n", encoding="utf-8")
    glimpsed = look(_window(reply), source, path)
    assert page.read_bytes() == before
    _built(worker, tiny, tmp_path / "site")
    assert glimpsed == page.read_bytes() != before


def test_glimpse_is_none_where_only_a_build_can_tell(worker: Worker, tiny: Path, tmp_path: Path) -> None:
    window = _window(_built(worker, tiny, tmp_path / "site"))
    text = tiny / RAIN / "index.md"
    with changed(text, "title: ", "titel: "):
        assert look(window, RAIN, RAIN) == b""
    with changed(text, "track: water", "track: watre"):
        assert look(window, RAIN, RAIN) == b""
    Image.new("RGB", (300, 200), "teal").save(tiny / RAIN / "new.png")
    with changed(text, "(view.png", "(new.png"):
        assert look(window, RAIN, RAIN) == b""
    assert look(window, RAIN, RAIN) == (tmp_path / "site" / RAIN / "index.html").read_bytes()
    assert look(window, RAIN, "entries/nowhere/") == b""
    assert look(window, "entries/nowhere/", RAIN) == b""


def test_window_is_closed_by_its_reader_and_with_its_worker(worker: Worker, tiny: Path, tmp_path: Path) -> None:
    windows = [_window(_built(worker, tiny, tmp_path / each)) for each in ("one", "two")]
    close(windows[0])
    assert [bool(look(each, RAIN, RAIN)) for each in windows] == [False, True]
    worker.end()
    assert look(windows[1], RAIN, RAIN) == b""


def test_reach_is_folders_and_templates_or_only_a_build() -> None:
    content = Path("/made-up/content")
    entry, rules = content / RAIN / "index.md", content / RULES / "photo.jpg"
    assert reach(content, [entry, rules]) == {RAIN, RULES}
    assert reach(content, [entry, THEME / "templates/entry.html"]) == {RAIN, ""}
    only_a_build = ("competition.yaml", "results/awards.yaml", "entries/stray.md")
    assert [reach(content, [entry, content / each]) for each in only_a_build] == [None] * 3
    assert reach(content, [THEME / "static/css/base.css"]) is None
