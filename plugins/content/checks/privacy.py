"""Checks for personal data: phone numbers, identity and bank card numbers, private mail, GPS positions of pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from pathlib import Path, PurePath

from plugins.content.parsing.files import MAX_PICTURE_BYTES, PICTURE_TYPES, open_image, regular_file
from plugins.content.problems import Problem, problem
from plugins.content.schema.policies import PRIVACY_FILE, PrivacyFile
from plugins.content.schema.site import Contact

# neither part of a longer number or of a hash, nor after a decimal point
BEFORE, AFTER = r"(?<![0-9A-Za-z_])(?<!\d[.,])", r"(?![0-9A-Za-z_])"
# between groups of digits, after _canonical_line
SEP = r" ?[-./]? ?"
COUNTRY = rf"(?:(?:\(?\+ ?\(?86\)?|\(86\)|0086|86){SEP})?"
# the usual groups of eleven digits, and one by one
GROUPS = (
    rf"1[3-9]\d{SEP}(?:\d{{4}}{SEP}\d{{4}}|\d{{3}}{SEP}\d{{5}})",
    rf"1[3-9]\d\d{SEP}(?:\d{{3}}{SEP}\d{{4}}|\d{{4}}{SEP}\d{{3}})",
    rf"1[3-9]\d{{3}}{SEP}\d{{3}}{SEP}\d{{3}}",
    r"1[ -][3-9](?:[ -]\d){9}",
)
MOBILE = re.compile(rf"{BEFORE}{COUNTRY}(?:{'|'.join(GROUPS)}){AFTER}")
LANDLINE = re.compile(
    rf"{BEFORE}{COUNTRY}(?:\(0\d{{2,3}}\) ?|0\d{{2,3}}(?: ?[-./] ?| )"
    # from abroad without the zero
    rf"|(?<=86)(?:10|2\d|[3-9]\d\d){SEP}|(?<=86[ -])(?:10|2\d|[3-9]\d\d){SEP}"
    # without a separator only area codes of three digits, followed by eight digits
    rf"|0(?=10\d{{8}}(?!\d)|2\d{{9}}(?!\d))\d{{2}})[2-8]\d{{2,3}}(?: ?[-.] ?| )?\d{{4}}{AFTER}"
)
IDENTITY = re.compile(rf"{BEFORE}(?:\d{{6}}{SEP}\d{{4}}{SEP}\d{{4}}{SEP}\d{{3}}[0-9Xx]|\d{{15}}){AFTER}")
BANK_CARD = re.compile(rf"{BEFORE}[3-6]\d{{3}}(?:{SEP}\d{{4}}){{2,3}}(?:{SEP}\d{{1,4}})?{AFTER}")
AT = r"(?: ?@ ?| ?[(\[{] ?(?:@|at) ?[)\]}] ?)"
MAIL = re.compile(
    rf"(?<![\w.+-])([A-Za-z0-9][\w.+-]{{0,63}}){AT}([A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}})+)", re.A | re.I
)
# an address ends where Chinese text begins
ADDRESS = re.compile(r"https?://[!-~]+")
# what NFKC leaves different
DASHES = dict.fromkeys(map(ord, "\u2010\u2012\u2013\u2014\u2015\u2212"), "-")
BLANKS = {ord("\t"): " "}
DOTS = dict.fromkeys(map(ord, "·•・‧∙"), ".")
INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, ord("\\"), ord("*"), ord("`")])
CANONICAL = DASHES | BLANKS | DOTS | INVISIBLE
MAYBE_PERSONAL = re.compile(r"[@＠]|\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d\D{0,3}\d|[(\[{] ?at ?[)\]}]", re.I)
# GB 11643: the weights of the first 17 digits, and the check character by the remainder of their sum
WEIGHTS, CHECK_CHARACTERS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
PROVINCES = range(11, 83)
# mailboxes of an office; at a public mail service even these are personal
OFFICE_MAILBOX = re.compile(
    r"(?:info|office|contact|service|help|admin|press|news|feedback|webmaster|noreply|mail|vote|security"
    r"|bgs|bangongshi|xuanchuan|xcb|xinfang|jubao|tousu|kefu|fuwu)\d*",
    re.I,
)
UNIT_DOMAIN = re.compile(r"(?:.+\.)?(?:gov|edu|org)(?:\.cn)?", re.I)
PUBLIC_MAIL_SERVICE = re.compile(
    r"(?:qq|foxmail|163|126|yeah|139|189|wo|sina|sohu|aliyun|gmail|outlook|hotmail|icloud)\.", re.I
)
GPS_TAG = 0x8825
# latitude and longitude
POSITION_TAGS = {2, 4}
Contacts = Mapping[str, Contact | None]
"""The contact that each of these files makes public; None where the file has mistakes that hide it."""
# the word for the place of a picture in privacy.yaml
GPS = "GPS"


def check_privacy(rules: PrivacyFile | None, contacts: Contacts, texts: Mapping[str, str]) -> Iterator[Problem]:
    """All personal data in these texts that is neither allowed nor a contact that its file makes public."""
    unread = {file for file, contact in contacts.items() if contact is None}
    public = {
        (file, canonical_value(value))
        for file, contact in contacts.items()
        if contact
        for value in (contact.phone, contact.email)
        if value
    }
    allowed = _allowed_details(rules)
    for file, text in texts.items():
        if file == PRIVACY_FILE or file in unread or not MAYBE_PERSONAL.search(text):
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            for code, value in _find_personal_data(line):
                if (file, canonical_value(value)) not in allowed | public:
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
            yield problem(file, 1, "warn_place_in_picture")


def _allowed_details(rules: PrivacyFile | None) -> set[tuple[str, str]]:
    if not rules:
        return set()
    return {
        (detail.file, detail.what if detail.what == GPS else canonical_value(detail.what)) for detail in rules.allowed
    }


def _find_personal_data(line: str) -> Iterator[tuple[str, str]]:
    """The error code and the text of each number or address, in whatever spelling, once."""
    if not MAYBE_PERSONAL.search(line):
        return
    line, known = _canonical_line(line), set[str]()
    for code, pattern, is_valid in NUMBERS:
        for match in pattern.finditer(line):
            value = match.group().strip()
            if not is_valid(value):
                continue
            if canonical_value(value) not in known:
                known.add(canonical_value(value))
                yield code, value
            # no part of it is another number
            line = line[: match.start()] + "x" * len(match.group()) + line[match.end() :]
    for match in MAIL.finditer(line):
        mailbox, domain = match.groups()
        value = f"{mailbox}@{domain}"
        if value.lower() not in known and (mail_code := _mail_code(mailbox, domain)):
            known.add(value.lower())
            yield mail_code, value


def _canonical_line(line: str) -> str:
    """The line with one sign for every kind of dash, blank and dot, without addresses of pages."""
    return _to_canonical(ADDRESS.sub(" ", unescape(line) if "&#" in line else line))


def _to_canonical(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(CANONICAL)


def canonical_value(value: str) -> str:
    """The same for all spellings of a number, with or without the country, or of an address."""
    text = _to_canonical(value).lower()
    if "@" in text:
        return text.replace(" ", "")
    digits = re.sub(r"[^0-9x]", "", text)
    return re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{8,10}$)", "", digits)


def _mail_code(mailbox: str, domain: str) -> str | None:
    if PUBLIC_MAIL_SERVICE.match(domain):
        return "private_mail"
    if any(OFFICE_MAILBOX.fullmatch(part) for part in re.split(r"[._+-]", mailbox)):
        return None
    return "unit_mail" if UNIT_DOMAIN.fullmatch(domain) else "private_mail"


def is_identity(number: str) -> bool:
    """True for a citizen's number: a province, a date of birth and, if of 18 characters, a check (GB 11643).

    Blanks and signs between the digits are ignored.
    """
    number = re.sub(r"[^0-9Xx]", "", number)
    birth_date = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        date(int(birth_date[:4]), int(birth_date[4:6]), int(birth_date[6:]))
    except ValueError:
        return False
    if len(number) == 18:
        remainder = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11
        if number[17].upper() != CHECK_CHARACTERS[remainder]:
            return False
    return int(number[:2]) in PROVINCES and 1900 <= int(birth_date[:4]) <= 2100


def is_bank_card(number: str) -> bool:
    """True for 16 to 19 digits that end in the check digit of ISO/IEC 7812; blanks and hyphens are ignored."""
    digits = [int(character) for character in number if character.isdigit()]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    return 16 <= len(digits) <= 19 and len(set(digits)) > 2 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


# a longer number comes first: its digits are not searched again
NUMBERS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("identity_number", IDENTITY, is_identity),
    ("bank_card", BANK_CARD, is_bank_card),
    ("mobile_number", MOBILE, bool),
    ("landline_number", LANDLINE, bool),
)


def _mask(value: str) -> str:
    """Enough to find it again, too little to be a disclosure in a log."""
    return f"{value[:3]}***{value[-4:]}"


def _exif_behind_pixels(path: Path) -> bytes:
    """The tags of a PNG that stand behind its pixels, which are read only with these."""
    if path.suffix.lower() != ".png":
        return b""
    before, _, data = path.read_bytes().rpartition(b"eXIf")
    return data[: int.from_bytes(before[-4:], "big")] if before else b""


def _has_gps_position(content: Path, file: str) -> bool:
    try:
        path = regular_file(content, file, file, 1)
        if path.stat().st_size > MAX_PICTURE_BYTES:
            return False
        with open_image(path) as image:
            from PIL.Image import Exif

            exif = Exif()
            exif.load(image.info.get("exif") or _exif_behind_pixels(path) or b"")
            # cameras without a position still write the version of these tags
            has_position = bool(POSITION_TAGS & set(exif.get_ifd(GPS_TAG)))
            return has_position or b"GPSL" in bytes(image.info.get("xmp") or b"")
    except Exception:  # a broken picture is reported where it is named
        return False
