"""Which wheels a computer can install: the tags of PEP 425 for each system and Python that we promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
# the oldest C library for which wheels are still built in general; Debian 12 has 2.36
OLDEST_GLIBC = 28
OLDEST_MACOS = (13, 0)


@dataclass(frozen=True)
class Computer:
    """A system with a Python on it."""

    name: str
    python: tuple[int, int]
    platforms: tuple[str, ...]
    markers: dict[str, str]

    def tags(self) -> frozenset[Tag]:
        """All tags of wheels that install here."""
        interpreter = f"cp{self.python[0]}{self.python[1]}"
        native = cpython_tags(self.python, abis=[interpreter], platforms=self.platforms)
        return frozenset((*native, *compatible_tags(self.python, interpreter, self.platforms)))


def computers() -> Iterator[Computer]:
    """Every system with every Python that we promise."""
    systems = (
        ("Linux x86-64", _linux_platforms(), _markers("linux", "posix", "Linux", "x86_64")),
        ("macOS arm64", tuple(mac_platforms(OLDEST_MACOS, "arm64")), _markers("darwin", "posix", "Darwin", "arm64")),
        ("Windows x86-64", ("win_amd64",), _markers("win32", "nt", "Windows", "AMD64")),
    )
    for name, platforms, markers in systems:
        for python in PYTHONS:
            version = ".".join(map(str, python))
            versions = {"python_version": version, "python_full_version": f"{version}.0"}
            yield Computer(f"{name}, Python {version}", python, platforms, markers | versions)


def _linux_platforms() -> tuple[str, ...]:
    numbered = [f"manylinux_2_{minor}_x86_64" for minor in range(OLDEST_GLIBC, 4, -1)]
    named = [f"manylinux{year}_x86_64" for year in ("2014", "2010", "1")]
    return (*numbered, *named, "linux_x86_64")


def _markers(sys_platform: str, os_name: str, platform_system: str, platform_machine: str) -> dict[str, str]:
    return {
        "sys_platform": sys_platform,
        "os_name": os_name,
        "platform_system": platform_system,
        "platform_machine": platform_machine,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
