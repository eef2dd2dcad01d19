"""Where the project itself lies."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# the tasks as a program, for any Python that has the project's packages
PROGRAM = ROOT / "plugins" / "cli" / "__main__.py"
