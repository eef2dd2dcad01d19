"""The jury's kit: sheets that hold names and ranges, a packet that tells nothing if blind, and what comes back."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from plugins.cli.judging import judging
from plugins.content.load import load_before_results
from plugins.embargo.extract import extract_texts
from plugins.judging.panel_file import read_panel
from plugins.judging.returned_sheets import collect_sheets
from plugins.results.result import compute_result
from plugins.results.tally import read_inputs
from tests.support.builds import run_task

PANEL = """judges: [评委甲, 评委乙]
lowest: 60
highest: 100
recusals: [{judge: 评委乙, entry: rain-garden, reason: 本单位的项目}]
"""
RULE = """result_rule: {public: 0, experts: 100}
criteria:
  - {id: novelty, name: 创新性, weight: 60, description: 办法是不是新的}
  - {id: effect, name: 成效, weight: 40}
"""


@pytest.fixture
def content(tiny: Path) -> Path:
    """The tiny competition with two judges and two criteria."""
    (tiny / "results" / "judging.yaml").write_text(PANEL, encoding="utf-8")
    path = tiny / "competition.yaml"
    text = path.read_text(encoding="utf-8").replace("criteria:\n  - {id: novelty, name: 创新性}\n", RULE)
    path.write_text(text, encoding="utf-8")
    return tiny


def _sheet(path: Path) -> Worksheet:
    return load_workbook(path)["评分"]


def _fill(path: Path, scores: dict[str, tuple[object, ...]]) -> None:
    """Fill a sheet as a judge does; ``scores`` are the cells from the first criterion on, by the entry's number."""
    book = load_workbook(path)
    sheet = book["评分"]
    for row in range(4, sheet.max_row + 1):
        for column, value in enumerate(scores.get(str(sheet.cell(row, 1).value), ()), start=3):
            sheet.cell(row, column).value = value
    book.save(path)


def _texts(folder: Path) -> str:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return "\n".join(
        text for path in files for _, text in extract_texts(path.relative_to(folder).as_posix(), path.read_bytes())
    )


