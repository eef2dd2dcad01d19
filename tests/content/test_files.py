"""Pictures and documents that browsers show although they look unusual."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from plugins.content.parsing.document_safety import find_active_content
from plugins.content.parsing.files import FileReference, check_picture
from tests.content.hostile import pdf


@pytest.mark.parametrize(
    "data",
    [
        pdf("/Filter/DCTDecode", b"\xff\xd8 /JS /JavaScript \xff\xd9"),
        pdf("/Type/Font", b"x"),
        pdf("/Filter/FlateDecode", b"/Launch\r\n/OpenAction<<"),
    ],
)
def test_names_in_the_stream_of_a_pdf_are_chance(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert find_active_content(path, ".pdf") is None


def test_picture_with_a_second_one_for_bright_screens_is_its_first(tmp_path: Path) -> None:
    pictures = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    data = io.BytesIO()
    pictures[0].save(data, "MPO", save_all=True, append_images=pictures[1:])
    (tmp_path / "a.jpg").write_bytes(data.getvalue())
    picture = check_picture(FileReference(tmp_path, ".", "a.jpg", "index.md", 1))
    assert (picture.width, picture.height) == (40, 30)
