"""The texts of a new contest that are made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from plugins.content.schema.fields import is_slug
from plugins.scaffold.made_up import list_texts

# words of what is made up; all else of a scaffold, such as the name of a stage, may be true of a contest as it stands
MADE_UP = re.compile(r"示例|示範|範例|\b(?:sample|example)\b", re.I)


def made_up_texts(content: Path) -> Iterator[str]:
    """The texts that say that they are made up; neither slugs nor addresses are texts."""
    for _, text in list_texts(content):
        if MADE_UP.search(text) and not is_slug(text) and "://" not in text:
            yield text
