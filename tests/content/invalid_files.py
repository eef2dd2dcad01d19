"""Files that are missing, hostile, or not what they say."""

from __future__ import annotations

from tests.content.hostile import (
    bomb,
    cut,
    encoded,
    folder_linked_outside,
    linked_outside,
    linked_to_itself,
    moving,
    piped,
)
from tests.content.mutations import (
    AWARDS,
    GARDEN,
    GARDEN_EN,
    LIFT,
    NEWS,
    SHORTLIST,
    SITE,
    UNITS,
    WORDING,
    Broken,
    Change,
    body,
    both,
    broken,
    painted,
    posix,
    removed,
    replaced,
    written,
)

HOME = "entries/lift-watch"
COVER, STILL = "entries/rain-garden/cover.png", f"{HOME}/still.png"
FILM, WORDS = f"{HOME}/film.mp4", f"{HOME}/film.vtt"


def offered(file: str) -> Change:
    """Give the lift a download, named on line 8."""
    return replaced(LIFT, ("ballots:", f"downloads:\n  - {{label: 文件, file: {file}}}\nballots:"))


def filmed(video: str, *files: Change) -> Change:
    """Give the lift a film: the key stands on line 7, its file on 9, the captions on 10."""
    head = "video:\n  {title: 片, poster: still.png, transcript: 稿,\n"
    return both(painted(STILL), replaced(LIFT, ("ballots:", f"{head}{video}}}\nballots:")), *files)


MP4, VTT = written(FILM, b"\0\0\0\x18ftypmp42"), written(WORDS, "WEBVTT\n\n00:00.000 --> 00:02.500\n雨\n")


def captioned(name: str, said: str, line: int, code: str) -> Broken:
    """A film whose captions say this, after their first line."""
    change = filmed("   file: film.mp4,\n   captions: film.vtt", MP4, written(WORDS, f"WEBVTT{said}"))
    return broken(name, change, (WORDS, line, code))


