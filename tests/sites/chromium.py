"""The browser that the tests use: where the system has it, and how it is started."""

from __future__ import annotations

import os

import pytest

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def need(tool: str | None, name: str) -> str:
    """The tool, or a skipped test; in CI a tool that is not there is a failure."""
    if tool:
        return tool
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed")
    pytest.skip(f"{name} is not installed")
