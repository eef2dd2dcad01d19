"""Checks for personal data: phone numbers, identity and bank card numbers, private mail, GPS positions of pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePath

from plugins.content.parsing.files import MAX_PICTURE_BYTES, PICTURE_TYPES, open_image, regular_file
from plugins.content.problems import Problem, problem
from plugins.content.schema.policies import PRIVACY_FILE, PrivacyFile
from plugins.content.schema.site import Contact

# neither part of a longer number or of a hash, nor after a decimal point
BEFORE, AFTER = r"(?<![0-9A-Za-z_])(?<!\d[.,])", r"(?![0-9A-Za-z_])"
MOBILE = re.compile(rf"{BEFORE}(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{{4}}){{2}}{AFTER}")
LANDLINE = re.compile(
    rf"{BEFORE}(?:\+?86[ -]?)?(?:\(0\d{{2,3}}\) ?|0\d{{2,3}}[ -]"
    # without a separator only area codes of three digits, followed by eight digits
    rf"|0(?=10\d{{8}}(?!\d)|2\d{{9}}(?!\d))\d{{2}})[2-8]\d{{6,7}}{AFTER}"
)
IDENTITY = re.compile(rf"{BEFORE}(?:\d{{17}}[0-9Xx]|\d{{15}}){AFTER}")
BANK_CARD = re.compile(rf"{BEFORE}[3-6]\d{{3}}(?:[ -]?\d{{4}}){{2,3}}(?:[ -]?\d{{1,4}})?{AFTER}")
MAIL = re.compile(r"(?<![\w.+-])([A-Za-z0-9][\w.+-]{0,63})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)", re.A)
ADDRESS = re.compile(r"https?://\S+")
# GB 11643: the weights of the first 17 digits, and the check character by the remainder of their sum
WEIGHTS, CHECK_CHARACTERS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
FOUR_DIGITS = re.compile(r"\d{4}")
PROVINCES = range(11, 83)
# mailboxes of an office; at a public mail service even these are personal
OFFICE_MAILBOX = re.compile(
    r"(?:info|office|contact|service|help|admin|press|news|feedback|webmaster|noreply|mail|vote|security)", re.I
)
PUBLIC_MAIL_SERVICE = re.compile(
    r"(?:qq|foxmail|163|126|yeah|139|189|wo|sina|sohu|aliyun|gmail|outlook|hotmail|icloud)\.", re.I
)
GPS_TAG = 0x8825
# the word for the place of a picture in privacy.yaml
GPS = "GPS"


def check_privacy(rules: PrivacyFile | None, contact: Contact | None, texts: Mapping[str, str]) -> Iterator[Problem]:
    """All personal data in these texts that is neither allowed nor the site's contact."""
    public = f"{contact.phone} {contact.email}" if contact else ""
    allowed = _allowed_details(rules)
    for file, text in texts.items():
        if file == PRIVACY_FILE or not _may_contain_personal_data(text):
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            for code, value in _find_personal_data(line):
                is_contact = file == "competition.yaml" and value in public
                if (file, value) not in allowed and not is_contact:
                    yield problem(file, number, code, what=_mask(value))


def check_picture_places(
    rules: PrivacyFile | None, content: Path, folder: str, names: Sequence[str]
) -> Iterator[Problem]:
    """The pictures of these names in a folder that record where they were taken, unless that is allowed."""
    allowed = _allowed_details(rules)
    for name in names:
        file = f"{folder}/{name}"
        is_picture = PurePath(name).suffix.lower() in PICTURE_TYPES
        if is_picture and (file, GPS) not in allowed and _has_gps_position(content, file):
            yield problem(file, 1, "place_in_picture")


def _allowed_details(rules: PrivacyFile | None) -> set[tuple[str, str]]:
    return {(detail.file, detail.what) for detail in rules.allowed} if rules else set()


def _may_contain_personal_data(text: str) -> bool:
    return "@" in text or bool(FOUR_DIGITS.search(text))


def _find_personal_data(line: str) -> Iterator[tuple[str, str]]:
    """The error code and the text of each number or address."""
    if not _may_contain_personal_data(line):
        return
    line = ADDRESS.sub("", unicodedata.normalize("NFKC", line))
    yield from (("mobile_number", match.group()) for match in MOBILE.finditer(line))
    yield from (("landline_number", match.group()) for match in LANDLINE.finditer(line))
    yield from (("identity_number", match.group()) for match in IDENTITY.finditer(line) if is_identity(match.group()))
    yield from (("bank_card", match.group()) for match in BANK_CARD.finditer(line) if is_bank_card(match.group()))
    for match in MAIL.finditer(line):
        if PUBLIC_MAIL_SERVICE.match(match.group(2)) or not OFFICE_MAILBOX.match(match.group(1)):
            yield "private_mail", match.group()


def is_identity(number: str) -> bool:
    """True for a citizen's number: a province, a date of birth and, if of 18 characters, a check (GB 11643)."""
    born = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    if len(number) == 18:
        remainder = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11
        if number[17].upper() != CHECK_CHARACTERS[remainder]:
            return False
    return int(number[:2]) in PROVINCES and (len(number) == 15 or 1900 <= int(born[:4]) <= 2100)


def is_bank_card(number: str) -> bool:
    """True for 16 to 19 digits that end in the check digit of ISO/IEC 7812; blanks and hyphens are ignored."""
    digits = [int(character) for character in number if character.isdigit()]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    return 16 <= len(digits) <= 19 and len(set(digits)) > 2 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _mask(value: str) -> str:
    """Enough to find it again, too little to be a disclosure in a log."""
    return f"{value[:3]}***{value[-4:]}"


def _has_gps_position(content: Path, file: str) -> bool:
    try:
        path = regular_file(content, file, file, 1)
        if path.stat().st_size > MAX_PICTURE_BYTES:
            return False
        with open_image(path) as image:
            from PIL.Image import Exif

            exif = Exif()
            exif.load(image.info.get("exif") or b"")
            return bool(exif.get_ifd(GPS_TAG)) or b"GPSL" in bytes(image.info.get("xmp") or b"")
    except Exception:  # a broken picture is reported where it is named
        return False
