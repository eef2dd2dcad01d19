"""The cues of captions in WebVTT: browsers pass over a cue whose times they cannot read, and say nothing."""

from __future__ import annotations

import re

from plugins.content.problems import Problem, problem

HEAD = re.compile(r"WEBVTT(?=[ \t\n]|\Z)")
TIME = r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9]\.[0-9]{3})"
TIMES = re.compile(rf"[ \t]*{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?\Z")
# a line that shall be one of times, be it with an arrow from a Chinese keyboard
LIKE_TIMES = re.compile(r".*-->|\s*[\d:：.,，。]{4,}\s*[-—–－]*[>＞→]\s*\d")


def check_webvtt(file: str, text: str) -> Problem | None:
    """The first thing for which a caption would not be shown, at its line; nothing where all of them will be."""
    lines, shown = text.split("\n"), 0
    for at, line in enumerate(lines):
        if LIKE_TIMES.match(line):
            if wrong := _wrong(line):
                return problem(file, at + 1, wrong, text=line.strip()[:60])
            # words after a blank line belong to no cue
            shown += any(following.strip() for following in lines[at + 1 : at + 2])
    return None if shown else problem(file, 1, "captions_none")


def _wrong(line: str) -> str | None:
    found = TIMES.match(line)
    if not found:
        return "captions_time"
    groups = found.groups()
    return "captions_backwards" if _seconds(*groups[:3]) >= _seconds(*groups[3:]) else None


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
