"""Files that are missing, hostile, or not of the type they claim."""

from __future__ import annotations

import gzip
import zlib

from tests.content.hostile import (
    animated_picture,
    decompression_bomb,
    encode_picture,
    link_folder_outside,
    link_outside,
    link_to_itself,
    make_pipe,
    mp4,
    pdf,
    truncate_picture,
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
    Change,
    InvalidCase,
    combine,
    invalid_case,
    paint_picture,
    posix_only,
    remove_file,
    replace_body,
    replace_text,
    write_file,
)

HOME = "entries/lift-watch"
COVER, STILL = "entries/rain-garden/cover.png", f"{HOME}/still.png"
FILM, WORDS = f"{HOME}/film.mp4", f"{HOME}/film.vtt"


def offer_download(file: str) -> Change:
    """Give the lift a download, named on line 8."""
    return replace_text(LIFT, ("ballots:", f"downloads:\n  - {{label: 文件, file: {file}}}\nballots:"))


def add_film(video: str, *files: Change) -> Change:
    """Give the lift a film: the key stands on line 7, its file on 9, the captions on 10."""
    head = "video:\n  {title: 片, poster: still.png, transcript: 稿,\n"
    return combine(paint_picture(STILL), replace_text(LIFT, ("ballots:", f"{head}{video}}}\nballots:")), *files)


MP4, VTT = write_file(FILM, b"\0\0\0\x18ftypmp42"), write_file(WORDS, "WEBVTT\n\n00:00.000 --> 00:02.500\n雨\n")


def invalid_captions(name: str, text: str, line: int, code: str) -> InvalidCase:
    """A film whose captions say this, after their first line."""
    change = add_film("   file: film.mp4,\n   captions: film.vtt", MP4, write_file(WORDS, f"WEBVTT{text}"))
    return invalid_case(name, change, (WORDS, line, code))


def invalid_film(name: str, data: bytes, code: str) -> InvalidCase:
    """A film of these bytes, named on line 9."""
    change = add_film("   file: film.mp4,\n   captions: film.vtt", VTT, write_file(FILM, data))
    return invalid_case(name, change, (LIFT, 9, code))


