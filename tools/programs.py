"""External programs for tests; a test is skipped if one that it needs is missing."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from plugins.paths import ROOT

# servers are not in an ordinary user's PATH
PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
NPM_FOLDER = ROOT / ".cache" / "tools"
VNU_JAR = str(NPM_FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar")


@dataclass(frozen=True)
class Tool:
    """An external program: the names to look for, the files that also count, and the packages that install it."""

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
    # only needed to install the checker
    "npm": Tool("npm", ("npm",), files=(VNU_JAR,), debian=("npm",)),
    "vnu": Tool("the Nu HTML checker", files=(VNU_JAR,), npm="vnu-jar@26.9.27"),
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


def find_program(key: str) -> str | None:
    """Find a tool on this machine; returns its path or None."""
    tool = TOOLS[key]
    if tool.only_on and tool.only_on != sys.platform:
        return tool.name
    programs = (shutil.which(program, path=PATH) for program in tool.programs)
    files = (str(file) for pattern in tool.files for file in _glob(pattern))
    return next(filter(None, (*programs, *files)), None)


def missing_tools() -> list[Tool]:
    """List the tools that this machine lacks."""
    return [tool for key, tool in TOOLS.items() if not find_program(key)]


def _glob(pattern: str) -> list[Path]:
    anchor = Path(pattern).anchor
    return sorted(Path(anchor).glob(str(Path(pattern).relative_to(anchor)))) if anchor else []
