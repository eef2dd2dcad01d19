"""The comparison with plain markdown-it names the files whose visible text differs, by kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.commands import compare_markdown
from tools.compare_markdown import compare_folder


@pytest.mark.parametrize(
    ("markdown", "kinds"),
    [
        ("# 甲\n\n- 乙\n    - 丙\n\n| 丁 |\n|---|\n| ~~戊~~ |", {}),
        ("---\ntitle: 甲\n---\n甲\n乙", {}),
        ("甲<!-- 乙 -->", {"comment": 1}),
        ("· 甲\n· 乙", {"bullet": 1}),
        ("- [ ] 甲\n\n乙\n\n10^4^", {"task": 1, "script": 1}),
        ("甲[^1]\n\n[^1]: 乙", {"footnote": 1}),
        ("**“甲”**乙", {"emphasis": 1}),
    ],
)
def test_differences_are_counted_by_kind(tmp_path: Path, markdown: str, kinds: dict[str, int]) -> None:
    (tmp_path / "a.md").write_text(markdown, encoding="utf-8")
    result = compare_folder(tmp_path)
    assert (result.files, result.differing, dict(result.kinds)) == (1, int(bool(kinds)), kinds)


def test_the_command_prints_counts_and_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("甲<!-- 乙 -->", encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\xff")
    assert compare_markdown(tmp_path, "en") == 0
    assert capsys.readouterr().out.splitlines() == [
        "In 1 of 1 files the visible text differs from markdown-it's; 1 were not read.",
        "  comment: 1    a.md: 甲 ≠ 甲<!--乙-->",
    ]
    assert compare_markdown(tmp_path / "none", "en") == 1
