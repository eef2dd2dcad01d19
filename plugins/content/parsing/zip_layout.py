"""Whether a zip has bytes that its list of contents does not name: whoever gets the file gets those, too."""

from __future__ import annotations

import zipfile
from typing import IO

# sizes of the fixed parts, see APPNOTE.TXT of the format: local header, entry of the list, end of the list
LOCAL_HEADER, ENTRY, END = 30, 46, 22
# where the lengths of name and extra field are in a local header
LENGTHS = slice(26, 30)
# what may follow the data of a member, and the end of the list: a descriptor, the records of large archives
MAX_DESCRIPTOR, LARGE_END = 24, 76
HAS_DESCRIPTOR, IS_UTF_8 = 0x08, 0x800


def has_unlisted_bytes(opened: zipfile.ZipFile, stream: IO[bytes], size: int) -> bool:
    """Whether anything is before, between or after the members and their list, or a member has another name inside."""
    position, gap = 0, 0
    for member in sorted(opened.infolist(), key=lambda member: member.header_offset):
        if not 0 <= member.header_offset - position <= gap:
            return True
        name = _encoded_name(member)
        stream.seek(member.header_offset)
        header = stream.read(LOCAL_HEADER + len(name))
        lengths = header[LENGTHS]
        if len(lengths) < 4 or header[LOCAL_HEADER:] != name or int.from_bytes(lengths[:2], "little") != len(name):
            return True
        position = member.header_offset + len(header) + int.from_bytes(lengths[2:], "little") + member.compress_size
        gap = MAX_DESCRIPTOR if member.flag_bits & HAS_DESCRIPTOR else 0
    entries = sum(
        ENTRY + len(_encoded_name(member)) + len(member.extra) + len(member.comment) for member in opened.infolist()
    )
    is_list_adjacent = 0 <= opened.start_dir - position <= gap
    return not is_list_adjacent or size - opened.start_dir - entries - END not in {0, LARGE_END}


def _encoded_name(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & IS_UTF_8 else "cp437")
