"""Run the tests; install the programs they need if possible, else print what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import prepare
from plugins.paths import ROOT
from tools.programs import NPM_FOLDER, Tool, missing_tools, tools_to_install

APT = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
NPM = ["--no-save", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"]
INSTALLING = "正在安装测试所用的 {name}：{packages} / Installing {name} for the tests: {packages}"
NOT_INSTALLED = "没有装上 {name}。/ {name} could not be installed."
MISSING = "没有 {names}，用到它们的测试将跳过。/ Without {names}, the tests that need them are skipped."
INSTALL_HINT = "安装 / To install: sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"


def run_tests(only: str, exhaustive: bool) -> int:
    """Run the tests with the programs that this machine has; return pytest's exit status."""
    install_tools()
    # create the local poll's environment now, so that no test waits for it
    prepare("poll")
    chosen = [*([] if exhaustive else ["-m", "not exhaustive"]), *(["-k", only] if only else [])]
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *chosen]
    # tests start thousands of processes: without bytecode each would compile all modules again
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.call(command, cwd=ROOT, env=settings)


def install_tools() -> None:
    """Install missing tools if this is root on Debian or similar; else print what is missing and how to install it."""
    has_apt = bool(shutil.which("apt-get"))
    if has_apt and os.geteuid() == 0:
        _install_packages(tools_to_install())
    npm = shutil.which("npm")
    for tool in missing_tools():
        if npm and tool.npm:
            _run_installer(tool, tool.npm, [npm, "install", "--prefix", str(NPM_FOLDER), *NPM, tool.npm])
    missing = missing_tools()
    # in CI a missing tool fails the tests instead of skipping them
    if missing and not os.environ.get("CI"):
        print(MISSING.format(names=", ".join(tool.name for tool in missing)), file=sys.stderr)
        packages = (
            [package for tool in missing for package in tool.debian if _is_installable(package)] if has_apt else []
        )
        if packages:
            print(INSTALL_HINT.format(packages=" ".join(packages)), file=sys.stderr)


def _install_packages(tools: list[Tool]) -> None:
    if tools:
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdin=subprocess.DEVNULL)
    # one by one: a package that a system lacks must not block the others
    for tool in tools:
        if all(map(_is_installable, tool.debian)):
            _run_installer(tool, " ".join(tool.debian), [*APT, *tool.debian])


def _run_installer(tool: Tool, packages: str, command: list[str]) -> None:
    print(INSTALLING.format(name=tool.name, packages=packages), file=sys.stderr, flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    devnull = subprocess.DEVNULL
    if subprocess.run(command, check=False, env=settings, stdin=devnull, stdout=devnull).returncode:
        print(NOT_INSTALLED.format(name=tool.name), file=sys.stderr)


def _is_installable(package: str) -> bool:
    """Check that apt can install it; on Ubuntu, Chromium's package only installs a snap, which needs snapd."""
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        return True
    completed = subprocess.run(["apt-cache", "show", package], check=False, capture_output=True, encoding="utf-8")
    return f"Package: {package}\n" in completed.stdout and "snapd" not in completed.stdout
