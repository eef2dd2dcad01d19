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
    """An external program: names to look for, the best first; files that also count; packages that install it.

    A Debian package installs the first name.
    """

    name: str
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()
    npm: str = ""
    only_on: str = ""


TOOLS = {
    # the shell draws no window of a browser around the page: the same tests in less than half the time
    "chromium": Tool(
        "Chromium",
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome", "msedge"),
        debian=("chromium-headless-shell",),
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
    # without the service that the package apache2 would start
    "apache": Tool("Apache", ("apache2", "httpd"), debian=("apache2-bin",)),
    "caddy": Tool("Caddy", ("caddy",), debian=("caddy",)),
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
    return _find(tool.programs, tool.files)


def tools_to_install() -> list[Tool]:
    """List the tools with a Debian package that this machine lacks, or has only under a name of second choice."""
    tools = [tool for tool in TOOLS.values() if tool.debian and tool.only_on in ("", sys.platform)]
    return [tool for tool in tools if not _find(tool.programs[:1], tool.files)]


def missing_tools() -> list[Tool]:
    """List the tools that this machine lacks."""
    return [tool for key, tool in TOOLS.items() if not find_program(key)]


def _find(programs: tuple[str, ...], patterns: tuple[str, ...]) -> str | None:
    places = (shutil.which(program, path=PATH) for program in programs)
    files = (str(file) for pattern in patterns for file in _glob(pattern))
    return next(filter(None, (*places, *files)), None)


def _glob(pattern: str) -> list[Path]:
    anchor = Path(pattern).anchor
    return sorted(Path(anchor).glob(str(Path(pattern).relative_to(anchor)))) if anchor else []
