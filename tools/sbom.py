"""What the software is made of, as an inventory for machines (SBOM): the packages of a lock in CycloneDX."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from plugins.system import textfile

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.M)


def inventory(lock: Path, name: str, version: str) -> str:
    """The inventory of a lock, the same for the same lock: it has no date and no number of its own."""
    packages = PINNED.findall(textfile.read_text(lock))
    said = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": name, "name": name, "version": version}},
        "components": [_component(*package) for package in sorted(packages)],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _component(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower()}@{version}"
    licence = _licence(name)
    known = {"licenses": [{"expression": licence}]} if licence else {}
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, **known}


def _licence(name: str) -> str | None:
    """The licence as the package states it in SPDX; older ones state it in prose, which says nothing to a machine."""
    try:
        said = metadata(name).json.get("license_expression")
    except PackageNotFoundError:
        # of another system or another extra
        return None
    return said if isinstance(said, str) else None
