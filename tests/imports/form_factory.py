"""What 77 units might hand in: Word forms of two layouts and a table, made up from a number each."""

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
class Told:
    """One unit's words, and the front matter and text that an entry of them has."""

    cells: dict[str, str]
    data: dict[str, Any]
    text: str

    @property
    def number(self) -> str:
        return self.cells["编号"]


def told(at: int) -> Told:
    """The words of form ``at``: signs that Markdown and YAML would take for their own are among them."""
    unit, other, track = UNITS[at % 2], UNITS[(at + 1) % 2], TRACKS[at % 3 % 2]
    joint = at % 4 == 0
    cells = {
        "编号": f"X{at:02d}",
        "项目名称": f"第{at}号：“*好*办法” #{at}",
        "申报单位": f"{unit[0]}、{other[0]}" if joint else unit[0],
        "推荐单位": other[0] if at % 3 == 0 else "无",
        "赛道": track[0],
        "简介": f"一句话: 做了 {at} 件事。",
        "背景": f"过去有 {at} 个_问题_。\n- 不是列表",
        "做法": f"1. 先问 {at} 次\n再做 <b>一次</b>",
        "成效": f"好了 {at}% | 以上",
        "图片1": f"{at}.png",
        "图片1说明": f"图上有 {at} 只[鸟]",
        "图片1图注": f"飞走{at}",
        "联系人": "张三",
    }
    data: dict[str, Any] = {
        "number": cells["编号"],
        "title": cells["项目名称"],
        "units": [unit[1], other[1]] if joint else [unit[1]],
        "track": track[1],
        "summary": cells["简介"],
    }
    if at % 3 == 0:
        data["recommending_unit"] = other[1]
    data["gallery"] = [{"alt": cells["图片1说明"], "caption": cells["图片1图注"]}]
    if at % 5 == 0:
        cells |= {"影片链接": f"https://films.example/{at}", "影片标题": "片", "影片文字稿": "画面：鸟\n解说：飞"}
        cells |= {"影片封面": f"{at}.png", "片长": "1:20"}
        film = {
            "title": "片",
            "transcript": "画面：鸟\n解说：飞",
            "url": f"https://films.example/{at}",
            "duration": "1:20",
        }
        data["video"] = film
    body = " ".join(f"{name} {cells[name]}" for name in ("背景", "做法", "成效"))
    return Told(cells, data, " ".join(body.split()))


def png(at: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), (at, 99, 255 - at)).save(out, "PNG")
    return out.getvalue()


def without_files(data: dict[str, Any]) -> dict[str, Any]:
    """Front matter without the names of files, which an import chooses."""
    video = {key: value for key, value in data.get("video", {}).items() if key != "poster"}
    gallery = [{key: value for key, value in each.items() if key != "file"} for each in data.get("gallery", [])]
    return {**data, **({"video": video} if video else {}), **({"gallery": gallery} if gallery else {})}


def write_word(path: Path, at: int) -> None:
    """Form ``at`` as a Word file: every second one is a table, the others are lines and headings."""
    cells = told(at).cells
    document = docx.Document()
    document.add_paragraph("创新项目申报表")
    pairs = [name for name in HEADS if name in cells and name not in {"背景", "做法", "成效"}]
    if at % 2:
        table = document.add_table(0, 4)
        for one, two in zip(pairs[::2], [*pairs[1::2], ""], strict=False):
            row = table.add_row().cells
            for name, (label, value) in zip((one, two), (row[:2], row[2:]), strict=True):
                label.text = f"{name}：" if name else ""
                _fill(value.paragraphs[0], name, cells, at)
        for name in ("背景", "做法", "成效"):
            row = table.add_row().cells
            row[0].text = name
            row[1].merge(row[3]).text = cells[name]
    else:
        for name in pairs:
            paragraph = document.add_paragraph(f"{name}：")
            _fill(paragraph, name, cells, at)
        for number, name in enumerate(("背景", "做法", "成效")):
            document.add_heading(f"{'一二三'[number]}、主要{name}" if name == "做法" else name, 1)
            for line in cells[name].split("\n"):
                document.add_paragraph(line)
    document.save(str(path))


def _fill(paragraph: Any, name: str, cells: dict[str, str], at: int) -> None:
    if name in {"图片1", "影片封面"}:
        paragraph.add_run().add_picture(io.BytesIO(png(at)))
    elif name:
        paragraph.add_run(cells[name])


def write_table(path: Path, rows: Sequence[dict[str, str]]) -> None:
    """The rows as a workbook, under a title as offices write one, with the pictures beside it."""
    book = Workbook()
    sheet = book.active
    sheet.append(["创新项目汇总表"])
    sheet.append(HEADS)
    for row in rows:
        sheet.append([row.get(head, "") for head in HEADS])
    book.save(path)


def cell_of(at: int, head: str) -> str:
    """Where the table has this column of form ``at``."""
    return f"{chr(ord('A') + HEADS.index(head))}{at + 3}"
