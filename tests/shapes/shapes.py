"""The shapes of contests: what each is laid over, and what must come of it."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from plugins.content.load import load
from plugins.paths import ROOT
from plugins.site.phrases import complete_file

SHAPES = Path(__file__).resolve().parent

BASE = SHAPES / "base"

NAMES = sorted(path.parent.name for path in SHAPES.glob("*/shape.yaml"))

SERVER_FILES = {"_headers", "robots.txt", "sitemap.xml"}

ENTRY = """---
number: "{number}"
title: 第{number}号办法
units: [{unit}]
track: {track}
summary: 第{number}号办法的简介
---

第{number}号办法的正文。
"""


@dataclass(frozen=True)
class Shape:
    """What ``shape.yaml`` says."""

    name: str
    data: Mapping[str, Any]

    @property
    def stages(self) -> Mapping[str, Mapping[str, Any]]:
        stages: Mapping[str, Mapping[str, Any]] = self.data["stages"]
        return stages

    def addresses(self, stage: str) -> set[str]:
        """Every address of a stage."""
        expected = self.stages[stage]
        patterns = [*self.data["always"], *(expected.get("pages") or ()), *(expected.get("also") or ())]
        return {address for pattern in patterns for address in expand(pattern)} | SERVER_FILES


def read_shape(name: str) -> Shape:
    """Read what must come of a shape."""
    return Shape(name, yaml.safe_load((SHAPES / name / "shape.yaml").read_text(encoding="utf-8")))


def expand(pattern: str) -> Iterator[str]:
    """Every address that a pattern such as ``entries/{a,b}/`` stands for."""
    parts = [part.strip("{}").split(",") for part in re.split(r"(\{[^{}]*\})", pattern)]
    return ("".join(chosen) for chosen in itertools.product(*parts))


def write_shape(shape: Shape, content: Path) -> Path:
    """Write the content of a shape: ``base`` with the shape's files laid over it."""
    shutil.copytree(BASE, content)
    for file in shape.data.get("without", ()):
        (content / file).unlink()
    for path in (SHAPES / shape.name).rglob("*"):
        file = path.relative_to(SHAPES / shape.name)
        if path.is_file() and file.name not in {"shape.yaml", "competition.yaml"}:
            (content / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, content / file)
    if (SHAPES / shape.name / "competition.yaml").exists():
        merge_competition(content / "competition.yaml", SHAPES / shape.name / "competition.yaml")
    _write_extra_entries(content, shape.data.get("extra_entries", 0))
    for lang in shape.data.get("completed", ()):
        complete_language(content, lang)
    return content


def complete_language(content: Path, lang: str) -> None:
    """Take the phrases that ``check`` adds for a language as they are, in English."""
    competition = load(content, "call").competition
    assert competition
    complete_file(ROOT / "theme", content, lang, competition.translations.get(lang))
    path = content / "translations" / f"{lang}.yaml"
    path.write_text(re.sub(r"(?m)^  # ([\w.-]+: )", r"  \1", path.read_text(encoding="utf-8")), encoding="utf-8")


def merge_competition(base: Path, over: Path) -> None:
    blocks = {**_top_level_blocks(base), **_top_level_blocks(over)}
    remaining = [block for block in blocks.values() if block.partition(":")[2].strip()]
    base.write_text("".join(remaining), encoding="utf-8")


def _top_level_blocks(file: Path) -> dict[str, str]:
    blocks = re.split(r"(?m)^(?=[a-z_]+:)", file.read_text(encoding="utf-8"))
    return {block.partition(":")[0]: block for block in blocks if re.match("[a-z_]+:", block)}


def _write_extra_entries(content: Path, count: int) -> None:
    tracks = yaml.safe_load((content / "competition.yaml").read_text(encoding="utf-8"))["tracks"]
    units = yaml.safe_load((content / "units.yaml").read_text(encoding="utf-8"))["units"]
    slugs = [f"extra-{number:02}" for number in range(1, count + 1)]
    for index, slug in enumerate(slugs):
        track, unit = tracks[index % len(tracks)]["id"], units[index % len(units)]["id"]
        text = ENTRY.format(number=101 + index, unit=unit, track=track)
        (content / "entries" / slug).mkdir()
        (content / "entries" / slug / "index.md").write_text(text, encoding="utf-8")
    if slugs:
        shortlist = content / "results" / "shortlist.yaml"
        listed = yaml.safe_load(shortlist.read_text(encoding="utf-8"))["shortlist"]
        shortlist.write_text(yaml.safe_dump({"shortlist": [*listed, *slugs]}), encoding="utf-8")
