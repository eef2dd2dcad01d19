"""The script of a pack, function by function; ``test_pack.py`` runs it as a notary does."""

from __future__ import annotations

import json
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from plugins.notary import recount
from plugins.notary.recount import check_awards, check_totals, check_votes, count, exact, main, mean, points_of, share

FIGURES = {"a": Fraction(4), "b": Fraction(1), "c": Fraction(1)}
TABLE = {"file": "t.csv", "encoding": "utf-8-sig", "delimiter": ";", "header": 2, "entry": 1, "votes": 0}
VOTES_PART = {"id": "public", "by": "votes", "share": "3/10", "votes_as": "share_of_maximum", "channels": {}, "trim": 0}
MARKS_PART = {"id": "experts", "by": "scores", "share": "7/10", "votes_as": None, "channels": {}, "trim": 1}


@pytest.fixture(autouse=True)
def problems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What differs, in a pack that is empty."""
    differences: list[str] = []
    monkeypatch.setattr(recount, "problems", differences)
    monkeypatch.setattr(recount, "PACK", tmp_path)
    return differences


def test_figures_of_a_record_are_read_exactly() -> None:
    assert [exact(text) for text in ("88", "0.10", "83.33 (250/3)")] == [88, Fraction(1, 10), Fraction(250, 3)]


def test_votes_become_points_by_share_or_rank() -> None:
    assert share(FIGURES, "share_of_maximum") == {"a": 100, "b": 25, "c": 25}
    assert share(FIGURES, "share_of_total") == {"a": Fraction(200, 3), "b": Fraction(50, 3), "c": Fraction(50, 3)}
    assert share(FIGURES, "rank") == {"a": 100, "b": Fraction(200, 3), "c": Fraction(200, 3)}
    assert share({"a": Fraction()}, "share_of_total") == {"a": 0}


def test_as_many_marks_are_trimmed_at_either_end() -> None:
    marks = [Fraction(number) for number in (100, 1, 5, 8, 0)]
    assert (mean(marks, 0), mean(marks, 1), mean(marks, 2)) == (Fraction(114, 5), Fraction(14, 3), 5)


def test_rows_of_a_table_are_counted_below_its_header(tmp_path: Path) -> None:
    text = '导出\n票数;项目\n1,200票;雨水\n３;="02"\n;\n7;别的\n4.0;雨水 \n'
    (tmp_path / "t.csv").write_text(text, encoding="utf-8-sig")
    names = {"names": {"雨水": "rain", "02": "lift", "票数": "none", "项目": "none"}}
    assert count({**TABLE, **names}) == {"rain": 1204, "lift": 3}
    assert count({**TABLE, **names, "votes": None}) == {"rain": 2, "lift": 1}


def test_points_of_votes_are_those_of_all_channels_as_often_as_they_count() -> None:
    record = {"finalists": ["a", "b", "c"]}
    votes = {"app": {"a": 2, "b": 1}, "paper": {"b": 3}}
    assert points_of(VOTES_PART, record, votes) == {"a": 50, "b": 100, "c": 0}
    counted = {**VOTES_PART, "channels": {"app": "2", "paper": "1/2"}}
    assert points_of(counted, record, votes) == {"a": 100, "b": Fraction(350, 4), "c": 0}


def test_points_of_marks_are_their_trimmed_means_on_the_scale() -> None:
    sheets = {"甲": {"a": "60", "b": "90"}, "乙": {"a": "62.5 (125/2)"}, "丙": {"a": "80", "b": "70"}}
    record = {"marks": {"experts": sheets}, "scores": {"zero": "50", "hundred": "75"}}
    part = {**MARKS_PART, "trim": 0}
    assert points_of(part, record, {}) == {"a": 70, "b": 120}
    del sheets["甲"]["b"], sheets["丙"]["b"]
    assert points_of(MARKS_PART, record, {}) == {"a": 50}


def test_votes_of_a_channel_are_those_of_all_its_tables(
    tmp_path: Path, problems: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text("\n\n2;x\n0;y\n", encoding="utf-8")
    table = {**TABLE, "names": {"x": "a", "y": "b"}}
    check_votes({"app": {"a": 4, "b": 0, "c": 0}}, {"app": [table, table]})
    assert (problems, capsys.readouterr().out) == ([], "OK votes app\n")
    check_votes({"app": {"a": 4, "c": 1}}, {"app": [table, table]})
    assert problems == ["votes app"]
    assert capsys.readouterr().out == "DIFFERS 不一致 votes app {'a': 4, 'c': 1} {'a': 4}\n"


def _score(entry: str, total: str, **points: str) -> dict[str, Any]:
    return {"entry": entry, "total": total, "points": points}


def test_points_totals_and_order_are_compared(problems: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    parts = [{**VOTES_PART, "recounted": True}, {**MARKS_PART, "recounted": False}]
    record: dict[str, Any] = {
        "finalists": ["a", "b"],
        "ranking": [_score("a", "72", public="100", experts="60"), _score("b", "15", public="50")],
    }
    check_totals(record, {"parts": parts}, {"app": {"a": 2, "b": 1}})
    assert (problems, capsys.readouterr().out.splitlines()) == (
        [],
        ["OK points public a", "OK total a", "OK points public b", "OK total b", "OK order by totals"],
    )
    record["ranking"] = [_score("b", "15", public="51"), _score("a", "73", public="100", experts="60")]
    check_totals(record, {"parts": parts}, {"app": {"a": 2, "b": 1}})
    assert problems == ["points public b", "total b", "total a", "order by totals"]


def test_awards_follow_the_order_from_the_first_level_to_the_last(problems: list[str]) -> None:
    levels = [{"id": "gold", "size": "1"}, {"id": "silver", "size": "2"}, {"id": "praise", "size": "3"}]
    record: dict[str, Any] = {
        "ranking": [_score(entry, "1") for entry in "abc"],
        "rule": {"text": {"award_levels": levels}},
        "awards": {"gold": ["a"], "silver": ["b", "c"]},
    }
    check_awards(record)
    assert problems == []
    record["awards"] = {"gold": ["a"], "silver": ["b"], "praise": ["c"]}
    check_awards(record)
    assert problems == ["awards silver", "awards praise"]


@pytest.mark.parametrize(("by_order", "compared"), [(True, ["OK awards gold"]), (False, [])])
def test_whole_pack_is_compared_with_what_its_guide_recounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], by_order: bool, compared: list[str]
) -> None:
    record = {
        "finalists": ["a"],
        "votes": [{"channel": "app", "valid": {"a": "2"}}],
        "ranking": [_score("a", "30", public="100")],
        "rule": {"text": {"award_levels": [{"id": "gold", "size": "1"}]}},
        "awards": {"gold": ["a"]},
    }
    parts = [{**VOTES_PART, "recounted": True}]
    guide = {"counted": {}, "parts": parts, "levels_by_order": by_order, "not_recounted": ["votes app"]}
    for name, data in (("record.json", record), ("guide.json", guide)):
        (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    digest = sha256((tmp_path / "record.json").read_bytes()).hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  record.json\n", encoding="utf-8")
    assert main() == 0
    assert capsys.readouterr().out.splitlines() == [
        "OK file record.json",
        "OK points public a",
        "OK total a",
        "OK order by totals",
        *compared,
        "TAKEN FROM THE RECORD 取自记录 votes app",
    ]
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  record.json\n", encoding="utf-8")
    assert main() == 1
    assert capsys.readouterr().out.splitlines()[0] == f"DIFFERS 不一致 file record.json {'0' * 64} {digest}"
