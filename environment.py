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
PROGRAM = ROOT / "plugins" / "system" / "program.py"
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("site", "print", "intake", "test", "poll")}
# what must not live beside our own packages has a folder of its own
SEPARATE = {"poll": ROOT / ".cache" / "poll" / "venv"}
NEEDS = dict.fromkeys(("test", "lint", "lock", "screenshot", "cdn"), "test")
NEEDS |= dict.fromkeys(("certificates", "booklet"), "print")
NEEDS |= {"import": "intake"}
# each lock that holds everything of another, and so does instead of it
LARGER = {"site": {"print", "intake", "test"}, "print": {"test"}, "intake": {"test"}}
OLDEST = (3, 11)
MAX_CLEARING_S = 20
COMPILE = "from plugins.site.render.engine import compile_templates; compile_templates()"

TOO_OLD = (
    "需要 Python {}.{} 或更新的版本，这里是 {}.{}。请安装新版 Python 后再试。\n"
    "Python {}.{} or newer is needed; this is {}.{}. Install a newer Python and try again."
)
NO_PIP = (
    "这个 Python 没有 pip。Debian 或 Ubuntu:apt install python3-pip;其他系统请从 python.org 安装 Python。\n"
    "This Python has no pip. Debian or Ubuntu: apt install python3-pip; elsewhere install Python from python.org."
)
NO_PACKAGE = (
    "软件源里没有适合这台电脑的 {0}（{1}，Python {2}）。请安装 64 位的 Python 3.11 至 3.14；如果已经是，"
    "说明 pip 所用的软件源不完整，请换一个软件源再试。\n"
    "The index has no {0} for this computer ({1}, Python {2}). Install a 64-bit Python 3.11 to 3.14; if it is one, "
    "pip's index is incomplete: set another one and try again."
)
NO_NETWORK = (
    "连不上软件源。请检查网络、代理和 pip 的软件源设置，然后重新运行同一条命令。\n"
    "The index cannot be reached. Check the network, the proxy and pip's index, then run the same command again."
)
NOT_INSTALLED = (
    "依赖没有装好（原因见上）。请按上面的提示处理后，重新运行同一条命令。\n"
    "The packages were not installed. Mend what is told above, then run the same command again."
)
# how pip words both has stayed the same from 23.0 to 26.3
UNREACHABLE = "(?i)connection broken|failed to establish|max retries exceeded|timed out|connection error"
UNAVAILABLE = "No matching distribution found for ([^ ;\n]+)"


def run_task(arguments: list[str]) -> int:
    """Run a task with these arguments in the project's environment; return its exit status."""
    if sys.version_info < OLDEST:
        sys.exit(TOO_OLD.format(*OLDEST, *sys.version_info[:2], *OLDEST, *sys.version_info[:2]))
    arguments = help_first(arguments)
    python = prepare(NEEDS.get("".join(arguments[:1]), "site"))
    command = [str(python), str(PROGRAM), *(arguments or ["--list"])]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    return _run_and_wait(command)


def _run_and_wait(command: list[str]) -> int:
    # where nothing can take the place of a process: it would return to the shell before it has done anything
    import signal
    import subprocess

    with subprocess.Popen(command) as task:
        # whoever ends this process means the task
        signal.signal(signal.SIGTERM, lambda *_: task.terminate())
        try:
            return task.wait()
        except KeyboardInterrupt:
            # Ctrl+C has reached the task as well, which now stops its own helpers and removes its folders
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return task.wait(MAX_CLEARING_S)
        except subprocess.TimeoutExpired:
            task.terminate()
            return task.wait()


def help_first(arguments: list[str]) -> list[str]:
    """``TASK --help`` as ``--help TASK``: a task that needs a value would take the word for it."""
    task, options = arguments[:1], arguments[1:]
    wants_help = "--help" in options or options == ["-h"]
    return ["--help", *task] if wants_help and not task[0].startswith("-") else arguments


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
    status, errors = _run_loudly(pip)
    if status:
        sys.exit(_explain(errors))
    if lock not in SEPARATE:
        # as Python's own modules are compiled, once: a first build need not
        subprocess.call([str(python), "-c", COMPILE], cwd=str(ROOT))
    for old in _folder(lock).glob(f"{lock}-*.installed"):
        old.unlink()
    _stamp(lock).touch()


def _run_loudly(command: list[str]) -> tuple[int, str]:
    """Run a command whose errors are shown as they come; return its exit status and them."""
    import subprocess

    lines = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, universal_newlines=True, errors="replace") as process:
        for line in process.stderr or ():
            sys.stderr.write(line)
            lines.append(line)
    return process.returncode, "".join(lines)


def _explain(errors: str) -> str:
    import platform
    import re

    # where the network is down pip says in the end that the package does not exist, so this comes first
    if re.search(UNREACHABLE, errors):
        return NO_NETWORK
    package = re.search(UNAVAILABLE, errors)
    if package:
        system = f"{platform.system()} {platform.machine()}"
        return NO_PACKAGE.format(package.group(1), system, platform.python_version())
    return NOT_INSTALLED