CODED_FILMS = [
    invalid_film("QuickTime film", mp4("qt  ", ("vide", "avc1")), "film_quicktime"),
    invalid_film("film in HEVC", mp4("isom", ("vide", "hvc1"), ("soun", "mp4a")), "film_codec"),
    invalid_film("film in MPEG-4 part 2", mp4("isom", ("vide", "mp4v")), "film_codec"),
    invalid_film("film with a telephone's sound", mp4("isom", ("vide", "avc1"), ("soun", "samr")), "film_codec"),
    invalid_film("film cut off", mp4("isom", ("vide", "avc1"))[:-20], "film_cut_off"),
    invalid_film("film without its table", b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x10mdatxxxxxxxx", "film_cut_off"),
]
ACTIVE_PDFS = [
    invalid_case(
        f"PDF with {name}",
        combine(offer_download("a.pdf"), write_file(f"{HOME}/a.pdf", data)),
        (LIFT, 8, "document_not_plain"),
    )
    for name, data in {
        "a script in a dictionary": pdf("/OpenAction <</S/JavaScript/JS(x)>>", b"x"),
        "a script named in hexadecimal": pdf("/S/J#61vaScript", b"x"),
        "a script in compressed objects": pdf(
            "/Type /ObjStm/N 1/First 4/Filter/FlateDecode", zlib.compress(b"2 0 <</S/JavaScript/JS(x)>>")
        ),
        "a stream in a comment": pdf(
            "/A 1", b"x", "% 0 0 obj <</Length 9>> stream\n2 0 obj<</JS(x)>>endobj\n%endstream\n"
        ),
    }.items()
]
TEXTS = [
    invalid_case(
        "GBK", write_file(GARDEN_EN, "---\nsummary: x\n---\n\n雨水花园\n".encode("gbk")), (GARDEN_EN, 5, "not_utf8")
    ),
    invalid_case("UTF-16", write_file(UNITS, "kinds: []\n".encode("utf-16")), (UNITS, 1, "not_utf8")),
    invalid_case(
        "control character in front matter",
        replace_text(LIFT, ("有人看", "有\x08人看")),
        (LIFT, 6, "control_character"),
    ),
    invalid_case(
        "control character in a body", replace_body("\n一。\n\n二\x1b[31m。\n"), (LIFT, 14, "control_character")
    ),
    invalid_case("line separator", replace_text(LIFT, ("有人看", "有\u2028人看")), (LIFT, 6, "control_character")),
    invalid_case(
        "control character as an escape", replace_text(LIFT, ("电梯有人看", r'"a\0b"')), (LIFT, 6, "control_character")
    ),
    invalid_case("huge text", write_file(GARDEN_EN, b"x" * 500_001), (GARDEN_EN, 1, "file_too_large")),
]
PRESENCE = [
    invalid_case("no units", remove_file(UNITS), (UNITS, 1, "missing_file")),
    invalid_case("no text", remove_file(LIFT), (LIFT, 1, "missing_file")),
    invalid_case("no cover", remove_file(COVER), (GARDEN, 8, "missing_file")),
    invalid_case(
        "capitals in the name of a file",
        replace_text(GARDEN, ("file: view.png", "file: View.png")),
        (GARDEN, 10, "other_spelling"),
    ),
    invalid_case("picture of a body not there", replace_body("\n![水](water.png)\n"), (LIFT, 12, "missing_file")),
    invalid_case(
        "folder for a file",
        combine(remove_file(COVER), lambda content: (content / COVER).mkdir()),
        (GARDEN, 8, "missing_file"),
    ),
    invalid_case("no shortlist", remove_file(SHORTLIST), (SHORTLIST, 1, "stage_needs_file")),
    invalid_case(
        "no awards for the awards",
        combine(remove_file(AWARDS), replace_text(SITE, ("current_stage: vote", "current_stage: awards"))),
        (AWARDS, 1, "stage_needs_file"),
    ),
    posix_only(invalid_case("text linked outside", link_outside(GARDEN_EN), (GARDEN_EN, 1, "outside_content"))),
    posix_only(invalid_case("picture linked outside", link_outside(COVER), (GARDEN, 8, "outside_content"))),
    posix_only(
        invalid_case("folder linked outside", link_folder_outside, ("pages/elsewhere/index.md", 1, "outside_content"))
    ),
    posix_only(invalid_case("link to itself", link_to_itself(WORDING), (WORDING, 1, "missing_file"))),
    posix_only(invalid_case("pipe for a text", make_pipe(NEWS), (NEWS, 1, "missing_file"))),
    posix_only(invalid_case("pipe for a picture", make_pipe(COVER), (GARDEN, 8, "missing_file"))),
    invalid_case(
        "Chinese folder",
        write_file("entries/雨水花园/index.md", "---\n---\n"),
        ("entries/雨水花园/index.md", 1, "folder_not_slug"),
    ),
    invalid_case(
        "capitals in a folder",
        write_file("pages/About/index.md", "---\n---\n"),
        ("pages/About/index.md", 1, "folder_not_slug"),
    ),
]
DEEP = encode_picture("JPEG").replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c")
PICTURES = [
    invalid_case(
        "picture too large",
        lambda _: None,
        (GARDEN, 8, "media_too_large"),
        (GARDEN, 10, "media_too_large"),
        (GARDEN, 21, "media_too_large"),
        MAX_PICTURE_BYTES=50,
    ),
    invalid_case(
        "GIF",
        combine(
            paint_picture("entries/rain-garden/cover.gif"), replace_text(GARDEN, ("file: cover.png", "file: cover.gif"))
        ),
        (GARDEN, 8, "not_a_picture"),
    ),
    *[
        invalid_case(
            f"JPEG called {suffix}",
            combine(
                write_file(f"entries/rain-garden/cover{suffix}", encode_picture("JPEG")),
                replace_text(GARDEN, ("file: cover.png", f"file: cover{suffix}")),
            ),
            (GARDEN, 8, "picture_jfif"),
        )
        for suffix in (".jfif", ".JPE", ".jif")
    ],
    invalid_case("PNG that is a JPEG", write_file(COVER, encode_picture("JPEG")), (GARDEN, 8, "picture_mislabelled")),
    invalid_case("words for a picture", write_file(COVER, "not a picture"), (GARDEN, 8, "picture_broken")),
    invalid_case("empty picture", write_file(COVER, b""), (GARDEN, 8, "picture_broken")),
    *[
        invalid_case(
            f"HEIC picture of brand {brand}",
            write_file(COVER, b"\0\0\0\x18ftyp" + brand + bytes(4) + b"mif1heic"),
            (GARDEN, 8, "picture_heic"),
        )
        for brand in (b"heic", b"mif1")
    ],
    invalid_case(
        "picture called heic",
        combine(
            write_file("entries/rain-garden/cover.heic", b"x"),
            replace_text(GARDEN, ("file: cover.png", "file: cover.heic")),
        ),
        (GARDEN, 8, "picture_heic"),
    ),
    *[
        invalid_case(f"{kind} for a picture", write_file(COVER, data), (GARDEN, 8, "picture_mislabelled"))
        for kind, data in {
            "SVG": b'<?xml version="1.0"?>\n<!-- a --><svg xmlns="http://www.w3.org/2000/svg"/>',
            "page": b"\xef\xbb\xbf<!DOCTYPE html><html></html>",
            "EMF": b"\x01\0\0\0".ljust(40, b"\0") + b" EMF",
            "compressed WMF": gzip.compress(b"\xd7\xcd\xc6\x9a" + bytes(80)),
            "PDF": b"%PDF-1.7",
            "film": b"\0\0\0\x18ftypqt  " + bytes(12),
        }.items()
    ],
    invalid_case(
        "JPEG of 12 bits a colour",
        combine(
            write_file(f"{HOME}/x.jpg", DEEP),
            replace_body("\n一。\n\n![图](x.jpg)\n"),
        ),
        (LIFT, 14, "picture_deep"),
    ),
    invalid_case("half a PNG", truncate_picture(COVER, "PNG"), (GARDEN, 8, "picture_broken")),
    *[
        invalid_case(
            f"half a {kind}",
            combine(
                truncate_picture(f"entries/lift-watch/x.{kind}", kind), replace_body(f"\n一。\n\n![图](x.{kind})\n")
            ),
            (LIFT, 14, "picture_broken"),
        )
        for kind in ("jpeg", "webp", "avif")
    ],
    *[
        invalid_case(
            f"moving {kind}",
            combine(
                write_file(f"{HOME}/x.{kind}", animated_picture(kind)), replace_body(f"\n一。\n\n![图](x.{kind})\n")
            ),
            (LIFT, 14, "picture_animated"),
        )
        for kind in ("png", "webp")
    ],
    invalid_case("bomb", write_file(COVER, decompression_bomb(13_000)), (GARDEN, 8, "too_many_pixels")),
    invalid_case(
        "bomb that Pillow refuses itself", write_file(COVER, decompression_bomb(30_000)), (GARDEN, 8, "too_many_pixels")
    ),
]
FILMS = [
    invalid_case("film nowhere", add_film(""), (LIFT, 7, "film_nowhere")),
    invalid_case("film without captions", add_film("   file: film.mp4", MP4), (LIFT, 7, "film_without_captions")),
    invalid_case(
        "film not there", add_film("   file: film.mp4,\n   captions: film.vtt", VTT), (LIFT, 9, "missing_file")
    ),
    invalid_case(
        "film of another type",
        add_film("   file: film.mp4,\n   captions: film.vtt", VTT, write_file(FILM, "RIFF    AVI ")),
        (LIFT, 9, "wrong_type"),
    ),
    invalid_case(
        "film too large",
        add_film("   file: film.mp4,\n   captions: film.vtt", VTT, write_file(FILM, b"\0\0\0\x18ftypmp42" + bytes(99))),
        (LIFT, 9, "media_too_large"),
        MAX_FILM_BYTES=99,
    ),
    invalid_case(
        "captions of another type",
        add_film("   file: film.mp4,\n   captions: film.vtt", MP4, write_file(WORDS, "1\n00:01 --> 00:02\n")),
        (LIFT, 10, "wrong_type"),
    ),
    invalid_case(
        "film for its own captions",
        add_film("   file: film.mp4,\n   captions: film.mp4", MP4),
        (LIFT, 10, "wrong_type"),
    ),
    invalid_case(
        "poster not there",
        combine(add_film("   url: https://v.example/1"), remove_file(STILL)),
        (LIFT, 8, "missing_file"),
    ),
]
CAPTIONS = [
    invalid_captions("captions in whole seconds", "\n\n00:00 --> 00:02\n雨\n", 3, "captions_time"),
    invalid_captions("captions of an SRT", "\n\n1\n00:00:00,000 --> 00:00:02,500\n雨\n", 4, "captions_time"),
    invalid_captions(
        "captions with a colon before the milliseconds", "\n\n00:00:000 --> 00:02:500\n雨\n", 3, "captions_time"
    ),
    invalid_captions("captions without room for the arrow", "\n\n00:00.000-->00:02.500\n雨\n", 3, "captions_time"),
    invalid_captions("captions with a drawn arrow", "\n\n00:00.000 → 00:02.500\n雨\n", 3, "captions_time"),
    invalid_captions(
        "second caption wrong",
        "\n\n00:00.000 --> 00:02.500 align:start\n雨\n\n00:03.000 --> 00:04.99\n停\n",
        6,
        "captions_time",
    ),
    invalid_captions("captions that end before", "\n\n00:02.500 --> 00:02.499\n雨\n", 3, "captions_backwards"),
    invalid_captions("captions of no length", "\n\n01:00:02.500 --> 01:00:02.500\n雨\n", 3, "captions_backwards"),
    invalid_captions("captions without a cue", "\n\n雨\n", 1, "captions_none"),
    invalid_captions("nothing but the head of captions", "", 1, "captions_none"),
    invalid_captions("captions without words", "\n\n00:00.000 --> 00:02.500\n\n雨\n", 1, "captions_none"),
    invalid_case(
        "captions with a longer head",
        add_film("   file: film.mp4,\n   captions: film.vtt", MP4, write_file(WORDS, "WEBVTTX\n")),
        (LIFT, 10, "wrong_type"),
    ),
]
DOWNLOADS = [
    invalid_case(
        "document of no office",
        combine(write_file(f"{HOME}/a.exe", "MZ"), offer_download("a.exe")),
        (LIFT, 8, "not_a_document"),
    ),
    invalid_case(
        "document that is no PDF",
        combine(write_file(f"{HOME}/a.pdf", "%%EOF"), offer_download("a.pdf")),
        (LIFT, 8, "wrong_type"),
    ),
    invalid_case("document not there", offer_download("a.docx"), (LIFT, 8, "missing_file")),
]
INVALID_FILES = [*TEXTS, *PRESENCE, *PICTURES, *FILMS, *CAPTIONS, *DOWNLOADS, *CODED_FILMS, *ACTIVE_PDFS]
