"""Documents offered for download: what they hide besides what their type promises, told by their structure alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

LARGEST_UNPACKED = 1_000_000_000
# the least that one of ours is likely to be packed to
MOST_PACKED = 200
TAIL = 66_000
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|OpenAction\s*<<|EmbeddedFile|RichMedia)\b")
MARKUP = re.compile(rb"<(?:script|html|svg|iframe|body|!doctype)\b", re.I)
MACRO = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|oleObject\d*\.bin)$|\.(?:exe|dll|bat|cmd|js|vbs|ps1|scr|lnk|html?|svg)$", re.I
)


def find_active_content(path: Path, suffix: str) -> str:
    """What this document holds that a visitor does not expect, in a word or two; empty where nothing is found."""
    return _in_pdf(path) if suffix == ".pdf" else _in_zip(path, suffix)


def _in_pdf(path: Path) -> str:
    data = path.read_bytes()
    if b"PK\x05\x06" in data[-TAIL:]:
        return "ZIP"
    if b"%%EOF" not in data[-1024:]:
        return "no %%EOF"
    found = MARKUP.search(data[:1024]) or ACTIVE_PDF.search(data)
    return found.group().decode("ascii", "replace") if found else ""


def _in_zip(path: Path, suffix: str) -> str:
    try:
        with zipfile.ZipFile(path) as opened:
            members = opened.infolist()
            if opened.comment or (members and min(member.header_offset for member in members)):
                return "HTML, PDF …?"
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "broken ZIP"
    if suffix != ".zip" and "[Content_Types].xml" not in {member.filename for member in members}:
        return f"ZIP, not {suffix}"
    return next((said for member in members if (said := _in_member(member))), "") or _too_much(members)


def _in_member(member: zipfile.ZipInfo) -> str:
    name = member.filename
    leads_out = name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
    return name[:60] if leads_out or MACRO.search(name) or member.external_attr >> 28 == 0o12 else ""


def _too_much(members: list[zipfile.ZipInfo]) -> str:
    unpacked, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    bomb = unpacked > LARGEST_UNPACKED or (unpacked > 10_000_000 and unpacked > MOST_PACKED * packed)
    return f"{unpacked // 1_000_000} MB" if bomb else ""
