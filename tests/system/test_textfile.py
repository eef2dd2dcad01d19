"""Text files are read, hashed and copied alike whatever their line ends; other files are unchanged."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.paths import ROOT
from plugins.system import textfile

LINES = "一\n\n二\n".encode()
WAYS = {
    "LF": LINES,
    "CRLF": LINES.replace(b"\n", b"\r\n"),
    "CR": LINES.replace(b"\n", b"\r"),
    "mark": b"\xef\xbb\xbf" + LINES,
    "mark and CRLF": b"\xef\xbb\xbf" + LINES.replace(b"\n", b"\r\n"),
}
# it runs in the poll's own environment, where nothing of the project can be imported
APART = ROOT / "plugins" / "voting" / "poll"
# runs without this software
RECOUNT = ROOT / "plugins" / "notary" / "recount.py"
OWN = ROOT / "plugins" / "system" / "textfile.py"
# what it reads is the kernel's
KERNELS = ROOT / "plugins" / "publishing" / "targets" / "lease.py"
SOURCES = sorted({*(ROOT / "plugins").rglob("*.py"), ROOT / "tasks.py"} - {OWN, KERNELS, RECOUNT, *APART.rglob("*.py")})


@pytest.mark.parametrize("way", WAYS)
def test_text_is_read_hashed_and_copied_alike_with_every_line_end(tmp_path: Path, way: str) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(WAYS[way])
    textfile.copy(file, tmp_path / "b.md")
    assert (textfile.read_bytes(file), (tmp_path / "b.md").read_bytes()) == (LINES, LINES)
    assert textfile.read_text(file) == LINES.decode()
    assert textfile.digest(file) == hashlib.sha256(LINES).hexdigest()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n\0"),
        ("votes.csv", "选项,票数\r\n一,2\r\n".encode("utf-16")),
        ("a.pdf", b"%PDF-1\r\n"),
    ],
)
def test_other_encodings_and_binary_files_are_unchanged(tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    textfile.copy(file, tmp_path / f"other-{name}")
    assert (textfile.read_bytes(file), (tmp_path / f"other-{name}").read_bytes()) == (data, data)
    assert textfile.digest(file) == hashlib.sha256(data).hexdigest()


def test_written_text_keeps_its_line_ends(tmp_path: Path) -> None:
    textfile.write_text(tmp_path / "a.txt", "一\n二\n")
    assert (tmp_path / "a.txt").read_bytes() == "一\n二\n".encode()


def _calls(path: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def _opens_text_for_writing(call: ast.Call) -> bool:
    """A text that is opened for writing without saying what its line ends are."""
    named = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    modes = [
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    writes = bool({"w", "x", "a", "wt"} & set(modes))
    return named in {"open", "fdopen"} and writes and "newline" not in {keyword.arg for keyword in call.keywords}


def test_texts_are_read_and_written_in_one_place() -> None:
    past = [
        f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
        for path in SOURCES
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"read_text", "write_text"}
        and getattr(call.func.value, "id", "") != "textfile"
    ]
    past += [f"{path.name}:{call.lineno}" for path in SOURCES for call in _calls(path) if _opens_text_for_writing(call)]
    assert past == []


@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfab\r\ncd\r\r\nef\r", b"\r\n\r\n\r", b"\r", b"", b"a\r\0\nb", b"abc\r\ndef\nghi"]
)
def test_a_file_has_the_same_digest_in_pieces_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, size: int
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    monkeypatch.setattr(textfile, "PIECE_BYTES", size)
    assert textfile.digest(file) == hashlib.sha256(textfile.read_bytes(file)).hexdigest()
