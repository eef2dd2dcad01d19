"""What ``serve`` prints of a build, and what it does not begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli import serve
from plugins.preview.build.protocol import DisplayProblem
from plugins.preview.build.stages import StageBuild

ERROR = DisplayProblem("units.yaml", 3, "wrong kind", display_path="demo/units.yaml")
WARNING = DisplayProblem("index.md", 4, "raw \x1b[2J", is_warning=True, display_path="demo/index.md")
FAILURE = DisplayProblem("", 0, "no theme")


@pytest.mark.parametrize(
    ("ok", "number", "printed"),
    [
        (True, 2, ('The stage "tour" was built.\n', "")),
        (False, 2, ("", "There are errors; the browser still shows the last good site.\n")),
        (False, 0, ("", "There are errors, so there is no site to show yet. The next change starts another build.\n")),
    ],
)
def test_a_build_is_printed_by_what_the_browser_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ok: bool, number: int, printed: tuple[str, str]
) -> None:
    build = StageBuild(folder=tmp_path, state=2, number=number, ok=ok, problems=(ERROR,))
    serve._print_build("en", "tour", build, {ERROR})
    assert capsys.readouterr() == printed


def test_problems_are_printed_where_they_are_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = StageBuild(folder=tmp_path, state=1, number=1, ok=True, problems=(ERROR, WARNING, FAILURE))
    serve._print_build("en", "tour", build, set())
    assert capsys.readouterr().err.splitlines() == [
        "demo/units.yaml:3: wrong kind",
        "demo/index.md:4: Warning: raw \\x1b[2J",
        "no theme",
    ]


def test_an_unknown_stage_is_not_served(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "end_by_any_signal", lambda: None)
    assert serve.serve(tiny, "xyz", 0, "en", poll=False) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[0].endswith(
        'competition.yaml:1: There is no stage "xyz". Use one of: call, tour, vote, review, notice, awards, archive.'
    )


def test_a_folder_that_is_not_there_is_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.serve(tmp_path / "nowhere", None, 0, "en", poll=False) == 1
    printed = capsys.readouterr()
    assert (printed.out, "nowhere" in printed.err) == ("", True)
