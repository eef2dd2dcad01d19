"""Pictures for print: one of each, no finer than a good printer shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.model import MediaFile
from plugins.site.printing.print_documents import PRINT_WIDTH, PrintMediaCollector


@pytest.mark.parametrize(
    ("size", "printed"),
    [((4000, 3000), (PRINT_WIDTH, 1200)), ((800, 600), (800, 600)), ((3200, 1), (PRINT_WIDTH, 1))],
)
def test_a_picture_is_as_wide_as_a_page_at_most(
    tmp_path: Path, size: tuple[int, int], printed: tuple[int, int]
) -> None:
    image = PrintMediaCollector(tmp_path).image_for(MediaFile(Path("a.png"), "0" * 64, *size))
    assert (image.width, image.height, image.sources) == (*printed, ())
