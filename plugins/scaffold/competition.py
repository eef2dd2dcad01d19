"""The starter content of a new competition: small, valid, with every key explained."""

from __future__ import annotations

import shutil
from pathlib import Path

from plugins.content.problems import ContentError, problem
from plugins.scaffold.documents import write_article, write_entry
from plugins.system import textfile
from plugins.system.file_names import ignore_system_files, list_folder, list_tree

STARTER = Path(__file__).with_name("starter")
ENTRY = {
    "slug": "sample-entry",
    "number": "1",
    "title": "示例项目",
    "unit": ["sample-unit"],
    "track": "community",
    "summary": "示例：用一两句话说清做了什么。",
    "sample": "true",
}
ARTICLE = {
    "slug": "launch",
    "title": "大赛启动",
    "date": "2024-01-01",
    "public-from": "call",
    "summary": "示例：启动公告的摘要。",
}


def write_competition(content: Path) -> list[Path]:
    """Lay the files down in a folder that is new or empty. Raises ``Refused`` where there is anything already."""
    if content.exists() and (not content.is_dir() or list_folder(content)):
        raise ContentError(problem(content.name, 1, "new_folder_taken", given=content.name))
    shutil.copytree(STARTER, content, ignore=ignore_system_files, copy_function=textfile.copy, dirs_exist_ok=True)
    write_entry(
        content,
        ENTRY,
        {"背景": "示例：遇到了什么问题。", "做法": "示例：做了哪几件事。", "成效": "示例：有了什么变化。"},
    )
    write_article(content, ARTICLE, "示例：启动公告的正文。")
    return [path for path in list_tree(content) if path.is_file()]
