"""Checks of films: whether browsers can play what is in an MP4, and show every cue of its WebVTT captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from plugins.content.problems import Problem, problem, quote

# what every current browser plays
CODECS = {"vide": {"avc1", "avc3", "av01", "vp08", "vp09"}, "soun": {"mp4a", "Opus", "fLaC", ".mp3"}}
QUICKTIME = "qt  "
CONTAINERS = {"moov", "trak", "mdia", "minf", "stbl"}
MAX_DEPTH = 5
MAX_BOXES = 10_000
HEADER = 8
CAPTIONS_HEAD = re.compile(r"WEBVTT(?=[ \t\n]|\Z)")
TIME = r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9]\.[0-9]{3})"
TIMES = re.compile(rf"[ \t]*{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?\Z")
# a line that is meant to hold times, even with an arrow from a Chinese keyboard
LIKE_TIMES = re.compile(r".*-->|\s*[\d:：.,，。]{4,}\s*[-—–－]*[>＞→]\s*\d")


class Box(NamedTuple):
    """A box of an MP4 file: its type, and where its content begins and ends."""

    type: str
    start: int
    end: int


def find_film_mistake(path: Path) -> tuple[str, str] | None:
    """The error code and what was found, for a film that browsers do not play; None for any other."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        boxes = list(_boxes(stream, 0, size))
        brands = _read(stream, boxes[0])[:64] if boxes else b""
        if {brands[index : index + 4] for index in range(0, len(brands), 4) if index != 4} == {QUICKTIME.encode()}:
            return "film_quicktime", QUICKTIME.strip()
        types = {box.type for box in boxes}
        # a bare head is a film of no length
        if any(box.end > size for box in boxes[1:]) or ("mdat" in types and not types & {"moov", "moof"}):
            return "film_cut_off", ""
        handler = ""
        for box in _walk(stream, boxes, 0):
            if box.type == "hdlr":
                handler = _text(_read(stream, box)[8:12])
            codec = _text(_read(stream, box)[12:16]) if box.type == "stsd" else ""
            if codec and codec not in CODECS.get(handler, {codec}):
                return "film_codec", codec.strip()
    return None


def _walk(stream: BinaryIO, boxes: list[Box], depth: int) -> Iterator[Box]:
    for box in boxes:
        if box.type in CONTAINERS and depth < MAX_DEPTH:
            yield from _walk(stream, list(_boxes(stream, box.start, box.end)), depth + 1)
        else:
            yield box


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[Box]:
    for _ in range(MAX_BOXES):
        stream.seek(start)
        head = stream.read(HEADER)
        if start + HEADER > end or len(head) < HEADER:
            return
        length, begin = int.from_bytes(head[:4], "big"), start + HEADER
        if length == 1:
            length, begin = int.from_bytes(stream.read(8), "big"), begin + 8
        # 0 means to the end; less than its own head is no box
        box_end = start + length if length else end
        if box_end < begin:
            return
        yield Box(_text(head[4:]), begin, box_end)
        start = box_end


def _read(stream: BinaryIO, box: Box) -> bytes:
    stream.seek(box.start)
    return stream.read(max(min(box.end - box.start, 256), 0))


def _text(data: bytes) -> str:
    return data.decode("latin-1")


def check_webvtt(file: str, text: str) -> Problem | None:
    """The first mistake in captions for which browsers silently skip a cue, at its line; None if all are shown."""
    lines, cue_count = text.split("\n"), 0
    for index, line in enumerate(lines):
        if LIKE_TIMES.match(line):
            if code := _check_times(line):
                return problem(file, index + 1, code, text=quote(line))
            # a text after a blank line belongs to no cue
            if "".join(lines[index + 1 : index + 2]).strip():
                cue_count += 1
    return None if cue_count else problem(file, 1, "captions_none")


def _check_times(line: str) -> str | None:
    """The error code of a line of times, or None."""
    match = TIMES.match(line)
    if not match:
        return "captions_time"
    groups = match.groups()
    return "captions_backwards" if _seconds(*groups[:3]) >= _seconds(*groups[3:]) else None


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
