"""77 made-up submissions: Word forms of two layouts and a table."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from openpyxl import Workbook
from PIL import Image

MANY = 77
UNITS = [("水务局", "water-bureau"), ("东区办", "east-office")]
TRACKS = [("水", "water"), ("安全", "safety")]
HEADS = ["编号", "项目名称", "申报单位", "推荐单位", "赛道", "简介", "背景", "做法", "成效"]
HEADS += [
    "图片1",
    "图片1说明",
    "图片1图注",
    "影片链接",
    "影片标题",
    "影片封面",
    "影片文字稿",
    "片长",
    "联系人",
    "网址代号",
]


@dataclass(frozen=True)
class ExpectedEntry:
    """The cells of a submission, and the front matter and text of its entry."""

    cells: dict[str, str]
    data: dict[str, Any]
    text: str

    @property
    def number(self) -> str:
        return self.cells["编号"]


def expected_entry(number: int) -> ExpectedEntry:
    """Return submission ``number``; it contains characters that are special in Markdown and YAML."""
    unit, other, track = UNITS[number % 2], UNITS[(number + 1) % 2], TRACKS[number % 3 % 2]
    joint = number % 4 == 0
    cells = {
        "编号": f"X{number:02d}",
        "项目名称": f"第{number}号：“*好*办法” #{number}",
        "申报单位": f"{unit[0]}、{other[0]}" if joint else unit[0],
        "推荐单位": other[0] if number % 3 == 0 else "无",
        "赛道": track[0],
        "简介": f"一句话: 做了 {number} 件事。",
        "背景": f"过去有 {number} 个_问题_。\n- 不是列表",
        "做法": f"1. 先问 {number} 次\n再做 <b>一次</b>",
        "成效": f"好了 {number}% | 以上",
        "图片1": f"{number}.png",
        "图片1说明": f"图上有 {number} 只[鸟]",
        "图片1图注": f"飞走{number}",
        "联系人": "张三",
    }
    data: dict[str, Any] = {
        "number": cells["编号"],
        "title": cells["项目名称"],
        "units": [unit[1], other[1]] if joint else [unit[1]],
        "track": track[1],
        "summary": cells["简介"],
    }
    if number % 3 == 0:
        data["recommending_unit"] = other[1]
    data["gallery"] = [{"alt": cells["图片1说明"], "caption": cells["图片1图注"]}]
    if number % 5 == 0:
        cells |= {"影片链接": f"https://films.example/{number}", "影片标题": "片", "影片文字稿": "画面：鸟\n解说：飞"}
        cells |= {"影片封面": f"{number}.png", "片长": "1:20"}
        film = {
            "title": "片",
            "transcript": "画面：鸟\n解说：飞",
            "url": f"https://films.example/{number}",
            "duration": "1:20",
        }
        data["video"] = film
    body = " ".join(f"{name} {cells[name]}" for name in ("背景", "做法", "成效"))
    return ExpectedEntry(cells, data, " ".join(body.split()))


def png(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), (number, 99, 255 - number)).save(out, "PNG")
    return out.getvalue()


def without_files(data: dict[str, Any]) -> dict[str, Any]:
    """Return front matter without the cover and the names of files, which an import chooses."""
    video = {key: value for key, value in data.get("video", {}).items() if key != "poster"}
    gallery = [{key: value for key, value in picture.items() if key != "file"} for picture in data.get("gallery", [])]
    remaining = {key: value for key, value in data.items() if key != "cover"}
    return {**remaining, **({"video": video} if video else {}), **({"gallery": gallery} if gallery else {})}


def write_word(path: Path, number: int) -> None:
    """Write a submission as a Word file: odd ones as a table, the others as lines and headings."""
    cells = expected_entry(number).cells
    document = docx.Document()
    document.add_paragraph("创新项目申报表")
    pairs = [name for name in HEADS if name in cells and name not in {"背景", "做法", "成效"}]
    if number % 2:
        table = document.add_table(0, 4)
        for one, two in zip(pairs[::2], [*pairs[1::2], ""], strict=False):
            row = table.add_row().cells
            for name, (label, value) in zip((one, two), (row[:2], row[2:]), strict=True):
                label.text = f"{name}：" if name else ""
                _fill(value.paragraphs[0], name, cells, number)
        for name in ("背景", "做法", "成效"):
            row = table.add_row().cells
            row[0].text = name
            row[1].merge(row[3]).text = cells[name]
    else:
        for name in pairs:
            paragraph = document.add_paragraph(f"{name}：")
            _fill(paragraph, name, cells, number)
        for index, name in enumerate(("背景", "做法", "成效")):
            document.add_heading(f"{'一二三'[index]}、主要{name}" if name == "做法" else name, 1)
            for line in cells[name].split("\n"):
                document.add_paragraph(line)
    document.save(str(path))


def _fill(paragraph: Any, name: str, cells: dict[str, str], number: int) -> None:
    if name in {"图片1", "影片封面"}:
        paragraph.add_run().add_picture(io.BytesIO(png(number)))
    elif name:
        paragraph.add_run(cells[name])


def write_table(path: Path, rows: Sequence[dict[str, str]]) -> None:
    """Write the rows as a workbook with a title above the header."""
    book = Workbook()
    sheet = book.active
    sheet.append(["创新项目汇总表"])
    sheet.append(HEADS)
    for row in rows:
        sheet.append([row.get(head, "") for head in HEADS])
    book.save(path)


def cell_label(number: int, head: str) -> str:
    """Return the cell of a column in the row of a submission."""
    return f"{chr(ord('A') + HEADS.index(head))}{number + 3}"
