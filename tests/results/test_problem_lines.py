"""A problem of votes.yaml, scores.yaml or decisions.yaml is reported at the line of the key that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plugins.content.problems import ContentError
from tests.results.contests import BY, one_track, write_contest
from tests.results.tally_inputs import tally_result

ROWS = {"channel": "app", "file": "app.csv", "entry": "项目", "id": "流水", "as_of": "2024-05-01", "source": "后台"}
COUNTS = {
    "channel": "app",
    "file": "counts.csv",
    "entry": "项目",
    "votes": "票数",
    "as_of": "2024-05-01",
    "source": "后台",
}
MARKS = {"file": "scores.csv", "judge": "评委", "entry": "项目", "criteria": {"score": "得分"}}
RECUSAL = {"judge": "甲", "entry": "e1", "reason": "本单位"}
TABLES = {
    "app.csv": "流水,项目\n1,e1\n2,e2\n",
    "counts.csv": "项目,票数\ne1,5\ne2,4\n",
    "scores.csv": "评委,项目,得分\n甲,e1,80\n甲,e2,81\n乙,e1,80\n乙,e2,81\n",
}


def _problems(content: Path, votes: Any = None, scores: Any = None, decisions: Any = None) -> list[tuple[str, str]]:
    """The code of each problem of a small contest, and its line with the next one."""
    write_contest(content, one_track(2), {"public": 50, "experts": 50, "ties": []})
    files = {"votes": {"tables": [ROWS]}, "scores": {"lowest": 0, "highest": 100, "tables": [MARKS]}}
    texts = {f"{name}.yaml": data for name, data in files.items()} | {"decisions.yaml": {}}
    for name, changes in {"votes.yaml": votes, "scores.yaml": scores, "decisions.yaml": decisions}.items():
        text = json.dumps({**texts[name], **(changes or {})}, ensure_ascii=False, indent=1)
        (content / "results" / name).write_text(text, encoding="utf-8")
    for name, text in TABLES.items():
        (content / "results" / name).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        tally_result(content)
    reported = []
    for wrong in refused.value.problems:
        lines = [line.strip() for line in (content / wrong.file).read_text(encoding="utf-8").splitlines()]
        reported.append((wrong.code, " ".join(lines[wrong.line - 1 : wrong.line + 1])))
    return reported


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ([ROWS, {**COUNTS, "separator": ";"}], ("keys_of_rows_with_votes", '"separator": ";" }')),
        ([COUNTS, {**ROWS, "totals": ["合计"]}], ("totals_without_votes", '"totals": [ "合计"')),
        ([COUNTS, {"source": "x", **ROWS, "entries": ["项目"]}], ("one_layout", '{ "source": "后台",')),
        ([{**ROWS, "aliases": {"甲": "e1", "乙": "z"}}], ("no_such_finalist", '"乙": "z" }')),
        ([{**ROWS, "zero": ["z"]}], ("no_such_finalist", '"z" ]')),
        ([{**ROWS, "zero": ["e1"]}], ("zero_with_votes", '"e1" ]')),
        ([COUNTS, {**ROWS, "file": "none.csv"}], ("missing_file", '"file": "none.csv", "entry": "项目",')),
        ([COUNTS, {**COUNTS, "as_of": "2024-05-02"}], ("table_twice", '"file": "counts.csv", "entry": "项目",')),
        (
            [{**ROWS, "voided": [{"first_row": 2, **BY}, {"ids_file": "none.txt", **BY}]}],
            ("missing_file", '"ids_file": "none.txt", "reason": "异议成立",'),
        ),
        (
            [{**ROWS, "voided": [{"first_row": 2, **BY}, {"last_row": 3, **BY}]}],
            ("void_rows_backwards", '{ "last_row": 3,'),
        ),
        (
            [{**ROWS, "voided": [{"first_row": 2, **BY}, {"first_row": 9, **BY}]}],
            ("void_without_effect", '{ "first_row": 9,'),
        ),
        (
            [{**COUNTS, "voided": [{"entry": "e1", "votes": 1, **BY}, {"entry": "e2", "votes": 9, **BY}]}],
            ("more_voided_than_cast", '{ "entry": "e2",'),
        ),
    ],
)
def test_problem_of_votes_is_at_its_key(tmp_path: Path, tables: list[Any], expected: tuple[str, str]) -> None:
    assert _problems(tmp_path, votes={"tables": tables}) == [expected]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"lowest": 100}, ("range_backwards", '"lowest": 100, "highest": 100,')),
        ({"scale": {"zero": 60, "hundred": 50}}, ("range_backwards", '"scale": { "zero": 60,')),
        ({"maxima": {"style": 10}}, ("criteria_differ", '"maxima": { "style": 10')),
        ({"tables": [MARKS, {**MARKS, "judge_name": "丙"}]}, ("sheet_layout", '{ "file": "scores.csv",')),
        ({"tables": [MARKS, {**MARKS, "total": "得分"}]}, ("sheet_scores", '{ "file": "scores.csv",')),
        ({"tables": [{**MARKS, "criteria": {"style": "得分"}}]}, ("criteria_differ", '"criteria": { "style": "得分"')),
        ({"tables": [{**MARKS, "part": "jury"}]}, ("unknown_part", '"part": "jury" }')),
        ({"panels": {"t": ["甲", "乙"], "x": ["甲"]}}, ("unknown_track", '"x": [ "甲"')),
        ({"panels": {"t": ["甲", "乙", "丁"]}}, ("unknown_judge", '"丁" ]')),
        ({"panels": {"t": ["甲"]}}, ("scored_outside_panel", '"t": [ "甲"')),
        ({"dropped": [{**BY, "judge": "丁"}]}, ("unknown_judge", '"judge": "丁" }')),
        ({"recusals": [{**RECUSAL, "judge": "丁"}]}, ("unknown_judge", '"judge": "丁", "entry": "e1",')),
        ({"recusals": [{**RECUSAL, "entry": "z"}]}, ("unknown_finalist", '"entry": "z", "reason": "本单位"')),
        ({"recusals": [RECUSAL]}, ("recused_but_scored", '"recusals": [ {')),
    ],
)
def test_problem_of_scores_is_at_its_key(tmp_path: Path, scores: Any, expected: tuple[str, str]) -> None:
    assert expected in _problems(tmp_path, scores=scores)


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("lots", {"order": ["e2", "z"]}, ("unknown_finalist", '"order": [ "e2",')),
        ("lots", {"order": ["e2", "e2"]}, ("lot_twice", '"order": [ "e2",')),
        ("decisions", {"kind": "withdrawn", "entry": "z"}, ("unknown_finalist", '"entry": "z" }')),
        ("decisions", {"kind": "swapped", "entry": "e2"}, ("decision_keys", '{ "kind": "swapped",')),
        ("decisions", {"kind": "swapped", "entry": "e2", "with_entry": "z"},
         ("unknown_finalist", '"with_entry": "z" }')),
        ("decisions", {"kind": "swapped", "entry": "e2", "with_entry": "e2"},
         ("decision_on_itself", '{ "kind": "swapped",')),
        ("decisions", {"kind": "moved", "entry": "e2", "level": "best"}, ("unknown_award", '"level": "best" }')),
        ("decisions", {"kind": "moved", "entry": "e1", "level": "top"},
         ("decision_on_gone", '"entry": "e1", "level": "top"')),
        ("decisions", {"kind": "vacant", "level": "top", "places": 9}, ("vacant_over_size", '"places": 9 }')),
        ("decisions", {"kind": "corrected", "entry": "e2", "channel": "tv", "before": "1", "after": "2"},
         ("unknown_channel", '"channel": "tv", "before": "1",')),
        ("decisions", {"kind": "corrected", "entry": "e2", "channel": "app", "before": "9", "after": "2"},
         ("correction_differs", '"before": "9", "after": "2"')),
        ("decisions", {"kind": "corrected", "entry": "e2", "channel": "app", "before": "1", "after": "1.5"},
         ("correction_not_whole", '"after": "1.5" }')),
        ("decisions", {"kind": "corrected", "entry": "e2", "channel": "app", "before": "1", "after": "1"},
         ("correction_without_change", '"after": "1" }')),
        ("decisions", {"kind": "corrected", "entry": "e2", "judge": "丁", "before": "81", "after": "82"},
         ("unknown_judge", '"judge": "丁", "before": "81",')),
        ("overrides", {"level": "top", "out": "z", "into": "e2"}, ("unknown_finalist", '"out": "z", "into": "e2"')),
        ("overrides", {"out": "e2", "into": "e1", "level": "best"}, ("unknown_award", '"level": "best" }')),
    ],
)  # fmt: skip
def test_problem_of_a_decision_is_at_its_key(tmp_path: Path, kind: str, data: Any, expected: tuple[str, str]) -> None:
    first = {"decisions": [{**BY, "kind": "withdrawn", "entry": "e1"}], "lots": [{**BY, "order": ["e1", "e2"]}]}
    # what names the item comes first, so that its line shows it
    items = [*first.get(kind, []), {**dict.fromkeys(list(data)[:1]), **BY, **data}]
    assert expected in _problems(tmp_path, decisions={kind: items})
