"""Every text in a file of the site, however it is encoded."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import zipfile
import zlib

import brotli
import pytest
from PIL import Image

from plugins.embargo import extract
from plugins.embargo.extract import extract_texts


def _zip(name: str, data: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(name, data)
    return archive.getvalue()


def _png() -> bytes:
    """A PNG with a text after its pixels."""
    image = io.BytesIO()
    Image.new("RGB", (8, 8)).save(image, format="PNG")
    start, end = image.getvalue()[:-12], image.getvalue()[-12:]
    chunk = b"tEXtComment\0secret words"
    return start + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + end


def _jpeg() -> bytes:
    exif, image = Image.Exif(), io.BytesIO()
    exif[0x010E] = "secret words"
    Image.new("RGB", (8, 8)).save(image, format="JPEG", exif=exif)
    return image.getvalue()


@pytest.mark.parametrize(
    ("path", "data", "reading"),
    [
        ("secret words.bin", b"", "name"),
        ("a.html", b"secret words", "text"),
        ("a.html", b"secret&#32;words", "escapes undone"),
        ("a.html", b"secret%20words", "escapes undone"),
        ("a.html", b"secret<b> </b>words", "tags left out"),
        ("a.json", rb"secret\u0020words", "escapes of JSON"),
        ("a.css", rb"secret\20 words", "escapes of CSS"),
        ("a.js", base64.b64encode(b"secret words"), "base64"),
        ("a.js", base64.b64encode(b"secret words!"), "base64"),
        ("a.js", b"'" + base64.urlsafe_b64encode(b"secret words \xff\xfe\xff") + b"'", "base64"),
        ("a.bin", b"\0secret words\0", "utf-8"),
        ("a.bin", "secret words".encode("utf-16-le"), "utf-16-le"),
        ("a.bin", "secret words".encode("utf-16-be"), "utf-16-be"),
        ("a.jpg", _jpeg(), "metadata"),
        ("a.png", _png(), "metadata"),
        ("a.html.gz", gzip.compress(b"secret words", mtime=0), ".gz, text"),
        ("a.html.br", brotli.compress(b"secret words"), ".br, text"),
        ("a.zip", _zip("b.txt", b"secret words"), "b.txt, text"),
        ("a.zip", _zip("secret words", b""), "secret words, name"),
    ],
    # not the bytes, which hold the time in a zip
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_text_is_extracted(path: str, data: bytes, reading: str) -> None:
    assert reading in {how for how, text in extract_texts(path, data) if "secret words" in text}


@pytest.mark.parametrize("path", ["a.html.gz", "a.html.br", "a.jpg", "a.pdf", "a.docx"])
def test_broken_file_has_only_its_name_and_words(path: str) -> None:
    texts = dict(extract_texts(path, b"words in no such file"))
    assert (texts["name"], texts["utf-8"]) == (path, "words in no such file")
    assert not texts.keys() & {"b.txt, text", "escapes undone"}
    assert "".join(texts.get(reading, "") for reading in ("metadata", "PDF", ".gz, text", ".br, text")) == ""


def test_escape_beyond_all_characters_is_no_failure() -> None:
    assert dict(extract_texts("a.css", rb"\FFFFFF words"))["escapes of CSS"] == "\uffffwords"


def test_members_of_an_archive_are_read_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _zip("b.txt", b"secret words")
    monkeypatch.setattr(extract, "MAX_MEMBER_BYTES", 12)
    assert dict(extract_texts("a.zip", data))["b.txt, text"] == "secret words"
    monkeypatch.setattr(extract, "MAX_MEMBER_BYTES", 11)
    assert "b.txt, text" not in dict(extract_texts("a.zip", data))


def test_only_short_runs_of_one_sign_are_words_of_a_picture() -> None:
    texts = dict(extract_texts("a.bin", b"\0" + b"7" * 8 + b"\0" + b"8" * 9 + b"\0words\0four"))
    assert texts["utf-8"].split() == ["77777777", "words"]
