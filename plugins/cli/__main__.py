"""The tasks as a program, run by its path with the environment's Python."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # not this folder, whose modules have common names
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    from plugins.cli.main import run

    sys.exit(run(sys.argv[1:]))
