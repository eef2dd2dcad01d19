"""Whether a site stands as it would be built again: then nothing need be done, and Pelican not even be loaded."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.cache.files import key
from plugins.cache.fingerprints import code_digest, tree_signature
from plugins.cache.sqlite import SHELF
from plugins.content.problems import Problem
from plugins.site.incremental.manifest import is_untouched, name_of


@dataclass(frozen=True)
class Standing:
    """What a build said: its stage, what it warned of, and the name of what it left in the output folder."""

    stage: str
    problems: tuple[Problem, ...]
    footprint: str


def order_of(content: Path, settings: Mapping[str, Any]) -> str:
    """A name for this build of this content; empty where the disk does not tell whether the content has changed."""
    signatures = [tree_signature(folder) for folder in (content, Path(settings["THEME"]))]
    asked = repr(sorted(settings.items(), key=lambda item: item[0]))
    return key("order", code_digest(), asked, *signatures) if all(signatures) else ""


def standing(order: str, output: Path) -> Standing | None:
    """What this very build left in the output folder, if it is still there as it was."""
    kept = SHELF.found([order]).get(order) if order else None
    left: Standing | None = pickle.loads(kept) if kept else None
    return left if left and left.footprint == name_of(output) and is_untouched(output) else None


def remember(order: str, output: Path, stage: str, problems: tuple[Problem, ...]) -> Standing:
    """Note what this build left, so that the next need not do it again."""
    left = Standing(stage, problems, name_of(output))
    if order:
        SHELF.put({order: pickle.dumps(left, pickle.HIGHEST_PROTOCOL)})
    return left
