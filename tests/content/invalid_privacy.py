"""What tells of persons, and wording against the rules; all numbers are made up, with check digits that fit."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.content.mutations import LIFT, NEWS, WORDING, Change, body, both, broken, replaced, written

PRIVACY = "privacy.yaml"
COVER = "entries/rain-garden/cover.png"
IDENTITY, OLD_IDENTITY, CARD = "11010519491231002X", "110105491231002", "6222020000000000000"


def taken_somewhere(file: str) -> Change:
    """Give a picture the latitude of a place."""

    def change(content: Path) -> None:
        with Image.open(content / file) as image:
            exif = image.getexif()
            exif[0x8825] = {1: "N", 2: (23.0, 7.0, 0.0)}
            image.save(content / file, exif=exif)

    return change


def ruled(rules: str) -> Change:
    return written(WORDING, rules)


PERSONS = [
    broken("mobile number", body("\n电话13812345678。\n"), (LIFT, 12, "mobile_number")),
    broken("mobile number in groups", body("\n请打 +86 138-1234-5678\n"), (LIFT, 12, "mobile_number")),
    broken("mobile number in wide digits", body("\n１３８１２３４５６７８\n"), (LIFT, 12, "mobile_number")),
    broken(
        "mobile number in front matter", replaced(NEWS, ("某作者", "某作者 13812345678")), (NEWS, 6, "mobile_number")
    ),
    broken("landline", body("\n电话：020-83123456\n"), (LIFT, 12, "landline_number")),
    broken("landline in brackets", body("\n(0755) 83123456\n"), (LIFT, 12, "landline_number")),
    broken("landline without a sign between", body("\n电话02083123456\n"), (LIFT, 12, "landline_number")),
    broken("identity card", body(f"\n身份证{IDENTITY}\n"), (LIFT, 12, "identity_number")),
    broken("old identity card", body(f"\n身份证{OLD_IDENTITY}\n"), (LIFT, 12, "identity_number")),
    broken("bank card", body(f"\n卡号{CARD}\n"), (LIFT, 12, "bank_card")),
    broken("bank card in groups", body("\n6222 0200 0000 0000 000\n"), (LIFT, 12, "bank_card")),
    broken("mail of a person", body("\n<li.si@unit.example>\n"), (LIFT, 12, "private_mail")),
    broken("mail at a service for everyone", body("\ncontact@qq.com\n"), (LIFT, 12, "private_mail")),
    broken("picture with a place", taken_somewhere(COVER), (COVER, 1, "place_in_picture")),
    broken(
        "number allowed elsewhere",
        both(
            body("\n020-83123456\n"),
            written(PRIVACY, "allowed:\n  - {file: competition.yaml, what: 020-83123456, reason: 公开的办公电话}\n"),
        ),
        (LIFT, 12, "landline_number"),
    ),
    broken(
        "allowed without a reason",
        written(PRIVACY, "allowed:\n  - {file: a.md, what: 020-83123456}\n"),
        (PRIVACY, 2, "missing_key"),
    ),
]
WORDS = [
    broken(
        "sharing for votes",
        both(ruled("forbidden:\n  - {words: 转发…票, instead: x}\n"), body("\n请转发到群里投票。\n")),
        (LIFT, 12, "forbidden_wording"),
    ),
    broken(
        "words not filled in",
        both(ruled("forbidden:\n  - {words: 此处填写|todo, instead: x}\n"), body("\n此处填写\n\nTODO\n")),
        (LIFT, 12, "forbidden_wording"),
        (LIFT, 14, "forbidden_wording"),
    ),
    broken(
        "short form of a name",
        both(
            ruled("required:\n  - {write: 小城创新大赛, never: [创新大赛]}\n"), body("\n小城创新大赛。\n\n创新大赛。\n")
        ),
        (LIFT, 14, "short_form"),
    ),
    broken(
        "organisers out of order",
        both(ruled("order:\n  - [小城甲委员会, 小城日报]\n"), body("\n小城日报、小城甲委员会主办。\n")),
        (LIFT, 12, "names_out_of_order"),
    ),
    broken("order of one", ruled("order:\n  - [小城日报]\n"), (WORDING, 2, "list_empty")),
]
BROKEN_PRIVACY = [*PERSONS, *WORDS]
