"""The commands of this project. ``python3 tasks.py TASK`` needs nothing but Python: it makes its own environment.

``plugins/cli/tasks.toml`` declares them.
"""

import sys

if __name__ == "__main__":
    from environment import run_task

    sys.exit(run_task(sys.argv[1:]))
