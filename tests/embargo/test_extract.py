"""Every text in a file of the site, however it is encoded."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile

import brotli
import pytest
from PIL import Image

from plugins.embargo.extract import extract_texts


def _zip(name: str, data: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(name, data)
    return archive.getvalue()


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
        ("a.js", b"'" + base64.urlsafe_b64encode(b"secret words \xff\xfe\xff") + b"'", "base64"),
        ("a.bin", b"\0secret words\0", "utf-8"),
        ("a.bin", "secret words".encode("utf-16-le"), "utf-16-le"),
        ("a.bin", "secret words".encode("utf-16-be"), "utf-16-be"),
        ("a.jpg", _jpeg(), "metadata"),
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
