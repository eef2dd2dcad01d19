"""Personal data and forbidden wording. All numbers are invented, with valid check digits."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.content.mutations import (
    LIFT,
    NEWS,
    WORDING,
    Change,
    combine,
    invalid_case,
    replace_body,
    replace_text,
    write_file,
)

PRIVACY = "privacy.yaml"
COVER = "entries/rain-garden/cover.png"
IDENTITY, OLD_IDENTITY, CARD = "11010519491231002X", "110105491231002", "6222020000000000000"


def set_gps_position(file: str) -> Change:
    """Give a picture the latitude of a place."""

    def change(content: Path) -> None:
        with Image.open(content / file) as image:
            exif = image.getexif()
            exif[0x8825] = {1: "N", 2: (23.0, 7.0, 0.0)}
            image.save(content / file, exif=exif)

    return change


def add_privacy_rules(rules: str) -> Change:
    return write_file(WORDING, rules)


PERSONS = [
    invalid_case("mobile number", replace_body("\n电话13812345678。\n"), (LIFT, 12, "mobile_number")),
    invalid_case("mobile number in groups", replace_body("\n请打 +86 138-1234-5678\n"), (LIFT, 12, "mobile_number")),
    invalid_case(
        "mobile number in wide digits", replace_body("\n１３８１２３４５６７８\n"), (LIFT, 12, "mobile_number")
    ),
    invalid_case(
        "mobile number in front matter",
        replace_text(NEWS, ("某作者", "某作者 13812345678")),
        (NEWS, 6, "mobile_number"),
    ),
    invalid_case("landline", replace_body("\n电话：020-83123456\n"), (LIFT, 12, "landline_number")),
    invalid_case("landline in brackets", replace_body("\n(0755) 83123456\n"), (LIFT, 12, "landline_number")),
    invalid_case("landline without a sign between", replace_body("\n电话02083123456\n"), (LIFT, 12, "landline_number")),
    invalid_case("identity card", replace_body(f"\n身份证{IDENTITY}\n"), (LIFT, 12, "identity_number")),
    invalid_case("old identity card", replace_body(f"\n身份证{OLD_IDENTITY}\n"), (LIFT, 12, "identity_number")),
    invalid_case("bank card", replace_body(f"\n卡号{CARD}\n"), (LIFT, 12, "bank_card")),
    invalid_case("bank card in groups", replace_body("\n6222 0200 0000 0000 000\n"), (LIFT, 12, "bank_card")),
    invalid_case("mail of a person", replace_body("\n<li.si@unit.example>\n"), (LIFT, 12, "private_mail")),
    invalid_case("mail at a service for everyone", replace_body("\ncontact@qq.com\n"), (LIFT, 12, "private_mail")),
    *[
        invalid_case(f"mobile number as {words}", replace_body(f"\n电话：{words}。\n"), (LIFT, 12, "mobile_number"))
        for words in (
            "138-1234-5678",
            "138.1234.5678",
            "138·1234·5678",
            "138\u20111234\u20115678",
            "138–1234–5678",
            "138 123 45678",
            "1381 234 5678",
            "13812 345678",
            "138\u00a01234\u00a05678",
            "138\u30001234\u30005678",
            "1 3 8 1 2 3 4 5 6 7 8",
            "+8613812345678",
            "(+86)13812345678",
            "+86-138-1234-5678",
            "0086 138 1234 5678",
            "（86）13812345678",
            "**138**12345678",
            "138\\-1234\\-5678",
            "[13812345678](tel:+86-138-1234-5678)",
        )
    ],
    *[
        invalid_case(f"landline as {words}", replace_body(f"\n电话：{words}。\n"), (LIFT, 12, "landline_number"))
        for words in (
            "020—83123456",
            "020\u201183123456",
            "020 8312 3456",
            "020-8312-3456",
            "（020）83123456",
            "+86 20 83123456",
            "+86-20-8312-3456",
            "0755.83123456",
            "020-83123456转801",
        )
    ],
    *[
        invalid_case(f"mail as {words}", replace_body(f"\n邮箱：{words}。\n"), (LIFT, 12, "private_mail"))
        for words in ("li.si＠unit.example", "li.si @ unit.example", "li.si(at)unit.example", "lisi2022@163.com")
    ],
    invalid_case("identity card in groups", replace_body("\n110105 19491231 002X\n"), (LIFT, 12, "identity_number")),
    invalid_case("mail at an office", replace_body("\nlisi@gz.gov.example.gov.cn\n"), (LIFT, 12, "unit_mail")),
    invalid_case(
        "number behind an address", replace_body("\nhttps://a.example/，电话13812345678\n"), (LIFT, 12, "mobile_number")
    ),
    invalid_case(
        "number allowed elsewhere",
        combine(
            replace_body("\n020-83123456\n"),
            write_file(PRIVACY, "allowed:\n  - {file: competition.yaml, what: 020-83123456, reason: 公开的办公电话}\n"),
        ),
        (LIFT, 12, "landline_number"),
    ),
    invalid_case(
        "allowed without a reason",
        write_file(PRIVACY, "allowed:\n  - {file: a.md, what: 020-83123456}\n"),
        (PRIVACY, 2, "missing_key"),
    ),
]
WORDS = [
    invalid_case(
        "sharing for votes",
        combine(
            add_privacy_rules("forbidden:\n  - {words: 转发…票, instead: x}\n"), replace_body("\n请转发到群里投票。\n")
        ),
        (LIFT, 12, "forbidden_wording"),
    ),
    invalid_case(
        "words not filled in",
        combine(
            add_privacy_rules("forbidden:\n  - {words: 此处填写|todo, instead: x}\n"),
            replace_body("\n此处填写\n\nTODO\n"),
        ),
        (LIFT, 12, "forbidden_wording"),
        (LIFT, 14, "forbidden_wording"),
    ),
    invalid_case(
        "short form of a name",
        combine(
            add_privacy_rules("required:\n  - {write: 小城创新大赛, never: [创新大赛]}\n"),
            replace_body("\n小城创新大赛。\n\n创新大赛。\n"),
        ),
        (LIFT, 14, "short_form"),
    ),
    invalid_case(
        "organisers out of order",
        combine(
            add_privacy_rules("order:\n  - [小城甲委员会, 小城日报]\n"),
            replace_body("\n小城日报、小城甲委员会主办。\n"),
        ),
        (LIFT, 12, "names_out_of_order"),
    ),
    invalid_case("order of one", add_privacy_rules("order:\n  - [小城日报]\n"), (WORDING, 2, "list_empty")),
]
INVALID_PRIVACY = [*PERSONS, *WORDS]
