"""Files on their way into the content: names, contents, limits, and pictures without their place."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from plugins.content.problems import ContentError, Problem, problem
from plugins.editing.files import uploads as module
from plugins.editing.files.pictures import GPS_TAG, PictureBox, PictureChange, change_picture
from plugins.editing.files.uploads import MAX_BYTES, Upload, Uploads, usable_name
from tests.editing.conftest import Forms


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    """Uploads in a folder of their own."""
    return Uploads(tmp_path)


def _picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    stream = io.BytesIO()
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    image.save(stream, kind, **options)
    return stream.getvalue()


def _add(uploads: Uploads, data: bytes, name: str, accepts: str = "picture", length: int | None = None) -> Upload:
    return uploads.add(io.BytesIO(data).read, len(data) if length is None else length, name, accepts, ["cover.jpg"])


@pytest.mark.parametrize(
    ("name", "usable"),
    [
        ("view.JPG", "view.jpg"),
        ("cover.jpg", "cover-2.jpg"),
        ("COVER.JPG", "COVER-2.jpg"),
        ("院子 1.png", "yuan-zi-1.png"),
        ("../../etc/x.png", "x.png"),
        ("C:\\tmp\\y.png", "y.png"),
        ("-rf.png", "rf.png"),
        ("🙂.png", "picture.png"),
        ("a" * 60 + ".png", "a" * 60 + ".png"),
        ("a" * 61 + ".png", "picture.png"),
        ("a.b_c-1.PNG", "a.b_c-1.png"),
        ("con.png", "picture.png"),
        (".png.png", "png.png"),
    ],
)
def test_names_can_be_published(name: str, usable: str) -> None:
    assert usable_name(name, "picture", ["cover.jpg"]) == usable


def test_names_are_numbered_until_no_file_has_them() -> None:
    assert usable_name("a.png", "picture", ["A.png", "a-2.PNG", "a-3.png"]) == "a-4.png"
    assert usable_name("设计图.pdf", "document", []) == "she-ji-tu.pdf"


def _refuse(name: str, accepts: str) -> Problem:
    with pytest.raises(ContentError) as refused:
        usable_name(name, accepts, [])
    (item,) = refused.value.problems
    return item


def test_what_is_refused_by_its_name_is_named_with_what_is_accepted() -> None:
    assert _refuse("x.svg", "picture") == problem(
        "", 0, "editing_wrong_suffix", name="x.svg", choices=".png, .jpg, .jpeg, .webp, .avif"
    )
    assert _refuse("x.exe", "document") == problem(
        "", 0, "not_a_document", name="x.exe", choices=".pdf, .docx, .xlsx, .pptx, .zip"
    )
    assert _refuse("x.heic", "picture") == problem("", 0, "picture_heic", name="x.heic")
    # only a picture can be one of an iPhone
    assert _refuse("x.heic", "film").code == "editing_wrong_suffix"


@pytest.mark.parametrize("accepts", ["picture", "film"])
def test_file_may_have_as_many_bytes_as_the_content_allows(uploads: Uploads, accepts: str) -> None:
    limit = {"picture": 20_000_000, "film": 200_000_000}[accepts]

    def refuse(length: int) -> Problem | None:
        with pytest.raises((ContentError, ConnectionAbortedError)) as refused:
            uploads.add(lambda _: b"", length, "x.mp4" if accepts == "film" else "x.png", accepts, [])
        return refused.value.problems[0] if isinstance(refused.value, ContentError) else None

    values = {"name": "x.mp4" if accepts == "film" else "x.png", "limit": limit // 1_000_000}
    assert refuse(limit) is None
    assert refuse(1) is None
    size = f"{limit / 1_000_000:.1f}"
    assert refuse(limit + 1) == problem("", 0, "media_too_large", name=values["name"], size=size, limit=values["limit"])
    assert refuse(0) == problem("", 0, "media_too_large", name=values["name"], size="0.0", limit=values["limit"])


def test_first_of_too_many_files_goes(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_UPLOADS", 2)
    first, second, third = (_add(uploads, _picture(), "x.jpg") for _ in range(3))
    assert [uploads.get(upload.token) for upload in (first, second, third)] == [None, second, third]
    assert [upload.path.parent.exists() for upload in (first, second, third)] == [False, True, True]
    # and its name is free again
    assert _add(uploads, _picture(), "x.jpg").name == "x.jpg"


def test_changed_picture_is_an_upload_of_its_own(uploads: Uploads) -> None:
    first = _add(uploads, _picture(), "x.jpg")
    changed = uploads.change(first.path, "x-2.jpg", PictureChange(turn=90))
    assert uploads.get(changed.token) == changed
    assert (changed.name, changed.accepts, changed.path.name) == ("x-2.jpg", "picture", "x-2.jpg")
    with Image.open(changed.path) as image:
        assert image.size == (40, 60)
    with pytest.raises(ContentError):
        uploads.change(first.path.with_name("none.jpg"), "y.jpg", PictureChange())
    assert {path.name for path in uploads.folder.iterdir()} == {first.token, changed.token}


def test_names_differ_within_a_form_only(uploads: Uploads) -> None:
    def add(form: str) -> Upload:
        data = _picture()
        return uploads.add(io.BytesIO(data).read, len(data), "view.jpg", "picture", [], form)

    names = [add(form).name for form in ("one", "one", "two")]
    assert names == ["view.jpg", "view-2.jpg", "view.jpg"]


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x", "x.png.exe", ".png", "x.jpg/..", "x.heic"])
def test_other_formats_are_refused(uploads: Uploads, name: str) -> None:
    with pytest.raises(ContentError):
        _add(uploads, _picture(), name)
    assert list(uploads.folder.rglob("*")) == []


@pytest.mark.parametrize("name", ["IMG_0417.HEIC", "IMG_0417.heif", "IMG_0417.jpg"])
def test_photo_of_an_iphone_is_refused_with_what_to_do(uploads: Uploads, name: str) -> None:
    with pytest.raises(ContentError) as refused:
        _add(uploads, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), name)
    (item,) = refused.value.problems
    assert (item.code, name in item.message("en"), "Export it as JPG" in item.message("en")) == (
        *("picture_heic", True, True),
    )
    assert list(uploads.folder.rglob("*")) == []


def _bomb() -> bytes:
    """A PNG of 100 kB that says that it has ten thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "data", [b"", b"MZ" * 100, b"<svg onload='x'/>", _picture()[:200], _bomb(), b"PK\x03\x04" * 50, _picture("GIF")]
)
def test_what_is_no_picture_is_refused(uploads: Uploads, data: bytes) -> None:
    with pytest.raises(ContentError):
        _add(uploads, data, "x.jpg" if data != _bomb() else "x.png")
    assert list(uploads.folder.rglob("*")) == []


