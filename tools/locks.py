"""The locks in ``requirements/``, and the list of wheels that says offline which file each hash stands for."""

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
from tools.wheels import computers

# in this order: some are held to the versions of one before
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
class Locked:
    """A package of a lock, with the hashes that may be installed."""

    requirement: Requirement
    hashes: frozenset[str]


def write_locks(root: Path) -> None:
    """Write all locks anew from ``pyproject.toml``, and the list of their wheels."""
    listed = set()
    for name, options in LOCKS.items():
        lock = f"requirements/{name}.lock"
        _compile(root, "--generate-hashes", *options, "-o", lock)
        listed |= set(_useful_wheels(root, lock))
    lines = "".join(f"{digest}  {file}\n" for file, digest in sorted(listed))
    textfile.write_text(root / "requirements" / WHEELS, lines)


def read_lock(lock: Path) -> list[Locked]:
    """The packages of a lock."""
    packages = textfile.read_text(lock).replace("\\\n", "").splitlines()
    read = []
    for package in packages:
        named, *hashes = package.split("--hash=sha256:")
        read.append(Locked(Requirement(named), frozenset(digest.strip() for digest in hashes)))
    return read


def read_wheels(folder: Path) -> dict[str, str]:
    """The name of each listed wheel by its hash."""
    lines = textfile.read_text(folder / WHEELS).splitlines()
    return dict(line.split("  ") for line in lines)


def missing_wheels(packages: list[Locked], wheels: dict[str, str]) -> list[str]:
    """What could not be installed where: one line for each package and computer."""
    found = []
    for computer in computers():
        tags = computer.tags()
        for package in packages:
            marker = package.requirement.marker
            if marker and not marker.evaluate(computer.markers):
                continue
            if not any(_fits(package.requirement, wheels[digest], tags) for digest in package.hashes & wheels.keys()):
                found.append(f"{package.requirement}: no wheel for {computer.name}")
    return found


def _fits(requirement: Requirement, file: str, tags: frozenset[Tag]) -> bool:
    name, version, _, its_tags = parse_wheel_filename(file)
    is_it = name == canonicalize_name(requirement.name) and requirement.specifier.contains(version, prereleases=True)
    return is_it and not its_tags.isdisjoint(tags)


def _useful_wheels(root: Path, lock: str) -> Iterator[tuple[str, str]]:
    """Files and hashes of the wheels in a lock that one of our computers can install."""
    wanted = frozenset[Tag]().union(*(computer.tags() for computer in computers()))
    with TemporaryDirectory() as folder:
        listed = Path(folder) / "pylock.toml"
        _compile(root, "--no-deps", "--format", "pylock.toml", lock, "-o", str(listed))
        packages = tomllib.loads(textfile.read_text(listed))["packages"]
    for wheel in (wheel for package in packages for wheel in package.get("wheels", ())):
        file = unquote(wheel["url"].rpartition("/")[2])
        if not parse_wheel_filename(file)[3].isdisjoint(wanted):
            yield file, wheel["hashes"]["sha256"]


def _compile(root: Path, *options: str) -> None:
    subprocess.run([sys.executable, "-m", "uv", "pip", "compile", *UNIVERSAL, *options], cwd=root, check=True)
