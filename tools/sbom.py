"""Build a software bill of materials (SBOM) of a lock file in CycloneDX."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from plugins.system import textfile

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.M)


def build_sbom(lock: Path, name: str, version: str) -> str:
    """Build the SBOM of a lock file; reproducible, so without a date and a serial number."""
    packages = PINNED.findall(textfile.read_text(lock))
    sbom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": name, "name": name, "version": version}},
        "components": [_component(*package) for package in sorted(packages)],
    }
    return json.dumps(sbom, ensure_ascii=False, indent=1) + "\n"


def _component(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name.lower()}@{version}"
    component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    licenses = _licenses(name)
    return component | ({"licenses": licenses} if licenses else {})


def _licenses(name: str) -> list[dict[str, Any]]:
    """The SPDX expression of an installed package; of an older one the names of its licences, as it gives them."""
    try:
        package = metadata(name)
    except PackageNotFoundError:
        # a package for another system or extra
        return []
    # its type knows no get()
    if expression := next(iter(package.get_all("License-Expression", [])), ""):
        return [{"expression": expression}]
    classifiers = [text for text in package.get_all("Classifier", []) if text.startswith("License :: ")]
    names = [text.rpartition(" :: ")[2] for text in classifiers] or package.get_all("License", [])
    return [{"license": {"name": text}} for text in names if text]
