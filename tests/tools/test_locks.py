"""Every lock can be installed on every computer that we promise, by what lies in the repository alone."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import canonicalize_name

from plugins.paths import ROOT
from tools.locks import missing_wheels, read_lock, read_wheels
from tools.wheels import list_platforms

FILES = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_package_has_a_wheel_for_every_platform(file: Path) -> None:
    packages = read_lock(file)
    assert [package.requirement.name for package in packages] != []
    assert missing_wheels(packages, read_wheels(file.parent)) == []


@pytest.mark.parametrize("file", [file for file in FILES if file.stem != "poll"], ids=lambda file: file.stem)
def test_what_a_package_depends_on_is_in_the_same_lock(file: Path) -> None:
    # installed without asking the packages
    names = {canonicalize_name(package.requirement.name) for package in read_lock(file)}
    needed = {requirement for name in names for requirement in _list_dependencies(name)}
    assert {canonicalize_name(requirement.name) for requirement in needed} - names == set()


def _list_dependencies(name: str) -> list[Requirement]:
    """What a package depends on here, if it is installed: some are for other systems."""
    listed = next((item.requires or [] for item in distributions(name=name)), [])
    requirements = map(Requirement, listed)
    return [item for item in requirements if not item.marker or item.marker.evaluate({"extra": ""})]


def test_wheel_list_has_only_wheels_of_a_lock() -> None:
    hashes = {digest for file in FILES for package in read_lock(file) for digest in package.hashes}
    assert sorted(set(read_wheels(ROOT / "requirements")) - hashes) == []


@pytest.mark.parametrize(
    ("requirement", "wheels", "missing"),
    [
        ("thing==1.0", ["thing-1.0-py3-none-any.whl"], []),
        ("thing==1.0", ["thing-1.1-py3-none-any.whl"], ["Linux x86-64", "macOS arm64", "Windows x86-64"]),
        ("thing==1.0", ["other-1.0-py3-none-any.whl"], ["Linux x86-64", "macOS arm64", "Windows x86-64"]),
        ("thing==1.0", ["thing-1.0-cp37-abi3-manylinux_2_17_x86_64.whl"], ["macOS arm64", "Windows x86-64"]),
        (
            "thing==1.0",
            ["thing-1.0-py3-none-manylinux_2_39_x86_64.whl"],
            ["Linux x86-64", "macOS arm64", "Windows x86-64"],
        ),
        ("thing==1.0", ["thing-1.0-py3-none-macosx_14_0_arm64.whl"], ["Linux x86-64", "macOS arm64", "Windows x86-64"]),
        ("thing==1.0", ["thing-1.0-py3-none-macosx_13_0_arm64.whl"], ["Linux x86-64", "Windows x86-64"]),
        ("thing==1.0", ["thing-1.0-py3-none-macosx_11_0_universal2.whl"], ["Linux x86-64", "Windows x86-64"]),
        ("thing==1.0 ; sys_platform == 'win32'", ["thing-1.0-py3-none-win_amd64.whl"], []),
        ("thing==1.0 ; sys_platform != 'win32'", [], ["Linux x86-64", "macOS arm64"]),
    ],
)
def test_missing_wheels_are_listed(tmp_path: Path, requirement: str, wheels: list[str], missing: list[str]) -> None:
    hashes = [f"{number:064}" for number, _ in enumerate(wheels)]
    lock = tmp_path / "site.lock"
    lock.write_text(" \\\n    ".join([requirement, *(f"--hash=sha256:{digest}" for digest in hashes)]) + "\n")
    named = [
        f"{read_lock(lock)[0].requirement}: no wheel for {system}, Python 3.{minor}"
        for system in missing
        for minor in (11, 12, 13, 14)
    ]
    assert missing_wheels(read_lock(lock), dict(zip(hashes, wheels, strict=True))) == named


@pytest.mark.parametrize(
    ("wheel", "pythons"),
    [
        ("thing-1.0-cp312-cp312-win_amd64.whl", ["3.12"]),
        ("thing-1.0-cp312-abi3-win_amd64.whl", ["3.12", "3.13", "3.14"]),
        ("thing-1.0-cp314-cp314t-win_amd64.whl", []),
    ],
)
def test_platforms_of_a_wheel_are_found(tmp_path: Path, wheel: str, pythons: list[str]) -> None:
    lock = tmp_path / "site.lock"
    lock.write_text(f"thing==1.0 ; sys_platform == 'win32' --hash=sha256:{'0' * 64}\n")
    missing = {line.rpartition(" ")[2] for line in missing_wheels(read_lock(lock), {"0" * 64: wheel})}
    assert sorted({"3.11", "3.12", "3.13", "3.14"} - missing) == pythons


def test_tags_are_among_those_of_this_machine() -> None:
    here = {"Linux": "Linux x86-64", "Darwin": "macOS arm64", "Windows": "Windows x86-64"}[platform.system()]
    name = f"{here}, Python {sys.version_info.major}.{sys.version_info.minor}"
    known = [computer for computer in list_platforms() if computer.name == name]
    if not known or platform.machine() not in {"x86_64", "arm64", "AMD64"}:
        pytest.skip("this computer is none of those that are promised")
    assert sorted(map(str, known[0].tags() - set(sys_tags()))) == []
