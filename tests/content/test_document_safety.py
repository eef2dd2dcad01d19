"""Documents for download that hold more than their type promises are found out by their structure."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.content.parsing import document_safety
from plugins.content.parsing.document_safety import find_active_content
from tests.content.hostile import pdf


def _find_in_pdf(folder: Path, data: bytes) -> str | None:
    (folder / "a.pdf").write_bytes(data)
    return find_active_content(folder / "a.pdf", ".pdf")


def _find_in_zip(folder: Path, members: Mapping[str, bytes], suffix: str = ".zip", comment: bytes = b"") -> str | None:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = comment
    return find_active_content(folder / "a.zip", suffix)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf("/Type/Catalog", b""), None),
        (pdf("/JSON 1", b""), None),
        (pdf("/JS(x)", b""), "/JS"),
        (pdf("/J#53(x)", b""), "/JS"),
        (pdf("/JavaScript 2 0 R", b""), "/JavaScript"),
        (pdf("/OpenAction <</S/GoTo/D[0]>>", b""), None),
        (pdf("/Launch", b""), "/Launch"),
        (pdf("/EmbeddedFile", b""), "/EmbeddedFile"),
        (pdf("/Type/ObjStm", zlib.compress(b"<</JS(x)>>")), "/JS"),
        (pdf("/Type/ObjStm", b"<</JS(x)>>"), "/JS"),
        (pdf("/Type/XRef", zlib.compress(b"<</JS(x)>>")), None),
        (pdf("/Type/XRef", b"<</JS(x)>>"), None),
        (pdf("", b"") + b" " * 1018, None),
        (pdf("", b"") + b" " * 1024, "no %%EOF"),
        (pdf("", b"") + b"PK\x05\x06", "ZIP"),
        (b"PK\x05\x06" + b" " * 66_000 + pdf("", b""), None),
        (pdf("", b"", before="<script>"), "<script"),
        (pdf("", b"", before="<!DOCTYPE html>"), "<!DOCTYPE"),
        (pdf("", b"", before=" " * 1024 + "<script>"), None),
        (b"%%EOF", None),
    ],
)
def test_pdf_that_does_something_or_is_something_else_is_found(tmp_path: Path, data: bytes, reason: str | None) -> None:
    assert _find_in_pdf(tmp_path, data) == reason


def test_compressed_objects_of_a_pdf_are_unpacked_up_to_a_limit_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = pdf("/Type/ObjStm", zlib.compress(b" " * 90)), pdf("/Type/ObjStm", zlib.compress(b" " * 5 + b"/JS(x)"))
    for limit, reason in ((99, "/JS"), (98, "/JS"), (97, None), (90, None), (0, None)):
        monkeypatch.setattr(document_safety, "MAX_OBJECT_BYTES", limit)
        assert (limit, _find_in_pdf(tmp_path, b"\n".join(objects))) == (limit, reason)


@pytest.mark.parametrize(
    ("members", "suffix", "reason"),
    [
        ({"a.txt": b"1", "b/c.txt": b"2"}, ".zip", None),
        ({"a.txt": b"1"}, ".docx", "ZIP, not .docx"),
        ({"[Content_Types].xml": b"1"}, ".docx", None),
        ({}, ".zip", None),
        ({"a.txt": b"", "/etc/x": b""}, ".zip", "/etc/x"),
        # the library writes others on Windows
        pytest.param({"\\x": b""}, ".zip", "\\x", marks=pytest.mark.posix),
        ({"a/../x": b""}, ".zip", "a/../x"),
        pytest.param({"a\\..\\x": b""}, ".zip", "a\\..\\x", marks=pytest.mark.posix),
        ({"a..b": b""}, ".zip", None),
        ({"C:x": b""}, ".zip", "C:x"),
        ({"word/vbaProject.bin": b""}, ".zip", "word/vbaProject.bin"),
        ({"oleObject12.bin": b""}, ".zip", "oleObject12.bin"),
        ({"a.EXE": b""}, ".zip", "a.EXE"),
        ({"a.html": b""}, ".zip", "a.html"),
        ({"a.exe.txt": b""}, ".zip", None),
        ({"x" * 70 + ".js": b""}, ".zip", "x" * 60),
    ],
)
def test_member_that_can_run_or_lands_elsewhere_is_found(
    tmp_path: Path, members: Mapping[str, bytes], suffix: str, reason: str | None
) -> None:
    assert _find_in_zip(tmp_path, members, suffix) == reason


def test_link_in_an_archive_is_found(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("a.txt")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert find_active_content(tmp_path / "a.zip", ".zip") == "a.txt"


def test_archive_with_something_around_it_is_found(tmp_path: Path) -> None:
    assert _find_in_zip(tmp_path, {"a.txt": b""}, comment=b"<script>") == "HTML, PDF …?"
    _find_in_zip(tmp_path, {"a.txt": b""})
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(b"%PDF-1.4 " + data)
    assert find_active_content(tmp_path / "a.zip", ".zip") == "HTML, PDF …?"
    (tmp_path / "a.zip").write_bytes(data[:-10])
    assert find_active_content(tmp_path / "a.zip", ".zip") == "broken ZIP"


def test_archive_that_unpacks_to_very_much_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _find_in_zip(tmp_path, {"a.txt": b" " * 10_000_000}) is None
    assert _find_in_zip(tmp_path, {"a.txt": b" " * 11_000_000}) == "11 MB"
    monkeypatch.setattr(document_safety, "MAX_COMPRESSION_RATIO", 100_000)
    assert _find_in_zip(tmp_path, {"a.txt": b" " * 11_000_000}) is None
    monkeypatch.setattr(document_safety, "MAX_UNPACKED_BYTES", 10)
    assert _find_in_zip(tmp_path, {"a.txt": b"12345", "b.txt": b"12345"}) is None
    assert _find_in_zip(tmp_path, {"a.txt": b"12345", "b.txt": b"123456"}) == "0 MB"
