"""Values of the wrong form: ids, file names, addresses, dates."""

from __future__ import annotations

from tests.content.mutations import (
    AWARDS,
    GARDEN,
    LIFT,
    NEWS,
    SHORTLIST,
    SITE,
    combine,
    invalid_case,
    paint_picture,
    replace_text,
)

FORMS = [
    invalid_case(
        "e-mail without at", replace_text(SITE, ("zt", "zt\n  contact: {email: office}")), (SITE, 35, "wrong_form")
    ),
    invalid_case("capitals in an id", replace_text(LIFT, ("track: safety", "track: Safety")), (LIFT, 5, "not_slug")),
    invalid_case("Chinese in an id", replace_text(AWARDS, ("[rain-garden]", "[雨林]")), (AWARDS, 3, "not_slug")),
    invalid_case(
        "title in the awards", replace_text(AWARDS, ("[rain-garden]", "[雨水花园]")), (AWARDS, 3, "name_for_code")
    ),
    invalid_case(
        "title in the shortlist", replace_text(SHORTLIST, ("rain-", "夜市, rain-")), (SHORTLIST, 1, "name_for_code")
    ),
    invalid_case("name of a track", replace_text(LIFT, ("track: safety", "track: 安全")), (LIFT, 5, "name_for_code")),
    invalid_case("name of a unit", replace_text(LIFT, ("[east-office]", "[水务局]")), (LIFT, 4, "name_for_code")),
    invalid_case(
        "name of a unit, cut short", replace_text(LIFT, ("[east-office]", "[水务]")), (LIFT, 4, "name_for_code")
    ),
    invalid_case("name that is nobody's", replace_text(LIFT, ("[east-office]", "[气象局]")), (LIFT, 4, "not_slug")),
    invalid_case(
        "name of a stage", replace_text(NEWS, ("public_from: call", "public_from: 征集")), (NEWS, 4, "name_for_code")
    ),
    invalid_case("id too long", replace_text(LIFT, ("track: safety", "track: " + "s" * 81)), (LIFT, 5, "not_slug")),
    invalid_case("Chinese in the number", replace_text(LIFT, ('"02"', "二号")), (LIFT, 2, "not_number")),
    invalid_case("nothing for the number", replace_text(LIFT, (' "02"', "")), (LIFT, 2, "not_number")),
    invalid_case(
        "path of a picture",
        replace_text(GARDEN, ("file: view.png", "file: ../../../etc/passwd")),
        (GARDEN, 10, "unsafe_path"),
    ),
    invalid_case(
        "absolute path of a picture",
        replace_text(GARDEN, ("file: cover.png", "file: /etc/passwd")),
        (GARDEN, 8, "unsafe_path"),
    ),
    invalid_case(
        "path on Windows",
        replace_text(GARDEN, ("file: cover.png", "file: 'C:\\cover.png'")),
        (GARDEN, 8, "unsafe_path"),
    ),
    invalid_case(
        "blank in a file name",
        replace_text(GARDEN, ("file: view.png", "file: my view.png")),
        (GARDEN, 10, "unsafe_path"),
    ),
    invalid_case(
        "address without scheme",
        replace_text(NEWS, ("https://daily.example.com/", "daily.example.com")),
        (NEWS, 10, "not_address"),
    ),
    invalid_case(
        "address that runs", replace_text(NEWS, ("https://daily", "javascript://daily")), (NEWS, 10, "not_address")
    ),
    invalid_case(
        "Chinese in an address", replace_text(NEWS, ("https://daily", "https://日报")), (NEWS, 10, "not_address")
    ),
    invalid_case(
        "password in an address", replace_text(NEWS, ("https://daily", "https://a:b@daily")), (NEWS, 10, "not_address")
    ),
    invalid_case(
        "length of the film",
        combine(
            paint_picture("entries/lift-watch/still.png"),
            replace_text(
                LIFT,
                (
                    "sample: true",
                    "video: {title: 片, poster: still.png, transcript: 稿, url: https://v.example/1, duration: 3分钟}",
                ),
            ),
        ),
        (LIFT, 9, "not_length"),
    ),
]
DATES = [
    invalid_case("date with dots", replace_text(NEWS, ("2024-01-01", "2024.1.1")), (NEWS, 3, "day_not_iso")),
    invalid_case("date in Chinese", replace_text(NEWS, ("2024-01-01", "2024年1月1日")), (NEWS, 3, "day_not_iso")),
    invalid_case(
        "date in full-width figures", replace_text(NEWS, ("2024-01-01", "２０２４-０１-０１")), (NEWS, 3, "day_not_iso")
    ),
    invalid_case("nothing for a date", replace_text(NEWS, (" 2024-01-01", "")), (NEWS, 3, "day_not_iso")),
    invalid_case("month alone", replace_text(SITE, ("opens: 2024-05-01", "opens: 2024-05")), (SITE, 17, "day_not_iso")),
    invalid_case("30 February", replace_text(NEWS, ("2024-01-01", "2024-02-30")), (NEWS, 3, "no_such_day")),
    invalid_case(
        "end of the calendar", replace_text(SITE, ("opens: 2024-05-01", "opens: 9999-12-31")), (SITE, 17, "no_such_day")
    ),
    invalid_case(
        "time without seconds or T",
        replace_text(SITE, ('"2024-03-10T09:00:00+08:00"', "2024-03-10 9点")),
        (SITE, 14, "moment_not_iso"),
    ),
    invalid_case(
        "moment as a day in Chinese",
        replace_text(SITE, ("opens: 2024-05-01", "opens: 2024年12月31日")),
        (SITE, 17, "moment_not_iso"),
    ),
    invalid_case(
        "time in week 10", replace_text(SITE, ("2024-03-10T09", "2024-W10-7T09")), (SITE, 14, "moment_not_iso")
    ),
    invalid_case(
        "time without zone",
        replace_text(SITE, ("2024-03-20T18:00:00+08:00", "2024-03-20T18:00:00")),
        (SITE, 14, "moment_without_zone"),
    ),
    invalid_case(
        "time zone by its offset",
        replace_text(SITE, ("period: 2024年", 'period: 2024年\ntimezone: "+08:00"')),
        (SITE, 6, "not_zone"),
    ),
]
INVALID_VALUES = [*FORMS, *DATES]
