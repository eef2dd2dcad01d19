"""The ``test`` command: it installs what the tests need where it may, and says what is missing where it may not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import prepare
from plugins.paths import ROOT
from tools.programs import NPM_FOLDER, Tool, missing_tools

APT = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
NPM = ["--no-save", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"]
INSTALLING = "正在安装测试所用的 {name}：{packages} / Installing {name} for the tests: {packages}"
NOT_INSTALLED = "没有装上 {name}。/ {name} could not be installed."
MISSING = "没有 {names}，用到它们的测试将跳过。/ Without {names}, the tests that need them are skipped."
LINE = "安装 / To install: sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"


def run_tests(only: str, exhaustive: bool) -> int:
    """Run the tests with whatever this machine has; return pytest's exit status."""
    provide_tools()
    # the service that the tests of voting run: made now, so that no test waits for it
    prepare("poll")
    chosen = [*([] if exhaustive else ["-m", "not exhaustive"]), *(["-k", only] if only else [])]
    return subprocess.call([sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *chosen], cwd=ROOT)


def provide_tools() -> None:
    """Install missing tools as root on Debian and its kin; otherwise say what is missing, and the line that helps."""
    has_apt = bool(shutil.which("apt-get"))
    if has_apt and os.geteuid() == 0:
        _install_packages([tool for tool in missing_tools() if tool.debian])
    npm = shutil.which("npm")
    for tool in missing_tools():
        if npm and tool.npm:
            _run_installer(tool, tool.npm, [npm, "install", "--prefix", str(NPM_FOLDER), *NPM, tool.npm])
    missing = missing_tools()
    # in CI what is missing is no skipped test but a failed one
    if missing and not os.environ.get("CI"):
        print(MISSING.format(names=", ".join(tool.name for tool in missing)), file=sys.stderr)
        packages = [package for tool in missing for package in tool.debian if _is_real(package)] if has_apt else []
        if packages:
            print(LINE.format(packages=" ".join(packages)), file=sys.stderr)


def _install_packages(tools: list[Tool]) -> None:
    if tools:
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdin=subprocess.DEVNULL)
    # one by one: what one system lacks must not keep the others away
    for tool in tools:
        if all(map(_is_real, tool.debian)):
            _run_installer(tool, " ".join(tool.debian), [*APT, *tool.debian])


def _run_installer(tool: Tool, packages: str, command: list[str]) -> None:
    print(INSTALLING.format(name=tool.name, packages=packages), file=sys.stderr, flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    silent = subprocess.DEVNULL
    if subprocess.run(command, check=False, env=settings, stdin=silent, stdout=silent).returncode:
        print(NOT_INSTALLED.format(name=tool.name), file=sys.stderr)


def _is_real(package: str) -> bool:
    """Whether apt can install it: on Ubuntu Chromium's package would only ask for a snap, which no container has."""
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        return True
    done = subprocess.run(["apt-cache", "show", package], check=False, capture_output=True, encoding="utf-8")
    return f"Package: {package}\n" in done.stdout and "snapd" not in done.stdout
