"""The lock files in ``requirements/``, and the list of wheels that maps each hash to a file name offline."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename

from plugins.system import textfile
from tools.wheels import list_platforms

# in this order: some are constrained by an earlier one
LOCKS = {
    "site": ["pyproject.toml"],
    "print": ["pyproject.toml", "-c", "requirements/site.lock", "--extra", "print"],
    "intake": ["pyproject.toml", "-c", "requirements/print.lock", "--extra", "intake"],
    "test": ["pyproject.toml", "-c", "requirements/print.lock", "--all-extras", "--group", "dev"],
    "poll": ["--group", "poll"],
}
WHEELS = "wheels.txt"
UNIVERSAL = ["--quiet", "--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]


@dataclass(frozen=True)
class LockedPackage:
    """A package of a lock file, with the allowed hashes."""

    requirement: Requirement
    hashes: frozenset[str]


def write_locks(root: Path) -> None:
    """Write all lock files from ``pyproject.toml``, and the list of their wheels."""
    wheels = set()
    for name, options in LOCKS.items():
        lock = f"requirements/{name}.lock"
        _compile(root, "--generate-hashes", *options, "-o", lock)
        wheels |= set(_useful_wheels(root, lock))
    lines = "".join(f"{digest}  {file}\n" for file, digest in sorted(wheels))
    textfile.write_text(root / "requirements" / WHEELS, lines)


def read_lock(lock: Path) -> list[LockedPackage]:
    """Read the packages of a lock file."""
    packages = textfile.read_text(lock).replace("\\\n", "").splitlines()
    locked = []
    for package in packages:
        requirement, *hashes = package.split("--hash=sha256:")
        locked.append(LockedPackage(Requirement(requirement), frozenset(digest.strip() for digest in hashes)))
    return locked


def read_wheels(folder: Path) -> dict[str, str]:
    """Read the file name of each listed wheel by its hash."""
    lines = textfile.read_text(folder / WHEELS).splitlines()
    return dict(line.split("  ") for line in lines)


def missing_wheels(packages: list[LockedPackage], wheels: dict[str, str]) -> list[str]:
    """List which package cannot be installed on which platform, one line each."""
    missing = []
    for platform in list_platforms():
        tags = platform.tags()
        for package in packages:
            marker = package.requirement.marker
            if marker and not marker.evaluate(platform.markers):
                continue
            if not any(_fits(package.requirement, wheels[digest], tags) for digest in package.hashes & wheels.keys()):
                missing.append(f"{package.requirement}: no wheel for {platform.name}")
    return missing


def _fits(requirement: Requirement, file: str, tags: frozenset[Tag]) -> bool:
    name, version, _, wheel_tags = parse_wheel_filename(file)
    is_same = name == canonicalize_name(requirement.name) and requirement.specifier.contains(version, prereleases=True)
    return is_same and not wheel_tags.isdisjoint(tags)


def _useful_wheels(root: Path, lock: str) -> Iterator[tuple[str, str]]:
    """Yield file and hash of the wheels in a lock file that a supported platform can install."""
    useful_tags = frozenset[Tag]().union(*(platform.tags() for platform in list_platforms()))
    with TemporaryDirectory() as folder:
        wheels = Path(folder) / "pylock.toml"
        _compile(root, "--no-deps", "--format", "pylock.toml", lock, "-o", str(wheels))
        packages = tomllib.loads(textfile.read_text(wheels))["packages"]
    for wheel in (wheel for package in packages for wheel in package.get("wheels", ())):
        file = unquote(wheel["url"].rpartition("/")[2])
        if not parse_wheel_filename(file)[3].isdisjoint(useful_tags):
            yield file, wheel["hashes"]["sha256"]


def _compile(root: Path, *options: str) -> None:
    subprocess.run([sys.executable, "-m", "uv", "pip", "compile", *UNIVERSAL, *options], cwd=root, check=True)
