"""Skipping a build whose output is up to date; Pelican is then not even imported."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest, tree_signature
from plugins.cache.sqlite import CACHE
from plugins.content.problems import Problem
from plugins.site.incremental.manifest import is_unmodified, manifest_digest


@dataclass(frozen=True)
class BuildStamp:
    """The outcome of a build: its stage, its warnings, and the hash of the manifest of its output folder."""

    stage: str
    problems: tuple[Problem, ...]
    manifest: str | None


def build_key(content: Path, settings: Mapping[str, Any]) -> str | None:
    """A hash of all inputs of a build; None if the file system cannot tell whether the content has changed."""
    signatures = [signature for folder in (content, Path(settings["THEME"])) if (signature := tree_signature(folder))]
    if len(signatures) < 2:
        return None
    return cache_key("order", code_digest(), repr(sorted(settings.items(), key=lambda item: item[0])), *signatures)


def find_up_to_date_build(key: str | None, output: Path) -> BuildStamp | None:
    """The stamp of the build with these inputs, if the output folder still holds exactly its files."""
    data = CACHE.get_many([key]).get(key) if key else None
    stamp: BuildStamp | None = pickle.loads(data) if data else None
    return stamp if stamp and stamp.manifest == manifest_digest(output) and is_unmodified(output) else None


def save_stamp(key: str | None, output: Path, stage: str, problems: tuple[Problem, ...]) -> None:
    """Record the outcome of a build, so that the next one with the same inputs can be skipped."""
    if key:
        stamp = BuildStamp(stage, problems, manifest_digest(output))
        CACHE.set_many({key: pickle.dumps(stamp, pickle.HIGHEST_PROTOCOL)})
