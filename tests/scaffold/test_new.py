"""New documents are valid, explained and named by the pinyin of their title; units are appended in place."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from plugins.cli.new import new
from plugins.content.load import load
from plugins.content.lookup import load_reference_data
from plugins.content.problems import ContentError, Problem
from plugins.content.schema.documents import ArticleRecord, EntryRecord
from plugins.content.schema.validate import adapter
from plugins.scaffold.competition import write_competition
from plugins.scaffold.documents import article_questions, entry_questions
from plugins.scaffold.pipeline import forge_question
from plugins.scaffold.prompts import ask_all
from plugins.scaffold.units import unit_questions
from tests.support.builds import files, run_task

ENTRY = ("--title", "雨水花园", "--unit", "东区办、水务局", "--track", "水", "--summary", "好")


def _new(what: str, content: Path, *flags: str) -> tuple[int, list[str]]:
    """Return the exit status and the lines on stderr, without a terminal."""
    pairs = zip(flags[::2], flags[1::2], strict=True)
    answers = {flag.removeprefix("--").replace("-", "_"): value for flag, value in pairs}
    with redirect_stderr(io.StringIO()) as stderr, redirect_stdout(io.StringIO()):
        code = new(what, content, "en", **answers)
    return code, stderr.getvalue().splitlines()


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())


def test_new_entry_prints_the_path_of_the_document(tiny: Path) -> None:
    done = run_task("new", "entry", "--content", str(tiny), "--lang", "en", *ENTRY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"{tiny}/entries/yu-shui-hua-yuan/index.md was written"


def test_new_entry_is_valid_and_has_the_next_number_and_a_pinyin_slug(tiny: Path) -> None:
    assert _new("entry", tiny, *ENTRY) == (0, [])
    text = (tiny / "entries" / "yu-shui-hua-yuan" / "index.md").read_text(encoding="utf-8")
    assert "# 申报单位代号，见 units.yaml\nunits:\n  - east-office\n  - water-bureau\n" in text
    loaded = load(tiny)
    assert loaded.errors == ()
    assert loaded.competition
    assert [entry.number for entry in loaded.competition.entries if entry.slug == "yu-shui-hua-yuan"] == ["04"]


@pytest.mark.parametrize(("record", "what"), [(EntryRecord, "entry"), (ArticleRecord, "article")])
def test_new_document_has_every_key_with_its_help(tiny: Path, record: type[Any], what: str) -> None:
    article = ("--title", "启动", "--date", "2024-01-01", "--public-from", "call", "--summary", "好")
    assert _new(what, tiny, "--slug", "new", *(ENTRY if what == "entry" else article))[0] == 0
    text = next(tiny.glob("*/new/index.md")).read_text(encoding="utf-8")
    keys = adapter(record).json_schema()["properties"]
    assert re.findall(r"^# .*[\u4e00-\u9fff].*\n(?:# )?(\w+):", text, re.M) == list(keys)


def test_without_a_terminal_all_problems_are_reported_at_once(tiny: Path) -> None:
    before = files(tiny)
    code, errors = _new("entry", tiny, "--unit", "水物局", "--track", "水", "--number", "01", "--slug", "雨")
    assert (code, [line.partition(":")[0] for line in errors]) == (
        1,
        ["--title", "--unit", "--summary", "--number", "--slug"],
    )
    assert files(tiny) == before


def test_at_a_terminal_wrong_answers_are_reported_and_asked_again(tiny: Path) -> None:
    typed = iter(["雨水花园", "水物局", "水务局", "2", "", "一句话", "", ""])
    asked: list[str] = []
    reported: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return next(typed)

    def report(problem: Problem) -> None:
        reported.append(problem.code)

    answers = ask_all(entry_questions(tiny, load_reference_data(tiny)), {}, ask, report, "zh-Hans")
    assert answers == {
        "title": "雨水花园",
        "unit": ["water-bureau"],
        "track": "safety",
        "summary": "一句话",
        "number": "04",
        "slug": "yu-shui-hua-yuan",
    }
    assert reported == ["unknown_unit_name_near", "missing_key"]
    assert asked[3] == "  1. 水 [water]\n  2. 安全 [safety]\n赛道（写前面的数字）："
    assert asked[-1].endswith("[yu-shui-hua-yuan]：")


VALID_ANSWERS = {
    "entry": {"title": "雨水花园", "unit": "水务局", "track": "水", "summary": "好"},
    "article": {"title": "启动", "date": "2024-01-01", "public-from": "call", "summary": "好"},
    "unit": {"title": "西区办", "kind": "区"},
    "pipeline": {},
}


@pytest.mark.parametrize(
    ("what", "flag", "answer", "code"),
    [
        ("entry", "slug", "雨", "not_slug"),
        ("entry", "slug", "lift-watch", "new_taken"),
        ("entry", "unit", "水务局、水物局", "unknown_unit_name_near"),
        ("entry", "track", "火", "unknown_track"),
        ("entry", "number", "一 号", "not_number"),
        ("entry", "number", "01", "duplicate_number"),
        ("article", "date", "1.5.2024", "day_not_iso"),
        ("article", "public-from", "明天", "unknown_stage"),
        ("unit", "title", "水务局", "new_taken"),
        ("unit", "kind", "村", "unknown_unit_kind"),
        ("unit", "district", "火星", "unknown_district"),
        ("pipeline", "forge", "sourcehut", "unknown_value"),
    ],
)
def test_wrong_answer_is_reported_at_its_flag(tiny: Path, what: str, flag: str, answer: str, code: str) -> None:
    reference = load_reference_data(tiny)
    questions = {
        "entry": entry_questions(tiny, reference),
        "article": article_questions(tiny, reference),
        "unit": unit_questions(tiny, reference),
        "pipeline": [forge_question()],
    }
    ask_all(questions[what], VALID_ANSWERS[what], None, print, "en")
    with pytest.raises(ContentError) as raised:
        ask_all(questions[what], {**VALID_ANSWERS[what], flag: answer}, None, print, "en")
    assert [(problem.file, problem.line, problem.code) for problem in raised.value.problems] == [(f"--{flag}", 0, code)]


def test_new_unit_can_be_used_at_once(tiny: Path) -> None:
    assert _new("unit", tiny, "--title", "西区办", "--kind", "区", "--district", "东区") == (0, [])
    assert load_reference_data(tiny).find_unit("西区办") == "xi-qu-ban"
    assert load(tiny).errors == ()


def test_existing_unit_is_rejected(tiny: Path) -> None:
    flags = {"title": "水务局", "kind": "部门", "slug": "water-bureau"}
    with pytest.raises(ContentError) as raised:
        ask_all(unit_questions(tiny, load_reference_data(tiny)), flags, None, print, "en")
    assert [(problem.file, problem.code) for problem in raised.value.problems] == [
        ("--title", "new_taken"),
        ("--slug", "new_taken"),
    ]


def test_new_competition_rejects_a_folder_with_files(tiny: Path) -> None:
    before = files(tiny)
    with pytest.raises(ContentError) as raised:
        write_competition(tiny)
    assert [problem.code for problem in raised.value.problems] == ["new_folder_taken"]
    assert (_new("competition", tiny)[0], files(tiny)) == (1, before)


def test_unknown_kind_of_document_is_reported(tiny: Path) -> None:
    assert _new("entyr", tiny) == (
        1,
        [
            'new: "entyr" is not a possible value. Did you mean "entry"? '
            "Use one of: entry, unit, edition, pipeline, article, competition, translation."
        ],
    )
