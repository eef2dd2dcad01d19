"""Pictures, films and documents that browsers show although they look unusual."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from plugins.content.parsing.document_safety import find_active_content
from plugins.content.parsing.files import FileReference, check_picture
from plugins.content.parsing.films import find_film_mistake
from tests.content.hostile import mp4, pdf


@pytest.mark.parametrize("codecs", [(), (("vide", "avc1"), ("soun", "mp4a")), (("vide", "av01"),), (("hint", "rtp "),)])
def test_film_that_browsers_play_has_no_mistake(tmp_path: Path, codecs: tuple[tuple[str, str], ...]) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(mp4("isom", *codecs))
    assert find_film_mistake(path) is None


@pytest.mark.parametrize(("codec", "mistake"), [("avc1", None), ("hvc1", ("film_codec", "hvc1"))])
def test_boxes_with_lengths_of_64_bits_are_read(tmp_path: Path, codec: str, mistake: tuple[str, str] | None) -> None:
    film = mp4("isom", ("vide", codec))
    for kind in (b"moov", b"mdat"):
        start = film.index(kind) - 4
        length = int.from_bytes(film[start : start + 4], "big") + 8
        film = film[:start] + b"\0\0\0\1" + kind + length.to_bytes(8, "big") + film[start + 8 :]
    (tmp_path / "a.mp4").write_bytes(film)
    assert find_film_mistake(tmp_path / "a.mp4") == mistake


@pytest.mark.parametrize("data", [b"", b"ftyp", b"\0\0\0\x18ftypmp42", b"\0\0\0\1ftyp", b"\0\0\0\4ftypmoov" * 9])
def test_any_bytes_are_read_as_boxes_without_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert find_film_mistake(path) in (None, ("film_cut_off", ""))


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


def test_boxes_within_boxes_without_end_are_not_followed(tmp_path: Path) -> None:
    film = b""
    for _ in range(5000):
        film = (len(film) + 8).to_bytes(4, "big") + b"moov" + film
    (tmp_path / "film.mp4").write_bytes((16).to_bytes(4, "big") + b"ftypisom0000" + film)
    assert find_film_mistake(tmp_path / "film.mp4") is None
