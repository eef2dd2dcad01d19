"""Values of the wrong form: ids, file names, addresses, dates."""

from __future__ import annotations

from tests.content.mutations import AWARDS, GARDEN, LIFT, NEWS, SHORTLIST, SITE, both, broken, painted, replaced

FORMS = [
    broken("e-mail without at", replaced(SITE, ("zt", "zt\n  contact: {email: office}")), (SITE, 35, "wrong_form")),
    broken("capitals in an id", replaced(LIFT, ("track: safety", "track: Safety")), (LIFT, 5, "not_slug")),
    broken("Chinese in an id", replaced(AWARDS, ("[rain-garden]", "[雨林]")), (AWARDS, 3, "not_slug")),
    broken("title in the awards", replaced(AWARDS, ("[rain-garden]", "[雨水花园]")), (AWARDS, 3, "name_for_code")),
    broken("title in the shortlist", replaced(SHORTLIST, ("rain-", "夜市, rain-")), (SHORTLIST, 1, "name_for_code")),
    broken("name of a track", replaced(LIFT, ("track: safety", "track: 安全")), (LIFT, 5, "name_for_code")),
    broken("name of a unit", replaced(LIFT, ("[east-office]", "[水务局]")), (LIFT, 4, "name_for_code")),
    broken("name of a unit, cut short", replaced(LIFT, ("[east-office]", "[水务]")), (LIFT, 4, "name_for_code")),
    broken("name that is nobody's", replaced(LIFT, ("[east-office]", "[气象局]")), (LIFT, 4, "not_slug")),
    broken("name of a stage", replaced(NEWS, ("public_from: call", "public_from: 征集")), (NEWS, 4, "name_for_code")),
    broken("id too long", replaced(LIFT, ("track: safety", "track: " + "s" * 81)), (LIFT, 5, "not_slug")),
    broken("Chinese in the number", replaced(LIFT, ('"02"', "二号")), (LIFT, 2, "not_number")),
    broken("nothing for the number", replaced(LIFT, (' "02"', "")), (LIFT, 2, "not_number")),
    broken(
        "path of a picture",
        replaced(GARDEN, ("file: view.png", "file: ../../../etc/passwd")),
        (GARDEN, 10, "unsafe_path"),
    ),
    broken(
        "absolute path of a picture",
        replaced(GARDEN, ("file: cover.png", "file: /etc/passwd")),
        (GARDEN, 8, "unsafe_path"),
    ),
    broken(
        "path on Windows", replaced(GARDEN, ("file: cover.png", "file: 'C:\\cover.png'")), (GARDEN, 8, "unsafe_path")
    ),
    broken(
        "blank in a file name", replaced(GARDEN, ("file: view.png", "file: my view.png")), (GARDEN, 10, "unsafe_path")
    ),
    broken(
        "address without scheme",
        replaced(NEWS, ("https://daily.example.com/", "daily.example.com")),
        (NEWS, 10, "not_address"),
    ),
    broken("address that runs", replaced(NEWS, ("https://daily", "javascript://daily")), (NEWS, 10, "not_address")),
    broken("Chinese in an address", replaced(NEWS, ("https://daily", "https://日报")), (NEWS, 10, "not_address")),
    broken("password in an address", replaced(NEWS, ("https://daily", "https://a:b@daily")), (NEWS, 10, "not_address")),
    broken(
        "length of the film",
        both(
            painted("entries/lift-watch/still.png"),
            replaced(
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
    broken("date with dots", replaced(NEWS, ("2024-01-01", "2024.1.1")), (NEWS, 3, "day_not_iso")),
    broken("date in Chinese", replaced(NEWS, ("2024-01-01", "2024年1月1日")), (NEWS, 3, "day_not_iso")),
    broken(
        "date in full-width figures", replaced(NEWS, ("2024-01-01", "２０２４-０１-０１")), (NEWS, 3, "day_not_iso")
    ),
    broken("nothing for a date", replaced(NEWS, (" 2024-01-01", "")), (NEWS, 3, "day_not_iso")),
    broken("month alone", replaced(SITE, ("opens: 2024-05-01", "opens: 2024-05")), (SITE, 17, "day_not_iso")),
    broken("30 February", replaced(NEWS, ("2024-01-01", "2024-02-30")), (NEWS, 3, "no_such_day")),
    broken(
        "end of the calendar", replaced(SITE, ("opens: 2024-05-01", "opens: 9999-12-31")), (SITE, 17, "no_such_day")
    ),
    broken(
        "time without seconds or T",
        replaced(SITE, ('"2024-03-10T09:00:00+08:00"', "2024-03-10 9点")),
        (SITE, 14, "moment_not_iso"),
    ),
    broken(
        "moment as a day in Chinese",
        replaced(SITE, ("opens: 2024-05-01", "opens: 2024年12月31日")),
        (SITE, 17, "moment_not_iso"),
    ),
    broken("time in week 10", replaced(SITE, ("2024-03-10T09", "2024-W10-7T09")), (SITE, 14, "moment_not_iso")),
    broken(
        "time without zone",
        replaced(SITE, ("2024-03-20T18:00:00+08:00", "2024-03-20T18:00:00")),
        (SITE, 14, "moment_without_zone"),
    ),
]
BROKEN_VALUES = [*FORMS, *DATES]
