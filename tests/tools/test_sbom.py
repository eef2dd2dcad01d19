"""The inventory names every package of the lock, as CycloneDX reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.paths import ROOT
from tests.support.builds import run_task
from tools.sbom import build_sbom

OLD_LICENCES = """License: Dual License
Classifier: Topic :: Software Development
Classifier: License :: OSI Approved :: BSD License
Classifier: License :: OSI Approved :: Apache Software License
"""
LOCK = """pelican==4.12.0 \\
    --hash=sha256:aa
tzdata==2026.1 ; sys_platform == 'win32' \\
    --hash=sha256:bb
"""


def test_inventory_lists_every_package_of_a_lock(tmp_path: Path) -> None:
    (tmp_path / "a.lock").write_text(LOCK)
    sbom = json.loads(build_sbom(tmp_path / "a.lock", "xunzhan", "1.0"))
    assert (sbom["bomFormat"], sbom["metadata"]["component"]["name"]) == ("CycloneDX", "xunzhan")
    assert [component["purl"] for component in sbom["components"]] == [
        "pkg:pypi/pelican@4.12.0",
        "pkg:pypi/tzdata@2026.1",
    ]


def test_task_writes_the_inventory_of_what_builds_the_site(tmp_path: Path) -> None:
    assert run_task("dev", "sbom", "--output", str(tmp_path / "sbom.json")).returncode == 0
    sbom = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    pinned = [line for line in (ROOT / "requirements/site.lock").read_text().splitlines() if "==" in line.split(" ")[0]]
    assert len(sbom["components"]) == len(pinned) > 20
    names = {component["name"] for component in sbom["components"]}
    assert {"pelican", "markdown", "jinja2", "pyyaml", "beautifulsoup4"} <= names


def test_licences_are_expressions_or_names(tmp_path: Path) -> None:
    metadata = {"new": "License-Expression: MIT\n", "old": OLD_LICENCES, "older": "License: Apache 2.0\n", "none": ""}
    for name, text in metadata.items():
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{text}", encoding="utf-8")
    (tmp_path / "a.lock").write_text("".join(f"{name}==1.0\n" for name in (*metadata, "elsewhere")))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path)
        components = json.loads(build_sbom(tmp_path / "a.lock", "xunzhan", "1.0"))["components"]
    assert {component["name"]: component.get("licenses") for component in components} == {
        "new": [{"expression": "MIT"}],
        "old": [{"license": {"name": "BSD License"}}, {"license": {"name": "Apache Software License"}}],
        "older": [{"license": {"name": "Apache 2.0"}}],
        "none": None,
        "elsewhere": None,
    }
