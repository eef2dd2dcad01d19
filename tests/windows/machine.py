"""A Windows computer with python.org's CPython 3.11 under Wine, in one folder that may be thrown away."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMPILER = "x86_64-w64-mingw32-gcc"
LISTER = "x86_64-w64-mingw32-objdump"
WINES = ("/usr/lib/wine/wine64", "wine64", "wine")
# they make code page 936, the Chinese one, and 1252, the Western one
LOCALES = ("zh_CN", "en_US")
PYTHON = r"C:\Program Files\Python311"
# the wheel that brings python311.dll, the extension modules, OpenSSL and SQLite of python.org
CARRIER = "panda3d==1.10.16"
WHEELS_OF_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:", "--no-deps")
NOT_OF_LIB = shutil.ignore_patterns("site-packages", "dist-packages", "__pycache__", "test", "lib-dynload", "config-*")
SET_UP_S = 600
TOO_LONG = 124


class Machine:
    """The Windows computer; ``folder`` holds all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.prefix = self.folder / "prefix"
        self.drive = self.prefix / "drive_c"
        self.python = self.drive.joinpath(*PYTHON.split("\\")[1:])
        self.wine = _find_wine()
        self.environment = {
            **_environment_without_python(),
            **_pip_settings(),
            "LC_ALL": f"{LOCALES[0]}.UTF-8",
            "LOCPATH": str(self.folder / "locale"),
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "WINEPATH": PYTHON,
        }

    def prepare(self) -> None:
        """Make what is not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in LOCALES:
            locale = self.folder / "locale" / f"{name}.UTF-8"
            if not locale.exists():
                locale.parent.mkdir(exist_ok=True)
                _run(["localedef", "-i", name, "-f", "UTF-8", str(locale)])
        if not (self.drive / "windows").exists():
            _run([self.wine, "wineboot", "-i"], env=self.environment)
            _run([self.wine, "winecfg", "-v", "win10"], env=self.environment)
        if not (self.python / "py.exe").exists():
            self._install_python()

    def run(
        self, command: list[str], cwd: Path, limit: float, more: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command there; what takes longer than ``limit`` is ended with everything else, as ``timeout`` does."""
        # pipes, because Python does not start there with a file for its output
        process = subprocess.Popen(
            [self.wine, *command],
            cwd=cwd,
            env=self.environment | (more or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            output, _ = process.communicate(timeout=limit)
            return subprocess.CompletedProcess(command, process.returncode, output)
        except subprocess.TimeoutExpired:
            self.stop()
            return subprocess.CompletedProcess(command, TOO_LONG, process.communicate()[0])

    def stop(self) -> None:
        """End whatever still runs there."""
        subprocess.run([_wineserver(self.wine), "-k"], env=self.environment, check=False)

    def _install_python(self) -> None:
        wheels = self.folder / "wheels"
        _run(
            [sys.executable, "-m", "pip", "download", "--quiet", "-d", str(wheels), *WHEELS_OF_WINDOWS, CARRIER, "pip"]
        )
        self.python.mkdir(parents=True, exist_ok=True)
        _unpack(next(wheels.glob("panda3d-*.whl")), self.python)
        shutil.copytree(sysconfig.get_path("stdlib"), self.python / "Lib", ignore=NOT_OF_LIB, dirs_exist_ok=True)
        with zipfile.ZipFile(next(wheels.glob("pip-*.whl"))) as pip:
            pip.extractall(self.python / "Lib" / "site-packages")
        launchers = self.python / "Lib" / "venv" / "scripts" / "nt"
        launchers.mkdir(exist_ok=True)
        _compile("bcryptprimitives.c", self.drive / "windows/system32/bcryptprimitives.dll", "-shared", "-ladvapi32")
        _compile("python.c", self.python / "python.exe", str(self.python / "python311.dll"))
        self._compile_stable_interface()
        _compile("launcher.c", launchers / "python.exe")
        shutil.copy(launchers / "python.exe", self.python / "py.exe")

    def _compile_stable_interface(self) -> None:
        """Make python3.dll, which the carrier lacks: all of it is in python311.dll."""
        table = _run([LISTER, "-p", str(self.python / "python311.dll")]).partition("[Ordinal/Name Pointer] Table")[2]
        names = re.findall(r"\]\S* (_?Py\w+)$", table, re.MULTILINE)
        definition = self.folder / "python3.def"
        definition.write_text("EXPORTS\n" + "".join(f"{name} = python311.{name}\n" for name in names), newline="\n")
        _run(
            [COMPILER, "-shared", "-nostdlib", "-Wl,--entry=0", "-o", str(self.python / "python3.dll"), str(definition)]
        )


def _find_wine() -> str:
    wine = next(filter(None, map(shutil.which, WINES)), None)
    if not wine:
        sys.exit("wine64 is missing: apt-get install wine64 gcc-mingw-w64-x86-64 locales")
    return wine


def _wineserver(wine: str) -> str:
    beside = Path(wine).with_name("wineserver")
    return str(beside) if beside.exists() else "wineserver"


def _environment_without_python() -> dict[str, str]:
    names = ("PATH", "HOME", "USER", "LANG", "TERM", "TZ")
    return {name: os.environ[name] for name in names if name in os.environ}


def _pip_settings() -> dict[str, str]:
    """Return where this machine's pip looks for packages, as variables for the other pip."""
    lines = _run([sys.executable, "-m", "pip", "config", "list"]).splitlines()
    pairs = (line.partition("=")[::2] for line in lines)
    settings = {name.split(".")[-1]: value.strip("'\"") for name, value in pairs}
    settings = {name: settings[name] for name in ("index-url", "cert", "proxy", "timeout") if name in settings}
    if "cert" in settings:
        settings["cert"] = f"Z:{settings['cert']}"
    return {f"PIP_{name.replace('-', '_').upper()}": value for name, value in settings.items()}


def _unpack(carrier: Path, to: Path) -> None:
    with zipfile.ZipFile(carrier) as wheel:
        for name in sorted(wheel.namelist()):
            folder, _, file = name.rpartition("/")
            # Wine has the C runtime's own
            if folder == "deploy_libs" and file.endswith((".dll", ".pyd")) and not file.startswith("api-ms-"):
                into = to / "DLLs" if file.endswith(".pyd") or file.startswith(("lib", "sqlite", "t")) else to
                into.mkdir(exist_ok=True)
                (into / file).write_bytes(wheel.read(name))


def _compile(source: str, to: Path, *options: str) -> None:
    wide = () if to.suffix == ".dll" else ("-municode",)
    _run([COMPILER, "-O2", "-Wall", *wide, "-o", str(to), str(HERE / source), *options])


def _run(command: list[str], env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=SET_UP_S, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
