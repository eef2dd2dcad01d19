"""Asks the database of the Python Packaging Authority's advisories (OSV) for known holes in what the locks pin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import urllib3

from plugins.system.network import open_pool
from tools.locks import LOCKS, read_lock

SERVICE = "https://api.osv.dev"
TIMEOUT_S = 30.0
# how many packages the service takes in one request, see its documentation of /v1/querybatch
MAX_QUERIES = 1000


class ServiceError(Exception):
    """The database cannot be asked; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, order=True)
class Vulnerability:
    """A pinned package with an advisory, and the locks that pin it."""

    package: str
    version: str
    advisory: str
    locks: tuple[str, ...]


def find_vulnerabilities(requirements: Path, service: str = SERVICE) -> list[Vulnerability]:
    """The advisories of everything that is pinned. Raises ``ServiceError`` if nobody answers."""
    locks_by_pin = _read_pins(requirements)
    pins = sorted(locks_by_pin)
    vulnerabilities: list[Vulnerability] = []
    for start in range(0, len(pins), MAX_QUERIES):
        part = pins[start : start + MAX_QUERIES]
        for pin, advisories in zip(part, _ask(part, service), strict=True):
            vulnerabilities += [Vulnerability(*pin, advisory, locks_by_pin[pin]) for advisory in advisories]
    return sorted(vulnerabilities)


def _read_pins(requirements: Path) -> Mapping[tuple[str, str], tuple[str, ...]]:
    locks_by_pin: dict[tuple[str, str], tuple[str, ...]] = {}
    for name in LOCKS:
        for package in read_lock(requirements / f"{name}.lock"):
            pin = (package.requirement.name, str(package.requirement.specifier).removeprefix("=="))
            locks_by_pin[pin] = (*locks_by_pin.get(pin, ()), name)
    return locks_by_pin


def _ask(pins: Iterable[tuple[str, str]], service: str) -> list[list[str]]:
    """The ids of the advisories of each pin."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in pins]
    url = f"{service}/v1/querybatch"
    try:
        with open_pool(url, timeout=TIMEOUT_S, retries=2) as http:
            response = http.request("POST", url, body=json.dumps({"queries": queries}).encode())
        if response.status != 200:
            raise ServiceError(str(response.status))
        results = json.loads(response.data)["results"]
        return [[str(advisory["id"]) for advisory in result.get("vulns", ())] for result in results]
    except (urllib3.exceptions.HTTPError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ServiceError(type(error).__name__) from None
