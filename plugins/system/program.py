"""The tasks as a command line, run by its path with the environment's Python; help shows what people typed."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> None:
    """Run Invoke with these arguments; it ends the process."""
    import invoke
    from invoke.program import Program

    from plugins.system.command_text import tasks

    program = Program(name="Invoke", version=invoke.__version__, binary=tasks())
    program.run(["tasks.py", "--search-root", str(ROOT), *arguments])


if __name__ == "__main__":
    # not this folder, whose modules have common names
    sys.path[0] = str(ROOT)
    main(sys.argv[1:])
