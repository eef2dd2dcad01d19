"""Attack payloads in tables of votes: they count for nobody, and what is printed of them cannot control a terminal."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from plugins.content.problems import ContentError
from plugins.content.report import format_problems
from plugins.system.messages import LANGS
from tests.browser.payloads import payloads
from tests.results.vote_inputs import count

EXAMPLES = int(os.environ.get("XUNZHAN_EXAMPLES", "300"))
# what terminals and spreadsheets obey
CONTROLS = (
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\u202e雨水花园",
    '=HYPERLINK("//evil.example")',
    "+1-1|cmd",
    "@SUM(A1)",
    "\x9b31m",
)


def _table(names: list[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["项目", "票数"])
    writer.writerows([[name, "7"] for name in names])
    return out.getvalue()


def test_payloads_in_names_are_reported_in_printable_words(tmp_path: Path) -> None:
    names = [name.replace("\0", "") for name in (*CONTROLS, *payloads(EXAMPLES)[:: max(1, EXAMPLES // 60)])]
    problems = []
    try:
        count(tmp_path, {"votes": "票数", "text": _table(["雨水花园（试点）", *names])})
    except ContentError as error:
        problems = list(error.problems)
    assert problems != []
    for lang in LANGS:
        lines = format_problems(problems, tmp_path, lang)
        assert [line for line in lines if not line.isprintable()] == []
