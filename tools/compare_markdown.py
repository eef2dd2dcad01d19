"""Compares our dialect of Markdown with plain markdown-it on a folder: where the visible text differs, and why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from plugins.content.parsing.markdown import render
from plugins.content.parsing.yaml_lines import FRONT_MATTER
from plugins.system import textfile

# the first kind whose mark is in the differing lines of either text
KINDS = {
    "comment": re.compile(r"<!--|-->"),
    "footnote": re.compile(r"\[\^|↩"),
    "task": re.compile(r"[☐☑]|\[[ xX]\]"),
    "bullet": re.compile(r"^[·•●○◦▪■◆◇▶‧∙・－﹣–-]", re.M),
    "radical": re.compile(r"[\u2e80-\u2fd5]"),
    "script": re.compile(r"[\^~]"),
    "emphasis": re.compile(r"[*_]"),
    "definition": re.compile(r"^[:~] ", re.M),
    "reference": re.compile(r"^\[[^\]]+\]:", re.M),
    "underline": re.compile(r"^(?:=+|-+)$", re.M),
    "list": re.compile(r"^\d+[.)]", re.M),
    "other": re.compile(""),
}
BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "pre", "br")


@dataclass
class Comparison:
    """The number of files read, those whose visible text differs by kind, and a first example of each kind."""

    files: int = 0
    skipped: int = 0
    differing: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


def compare_folder(folder: Path) -> Comparison:
    """Compare every ``.md`` file below the folder; what is not UTF-8 is skipped."""
    comparison = Comparison()
    for path in sorted(folder.rglob("*.md")):
        try:
            text = textfile.normalize_newlines(path.read_bytes()).decode("utf-8-sig")
            kinds = _compare(FRONT_MATTER.sub("", text, count=1) if FRONT_MATTER.match(text) else text)
        except (OSError, UnicodeDecodeError, RecursionError):
            comparison.skipped += 1
            continue
        comparison.files += 1
        comparison.differing += bool(kinds)
        for kind, example in kinds.items():
            comparison.kinds[kind] += 1
            comparison.examples.setdefault(kind, f"{path.relative_to(folder).as_posix()}: {example}")
    return comparison


def _compare(markdown: str) -> dict[str, str]:
    """The kinds of differences, each with the first lines that differ; empty if the visible text is the same."""
    plain = MarkdownIt("js-default", {"html": False, "linkify": False}).render(markdown)
    ours, theirs = _visible_lines(render(markdown).html), _visible_lines(plain)
    if "".join(ours) == "".join(theirs):
        return {}
    kinds = dict[str, str]()
    for tag, start, end, other_start, other_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        lines, other_lines = ours[start:end], theirs[other_start:other_end]
        if tag != "equal" and "".join(lines) != "".join(other_lines):
            text = "\n".join([*lines, *other_lines])
            kind = next(kind for kind, pattern in KINDS.items() if pattern.search(text))
            kinds.setdefault(kind, f"{' '.join(lines)[:40]} ≠ {' '.join(other_lines)[:40]}")
    return kinds


def _visible_lines(html: str) -> list[str]:
    """The texts of a page's blocks without blanks; pictures show their description."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(BLOCKS):
        tag.insert_before("\n")
        tag.append("\n")
    lines = ("".join(line.split()) for line in soup.get_text().split("\n"))
    return [line for line in lines if line]
