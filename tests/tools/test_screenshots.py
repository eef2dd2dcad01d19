"""Every kind of page is pictured in whole at every width, in a folder for each stage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PIL import Image

from plugins.paths import PROGRAM
from tests.support.builds import TINY
from tests.support.needs import needs

pytestmark = needs("chromium", "driver")
KINDS = ["404", "article", "contents", "home", "news", "page", "track", "tracks"]


def test_every_kind_of_page_of_a_stage_is_pictured(tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM), "dev", "page-pictures", "--content", str(TINY)]
    # a process of its own: a browser of the tests may run in this one
    done = subprocess.run(
        [*command, "--stage", "call", "--output", str(tmp_path)], capture_output=True, text=True, check=True
    )
    names = [f"{kind}-{width}.jpg" for kind in KINDS for width in (360, 768, 1280, 1920)]
    assert done.stdout.split() == [str(tmp_path / "call" / name) for name in names]
    for name in names:
        with Image.open(tmp_path / "call" / name) as picture:
            assert picture.width == int(name.rpartition("-")[2].removesuffix(".jpg"))
            assert picture.height > 700
