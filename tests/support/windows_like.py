"""Tasks without what Windows lacks: modules, functions, and what its disk refuses.

All libraries are loaded first, because they differ from system to system; then only the project's modules see Windows.
That takes seconds, so the program does it once: it runs each ``Job`` that it reads, a line of JSON, in a fork, and
answers with a line with its exit status.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import socket
import stat
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MAX_SECONDS = 300
MODULES = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
# what is in these modules elsewhere and not on Windows
LACKING: dict[ModuleType, tuple[str, ...]] = {
    os: (
        *("chown", "chroot", "confstr", "ctermid", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid"),
        *("getgid", "getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getresuid", "getsid", "getuid"),
        *("initgroups", "killpg", "lchown", "lockf", "mkfifo", "mknod", "nice", "openpty", "pathconf", "pipe2"),
        *("posix_fadvise", "posix_spawn", "preadv", "pwritev", "register_at_fork", "sched_getaffinity", "sched_yield"),
        *("sendfile", "setpgid", "setsid", "setuid", "setgid", "statvfs", "fstatvfs", "sync", "sysconf", "tcgetpgrp"),
        *("ttyname", "uname", "wait", "wait3", "wait4", "waitid", "WNOHANG", "WEXITSTATUS", "WIFSIGNALED"),
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "O_TMPFILE", "O_PATH"),
    ),
    signal: ("SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGXFSZ", "alarm"),
    socket: ("AF_UNIX", "socketpair", "SO_REUSEPORT"),
    time: ("clock_gettime", "CLOCK_BOOTTIME", "CLOCK_MONOTONIC", "tzset"),
}


def modules() -> list[str]:
    """List the project's modules, without the poll's service, which runs in its own environment."""
    files = [path.relative_to(ROOT) for path in (ROOT / "plugins").rglob("*.py") if "poll" not in path.parts]
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in files}
    return ["environment", "tasks", *sorted(names)]


def import_project() -> None:
    """Import all of it, and so whatever libraries it needs."""
    # loaded by Python itself when a process is started
    importlib.import_module("multiprocessing.popen_spawn_posix")
    for name in modules():
        importlib.import_module(name)


def become_windows() -> None:
    """Make all later imports see Windows, and import the project's modules again."""
    for name in [name for name in sys.modules if name.split(".")[0] in {"plugins", "tasks", "environment"}]:
        del sys.modules[name]
    _refuse_as_its_disk()
    sys.modules.update(dict.fromkeys(MODULES))
    for module, names in LACKING.items():
        # a module beside the true one, which libraries go on using
        copy = ModuleType(module.__name__)
        copy.__dict__.update({name: value for name, value in vars(module).items() if name not in names})
        sys.modules[module.__name__] = copy
    vars(sys.modules["os"])["name"] = "nt"
    sys.platform = "win32"


def _refuse_as_its_disk() -> None:
    rename, unlink, opened = os.rename, os.unlink, os.open

    def rename_to_new(source: Any, target: Any, **options: Any) -> None:
        if os.path.lexists(target):
            raise FileExistsError(17, "it exists already", str(source), 183, str(target))
        rename(source, target, **options)

    def unlink_writable(path: Any, **options: Any) -> None:
        if not os.lstat(path).st_mode & stat.S_IWUSR:
            raise PermissionError(13, "access is denied", str(path))
        unlink(path, **options)

    def open_file(path: Any, *arguments: Any, **options: Any) -> int:
        # so no folder can be synced
        if Path(path).is_dir():
            raise PermissionError(13, "permission denied", str(path))
        return opened(path, *arguments, **options)

    def make_no_symlink(source: Any, *_: Any, **__: Any) -> None:
        raise OSError(22, "a required privilege is not held by the client", str(source))

    os.rename, os.remove, os.unlink, os.open = rename_to_new, unlink_writable, unlink_writable, open_file
    os.symlink = make_no_symlink
    # it would open folders
    vars(shutil)["_use_fd_functions"] = False


def read_task() -> list[str]:
    """Return the arguments of the next job in a fork that is to run it; the program itself ends with its input."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            return _take_over(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    sys.exit()


def _take_over(arguments: list[str], variables: dict[str, str], output: str, errors: str) -> list[str]:
    for number, path, flags in ((0, os.devnull, os.O_RDONLY), (1, output, os.O_WRONLY), (2, errors, os.O_WRONLY)):
        os.dup2(os.open(path, flags), number)
    os.environ.clear()
    os.environ.update(variables)
    signal.alarm(MAX_SECONDS)
    return arguments


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    import_project()
    become_windows()
    import_project()
    if task := read_task():
        from plugins.cli.main import run

        sys.exit(run(task))