def test_a_sheet_holds_the_names_and_checks_the_scores(content: Path, tmp_path: Path) -> None:
    assert judging(content, tmp_path / "kit", None, "zh-Hans", blind=False) == 0
    sheet = _sheet(tmp_path / "kit" / "scores-02.xlsx")
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [cell.value for cell in sheet[1]][:3] == ["评委", "评委乙", "小城大赛"]
    assert rows == [
        ["编号", "项目", "创新性", "成效", "回避", "回避的原因"],
        ["01", "雨水花园", "", "", "回避", ""],
        ["02", "电梯看护", "", "", "", ""],
    ]
    locked = [[cell.protection.locked for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert (sheet.protection.sheet, locked) == (True, [[True, True, False, False, False, False]] * 2)
    rules = [
        (str(rule.sqref), rule.type, rule.operator, rule.formula1, rule.formula2)
        for rule in sheet.data_validations.dataValidation
    ]
    assert rules == [
        ("C4:C5", "decimal", "between", "60", "100"),
        ("D4:D5", "decimal", "between", "60", "100"),
        ("E4:E5", "list", None, '"回避"', None),
    ]
    criteria = load_workbook(tmp_path / "kit" / "scores-01.xlsx")["评审标准"]
    assert [[cell.value or "" for cell in row] for row in criteria.iter_rows(min_row=2)] == [
        ["创新性", "60%", "60–100", "办法是不是新的"],
        ["成效", "40%", "60–100", ""],
    ]


def test_a_panel_scores_its_track_alone(content: Path, tmp_path: Path) -> None:
    (content / "results" / "judging.yaml").write_text(f"{PANEL}panels: {{safety: [评委乙]}}\n", encoding="utf-8")
    assert judging(content, tmp_path / "kit", None, "en", blind=False) == 0
    numbers = [[row[0].value for row in _sheet(tmp_path / "kit" / name).iter_rows(min_row=4)] for name in (
        "scores-01.xlsx", "scores-02.xlsx",
    )]  # fmt: skip
    assert numbers == [["01"], ["01", "02"]]


def test_the_packet_has_every_finalist_as_pdf_and_pages(content: Path, tmp_path: Path) -> None:
    assert judging(content, tmp_path / "kit", None, "en", blind=False) == 0
    names = sorted(path.relative_to(tmp_path / "kit").as_posix() for path in (tmp_path / "kit").rglob("*.*"))
    assert names == [
        "packet.pdf", "pages/01-1.jpg", "pages/01-2.jpg", "pages/01.html", "pages/02.html", "pages/index.html",
        "scores-01.xlsx", "scores-02.xlsx",
    ]  # fmt: skip
    for text in (_texts(tmp_path / "kit" / "pages"), "".join(_pdf(tmp_path / "kit").split())):
        assert all(word in text for word in ("雨水花园", "水务局", "电梯看护", "创新性"))


def _pdf(kit: Path) -> str:
    return next(text for reading, text in extract_texts("a.pdf", (kit / "packet.pdf").read_bytes()) if reading == "PDF")


def test_the_same_contest_gives_the_same_bytes(content: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert judging(content, tmp_path / name, None, "en", blind=True) == 0
    kits = [
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*") if path.is_file()}
        for name in ("one", "two")
    ]
    assert kits[0] == kits[1]


def test_a_blind_packet_names_no_unit_and_no_file(content: Path, tmp_path: Path) -> None:
    path = content / "entries" / "rain-garden" / "index.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n水务局和张三做的，见[网站](https://water-bureau.example/)。\n", encoding="utf-8")
    (content / "results" / "judging.yaml").write_text(f"{PANEL}hidden: [张三, ' ']\n", encoding="utf-8")
    assert judging(content, tmp_path / "kit", None, "en", blind=True) == 0
    texts = _texts(tmp_path / "kit")
    assert "〔隐去〕和〔隐去〕做的，见网站。" in texts
    names = ("水务局", "张三", "water-bureau", "rain-garden", "view.png", "东区办")
    assert [name for name in names if name in texts] == []


def test_name_in_another_writing_stops_a_blind_packet(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = content / "entries" / "rain-garden" / "index.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n做法由水務局首创。\n", encoding="utf-8")
    assert judging(content, tmp_path / "kit", None, "en", blind=True) == 1
    printed = capsys.readouterr().err
    assert 'pages/01.html (text) still tells "水务局" (of units.yaml). Add it to hidden in judging.yaml' in printed
    assert not (tmp_path / "kit").exists()


def test_filled_sheets_are_not_written_over(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judging(content, tmp_path, None, "zh-Hans", blind=False) == 1
    assert "里已经有文件，可能是评委填过的表" in capsys.readouterr().err


def test_complete_sheets_are_tallied_as_they_are(content: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    assert judging(content, kit, None, "en", blind=False) == 0
    _fill(kit / "scores-01.xlsx", {"02": (90, 80), "01": (70, 100)})
    _fill(kit / "scores-02.xlsx", {"02": (60, "８５")})
    assert judging(content, kit, str(kit), "en", blind=False) == 0
    for name in ("scores.yaml", "scores-01.xlsx", "scores-02.xlsx"):
        shutil.copy(kit / name, content / "results" / name)
    scores = yaml.safe_load((kit / "scores.yaml").read_text(encoding="utf-8"))
    assert scores["recusals"] == [{"judge": "评委乙", "entry": "rain-garden", "reason": "本单位的项目"}]
    competition = load_before_results(content).competition
    assert competition
    result = compute_result(read_inputs(content, competition))
    # lift-watch (86 + 70) / 2, rain-garden 82 of one judge
    assert [score.entry for score in result.ranking.order] == ["rain-garden", "lift-watch"]


def test_what_is_missing_is_said_by_judge_and_entry(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kit = tmp_path / "kit"
    assert judging(content, kit, None, "en", blind=False) == 0
    _fill(kit / "scores-01.xlsx", {"01": (90, None)})
    (kit / "scores-02.xlsx").unlink()
    capsys.readouterr()
    assert judging(content, kit, str(kit), "en", blind=False) == 1
    printed = capsys.readouterr()
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.out.splitlines() if "│" in line]
    assert rows == [
        ["评委甲", "scores-01.xlsx", "0", "0", "01 02"],
        ["评委乙", "not returned", "0", "0", "2"],
    ]
    assert printed.err == "Not complete: 评委甲, 评委乙.\n"
    assert not (kit / "scores.yaml").exists()


WRONG: dict[str, tuple[dict[str, tuple[object, ...]], tuple[int, str]]] = {
    "out-of-range": ({"02": (59, 80)}, (5, "cell_out_of_range")),
    "no-number": ({"02": ("好", 80)}, (5, "cell_not_score")),
    "recused-and-scored": ({"02": (90, 80, "回避")}, (5, "judging_recused_scored")),
}


@pytest.mark.parametrize(("scores", "expected"), WRONG.values(), ids=WRONG)
def test_a_wrong_cell_is_named(
    content: Path, tmp_path: Path, scores: dict[str, tuple[object, ...]], expected: tuple[int, str]
) -> None:
    kit = tmp_path / "kit"
    assert judging(content, kit, None, "en", blind=False) == 0
    _fill(kit / "scores-01.xlsx", scores)
    competition = load_before_results(content).competition
    assert competition
    _, problems = collect_sheets(read_panel(content, competition), kit)
    assert [(problem.file, problem.line, problem.code) for problem in problems] == [("scores-01.xlsx", *expected)]


def test_sheets_that_are_none_renamed_or_twice_are_named(content: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    assert judging(content, kit, None, "en", blind=False) == 0
    shutil.copy(kit / "scores-01.xlsx", kit / "zhang.xlsx")
    (kit / "scores-02.xlsx").rename(kit / "li.xlsx")
    (kit / "broken.xlsx").write_bytes(b"PK")
    _fill_name(kit / "other.xlsx", kit / "li.xlsx")
    competition = load_before_results(content).competition
    assert competition
    _, problems = collect_sheets(read_panel(content, competition), kit)
    assert [(problem.file, problem.code) for problem in problems] == [
        ("broken.xlsx", "table_broken"),
        ("li.xlsx", "judging_renamed"),
        ("other.xlsx", "judging_other_sheet"),
        ("zhang.xlsx", "judging_two_sheets"),
    ]


def _fill_name(path: Path, template: Path) -> None:
    book = load_workbook(template)
    book["评分"]["B1"].value = "某人"
    book.save(path)


WRONG_PANELS = {
    "judge-twice": ("judges: [甲, 甲]\nlowest: 0\nhighest: 9\n", (1, "duplicate_id")),
    "range": ("judges: [甲]\nlowest: 9\nhighest: 9\n", (2, "range_backwards")),
    "maxima": ("judges: [甲]\nlowest: 0\nhighest: 9\nmaxima: {novelty: 9}\n", (4, "criteria_differ")),
    "track": ("judges: [甲]\nlowest: 0\nhighest: 9\npanels: {fire: [甲]}\n", (4, "unknown_track")),
    "judge": ("judges: [甲]\nlowest: 0\nhighest: 9\npanels: {water: [乙]}\n", (4, "unknown_judge")),
    "entry": (
        "judges: [甲]\nlowest: 0\nhighest: 9\nrecusals:\n  - {judge: 甲, entry: night-market, reason: 无}\n",
        (5, "unknown_entry"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG_PANELS.values(), ids=WRONG_PANELS)
def test_a_wrong_panel_is_refused(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, expected: tuple[int, str]
) -> None:
    (content / "results" / "judging.yaml").write_text(text, encoding="utf-8")
    assert judging(content, tmp_path / "kit", None, "en", blind=False) == 1
    printed = capsys.readouterr().err
    assert f"results/judging.yaml:{expected[0]}: " in printed
    assert not (tmp_path / "kit").exists()


def test_criteria_are_needed(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = content / "competition.yaml"
    text = path.read_text(encoding="utf-8").replace(RULE, "")
    path.write_text(text, encoding="utf-8")
    assert judging(content, tmp_path / "kit", None, "en", blind=False) == 1
    assert "There are no criteria to score by." in capsys.readouterr().err


def test_no_formula_of_a_title_runs(content: Path, tmp_path: Path) -> None:
    path = content / "entries" / "rain-garden" / "index.md"
    path.write_text(path.read_text(encoding="utf-8").replace("雨水花园", "=1+1 花园", 1), encoding="utf-8")
    assert judging(content, tmp_path / "kit", None, "en", blind=False) == 0
    data = (tmp_path / "kit" / "scores-01.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_the_task_hands_over_its_options(content: Path, tmp_path: Path) -> None:
    kit = str(tmp_path / "kit")
    done = run_task("judging", "--content", str(content), "--output", kit, "--blind", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == [
        "  scores-01.xlsx: 评委甲, 2 entries",
        "  scores-02.xlsx: 评委乙, 2 entries",
    ]
