"""What tells of persons: numbers of telephones, identity and bank cards, private mail, the places of pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import Field

from plugins.content.parsing.files import LARGEST_PICTURE, PICTURE_TYPES, open_image, regular_file
from plugins.content.problems import Problem, problem
from plugins.content.schema.fields import STRICT
from plugins.content.schema.site import Contact

FILE = "privacy.yaml"
# a number by itself: neither part of a longer one or of a hash, nor behind a decimal point
ALONE, END = r"(?<![0-9A-Za-z_])(?<!\d[.,])", r"(?![0-9A-Za-z_])"
MOBILE = re.compile(rf"{ALONE}(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{{4}}){{2}}{END}")
LANDLINE = re.compile(
    rf"{ALONE}(?:\+?86[ -]?)?(?:\(0\d{{2,3}}\) ?|0\d{{2,3}}[ -]"
    # without a sign between, the codes of three digits only, before eight more
    rf"|0(?=10\d{{8}}(?!\d)|2\d{{9}}(?!\d))\d{{2}})[2-8]\d{{6,7}}{END}"
)
IDENTITY = re.compile(rf"{ALONE}(?:\d{{17}}[0-9Xx]|\d{{15}}){END}")
BANK_CARD = re.compile(rf"{ALONE}[3-6]\d{{3}}(?:[ -]?\d{{4}}){{2,3}}(?:[ -]?\d{{1,4}})?{END}")
MAIL = re.compile(r"(?<![\w.+-])([A-Za-z0-9][\w.+-]{0,63})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)", re.A)
ADDRESS = re.compile(r"https?://\S+")
# GB 11643: the weights of the first 17 digits, and the last sign by the rest of their sum
WEIGHTS, CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
FOUR_DIGITS = re.compile(r"\d{4}")
PROVINCES = range(11, 83)
# mail boxes of an office; at a service for everyone even these are somebody's
OFFICES = re.compile(
    r"(?:info|office|contact|service|help|admin|press|news|feedback|webmaster|noreply|mail|vote|security)", re.I
)
FOR_EVERYONE = re.compile(
    r"(?:qq|foxmail|163|126|yeah|139|189|wo|sina|sohu|aliyun|gmail|outlook|hotmail|icloud)\.", re.I
)
GPS, PLACE = 0x8825, "GPS"


@dataclass(frozen=True)
class Allowed:
    __pydantic_config__ = STRICT
    file: Annotated[str, Field(min_length=1, max_length=300)]
    """哪个文件，如 articles/launch/index.md。The file, as problems name it."""
    what: Annotated[str, Field(min_length=3, max_length=100)]
    """文件里原样的号码或邮箱；图片的拍摄地点写 GPS。The number or address as written; GPS for a picture."""
    reason: Annotated[str, Field(min_length=4, max_length=300)]
    """为什么可以公开。Why it may be public."""


@dataclass(frozen=True)
class PrivacyFile:
    """``content/privacy.yaml``: what of persons may be public, each with its reason."""

    __pydantic_config__ = STRICT
    allowed: tuple[Allowed, ...]


def privacy_problems(rules: PrivacyFile | None, contact: Contact | None, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Everything personal in these texts that is neither allowed nor the contact."""
    public = f"{contact.phone} {contact.email}" if contact else ""
    allowed = _allowed(rules)
    for file, text in texts.items():
        if file == FILE or not _may_tell(text):
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            for code, what in _personal(line):
                if (file, what) not in allowed and not (file == "competition.yaml" and what in public):
                    yield problem(file, number, code, what=_masked(what))


def place_problems(rules: PrivacyFile | None, content: Path, folder: str, names: Sequence[str]) -> Iterator[Problem]:
    """The pictures of these names in a folder that tell where they were taken, unless that is allowed."""
    for name in names:
        file = f"{folder}/{name}"
        is_picture = PurePath(name).suffix.lower() in PICTURE_TYPES
        if is_picture and (file, PLACE) not in _allowed(rules) and _tells_place(content, file):
            yield problem(file, 1, "place_in_picture")


def _allowed(rules: PrivacyFile | None) -> set[tuple[str, str]]:
    return {(each.file, each.what) for each in rules.allowed} if rules else set()


def _may_tell(text: str) -> bool:
    return "@" in text or bool(FOUR_DIGITS.search(text))


def _personal(line: str) -> Iterator[tuple[str, str]]:
    if not _may_tell(line):
        return
    line = ADDRESS.sub("", unicodedata.normalize("NFKC", line))
    yield from (("mobile_number", found.group()) for found in MOBILE.finditer(line))
    yield from (("landline_number", found.group()) for found in LANDLINE.finditer(line))
    yield from (("identity_number", found.group()) for found in IDENTITY.finditer(line) if is_identity(found.group()))
    yield from (("bank_card", found.group()) for found in BANK_CARD.finditer(line) if is_bank_card(found.group()))
    for found in MAIL.finditer(line):
        if FOR_EVERYONE.match(found.group(2)) or not OFFICES.match(found.group(1)):
            yield "private_mail", found.group()


def is_identity(number: str) -> bool:
    """Whether this is a citizen's number: of a province, with a day of birth, and a check if of 18 signs (GB 11643)."""
    born = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    if len(number) == 18:
        rest = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11
        if number[17].upper() != CHECK[rest]:
            return False
    return int(number[:2]) in PROVINCES and (len(number) == 15 or 1900 <= int(born[:4]) <= 2100)


def is_bank_card(written: str) -> bool:
    """Whether these 16 to 19 digits end in the check digit of ISO/IEC 7812."""
    digits = [int(sign) for sign in written if sign.isdigit()]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    return 16 <= len(digits) <= 19 and len(set(digits)) > 2 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _masked(what: str) -> str:
    """Enough to find it again, too little to pass it on in a log."""
    return f"{what[:3]}***{what[-4:]}"


def _tells_place(content: Path, file: str) -> bool:
    try:
        path = regular_file(content, file, file, 1)
        if path.stat().st_size > LARGEST_PICTURE:
            return False
        with open_image(path) as image:
            from PIL.Image import Exif

            exif = Exif()
            exif.load(image.info.get("exif") or b"")
            return bool(exif.get_ifd(GPS)) or b"GPSL" in bytes(image.info.get("xmp") or b"")
    except Exception:  # what is wrong with a picture is said where it is named
        return False