TEXTS = [
    broken("GBK", written(GARDEN_EN, "---\nsummary: x\n---\n\n雨水花园\n".encode("gbk")), (GARDEN_EN, 5, "not_utf8")),
    broken("UTF-16", written(UNITS, "kinds: []\n".encode("utf-16")), (UNITS, 1, "not_utf8")),
    broken(
        "control character in front matter", replaced(LIFT, ("有人看", "有\x08人看")), (LIFT, 6, "control_character")
    ),
    broken("control character in a body", body("\n一。\n\n二\x1b[31m。\n"), (LIFT, 14, "control_character")),
    broken("line separator", replaced(LIFT, ("有人看", "有\u2028人看")), (LIFT, 6, "control_character")),
    broken("control character as an escape", replaced(LIFT, ("电梯有人看", r'"a\0b"')), (LIFT, 6, "control_character")),
    broken("huge text", written(GARDEN_EN, b"x" * 500_001), (GARDEN_EN, 1, "file_too_large")),
]
PRESENCE = [
    broken("no units", removed(UNITS), (UNITS, 1, "missing_file")),
    broken("no text", removed(LIFT), (LIFT, 1, "missing_file")),
    broken("no cover", removed(COVER), (GARDEN, 8, "missing_file")),
    broken(
        "capitals in the name of a file",
        replaced(GARDEN, ("file: view.png", "file: View.png")),
        (GARDEN, 10, "other_spelling"),
    ),
    broken("picture of a body not there", body("\n![水](water.png)\n"), (LIFT, 12, "missing_file")),
    broken(
        "folder for a file",
        both(removed(COVER), lambda content: (content / COVER).mkdir()),
        (GARDEN, 8, "missing_file"),
    ),
    broken("no shortlist", removed(SHORTLIST), (SHORTLIST, 1, "stage_needs_file")),
    broken(
        "no awards for the awards",
        both(removed(AWARDS), replaced(SITE, ("current_stage: vote", "current_stage: awards"))),
        (AWARDS, 1, "stage_needs_file"),
    ),
    posix(broken("text linked outside", linked_outside(GARDEN_EN), (GARDEN_EN, 1, "outside_content"))),
    posix(broken("picture linked outside", linked_outside(COVER), (GARDEN, 8, "outside_content"))),
    posix(broken("folder linked outside", folder_linked_outside, ("pages/elsewhere/index.md", 1, "outside_content"))),
    posix(broken("link to itself", linked_to_itself(WORDING), (WORDING, 1, "missing_file"))),
    posix(broken("pipe for a text", piped(NEWS), (NEWS, 1, "missing_file"))),
    posix(broken("pipe for a picture", piped(COVER), (GARDEN, 8, "missing_file"))),
    broken(
        "Chinese folder",
        written("entries/雨水花园/index.md", "---\n---\n"),
        ("entries/雨水花园/index.md", 1, "folder_not_slug"),
    ),
    broken(
        "capitals in a folder",
        written("pages/About/index.md", "---\n---\n"),
        ("pages/About/index.md", 1, "folder_not_slug"),
    ),
]
PICTURES = [
    broken(
        "picture too large",
        lambda _: None,
        (GARDEN, 8, "media_too_large"),
        (GARDEN, 10, "media_too_large"),
        (GARDEN, 21, "media_too_large"),
        LARGEST_PICTURE=50,
    ),
    broken(
        "GIF",
        both(painted("entries/rain-garden/cover.gif"), replaced(GARDEN, ("file: cover.png", "file: cover.gif"))),
        (GARDEN, 8, "not_a_picture"),
    ),
    broken("PNG that is a JPEG", written(COVER, encoded("JPEG")), (GARDEN, 8, "picture_mislabelled")),
    broken("words for a picture", written(COVER, "not a picture"), (GARDEN, 8, "picture_broken")),
    broken("empty picture", written(COVER, b""), (GARDEN, 8, "picture_broken")),
    broken("half a PNG", cut(COVER, "PNG"), (GARDEN, 8, "picture_broken")),
    *[
        broken(
            f"half a {kind}",
            both(cut(f"entries/lift-watch/x.{kind}", kind), body(f"\n一。\n\n![图](x.{kind})\n")),
            (LIFT, 14, "picture_broken"),
        )
        for kind in ("jpeg", "webp", "avif")
    ],
    *[
        broken(
            f"moving {kind}",
            both(written(f"{HOME}/x.{kind}", moving(kind)), body(f"\n一。\n\n![图](x.{kind})\n")),
            (LIFT, 14, "picture_animated"),
        )
        for kind in ("png", "webp")
    ],
    broken("bomb", written(COVER, bomb(13_000)), (GARDEN, 8, "too_many_pixels")),
    broken("bomb that Pillow refuses itself", written(COVER, bomb(30_000)), (GARDEN, 8, "too_many_pixels")),
]
FILMS = [
    broken("film nowhere", filmed(""), (LIFT, 7, "film_nowhere")),
    broken("film without captions", filmed("   file: film.mp4", MP4), (LIFT, 7, "film_without_captions")),
    broken("film not there", filmed("   file: film.mp4,\n   captions: film.vtt", VTT), (LIFT, 9, "missing_file")),
    broken(
        "film of another type",
        filmed("   file: film.mp4,\n   captions: film.vtt", VTT, written(FILM, "RIFF    AVI ")),
        (LIFT, 9, "wrong_type"),
    ),
    broken(
        "film too large",
        filmed("   file: film.mp4,\n   captions: film.vtt", VTT, written(FILM, b"\0\0\0\x18ftypmp42" + bytes(99))),
        (LIFT, 9, "media_too_large"),
        LARGEST_FILM=99,
    ),
    broken(
        "captions of another type",
        filmed("   file: film.mp4,\n   captions: film.vtt", MP4, written(WORDS, "1\n00:01 --> 00:02\n")),
        (LIFT, 10, "wrong_type"),
    ),
    broken(
        "film for its own captions", filmed("   file: film.mp4,\n   captions: film.mp4", MP4), (LIFT, 10, "wrong_type")
    ),
    broken("poster not there", both(filmed("   url: https://v.example/1"), removed(STILL)), (LIFT, 8, "missing_file")),
]
CAPTIONS = [
    captioned("captions in whole seconds", "\n\n00:00 --> 00:02\n雨\n", 3, "captions_time"),
    captioned("captions of an SRT", "\n\n1\n00:00:00,000 --> 00:00:02,500\n雨\n", 4, "captions_time"),
    captioned("captions with a colon before the milliseconds", "\n\n00:00:000 --> 00:02:500\n雨\n", 3, "captions_time"),
    captioned("captions without room for the arrow", "\n\n00:00.000-->00:02.500\n雨\n", 3, "captions_time"),
    captioned("captions with a drawn arrow", "\n\n00:00.000 → 00:02.500\n雨\n", 3, "captions_time"),
    captioned(
        "second caption wrong",
        "\n\n00:00.000 --> 00:02.500 align:start\n雨\n\n00:03.000 --> 00:04.99\n停\n",
        6,
        "captions_time",
    ),
    captioned("captions that end before", "\n\n00:02.500 --> 00:02.499\n雨\n", 3, "captions_backwards"),
    captioned("captions of no length", "\n\n01:00:02.500 --> 01:00:02.500\n雨\n", 3, "captions_backwards"),
    captioned("captions without a cue", "\n\n雨\n", 1, "captions_none"),
    captioned("nothing but the head of captions", "", 1, "captions_none"),
    captioned("captions without words", "\n\n00:00.000 --> 00:02.500\n\n雨\n", 1, "captions_none"),
    broken(
        "captions with a longer head",
        filmed("   file: film.mp4,\n   captions: film.vtt", MP4, written(WORDS, "WEBVTTX\n")),
        (LIFT, 10, "wrong_type"),
    ),
]
DOWNLOADS = [
    broken(
        "document of no office", both(written(f"{HOME}/a.exe", "MZ"), offered("a.exe")), (LIFT, 8, "not_a_document")
    ),
    broken(
        "document that is no PDF", both(written(f"{HOME}/a.pdf", "%%EOF"), offered("a.pdf")), (LIFT, 8, "wrong_type")
    ),
    broken("document not there", offered("a.docx"), (LIFT, 8, "missing_file")),
]
BROKEN_FILES = [*TEXTS, *PRESENCE, *PICTURES, *FILMS, *CAPTIONS, *DOWNLOADS]
