"""Requirements of tests on the machine: without a tool a test is skipped, in CI it fails."""

from __future__ import annotations

import os

import pytest

from tools.programs import TOOLS, find_program

IN_CI = bool(os.environ.get("CI"))


def require_tool(key: str) -> str:
    """Find a tool's path, or skip the test."""
    place = find_program(key)
    if place:
        return place
    if IN_CI:
        pytest.fail(f"{TOOLS[key].name} is not installed")
    pytest.skip(f"needs {TOOLS[key].name}")


def needs(*keys: str) -> pytest.MarkDecorator:
    """Skip a test, or all of a module, where one of these tools is missing."""
    missing = [TOOLS[key].name for key in keys if not find_program(key)]
    return pytest.mark.skipif(bool(missing) and not IN_CI, reason=f"needs {', '.join(missing)}")
