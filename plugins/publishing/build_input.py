"""What the caller hands over: a built folder, and all that publishing must know of the competition, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Clearance:
    """The results of the caller's checks of this very build.

    ``report`` is the proof that nothing embargoed is in it, ``sha256`` that file's hash. ``findings`` are sentences for
    the operator about what a public site must not have (sample entries, a placeholder address).
    """

    report: Path
    sha256: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteBuild:
    """A build that is to be published.

    ``stages`` are all stages in order, ``stage`` the one that was built. ``public_from`` says which stage is the first
    to have a path; what the public may not see yet becomes public last. ``hashed`` are patterns of names that change
    with their contents. ``commit`` is the revision of the sources. Paths have slashes, relative to ``folder``.
    """

    folder: Path
    stage: str
    stages: tuple[str, ...]
    public_from: Mapping[str, str] = field(default_factory=dict)
    hashed: tuple[str, ...] = ()
    clearance: Clearance | None = None
    commit: str = ""
