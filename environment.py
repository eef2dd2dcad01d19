"""Create the project's virtual environment from a hashed lock on first use, with the standard library alone.

This file must parse on any Python 3, to be able to say that one is too old: no newer syntax here.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOLDER = ROOT / ".venv"
PROGRAM = ROOT / "plugins" / "cli" / "__main__.py"
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("site", "print", "intake", "test", "poll")}
# locks whose packages must not be in the same environment as the others
OWN_ENVIRONMENTS = {"poll": ROOT / ".cache" / "poll" / "venv"}
# tasks that need more than the lock "site"
LOCK_FOR_TASK = {"certificates": "print", "booklet": "print", "import": "intake"}
LOCK_FOR_TASK.update(
    dict.fromkeys(("test", "lint", "dev lock", "dev screenshot", "dev mutants", "dev local-cdn"), "test")
)
LOCK_FOR_TASK.update(dict.fromkeys(("lock", "screenshot", "cdn"), "test"))  # former names
# locks that contain everything of another
SUPERSETS = {"site": {"print", "intake", "test"}, "print": {"test"}, "intake": {"test"}}
HELP = {"--help", "-h", "--list", "-l"}
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
    "The packages were not installed. Fix what is reported above, then run the same command again."
)
# pip's wording, the same from 23.0 to 26.3
UNREACHABLE = "(?i)connection broken|failed to establish|max retries exceeded|timed out|connection error"
UNAVAILABLE = "No matching distribution found for ([^ ;\n]+)"


def run_task(arguments: list[str]) -> int:
    """Run a task with these arguments in the project's environment; return its exit status."""
    if sys.version_info < OLDEST:
        sys.exit(TOO_OLD.format(*OLDEST, *sys.version_info[:2], *OLDEST, *sys.version_info[:2]))
    # help needs the standard library alone
    if not arguments or HELP & set(arguments):
        return _run_here(arguments)
    # nobody else may change what is written, whatever the umask: `.venv` and `.cache` are trusted as the program
    os.umask(os.umask(0o077) | 0o002)
    task = " ".join(arguments[:2]) if arguments[0] == "dev" else arguments[0]
    python = prepare(LOCK_FOR_TASK.get(task, "site"))
    if Path(sys.prefix) == python.parents[1] and sys.getfilesystemencoding().lower() == "utf-8":
        return _run_here(arguments)
    command = [str(python), str(PROGRAM), *arguments]
    if os.name == "posix":
        _name_files_in_utf_8()
        sys.stdout.flush()
        os.execv(command[0], command)
    return _run_and_wait(command)


def _name_files_in_utf_8() -> None:
    # as disks do, whatever the locale of this terminal; what it shows stays in its encoding
    if sys.getfilesystemencoding().lower() != "utf-8":
        os.environ["PYTHONUTF8"] = "1"
        if sys.stdout.isatty():
            os.environ.setdefault("PYTHONIOENCODING", sys.stdout.encoding)


def _run_here(arguments: list[str]) -> int:
    from plugins.cli.main import run

    return run(arguments)


def _run_and_wait(command: list[str]) -> int:
    # Windows cannot replace a process: exec returns to the shell at once
    import signal
    import subprocess

    with subprocess.Popen(command) as task:
        # ending this process must end the task
        signal.signal(signal.SIGTERM, lambda *_: task.terminate())
        try:
            return task.wait()
        except KeyboardInterrupt:
            # Ctrl+C has reached the task as well, which is stopping its helpers and removing its folders
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return task.wait(MAX_CLEARING_S)
        except subprocess.TimeoutExpired:
            task.terminate()
            return task.wait()


def prepare(lock: str) -> Path:
    """Create or update the environment for this lock; return its Python."""
    folder = _folder(lock)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        # imported here, because it takes longer than the rest of this file
        import venv

        venv.EnvBuilder(with_pip=False, clear=True).create(folder)
    if not _is_current(lock):
        _install(python, lock)
    return python


def _folder(lock: str) -> Path:
    return OWN_ENVIRONMENTS.get(lock, FOLDER)


def _is_current(lock: str) -> bool:
    return any(_stamp(name).exists() for name in {lock} | SUPERSETS.get(lock, set()))


def _stamp(lock: str) -> Path:
    return _folder(lock) / f"{lock}-{hashlib.sha256(LOCKS[lock].read_bytes()).hexdigest()[:16]}.installed"


def _install(python: Path, lock: str) -> None:
    import subprocess

    # the base Python has pip, the environment has none
    base = getattr(sys, "_base_executable", sys.executable)
    if subprocess.call([base, "-c", "import pip"], stderr=subprocess.DEVNULL):
        sys.exit(NO_PIP)
    print("准备运行环境（只在第一次）… / Setting up (first time only)…", file=sys.stderr, flush=True)
    # a lock lists what its packages depend on, too: nothing to resolve
    options = ["--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check"]
    # bytecode is written below, by all processors
    pip = [base, "-m", "pip", "--python", str(python), "install", *options, "--no-compile", "-r", str(LOCKS[lock])]
    status, errors = _run_and_capture(pip)
    if status:
        sys.exit(_explain(errors))
    subprocess.call([str(python), "-m", "compileall", "-qq", "-j", "0", str(_folder(lock))])
    if lock not in OWN_ENVIRONMENTS:
        # once, so that the first build need not
        subprocess.call([str(python), "-c", COMPILE], cwd=str(ROOT))
    for old in _folder(lock).glob(f"{lock}-*.installed"):
        old.unlink()
    _stamp(lock).touch()


def _run_and_capture(command: list[str]) -> tuple[int, str]:
    """Run a command, passing its stderr on as it comes; return the exit status and stderr."""
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

    # first, because without a network pip ends with "no matching distribution", too
    if re.search(UNREACHABLE, errors):
        return NO_NETWORK
    package = re.search(UNAVAILABLE, errors)
    if package:
        system = f"{platform.system()} {platform.machine()}"
        return NO_PACKAGE.format(package.group(1), system, platform.python_version())
    return NOT_INSTALLED
