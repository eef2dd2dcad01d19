"""The supported platforms and the wheels they can install: PEP 425 tags for each system and Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
# minor version of glibc 2; most wheels are still built for it, and Debian 12 has 2.36
MIN_GLIBC_MINOR = 28
MIN_MACOS = (13, 0)


@dataclass(frozen=True)
class SupportedPlatform:
    """An operating system with a Python version."""

    name: str
    python: tuple[int, int]
    platforms: tuple[str, ...]
    markers: dict[str, str]

    def tags(self) -> frozenset[Tag]:
        """Return the tags of all wheels that can be installed here."""
        interpreter = f"cp{self.python[0]}{self.python[1]}"
        native = cpython_tags(self.python, abis=[interpreter], platforms=self.platforms)
        return frozenset((*native, *compatible_tags(self.python, interpreter, self.platforms)))


def list_platforms() -> Iterator[SupportedPlatform]:
    """Yield every supported system with every supported Python."""
    systems = (
        ("Linux x86-64", _linux_platforms(), _markers("linux", "posix", "Linux", "x86_64")),
        ("macOS arm64", tuple(mac_platforms(MIN_MACOS, "arm64")), _markers("darwin", "posix", "Darwin", "arm64")),
        ("Windows x86-64", ("win_amd64",), _markers("win32", "nt", "Windows", "AMD64")),
    )
    for name, platforms, markers in systems:
        for python in PYTHONS:
            version = ".".join(map(str, python))
            versions = {"python_version": version, "python_full_version": f"{version}.0"}
            yield SupportedPlatform(f"{name}, Python {version}", python, platforms, markers | versions)


def _linux_platforms() -> tuple[str, ...]:
    by_glibc = [f"manylinux_2_{minor}_x86_64" for minor in range(MIN_GLIBC_MINOR, 4, -1)]
    by_year = [f"manylinux{year}_x86_64" for year in ("2014", "2010", "1")]
    return (*by_glibc, *by_year, "linux_x86_64")


def _markers(sys_platform: str, os_name: str, platform_system: str, platform_machine: str) -> dict[str, str]:
    return {
        "sys_platform": sys_platform,
        "os_name": os_name,
        "platform_system": platform_system,
        "platform_machine": platform_machine,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
