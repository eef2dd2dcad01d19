"""New documents are valid, explained and named by the pinyin of their title; units are appended in place."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.cli.new import new
from plugins.content.load import load
from plugins.content.lookup import load_reference_data
from plugins.content.problems import ContentError, Problem
from plugins.content.schema.config import Contest
from plugins.content.schema.documents import ArticleRecord, EntryRecord
from plugins.content.schema.validate import adapter
from plugins.scaffold.competition import STARTER, write_competition
from plugins.scaffold.documents import entry_questions
from plugins.scaffold.prompts import ask_all
from plugins.scaffold.slugs import next_number, suggest_slug
from plugins.scaffold.units import insert_unit, unit_questions
from tests.support.builds import files, pelican, run_task

ENTRY = ("--title", "雨水花园", "--unit", "东区办、水务局", "--track", "水", "--summary", "好")


def _new(what: str, content: Path, *flags: str) -> tuple[int, list[str]]:
    """Return the exit status and the lines on stderr, without a terminal."""
    given = {
        flag.removeprefix("--").replace("-", "_"): said for flag, said in zip(flags[::2], flags[1::2], strict=True)
    }
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


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("雨水花园", (), "yu-shui-hua-yuan"),
        ("雨水花园", ("yu-shui-hua-yuan", "yu-shui-hua-yuan-2"), "yu-shui-hua-yuan-3"),
        ("“352”工作法 App", (), "352-gong-zuo-fa-app"),
        ("《》", (), "entry"),
        ("长" * 50, (), "-".join(["chang"] * 6)),
    ],
)
def test_slugs_are_suggested_from_pinyin(title: str, taken: tuple[str, ...], slug: str) -> None:
    assert suggest_slug(title, taken) == slug


@pytest.mark.parametrize(
    ("used", "following"), [([], "1"), (["S07", "S23", "9"], "S24"), (["1", "2", "10"], "11"), (["甲"], "1")]
)
def test_next_number_has_the_most_frequent_form(used: list[str], following: str) -> None:
    assert next_number(used) == following


UNITS = {
    "last in the file": "kinds: []\nunits:\n  - id: a  # 甲\n    name: 甲\n",
    "no line end": "units:\n- id: a\n  name: 甲",
    "with comments after it": "units:\n  - id: a\n    name:\n      zh-Hans: 甲\n      en: A\n\n# 结束\n",
    "before other keys": "units:\n  - {id: a, name: 甲}\n  # 甲之后\ndistricts:\n  - id: b\n",
    "Windows": "\ufeffunits:\r\n  - id: a\r\n    name: 甲\r\n\r\nkinds: []\r\n",
    "a text of several lines": "units:\n  - id: a\n    name: |\n      甲\n      乙\nkinds: []\n",
}


@pytest.mark.parametrize("text", UNITS.values(), ids=UNITS)
def test_unit_is_inserted_and_other_lines_are_unchanged(text: str) -> None:
    new = insert_unit(text, {"id": "new", "name": "新"})
    line_end = "\r\n" if "\r" in text else "\n"
    lines, new_lines = f"{text.rstrip(line_end)}{line_end}".split(line_end), new.rstrip(line_end).split(line_end)
    added = [line for line in new_lines if "new" in line or "新" in line]
    assert len(added) == 2
    assert [line for line in new_lines if line not in added] == [*lines[:-1]]
    units = yaml.safe_load(new.removeprefix("\ufeff"))["units"]
    assert [unit["id"] for unit in units] == ["a", "new"]


def test_unit_is_inserted_directly_after_the_last_one() -> None:
    new = insert_unit(UNITS["with comments after it"], {"id": "new", "name": "新"})
    assert new == (
        "units:\n  - id: a\n    name:\n      zh-Hans: 甲\n      en: A\n  - id: new\n    name: 新\n\n# 结束\n"
    )


def test_units_in_brackets_are_rejected() -> None:
    with pytest.raises(ContentError) as raised:
        insert_unit("units: [{id: a}]\n", {"id": "b"})
    assert [problem.code for problem in raised.value.problems] == ["new_unit_in_brackets"]


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


def test_new_competition_is_valid_and_builds_for_every_stage(tmp_path: Path) -> None:
    write_competition(tmp_path / "contest")
    assert load(tmp_path / "contest").problems == ()
    for stage in ("call", "tour"):
        pelican(tmp_path / "contest", tmp_path / stage, STAGE=stage)
    assert not (tmp_path / "call" / "entries" / "sample-entry").exists()
    assert (tmp_path / "tour" / "entries" / "sample-entry" / "index.html").exists()


def test_new_competition_explains_every_key() -> None:
    text = (STARTER / "competition.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"^[# -]*([a-z_]+):", text, re.M))
    assert set(_keys(adapter(Contest).json_schema())) - named == set()


def _keys(schema: dict[str, Any]) -> Iterator[str]:
    for record in (schema, *schema["$defs"].values()):
        yield from record.get("properties", {})


def test_new_competition_rejects_a_folder_with_files(tiny: Path) -> None:
    before = files(tiny)
    with pytest.raises(ContentError) as raised:
        write_competition(tiny)
    assert [problem.code for problem in raised.value.problems] == ["new_folder_taken"]
    assert (_new("competition", tiny)[0], files(tiny)) == (1, before)


def test_unknown_kind_of_document_is_reported(tiny: Path) -> None:
    assert _new("entyr", tiny) == (
        1,
        ['new: "entyr" is not a possible value. Did you mean "entry"? Use one of: entry, article, unit, competition.'],
    )