@pytest.mark.parametrize("accepts", sorted(MAX_BYTES))
def test_length_is_checked_before_anything_is_read(uploads: Uploads, accepts: str) -> None:
    with pytest.raises(ContentError):
        uploads.add(lambda _: pytest.fail("read"), 2_000_000_000, "x", accepts, [])  # type: ignore[arg-type,return-value]


def test_upload_that_breaks_off_leaves_nothing(uploads: Uploads) -> None:
    with pytest.raises(OSError):
        _add(uploads, _picture(), "x.jpg", length=10_000)
    assert list(uploads.folder.rglob("*")) == []


def test_place_of_a_photo_is_removed(uploads: Uploads) -> None:
    exif = Image.Exif()
    exif[GPS_TAG] = {1: "N", 2: (23.0, 7.0, 0.0)}
    upload = _add(uploads, _picture(exif=exif), "x.jpg")
    assert upload.has_lost_place
    with Image.open(upload.path) as image:
        assert GPS_TAG not in image.getexif()
    assert not _add(uploads, _picture(), "y.jpg").has_lost_place


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("MPO", "jpg"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_photo_without_its_place_looks_as_before(uploads: Uploads, kind: str, suffix: str) -> None:
    exif, stream = Image.Exif(), io.BytesIO()
    exif[GPS_TAG] = {1: "N", 2: (23.0, 7.0, 0.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = Image.effect_noise((200, 150), 80).convert("RGB")
    options = {"save_all": True, "append_images": [original]} if kind == "MPO" else {}
    original.save(stream, kind, quality=95, exif=exif, icc_profile=profile, **options)
    upload = _add(uploads, stream.getvalue(), f"x.{suffix}")
    with Image.open(upload.path) as image:
        assert (upload.has_lost_place, image.info.get("icc_profile")) == (True, profile)
        error = ImageStat.Stat(ImageChops.difference(image.convert("RGB"), original)).mean
    assert max(error) < 6


def test_files_that_arrive_together_have_different_names(uploads: Uploads) -> None:
    others: list[Upload] = []
    data = io.BytesIO(_picture())

    def read(size: int) -> bytes:
        if not others:
            others.append(_add(uploads, _picture(), "二.jpg"))
            others.append(_add(uploads, _picture(), "①.jpg"))
        return data.read(size)

    first = uploads.add(read, len(data.getvalue()), "②.jpg", "picture", [])
    assert [upload.name for upload in (first, *others)] == ["picture.jpg", "er.jpg", "picture-2.jpg"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.gif", _picture("GIF")), ("x.txt", _picture("PNG")), ("x.png", b"MZ"), ("x.jpg", _picture()[:200])],
)
def test_what_is_no_picture_is_not_changed(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ContentError):
        change_picture(tmp_path / name, PictureChange(turn=90))


def test_picture_is_turned_cropped_and_blurred(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(_picture("PNG"))
    turned = Image.open(io.BytesIO(change_picture(path, PictureChange(turn=90))))
    assert (turned.size, turned.getpixel((20, 5)), turned.getpixel((20, 55))) == ((40, 60), (0, 0, 0), (255, 255, 255))
    cropped = Image.open(io.BytesIO(change_picture(path, PictureChange(crop=PictureBox(from_left=50, from_bottom=50)))))
    assert (cropped.size, cropped.getpixel((0, 0))) == ((30, 20), (255, 255, 255))
    noisy = Image.effect_noise((200, 100), 100).convert("RGB")
    noisy.save(path)
    blurred = Image.open(io.BytesIO(change_picture(path, PictureChange(blurs=(PictureBox(from_right=50),)))))
    colours = [
        len(set(image.crop(box).get_flattened_data()))
        for image, box in ((blurred, (0, 0, 100, 100)), (blurred, (100, 0, 200, 100)))
    ]
    assert colours[0] < colours[1]
    assert list(blurred.crop((101, 0, 200, 100)).get_flattened_data()) == list(
        noisy.crop((101, 0, 200, 100)).get_flattened_data()
    )


@pytest.mark.parametrize("turn", [0, 90])
def test_blurred_part_is_eight_squares_long_and_one_wide_if_narrow(tmp_path: Path, turn: int) -> None:
    image = Image.new("RGB", (160, 8), "black")
    image.paste("white", (80, 4, 160, 8))
    image.rotate(turn, expand=True).save(tmp_path / "x.png")
    blurred = Image.open(io.BytesIO(change_picture(tmp_path / "x.png", PictureChange(blurs=(PictureBox(),)))))
    level = blurred.convert("L").rotate(-turn, expand=True)
    greys = [[level.getpixel((x, y)) for x in (60, 70, 80, 90, 100)] for y in range(8)]
    # the edge in the middle spreads over the squares on both sides of it, and both halves of the height are alike
    assert greys == [[0, 12, 67, 118, 129]] * 8


def test_box_has_its_corners_in_pixels_and_is_never_empty() -> None:
    box = PictureBox(from_left=10, from_top=25, from_right=30, from_bottom=50)
    assert box.pixels(200, 100) == (20, 25, 140, 50)
    assert PictureBox().pixels(7, 5) == (0, 0, 7, 5)
    assert PictureBox(from_left=99, from_top=99.5).pixels(10, 10) == (9, 9, 10, 10)
    assert PictureBox(50, 50, 49, 49).pixels(4, 4) == (2, 2, 3, 3)


@pytest.mark.parametrize(("kind", "suffix", "options"), [
    ("JPEG", "jpg", {"quality": 92}), ("WEBP", "webp", {"quality": 92}), ("PNG", "png", {"optimize": True}),
])  # fmt: skip
def test_picture_that_was_changed_is_saved_in_its_format_with_its_colours(
    tmp_path: Path, kind: str, suffix: str, options: dict[str, Any]
) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path, expected = tmp_path / f"x.{suffix}", io.BytesIO()
    path.write_bytes(_picture(kind, icc_profile=profile))
    with Image.open(path) as image:
        image.load()
        image.crop((0, 0, 60, 40)).save(expected, kind, icc_profile=profile, **options)
    assert change_picture(path, PictureChange(turn=360)) == expected.getvalue()


def test_photo_keeps_its_kind_of_colours(tmp_path: Path) -> None:
    for mode in ("L", "CMYK", "RGB"):
        Image.new(mode, (8, 8)).save(tmp_path / "x.jpg")
        with Image.open(io.BytesIO(change_picture(tmp_path / "x.jpg", PictureChange()))) as image:
            assert (image.mode, image.size) == (mode, (8, 8))


@pytest.mark.parametrize(
    "box", [(100, 0, 0, 0), (50, 0, 50, 0), (-1, 0, 0, 0), (float("nan"), 0, 0, 0), (0, 0, 0, float("inf"))]
)
def test_frames_that_hold_nothing_are_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError):
        PictureBox(*box)


def test_picture_is_saved_with_the_form_that_names_it(forms: Forms) -> None:
    upload, unused = (
        forms.session.uploads.add(io.BytesIO(_picture()).read, len(_picture()), name, "picture", [])
        for name in ("a.jpg", "b.jpg")
    )
    new = [("gallery.new1.file", "a.jpg"), ("gallery.new1.alt@zh-Hans", "院子"), ("gallery.new1.alt@en", "A courtyard")]
    controls = [*forms.controls("entries/rain-garden"), *new, ("upload", upload.token), ("upload", unused.token)]
    state = forms.save("entries/rain-garden", controls)
    assert state.saved, state.located
    folder = forms.content / "entries/rain-garden"
    assert {path.name for path in folder.iterdir()} == {"a.jpg", "cover.png", "index.md", "index.en.md", "view.png"}
    forms.session.undo(state.saved.number)
    assert not (folder / "a.jpg").exists()
