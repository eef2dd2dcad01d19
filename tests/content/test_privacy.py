"""Numbers that only look personal are accepted, and so is what privacy.yaml allows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from plugins.content.checks.privacy import (
    canonical_value,
    check_picture_places,
    check_privacy,
    is_bank_card,
    is_identity,
)
from plugins.content.load import load
from tests.content.invalid_privacy import CARD, COVER, IDENTITY, OLD_IDENTITY, PRIVACY, set_gps_position
from tests.content.mutations import SITE, replace_body, replace_text, write_file


@pytest.mark.parametrize(
    "words",
    [
        "热线12345、110、96110、400-800-1234",
        "2022-09-19 09:00 至 2022-12-31",
        "编号20220919001，得票13812345，占12.34%",
        "访问量120000000人次，投票42000000次",
        "第0123号，GB 11643-1999，0.13812345678",
        "sha256 a13812345678b 和 13812345678901",
        "https://www.example.com/a/13812345678/62220200",
        "邮箱 contact@unit.example、office@unit.gov.example",
        "银行卡号6222020000000000007（尾数不对）",
        "1101051949123100",
        "统一社会信用代码 91440101MA59ABCD0X",
        "172.16.254.101 和 15-20 2022-09-19",
        "gz.office@unit.example、bgs@gz.gov.cn",
        "粤ICP备12345678号、粤公网安备44010402001234号",
    ],
)
def test_impersonal_numbers_are_accepted(tiny: Path, words: str) -> None:
    replace_body(f"\n{words}\n")(tiny)
    assert load(tiny).problems == ()


def test_number_is_named_without_being_disclosed(tiny: Path) -> None:
    replace_body("\n电话13812345678\n")(tiny)
    (problem,) = load(tiny).problems
    assert "138***5678" in problem.message("en")
    assert "13812345678" not in problem.message("en")


@pytest.mark.parametrize("words", ["020-83123456", "13812345678", "li.si@unit.example"])
def test_allowed_details_are_accepted(tiny: Path, words: str) -> None:
    replace_body(f"\n请联系 {words} 。\n")(tiny)
    assert len(load(tiny).problems) == 1
    file = "entries/lift-watch/index.md"
    write_file(PRIVACY, f"allowed:\n  - {{file: {file}, what: {words}, reason: 单位公开的联系方式}}\n")(tiny)
    assert load(tiny).problems == ()


def test_place_of_a_picture_is_a_warning_that_can_be_allowed(tiny: Path) -> None:
    set_gps_position(COVER)(tiny)
    assert [(item.file, item.code) for item in load(tiny).problems] == [(COVER, "warn_place_in_picture")]
    assert load(tiny).competition
    write_file(PRIVACY, f"allowed:\n  - {{file: {COVER}, what: GPS, reason: 公园的位置本来就公开}}\n")(tiny)
    assert load(tiny).problems == ()


def test_a_place_behind_the_pixels_of_a_png_is_reported_as_well(tiny: Path) -> None:
    set_gps_position(COVER)(tiny)
    data = (tiny / COVER).read_bytes()
    start, end = data.index(b"eXIf") - 4, data.index(b"IEND") - 4
    stop = start + 12 + int.from_bytes(data[start : start + 4], "big")
    (tiny / COVER).write_bytes(data[:start] + data[stop:end] + data[start:stop] + data[end:])
    assert [(item.file, item.code) for item in load(tiny).problems] == [(COVER, "warn_place_in_picture")]


@pytest.mark.parametrize(
    ("tags", "is_place"),
    [
        ({0: b"\2\3\0\0"}, False),
        ({1: "N", 3: "E", 5: 0}, False),
        ({2: (23.0, 7.0, 0.0)}, True),
        ({4: (113.0, 15.0, 0.0)}, True),
    ],
    ids=["the version of these tags", "directions alone", "latitude", "longitude"],
)
def test_a_picture_has_a_place_by_its_latitude_or_longitude(
    tiny: Path, tags: dict[int, object], is_place: bool
) -> None:
    with Image.open(tiny / COVER) as image:
        exif = image.getexif()
        exif[0x8825] = tags
        image.save(tiny / COVER, exif=exif)
    names = ["cover.png", "cover.txt", "no.png"]
    problems = list(check_picture_places(None, tiny, "entries/rain-garden", names))
    assert [(item.file, item.line, item.code) for item in problems] == [(COVER, 1, "warn_place_in_picture")] * is_place


@pytest.mark.parametrize("words", ["+86 138 1234 5678", "138\u20111234\u20115678"])
def test_a_number_is_allowed_in_any_spelling(tiny: Path, words: str) -> None:
    replace_body(f"\n请联系 {words} 。\n")(tiny)
    file = "entries/lift-watch/index.md"
    write_file(PRIVACY, f"allowed:\n  - {{file: {file}, what: 138-1234-5678, reason: 单位公开的联系方式}}\n")(tiny)
    assert load(tiny).problems == ()


SIGNS = "\t-./\xa0\xad·‐‑‒–—―•‧\u2000\u200a\u200b\u200f\u202f\u205f\u2060−∙\u3000・\ufe58\ufe63\ufeff－･\\*`"


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_a_number_is_known_with_any_sign_between_its_digits(sign: str) -> None:
    number = f"138{sign}1234{sign}5678"
    (problem,) = check_privacy(None, {}, {"a.md": f"\n电话{number}"})
    assert (problem.line, problem.code) == (2, "mobile_number")
    assert canonical_value(number) == canonical_value("13812345678") == "13812345678"


def test_contact_is_not_taken_for_private_while_another_mistake_hides_it(tiny: Path) -> None:
    contact = "zt\n  contact: {email: li.si@unit.example}\n  colour: red"
    replace_text(SITE, ("https://small-town.example/zt", f"https://small-town.example/{contact}"))(tiny)
    assert [(item.file, item.code) for item in load(tiny).problems] == [(SITE, "unknown_key")]


def test_contact_of_the_competition_is_public(tiny: Path) -> None:
    contact = "zt\n  contact: {phone: 020-83123456, email: li.si@unit.example}"
    replace_text(SITE, ("https://small-town.example/zt", f"https://small-town.example/{contact}"))(tiny)
    assert load(tiny).problems == ()


def test_check_digits() -> None:
    assert [is_identity(number) for number in (IDENTITY, IDENTITY.replace("X", "1"), OLD_IDENTITY)] == [
        True,
        False,
        True,
    ]
    # all but the second have a right check digit; the third and the fourth have too few digits that differ
    cards = (CARD, CARD[:-1] + "1", "0" * 16, "5" * 10 + "0" * 6, "4" + "0" * 14 + "2")
    assert [is_bank_card(number) for number in cards] == [True, False, False, False, True]
    lengths = [length for length in range(14, 22) if is_bank_card("455".zfill(length))]
    assert lengths == [16, 17, 18, 19]


def _with_check_character(number: str) -> str:
    """ISO 7064, MOD 11-2: the sum of all characters times powers of two is one more than a multiple of eleven."""
    characters = "0123456789X"
    sums = {
        last: sum(characters.index(character) << place for place, character in enumerate(reversed(number + last)))
        for last in characters
    }
    return next(number + last for last, total in sums.items() if total % 11 == 1)


@pytest.mark.parametrize("person", range(111, 122))
def test_every_digit_of_an_identity_number_counts_for_its_check(person: int) -> None:
    # no zero, which would have no weight
    right = _with_check_character(f"44132219981122{person}")
    assert is_identity(right)
    assert [wrong for last in "0123456789X" if is_identity(wrong := right[:-1] + last)] == [right]


@pytest.mark.parametrize(
    ("number", "is_valid"),
    [
        ("111111", True),
        ("101111", False),
        ("821111", True),
        ("831111", False),
    ],
)
def test_identity_number_begins_with_a_province(number: str, is_valid: bool) -> None:
    assert is_identity(_with_check_character(f"{number}19981122111")) is is_valid
    assert is_identity(f"{number}981122111") is is_valid


@pytest.mark.parametrize(
    ("born", "is_valid"),
    [
        ("19000101", True),
        ("18991231", False),
        ("21001231", True),
        ("21010101", False),
        ("20230229", False),
        ("20240229", True),
    ],
)
def test_identity_number_holds_a_date_of_birth(born: str, is_valid: bool) -> None:
    assert is_identity(_with_check_character(f"441322{born}111")) is is_valid
