"""Every kind of page is pictured in whole at every width, in a folder for each stage."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.support.builds import TINY
from tests.support.needs import needs
from tools import commands
from tools.screenshots import pages

pytestmark = needs("chromium", "driver")
KINDS = ["404", "article", "contents", "home", "news", "page", "track", "tracks"]


def test_every_kind_of_page_of_a_stage_is_pictured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pages, "WIDTHS", (360, 768))
    commands.page_pictures(TINY, tmp_path, "call")
    names = [f"{kind}-{width}.jpg" for kind in KINDS for width in (360, 768)]
    assert sorted(path.name for path in (tmp_path / "call").iterdir()) == names
    assert capsys.readouterr().out.split() == [str(tmp_path / "call" / name) for name in names]
    for name in names:
        with Image.open(tmp_path / "call" / name) as picture:
            assert picture.width == int(name.rpartition("-")[2].removesuffix(".jpg"))
            assert picture.height > 700
