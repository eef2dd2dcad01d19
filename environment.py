"""The project's own environment: made from a hashed lock on first use, with the standard library alone.

It must start on any Python 3, however old, to be able to say that it is too old: no newer syntax in this file.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOLDER = ROOT / ".venv"
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("site", "print", "intake", "test", "poll")}
# what must not live beside our own packages has a folder of its own
SEPARATE = {"poll": ROOT / ".cache" / "poll" / "venv"}
NEEDS = dict.fromkeys(("test", "lint", "lock", "screenshot", "cdn"), "test")
NEEDS |= dict.fromkeys(("certificates", "booklet"), "print")
NEEDS |= {"import": "intake"}
# each lock that holds everything of another, and so does instead of it
LARGER = {"site": {"print", "intake", "test"}, "print": {"test"}, "intake": {"test"}}
OLDEST = (3, 11)
COMPILE = "from plugins.exhibition.engine import compile_templates; compile_templates()"

TOO_OLD = (
    "需要 Python {}.{} 或更新的版本，这里是 {}.{}。请安装新版 Python 后再试。\n"
    "Python {}.{} or newer is needed; this is {}.{}. Install a newer Python and try again."
)
NO_PIP = (
    "这个 Python 没有 pip。Debian 或 Ubuntu:apt install python3-pip;其他系统请从 python.org 安装 Python。\n"
    "This Python has no pip. Debian or Ubuntu: apt install python3-pip; elsewhere install Python from python.org."
)
NOT_INSTALLED = (
    "依赖没有装好（原因见上）。请检查网络和 pip 的软件源设置，然后重新运行同一条命令。\n"
    "The packages were not installed (see above). Check the network and pip's index, then run the same command again."
)


def run_task(arguments: list[str]) -> int:
    """Run ``invoke`` with these arguments in the project's environment; return its exit status."""
    if sys.version_info < OLDEST:
        sys.exit(TOO_OLD.format(*OLDEST, *sys.version_info[:2], *OLDEST, *sys.version_info[:2]))
    python = prepare(NEEDS.get("".join(arguments[:1]), "site"))
    command = [str(python), "-m", "invoke", "--search-root", str(ROOT), *(arguments or ["--list"])]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    # elsewhere what takes the place of a process returns to the shell before it has done anything
    import subprocess

    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


def prepare(lock: str) -> Path:
    """Make or refresh the environment that holds what this lock names; return its Python."""
    folder = _folder(lock)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        # loaded only on first use: with its own imports it takes longer than all the rest of this file
        import venv

        venv.EnvBuilder(with_pip=False, clear=True).create(folder)
    if not _is_current(lock):
        _install(python, lock)
    return python


def _folder(lock: str) -> Path:
    return SEPARATE.get(lock, FOLDER)


def _is_current(lock: str) -> bool:
    return any(_stamp(name).exists() for name in {lock} | LARGER.get(lock, set()))


def _stamp(lock: str) -> Path:
    return _folder(lock) / f"{lock}-{hashlib.sha256(LOCKS[lock].read_bytes()).hexdigest()[:16]}.installed"


def _install(python: Path, lock: str) -> None:
    import subprocess

    # the Python that made .venv has pip, .venv itself has none
    maker = getattr(sys, "_base_executable", sys.executable)
    if subprocess.call([maker, "-c", "import pip"], stderr=subprocess.DEVNULL):
        sys.exit(NO_PIP)
    print("准备运行环境（只在第一次）… / Setting up (first time only)…", file=sys.stderr, flush=True)
    options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check"]
    pip = [maker, "-m", "pip", "--python", str(python), "install", *options, "-r", str(LOCKS[lock])]
    if subprocess.call(pip):
        sys.exit(NOT_INSTALLED)
    if lock not in SEPARATE:
        # as Python's own modules are compiled, once: a first build need not
        subprocess.call([str(python), "-c", COMPILE], cwd=str(ROOT))
    for old in _folder(lock).glob(f"{lock}-*.installed"):
        old.unlink()
    _stamp(lock).touch()
