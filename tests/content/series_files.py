"""A series of small editions."""

from __future__ import annotations

import shutil
from pathlib import Path

from plugins.content.series.record import Series, read_series
from tests.support.builds import TINY

SERIES = """id: small-town-series
languages: [zh-Hans, en]
name: {zh-Hans: 历届小城大赛, en: Small Town all years}
about: 每两年一届
url: https://small-town.example/zt
editions:
  - {id: "2022", name: 第一届}
  - id: "2024"
"""


def write_series(folder: Path, *editions: str, text: str = SERIES) -> Series:
    """A series whose editions are copies of the tiny competition."""
    folder.mkdir(exist_ok=True)
    for edition in editions or ("2022", "2024"):
        shutil.copytree(TINY, folder / edition)
        config = folder / edition / "competition.yaml"
        data = config.read_text(encoding="utf-8")
        data = data.replace("id: tiny-2024\n", f'id: tiny-{edition}\nedition: "{edition}"\n')
        data = data.replace("small-town.example/zt", f"small-town.example/zt/{edition}")
        config.write_text(data, encoding="utf-8")
    (folder / "series.yaml").write_text(text, encoding="utf-8")
    return read_series(folder)
