"""What is printed of the difference between stages and of what must not be public: in order, and not too much of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.cli import stages
from plugins.cli.stages import check_embargo, print_leaks
from plugins.embargo.check import LeakReport
from plugins.embargo.compare import Difference
from plugins.embargo.history import HistoryReport, PastLeak
from plugins.embargo.scan import Leak
from plugins.release.stage_diff import PageChange
from tests.support.leak_reports import CLEAN


def _report(leaks: int = 0, differences: int = 0, *, rehearsal: bool = False, replaced: bool = True) -> LeakReport:
    return replace(
        CLEAN,
        files=12,
        terms=34,
        pieces_too_short=0,
        pieces_also_public=0,
        rehearsal=rehearsal,
        replaced=replaced,
        leaks=tuple(Leak(f"{number}.html", "text", "gold", "results/awards.yaml") for number in range(leaks)),
        differences=tuple(Difference("feed.xml", 7, "gold", "silver") for _ in range(differences)),
    )


def test_site_that_shows_nothing_early_has_passed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_leaks(tmp_path / "site", _report(), "en")
    printed = capsys.readouterr()
    first, second = printed.out.splitlines()
    assert first.startswith("Passed: nothing early in the 12 files of the stage tour (34 terms searched for;")
    assert Path(second.removeprefix("Report: ")).is_file()
    assert printed.err == ""


@pytest.mark.parametrize(
    ("leaks", "differences", "end"),
    [
        (1, 0, '  0.html (text) has "gold" of results/awards.yaml, which this stage does not show.'),
        (0, 1, '  feed.xml, byte 7: with another hidden part "gold" becomes "silver".'),
        (18, 2, '  feed.xml, byte 7: with another hidden part "gold" becomes "silver".'),
        (18, 3, "  and 1 more"),
        (30, 2, "  and 12 more"),
    ],
)
def test_what_is_early_is_listed_up_to_twenty_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], leaks: int, differences: int, end: str
) -> None:
    assert not print_leaks(tmp_path / "site", _report(leaks, differences), "en")
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Failed: the site of the stage tour must not be published."
    assert (len(lines), lines[-1]) == (1 + min(leaks + differences, 20) + ("more" in end), end)


def test_rehearsal_and_what_cannot_be_proven_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not print_leaks(tmp_path / "site", _report(rehearsal=True), "en")
    assert not print_leaks(tmp_path / "site", _report(replaced=False), "en")
    assert [line[:54] for line in capsys.readouterr().err.splitlines()] == [
        "Failed: the site of the stage tour must not be publish",
        "  This is a rehearsal with made-up results; it cannot ",
        "Failed: the site of the stage tour must not be publish",
        "  With another hidden part the site cannot be built, s",
    ]


@pytest.mark.parametrize(("count", "lines", "end"), [(20, 21, "awards.yaml."), (22, 22, "  and 2 more")])
def test_history_is_listed_up_to_twenty_files_with_short_commits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], count: int, lines: int, end: str
) -> None:
    leak = PastLeak("results/awards.yaml", "0123456789abcdef", 3, "gold", "results/awards.yaml")
    monkeypatch.setattr(stages, "search_history", lambda *_: HistoryReport("tour", 5, 9, 4, (leak,) * count))
    assert check_embargo(Path("content"), Path("output"), None, None, "en", history=True) == 1
    printed = capsys.readouterr().err.splitlines()
    assert len(printed) == lines
    assert printed[1].startswith('  results/awards.yaml (commit 0123456789ab) has 3 terms, such as "gold"')
    assert printed[-1].endswith(end)


def test_pages_without_new_words_are_counted_and_the_others_listed(capsys: pytest.CaptureFixture[str]) -> None:
    changes = [
        PageChange("new", "entries/a/", "A"),
        PageChange("changed", "", "Home", words="now"),
        PageChange("changed", "rules/", "Rules"),
        PageChange("gone", "old/", "Old"),
    ]
    stages._print_changes(changes, "call", "tour", "en")
    title, _, heads, _, *rows, _, rest = capsys.readouterr().out.splitlines()
    assert title.strip() == "call → tour"
    assert [[cell.strip() for cell in line.strip("┃│").replace("┃", "│").split("│")] for line in (heads, *rows)] == [
        ["", "page", "title", "words that are new in it"],
        ["new", "entries/a/", "A", ""],
        ["changed", "/", "Home", "now"],
        ["gone", "old/", "Old", ""],
    ]
    assert rest == "1 more pages have no new text; only their menu, order or pictures changed."
    stages._print_changes(changes[:2], "call", "tour", "en")
    assert "more pages" not in capsys.readouterr().out
