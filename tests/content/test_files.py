"""Files that are read although they look unusual, and the limits up to which they are."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from plugins.content.parsing import files
from plugins.content.parsing.document_safety import find_active_content
from plugins.content.parsing.files import FileReference, check_film, check_picture, read_text
from plugins.content.problems import ContentError
from tests.content.hostile import pdf


def _problem(read: Callable[[], object]) -> tuple[str, dict[str, str]]:
    """The code and the values of the only problem of a file; empty if there is none."""
    try:
        read()
    except ContentError as refused:
        (problem,) = refused.problems
        return problem.code, dict(problem.values)
    return "", {}


def _reference(folder: Path, name: str) -> FileReference:
    return FileReference(folder, ".", name, "index.md", 1)


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
    picture = check_picture(_reference(tmp_path, "a.jpg"))
    assert (picture.width, picture.height) == (40, 30)


@pytest.mark.parametrize(
    ("size", "expected"), [(3000, ("", {})), (3001, ("file_too_large", {"size": "3", "limit": "3"}))]
)
def test_a_text_is_read_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, expected: tuple[str, dict[str, str]]
) -> None:
    monkeypatch.setattr(files, "MAX_TEXT_BYTES", 3000)
    (tmp_path / "a.md").write_text("x" * size, encoding="utf-8")
    assert _problem(lambda: read_text(tmp_path, "a.md")) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (3_000_000, ("wrong_type", {"name": "a.mp4", "suffix": ".mp4"})),
        (3_140_000, ("media_too_large", {"name": "a.mp4", "size": "3.1", "limit": "3"})),
    ],
)
def test_a_film_is_looked_into_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, expected: tuple[str, dict[str, str]]
) -> None:
    monkeypatch.setattr(files, "MAX_FILM_BYTES", 3_000_000)
    with (tmp_path / "a.mp4").open("wb") as film:
        film.truncate(size)
    assert _problem(lambda: check_film(_reference(tmp_path, "a.mp4"))) == expected


@pytest.mark.parametrize(
    ("size", "code"),
    [((40, 4), ""), ((41, 4), "picture_too_long"), ((4, 41), "picture_too_long"), ((13, 13), "too_many_pixels")],
)
def test_a_picture_has_a_limited_size_and_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], code: str
) -> None:
    monkeypatch.setattr(files, "MAX_PIXELS", 168)
    Image.new("RGB", size).save(tmp_path / "a.png")
    values = {"name": "a.png", "width": str(size[0]), "height": str(size[1])} if code else {}
    assert _problem(lambda: check_picture(_reference(tmp_path, "a.png"))) == (code, values)


@pytest.mark.parametrize(("orientation", "shown"), [(1, (4, 3)), (4, (4, 3)), (5, (3, 4)), (8, (3, 4))])
def test_a_picture_is_as_wide_as_it_is_shown(tmp_path: Path, orientation: int, shown: tuple[int, int]) -> None:
    image = Image.new("RGB", (4, 3))
    exif = image.getexif()
    exif[0x0112] = orientation
    image.save(tmp_path / "a.jpg", exif=exif)
    picture = check_picture(_reference(tmp_path, "a.jpg"))
    assert (picture.width, picture.height) == shown


def test_of_a_missing_file_up_to_eight_are_named_that_are_there(tmp_path: Path) -> None:
    for name in ("index.md", *(f"{number}.png" for number in range(9))):
        (tmp_path / name).touch()
    assert _problem(_reference(tmp_path, "a.png").find) == (
        "missing_file",
        {"name": "a.png", "near": "0.png, 1.png, 2.png, 3.png, 4.png, 5.png, 6.png, 7.png"},
    )
