"""Films and captions that browsers can show are accepted, whatever their boxes and lines look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.parsing.files import FileReference, check_captions
from plugins.content.parsing.films import check_webvtt, find_film_mistake
from tests.content.hostile import mp4

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


def test_boxes_within_boxes_without_end_are_not_followed(tmp_path: Path) -> None:
    film = b""
    for _ in range(5000):
        film = (len(film) + 8).to_bytes(4, "big") + b"moov" + film
    (tmp_path / "film.mp4").write_bytes((16).to_bytes(4, "big") + b"ftypisom0000" + film)
    assert find_film_mistake(tmp_path / "film.mp4") is None


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ("00:01.000 --> 00:01.001", None),
        ("00:01.000 --> 00:01.000", "captions_backwards"),
        ("01:00:01.000 --> 59:59.000", "captions_backwards"),
        ("59:59.000 --> 01:00:01.000", None),
        ("00:60.000 --> 01:02.000", "captions_time"),
        ("00:01,000 --> 00:02,000", "captions_time"),
        ("00:01.000 —> 00:02.000", "captions_time"),
    ],
)
def test_times_are_checked_at_their_line(times: str, code: str | None) -> None:
    problem = check_webvtt("film.vtt", f"WEBVTT\n\n{times}\n雨\n")
    assert (problem and (problem.line, problem.code)) == (code and (3, code))


@pytest.mark.parametrize("text", ["WEBVTT\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n雨\n"])
def test_captions_without_a_text_are_none(text: str) -> None:
    problem = check_webvtt("film.vtt", text)
    assert problem and (problem.line, problem.code) == (1, "captions_none")
