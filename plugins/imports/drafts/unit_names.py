"""Names of units in one field of a form, with what forms write around them."""

from __future__ import annotations

import re

from plugins.content.lookup import ReferenceData

SEPARATORS = re.compile(r"[、，,；;\n]+")
# what separates names only where each of them is a registered one, since a name may have it, too
WEAK_SEPARATORS = re.compile(r"[\s/／|和与及]+")
PARTS = r"(?:牵头|主办|承办|协办|联合|参与|参加|配合|支持|指导|申报|主申报|参赛|完成)"
NUMBER = re.compile(r"\A(?:[(（][0-9一二三四五六七八九十]{1,3}[)）]|[0-9一二三四五六七八九十]{1,3}[、.．](?![0-9]))\s*")
PART_BEFORE = re.compile(rf"\A{PARTS}{{1,2}}(?:单位|部门)?\s*[:：]\s*")
PART_BEHIND = re.compile(rf"\s*[(（](?:{PARTS}(?:单位|部门)?|加?盖公?章|公章|签章)[)）]\Z")


def split_units(reference: ReferenceData, text: str) -> list[str]:
    """Split a field into names of units, without their numbers and parts; a known name may contain what separates."""
    names = (
        name
        for line in map(str.strip, text.split("\n"))
        for listed in ([line] if reference.find_unit(line) else SEPARATORS.split(NUMBER.sub("", line)))
        for name in _split_known(reference, bare_name(reference, listed.strip()))
        if name
    )
    # a cover sheet names some of them as well
    return list(dict.fromkeys(names))


def bare_name(reference: ReferenceData, name: str) -> str:
    """Return a name without "1." and "牵头单位：" before it and "（盖章）" behind it."""
    for pattern in (NUMBER, PART_BEFORE, PART_BEHIND):
        if reference.find_unit(name):
            break
        name = pattern.sub("", name)
    return name


def _split_known(reference: ReferenceData, name: str) -> list[str]:
    parts = WEAK_SEPARATORS.split(name)
    return parts if not reference.find_unit(name) and all(map(reference.find_unit, parts)) else [name]
