"""Checks of WebVTT captions: browsers silently skip a cue whose times they cannot parse."""

from __future__ import annotations

import re

from plugins.content.problems import Problem, problem

HEAD = re.compile(r"WEBVTT(?=[ \t\n]|\Z)")
TIME = r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9]\.[0-9]{3})"
TIMES = re.compile(rf"[ \t]*{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?\Z")
# a line that is meant to hold times, even with an arrow from a Chinese keyboard
LIKE_TIMES = re.compile(r".*-->|\s*[\d:：.,，。]{4,}\s*[-—–－]*[>＞→]\s*\d")


def check_webvtt(file: str, text: str) -> Problem | None:
    """The first mistake for which a caption would not be shown, at its line; None if all captions are shown."""
    lines, cue_count = text.split("\n"), 0
    for index, line in enumerate(lines):
        if LIKE_TIMES.match(line):
            if code := _check_times(line):
                return problem(file, index + 1, code, text=line.strip()[:60])
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
