"""The manual of votes and scores says the same in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from plugins.paths import ROOT

TEXTS = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("results.md", "results.zh.md")}
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.M | re.S)


def _shape(name: str) -> list[str]:
    """The level of each heading, and a sign for each row of a table, item and step."""
    return re.findall(r"^(#+(?= )|\||- |[0-9]\. )", TEXTS[name], re.M)


def _examples(name: str) -> list[Any]:
    # an example with several files has the name of each in a comment
    return [
        [yaml.safe_load(part) for part in re.split(r"^# \w+\.yaml\n", block, flags=re.M)]
        for block in BLOCK.findall(TEXTS[name])
    ]


def _keys(name: str) -> list[str]:
    """What is set in type: keys, values and files."""
    words = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", TEXTS[name], flags=re.M | re.S))
    return sorted({re.sub(r"^(?:py|python3) ", "", word) for word in words if word.isascii()} - {"py", "python3"})


def test_manuals_have_the_same_shape() -> None:
    assert _shape("results.md") == _shape("results.zh.md")


def test_manuals_have_the_same_examples() -> None:
    assert _examples("results.md") == _examples("results.zh.md")
    assert len(_examples("results.md")) == 4


def test_manuals_name_the_same_keys_and_commands() -> None:
    assert _keys("results.md") == _keys("results.zh.md")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_manual_names_the_other(name: str) -> None:
    (other,) = set(TEXTS) - {name}
    assert f"({other})" in TEXTS[name]
