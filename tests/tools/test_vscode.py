"""The settings of VS Code in ``.vscode/``: schemas of all data files, messages at their lines, valid snippets."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from plugins.content.load import load
from plugins.content.report import format_problems
from plugins.paths import ROOT
from plugins.system.messages import LANGS
from tests.content.mutations import LIFT, RULES, combine, replace_text
from tests.support.builds import EXAMPLE, SHIPPED
from tools.schemas import RECORDS

VALUES = {
    "entry": ("07", "坡道", "water-bureau", "water", "修了一段坡道。", "有台阶。", "修坡道。", "好走了。"),
    "article": ("新消息", "2024-01-02", "call", "摘要", "正文。"),
}


def _read(name: str) -> Any:
    return json.loads((ROOT / ".vscode" / name).read_text(encoding="utf-8"))


def test_every_data_file_has_its_schema() -> None:
    schemas: dict[str, str] = _read("settings.json")["yaml.schemas"]
    # front matter is not covered, and nobody writes published.yaml
    uncovered = {f"{name}.schema.json" for name in ("entry", "article", "page", "translation", "published")}
    assert {name.rpartition("/")[2] for name in schemas} == {f"{name}.schema.json" for name in RECORDS} - uncovered
    assert [name for name in schemas if not (ROOT / name).is_file()] == []
    unmatched = [
        path.relative_to(ROOT).as_posix()
        for content in (SHIPPED, EXAMPLE)
        for path in content.rglob("*.yaml")
        if not any(fnmatchcase(f"/{path.as_posix()}", pattern.replace("**", "*")) for pattern in schemas.values())
    ]
    assert unmatched == []


@pytest.mark.parametrize("lang", LANGS)
def test_problems_are_shown_at_their_lines(tiny: Path, lang: str) -> None:
    combine(
        replace_text(LIFT, ("track: safety", "track: saftey")),
        replace_text(RULES, ("以单位名义参加。", "<b>粗</b>")),
    )(tiny)
    problems = load(tiny).problems
    (check, _) = _read("tasks.json")["tasks"]
    shown = []
    for matcher in check["problemMatcher"]:
        pattern = matcher["pattern"]
        for line in format_problems(problems, tiny, lang):
            if match := re.match(pattern["regexp"], line):
                file, number = match[pattern["file"]], int(match[pattern["line"]])
                shown.append((Path(file).relative_to(tiny.resolve()).as_posix(), number, matcher["severity"]))
    expected = [(item.file, item.line, "warning" if item.is_warning else "error") for item in problems]
    assert sorted(shown) == sorted(expected)
    assert {severity for _, _, severity in shown} == {"error", "warning"}


@pytest.mark.parametrize(("kind", "folder"), [("entry", "entries"), ("article", "articles")])
def test_snippet_is_a_valid_document(tiny: Path, kind: str, folder: str) -> None:
    snippets = _read("xunzhan.code-snippets").values()
    (body,) = (snippet["body"] for snippet in snippets if kind in snippet["prefix"])
    values = VALUES[kind]
    text = re.sub(r"\$\{(\d+):[^}]*\}", lambda match: values[int(match[1]) - 1], "\n".join(body))
    document = tiny / folder / "new-one" / "index.md"
    document.parent.mkdir()
    document.write_text(text, encoding="utf-8")
    before = load(tiny)
    assert (before.errors, before.competition is None) == ((), False)
