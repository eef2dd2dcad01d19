"""Captions that browsers can show are accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.parsing.files import FileReference, check_captions

CUE = "00:00.000 --> 00:02.500\n雨\n"


@pytest.mark.parametrize(
    "text",
    [
        f"WEBVTT\n\n{CUE}",
        f"\ufeffWEBVTT\n\n{CUE}",
        f"WEBVTT 字幕\n\nNOTE 说明\n\n1\n{CUE}",
        f"WEBVTT\n\n{CUE}".replace("\n", "\r\n"),
        "WEBVTT\n\n01:59:59.999 --> 100:00:00.000\tline:0 align:start\n雨 -> 云\n10:30-12:30 开门\n",
    ],
    ids=["plain", "byte order mark", "heading, note and name", "Windows", "hours and settings"],
)
def test_valid_captions_are_accepted(tmp_path: Path, text: str) -> None:
    (tmp_path / "film.vtt").write_bytes(text.encode())
    assert check_captions(FileReference(tmp_path, ".", "film.vtt", "index.md", 1)).path == tmp_path / "./film.vtt"
