"""What of a form becomes the values of an entry, and its cover where the form has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms
from tests.imports.form_factory import png

FILM = {"影片链接": "https://films.example/1", "影片标题": "雨天", "影片文字稿": "下雨了"}
PICTURES = {"图片1": "1.png", "图片1说明": "院子", "图片2": "2.png", "图片2说明": "沟"}


def _cover(content: Path, tmp_path: Path, cells: dict[str, str]) -> tuple[Any, str]:
    """Import one row with these cells; return the cover of its entry and what the import chose as one."""
    for number in range(1, 4):
        (tmp_path / f"{number}.png").write_bytes(png(number))
    row = {"编号": "Z1", "项目名称": "雨", "申报单位": "水务局", "赛道": "水", "简介": "好", "做法": "挖沟", **cells}
    (tmp_path / "a.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    imported = import_forms(content, tmp_path / "a.csv", load_mapping())
    assert [located.problem.code for located in imported.problems] == []
    (folder,) = imported.writes.written
    document, _, _ = read_front_matter("", (content / folder / "index.md").read_text(encoding="utf-8"))
    return document.data.get("cover"), imported.drafts[0].chosen_cover


@pytest.mark.parametrize(
    ("cells", "cover", "chosen"),
    [
        ({**PICTURES, "封面": "3.png", "封面说明": "门"}, {"file": "3.png", "alt": "门"}, ""),
        (PICTURES, {"file": "1.png", "alt": "院子"}, "1.png"),
        ({**FILM, **PICTURES, "影片封面": "3.png"}, {"file": "1.png", "alt": "院子"}, "1.png"),
        ({**FILM, "影片封面": "3.png"}, {"file": "3.png", "alt": "雨天"}, "3.png"),
        ({}, None, ""),
    ],
    ids=["in the form", "first picture", "picture before poster", "poster", "nothing"],
)
def test_cover_is_the_forms_or_the_first_picture_or_the_poster(
    tiny: Path, tmp_path: Path, cells: dict[str, str], cover: Any, chosen: str
) -> None:
    assert _cover(tiny, tmp_path, cells) == (cover, chosen)


def test_numbers_become_ascii_and_titles_stay_as_they_are(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,项目名称,简介\nＡ１,ＡＩ管家,一句话。\n", encoding="utf-8")
    (draft,) = import_forms(tiny, tmp_path / "a.csv", load_mapping()).drafts
    assert (draft.text("number"), draft.text("title")) == ("A1", "ＡＩ管家")


def test_folder_of_an_entry_that_cannot_be_one_is_reported(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"编号,项目名称,简介,slug\nA1,雨,好,{'雨' * 70}\nA2,水,好,rain\n", encoding="utf-8")
    imported = import_forms(tiny, tmp_path / "a.csv", load_mapping())
    reported = [
        (located.location.label("en"), dict(located.problem.values)["given"])
        for located in imported.problems
        if located.problem.code == "not_slug"
    ]
    assert reported == [("D2", "雨" * 60)]
    assert [draft.text("slug") for draft in imported.drafts] == ["", "rain"]


@pytest.mark.parametrize(
    ("text", "is_reported"),
    [
        ("见附件", True),
        ("（详见附件1：做法说明）", True),
        ("请参见附表。", True),
        ("另附材料", True),
        ("略", True),
        ("待补充", True),
        ("（请填写200字以内）", True),
        ("【限500字】", True),
        ("见附件。挖了浅沟。", False),
        ("见效快", False),
        ("（请居民轮流照看）挖了浅沟。", False),
        ("略有改善", False),
        ("待定坡治水", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("label", ["简介", "做法"])
def test_text_that_is_elsewhere_makes_a_draft(
    tiny: Path, tmp_path: Path, label: str, text: str, is_reported: bool
) -> None:
    row = {
        "编号": "Z1",
        "项目名称": "雨",
        "申报单位": "水务局",
        "赛道": "水",
        "简介": "好",
        "背景": "涝",
        "做法": "挖沟",
    }
    row[label] = text
    (tmp_path / "a.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    problems = import_forms(tiny, tmp_path / "a.csv", load_mapping()).problems
    reported = [
        (located.location.label("en"), dict(located.problem.values)["text"])
        for located in problems
        if located.problem.code == "intake_no_text"
    ]
    assert reported == ([("E2" if label == "简介" else "G2", text)] if is_reported else [])


def test_prompt_beside_a_text_is_a_warning(tiny: Path, tmp_path: Path) -> None:
    text = "（请分点说明，不超过800字）\n挖了浅沟。\n（居民轮流照看）\n【限500字】"
    (tmp_path / "a.csv").write_text(
        f'编号,项目名称,申报单位,赛道,简介,做法\nA1,雨,水务局,水,好,"{text}"\n', encoding="utf-8"
    )
    imported = import_forms(tiny, tmp_path / "a.csv", load_mapping())
    (located,) = imported.problems
    assert (located.location.label("en"), located.problem.code) == ("F2", "warn_intake_prompt")
    assert dict(located.problem.values) == {"text": "（请分点说明，不超过800字）；【限500字】"}
    assert imported.drafts[0].submission.text("sections", "做法") == text


def test_body_that_is_too_long_is_reported_once(tiny: Path, tmp_path: Path) -> None:
    long = "挖了浅沟。\n" * 5_000
    (tmp_path / "a.csv").write_text(
        f'编号,项目名称,申报单位,赛道,简介,背景,做法\nA1,雨,水务局,水,好,"{long}","{long}"\n', encoding="utf-8"
    )
    imported = import_forms(tiny, tmp_path / "a.csv", load_mapping())
    assert [(located.location.label("en"), located.problem.code) for located in imported.problems] == [
        ("F2", "body_too_long")
    ]
