"""What editors see in the terminal when content is invalid; the existing site is not changed."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.problems import Problem
from tests.content.invalid_inputs import INVALID_INPUTS
from tests.content.mutations import LIFT, RULES, SITE, InvalidCase, combine, replace_text
from tests.support.builds import files, run_task

SAMPLE = {
    "full-width colon",
    "a billion laughs",
    "missing key",
    "picture linked outside",
    "pipe for a text",
    "bomb",
    "GBK",
    "control character in a body",
    "awarded but not shortlisted",
    "script in a link",
    "Chinese folder",
}
SEVERAL = combine(
    replace_text(LIFT, ("track: safety", "track: saftey"), ("sample: true", "smaple: true")),
    replace_text(RULES, ("以单位名义参加。", "<b>粗</b>\n\n见[规则](../rulse/index.md)。")),
    replace_text(SITE, ("opens: 2024-03-01", "opens: 2024-02-20")),
)


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """An output folder with an older site in it."""
    folder = tmp_path / "former"
    folder.mkdir()
    (folder / "index.html").write_text("the former site", encoding="utf-8")
    return folder


def _lines(content: Path, problems: tuple[Problem, ...], lang: str, mark: str = "") -> list[str]:
    return [f"{content}/{problem.file}:{problem.line}: {mark}{problem.message(lang)}" for problem in problems]


def _build(content: Path, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run_task("build", "--content", str(content), "--output", str(output), *options)


@pytest.mark.parametrize(("lang", "mark"), [("zh-Hans", "提醒:"), ("en", "warning: ")])
def test_check_reports_everything_in_order_with_warnings_after(tiny: Path, lang: str, mark: str) -> None:
    SEVERAL(tiny)
    done = run_task("check", "--content", str(tiny), "--lang", lang)
    loaded = load(tiny)
    warnings = tuple(problem for problem in loaded.problems if problem.is_warning)
    lines = done.stderr.splitlines()
    assert [(problem.file, problem.line, problem.code) for problem in loaded.errors] == [
        (SITE, 13, "stage_overlaps"),
        (LIFT, 9, "unknown_key_near"),
        (RULES, 11, "broken_link"),
    ]
    assert [(problem.file, problem.line) for problem in warnings] == [(RULES, 9)]
    assert lines[:-1] == [*_lines(tiny, loaded.errors, lang), *_lines(tiny, warnings, lang, mark)]
    assert re.findall(r"\d+", lines[-1]) == ["3", "1"]
    assert done.returncode == 1


def test_check_for_a_program_prints_one_document(tiny: Path) -> None:
    good = run_task("check", "--content", str(tiny), "--format", "gitlab")
    assert (good.returncode, good.stdout.strip(), good.stderr) == (0, "[]", "")
    replace_text(LIFT, ("track: safety", "track: saftey"))(tiny)
    bad = run_task("check", "--content", str(tiny), "--format", "json", "--lang", "en")
    assert (bad.returncode, bad.stderr) == (1, "")
    assert [(item["line"], item["severity"]) for item in json.loads(bad.stdout)] == [(5, "error")]


def test_check_of_good_content_says_so(tiny: Path) -> None:
    done = run_task("check", "--content", str(tiny), "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No errors found.\n", "")


def test_path_is_shown_as_seen_from_the_working_folder() -> None:
    done = run_task("check", "--content", "tests/support/tiny/entries", "--lang", "en")
    assert done.stderr.splitlines()[0].startswith("tests/support/tiny/entries/competition.yaml:1: The file")


def test_content_that_is_nowhere_is_reported_without_traceback(tmp_path: Path) -> None:
    done = run_task("check", "--content", str(tmp_path / "nowhere"))
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()[:-1]] == [
        f"{tmp_path}/nowhere/competition.yaml:1",
        f"{tmp_path}/nowhere/units.yaml:1",
    ]
    assert done.returncode == 1


def test_build_reports_several_mistakes_and_keeps_the_former_site(tiny: Path, former: Path) -> None:
    SEVERAL(tiny)
    done = _build(tiny, former)
    assert done.stderr.splitlines()[:3] == _lines(tiny, load(tiny).errors, "zh-Hans")
    _assert_nothing_was_built(done, former)


@pytest.mark.parametrize("case", [case for case in INVALID_INPUTS if case.name in SAMPLE], ids=lambda case: case.name)
def test_build_with_a_mistake_keeps_the_former_site(tiny: Path, former: Path, case: InvalidCase) -> None:
    case.change(tiny)
    done = _build(tiny, former)
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()[:-1]] == [
        f"{tiny}/{file}:{line}" for file, line, _ in sorted(case.expected)
    ]
    _assert_nothing_was_built(done, former)


def test_sample_is_of_known_mistakes() -> None:
    assert {case.name for case in INVALID_INPUTS} >= SAMPLE


def _assert_nothing_was_built(done: subprocess.CompletedProcess[str], former: Path) -> None:
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 1
    assert files(former) == {"index.html": b"the former site"}
    # the build's own folders beside the output are gone, too
    assert [path.name for path in former.parent.iterdir() if path.name.startswith(".")] == []


def _check(content: Path, _: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run_task("check", "--content", str(content), *options)


@pytest.mark.parametrize("command", [_check, _build])
def test_unknown_stage_is_reported_with_the_nearest(
    tiny: Path, former: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = command(tiny, former, "--stage", "award", "--lang", "en")
    assert done.stderr.splitlines()[0] == (
        f'{tiny}/competition.yaml:1: There is no stage "award". Did you mean "awards"? '
        "Use one of: awards, archive, call, tour, vote, review, notice."
    )
    _assert_nothing_was_built(done, former)


@pytest.mark.parametrize("command", [_check, _build])
def test_unknown_language_is_reported_with_those_there_are(
    tiny: Path, former: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = command(tiny, former, "--lang", "fr")
    assert re.search(r"--lang 只能写 zh-Hans、en。", done.stderr)
    _assert_nothing_was_built(done, former)
