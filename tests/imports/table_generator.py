"""Workbooks of submissions with everything that units' tables have, mixed at random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

HAN = "水土木石山川风雨云雪花草树鸟鱼桥路楼院门窗灯火田林泉江河湖海"
HEAD = ["编号", "项目名称", "申报单位", "赛道", "简介", "背景", "做法", "成效", "推荐理由", "联系电话"]
NUMBERS: list[tuple[object, str, str]] = [
    (7, "000", "007"),
    (0.985, "0.0%", "98.5%"),
    (1234567, "#,##0", "1,234,567"),
    (datetime(2026, 3, 5), "yyyy年m月d日", "2026年3月5日"),
    (0.1234, "0.00", "0.12"),
    (True, "General", "TRUE"),
]


class TableGenerator:
    """One workbook. ``words`` are the texts that it shows or keeps hidden, each of which occurs once."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words: list[str] = []
        self.number = seed * 100
        self.book = Workbook()

    def word(self) -> str:
        """Return a new text that occurs nowhere else."""
        text = "".join(self.random.choices(HAN, k=self.random.randint(1, 9))) + f"词{len(self.words) + 1}末"
        self.words.append(text)
        return text

    def text(self) -> object:
        """Return the random value of a cell for a text."""
        choices: list[Callable[[], object]] = [
            self.word,
            lambda: f"{self.word()}。{self.word()}，{self.word()}；{self.word()}",
            lambda: f"{self.word()}\n- {self.word()}\n\n  1. {self.word()}",
            lambda: CellRichText(self.word(), TextBlock(InlineFont(vertAlign="superscript"), "2"), self.word()),
            lambda: CellRichText(self.word(), TextBlock(InlineFont(strike=True), self.word()), "。"),
            lambda: f"示例：{self.word()}",
            lambda: f"'={self.word()}",
        ]
        return self.random.choice(choices)()

    def fill(self, sheet: Any) -> None:
        """Write titles, a head, and rows of every kind."""
        for _ in range(self.random.randrange(3)):
            sheet.append([self.word(), None, self.word()])
        sheet.append([*HEAD, self.word()])
        for _ in range(self.random.randint(2, 6)):
            self.random.choice(ROWS)(self, sheet)
        if self.random.random() < 0.3:
            sheet.oddHeader.center.text = self.word()
        if self.random.random() < 0.3:
            sheet.column_dimensions["H"].hidden = True

    def entry(self, sheet: Any) -> int:
        """Write a submission, and return its row."""
        self.number += 1
        texts = [self.text() for _ in range(4)]
        # only a description may begin as an example does
        title, summary = self.word(), self.word()
        sheet.append([f"T{self.number}", title, "水务局", "水", summary, *texts, "13800138000"])
        row: int = sheet.max_row
        if self.random.random() < 0.3:
            value, code, _ = self.random.choice(NUMBERS)
            cell = sheet.cell(row, 9, value)
            cell.number_format = code
            self.words = [word for word in self.words if word not in str(texts[3])]
        return row

    def write(self, path: Path) -> None:
        """Write the workbook."""
        self.fill(self.book.active)
        self.entry(self.book.active)
        for name, state in (("第二批", "visible"), ("旧", "hidden"), ("说明", "visible")):
            if self.random.random() < 0.4:
                sheet = self.book.create_sheet(name)
                sheet.sheet_state = state
                if name == "说明":
                    sheet.append([self.word(), self.word()])
                else:
                    self.fill(sheet)
        self.book.save(path)


def _strike(form: TableGenerator, sheet: Any) -> None:
    for cell in sheet[form.entry(sheet)]:
        cell.font = Font(strike=True)


def _hide(form: TableGenerator, sheet: Any) -> None:
    sheet.row_dimensions[form.entry(sheet)].hidden = True


def _merge(form: TableGenerator, sheet: Any) -> None:
    """Two rows whose number and title are merged, with further texts in the second."""
    row = form.entry(sheet)
    sheet.append([None, None, None, None, None, form.word(), form.word()])
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)


def _comment(form: TableGenerator, sheet: Any) -> None:
    sheet.cell(form.entry(sheet), 5).comment = Comment(form.word(), "某人")


ROWS: list[Callable[[TableGenerator, Any], object]] = [
    TableGenerator.entry,
    TableGenerator.entry,
    _strike,
    _hide,
    _merge,
    _comment,
    lambda form, sheet: sheet.append([f"合计{form.word()}"]),
    lambda form, sheet: sheet.append(["填表人：" + form.word(), "", "日期：", form.word()]),
    lambda form, sheet: sheet.append([f"注：{form.word()}，{form.word()}"]),
    lambda _, sheet: sheet.append(HEAD),
    lambda _, sheet: sheet.append([]),
]
