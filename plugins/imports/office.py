"""Conversion of older Word files by LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.system import textfile

# where it is installed without being on the path
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
NAMES = ("soffice", "libreoffice")
MAX_SECONDS = 180
# a profile that is thrown away: no macro runs, no link is followed, nothing is kept of the person's settings
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find_office() -> str | None:
    """Return the command of LibreOffice, or None if it is not installed."""
    commands = (shutil.which(name) for name in (*NAMES, *PLACES))
    return next((command for command in commands if command), None)


def convert_to_docx(office: str, source: Path, target: Path) -> bool:
    """Convert a document to a Word file at ``target``; return whether that worked."""
    with TemporaryDirectory() as folder:
        profile, form = Path(folder) / "profile", Path(folder) / f"form{source.suffix.lower()}"
        (profile / "user").mkdir(parents=True)
        textfile.write_text(profile / "user" / "registrymodifications.xcu", PROFILE)
        shutil.copyfile(source, form)
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "docx", "--outdir", str(Path(folder) / "out"), str(form)]
        try:
            subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=MAX_SECONDS)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(folder) / "out" / "form.docx", target)
        except (OSError, subprocess.SubprocessError):
            return False
    return True
