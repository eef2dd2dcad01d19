"""Drafts the theme's phrases in traditional Chinese, for what is new in the simplified ones; people correct them."""

from __future__ import annotations

import re

from plugins.paths import ROOT
from plugins.scaffold.translation import find_draft
from plugins.system import textfile

FOLDER = ROOT / "theme" / "translations"
# a key at the beginning of a line, with the indented lines below it
BLOCK = re.compile(r"^([\w.-]+):.*\n(?:[ \t]+.*\n)*", re.M)


def draft_phrases(simplified: str, traditional: str) -> str:
    """The traditional file: in the order of the simplified one, with what is there already, and the rest drafted."""
    draft = find_draft("zh-Hans", "zh-Hant")
    assert draft
    present = {match[1]: match[0] for match in BLOCK.finditer(traditional)}
    parts, end = [traditional.partition("date:")[0]], simplified.index("date:")
    for match in BLOCK.finditer(simplified):
        # between two keys there are comments and empty lines
        parts += [draft(simplified[end : match.start()]), present.get(match[1]) or draft(match[0])]
        end = match.end()
    return "".join(parts)


def update_traditional() -> None:
    """Add what is missing to the theme's file."""
    simplified, traditional = (textfile.read_text(FOLDER / f"{lang}.yaml") for lang in ("zh-Hans", "zh-Hant"))
    textfile.write_text(FOLDER / "zh-Hant.yaml", draft_phrases(simplified, traditional))
