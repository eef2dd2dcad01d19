"""The programs that the tests try what we make with. Where one is missing, the tests that need it are skipped."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from plugins.paths import ROOT

# servers stand where an ordinary user does not look
PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
NPM_FOLDER = ROOT / ".cache" / "tools"
CHECKER = str(NPM_FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar")


@dataclass(frozen=True)
class Tool:
    """A program or a file, by the first of these names under which it is there, and the packages that bring it."""

    name: str
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()
    npm: str = ""
    only_on: str = ""


TOOLS = {
    "chromium": Tool(
        "Chromium", ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"), debian=("chromium",)
    ),
    "fonts": Tool(
        "a Chinese font",
        files=("/usr/share/fonts/**/*CJK*", "/usr/share/fonts/**/wqy*", str(Path.home() / ".fonts/**/*CJK*")),
        debian=("fonts-noto-cjk",),
        only_on="linux",
    ),
    # the browser's driver brings a Node.js that needs it
    "driver": Tool(
        "libatomic",
        files=("/usr/lib/*/libatomic.so.1", "/lib/*/libatomic.so.1", "/usr/lib*/libatomic.so.1"),
        debian=("libatomic1",),
        only_on="linux",
    ),
    "git": Tool("git", ("git",), debian=("git",)),
    "java": Tool("Java", ("java",), debian=("default-jre-headless",)),
    # wanted for nothing but to bring the checker
    "npm": Tool("npm", ("npm",), files=(CHECKER,), debian=("npm",)),
    "vnu": Tool("the Nu HTML checker", files=(CHECKER,), npm="vnu-jar@26.9.27"),
    "nginx": Tool("nginx", ("nginx",), debian=("nginx",)),
    "purge": Tool(
        "nginx's module for purging",
        files=("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so",),
        debian=("libnginx-mod-http-cache-purge",),
    ),
    "rsync": Tool("rsync", ("rsync",), debian=("rsync",)),
    "ssh": Tool("ssh", ("ssh",), debian=("openssh-client",)),
    "sshd": Tool("sshd", ("sshd",), debian=("openssh-server",)),
    "wrk": Tool("wrk", ("wrk",), debian=("wrk",)),
}


def find(key: str) -> str | None:
    """Where a tool is on this machine."""
    tool = TOOLS[key]
    if tool.only_on and tool.only_on != sys.platform:
        return tool.name
    programs = (shutil.which(program, path=PATH) for program in tool.programs)
    files = (str(file) for pattern in tool.files for file in _matching(pattern))
    return next(filter(None, (*programs, *files)), None)


def missing_tools() -> list[Tool]:
    """What is not on this machine."""
    return [tool for key, tool in TOOLS.items() if not find(key)]


def _matching(pattern: str) -> list[Path]:
    anchor = Path(pattern).anchor
    return sorted(Path(anchor).glob(str(Path(pattern).relative_to(anchor)))) if anchor else []
