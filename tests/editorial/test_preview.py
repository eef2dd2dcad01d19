"""The preview follows changes, keeps the last good site while content is broken, and ends cleanly."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.sites.building import ROOT, TINY

PATIENCE = 30


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture
def address(content: Path) -> Iterator[str]:
    """The address of a running preview of this content."""
    command = [sys.executable, "-m", "invoke", "serve", "--content", str(content), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as preview:
        assert preview.stdout
        said = next(line for line in preview.stdout if "http://" in line)
        found = re.search(r"http://[0-9.:]+/", said)
        assert found
        yield found.group()
        preview.terminate()


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def _wait_for(address: str, words: str) -> None:
    end = time.monotonic() + PATIENCE
    while words not in _get(address):
        assert time.monotonic() < end, f"{words} did not appear"
        time.sleep(0.2)


def test_preview_shows_a_change_and_survives_a_mistake(content: Path, address: str) -> None:
    page, entry = f"{address}entries/lift-watch/", content / "entries" / "lift-watch" / "index.md"
    assert "电梯里有电话" in _get(page)
    good = entry.read_text(encoding="utf-8")
    entry.write_text(good.replace("track: safety", "track: saftey"), encoding="utf-8")
    time.sleep(3)
    assert "电梯里有电话" in _get(page)
    entry.write_text(good.replace("电梯里有电话", "电梯里装了新电话"), encoding="utf-8")
    _wait_for(page, "电梯里装了新电话")


def test_preview_drops_what_was_deleted_and_tells_the_browser(content: Path, address: str) -> None:
    with urllib.request.urlopen(f"{address}.changes", timeout=PATIENCE) as changes:
        shutil.rmtree(content / "articles" / "results")
        (content / "articles" / "launch" / "index.md").unlink()
        shutil.rmtree(content / "articles" / "launch")
        assert changes.readline() == b"data: new\n"
    with pytest.raises(HTTPError) as gone:
        _get(f"{address}news/launch/")
    assert gone.value.code == 404
    assert 'src="/.reload.js"' in _get(address)
    assert "EventSource" in _get(f"{address}.reload.js")
