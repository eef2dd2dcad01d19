"""Adding lines to a section of a translation file, without changing any other byte."""

from __future__ import annotations

import re


def append_to_section(text: str, section: str, lines: list[str]) -> str:
    """The text of a file with these lines at the end of a section, which is added where there is none."""
    heading = re.search(rf"^{section}:[ \t]*(?:#.*)?$", text, re.M)
    added = "".join(f"  {line}\n" for line in lines)
    if heading is None:
        return f"{text.rstrip()}\n{section}:\n{added}".lstrip("\n")
    following = re.search(r"^\w", text[heading.end() :], re.M)
    end = heading.end() + following.start() if following else len(text)
    return f"{text[:end].rstrip()}\n{added}{text[end:]}"
