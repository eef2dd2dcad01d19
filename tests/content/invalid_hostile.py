"""Hostile files: too large, too deep, disguised, with names that a file system or a reader confuses."""

from __future__ import annotations

import io
import os
import shutil
import socket
import zipfile
from pathlib import Path

from tests.content.invalid_bombs import BROKEN_BOMBS
from tests.content.invalid_files import HOME, add_film, offer_download
from tests.content.invalid_links import BROKEN_LINKS
from tests.content.mutations import (
    AWARDS,
    GARDEN,
    LIFT,
    SHORTLIST,
    UNITS,
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

INDEX = "index.md"
PDF = b"%%PDF-1.4\n%s\n%%%%EOF\n"


def zip_files(*members: tuple[str, bytes], before: bytes = b"", after: bytes = b"") -> bytes:
    """A ZIP with these members, and bytes of something else around it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members:
            opened.writestr(name, data)
    return before + buffer.getvalue() + after


def document(name: str, data: bytes) -> InvalidCase:
    """A document to take away that must be refused at the line that names it."""
    change = combine(write_file(f"{HOME}/{name}", data), offer_download(name))
    return invalid_case(f"document {name}", change, (LIFT, 8, "document_not_plain"))


def listening(file: str) -> Change:
    def change(content: Path) -> None:
        (content / file).unlink()
        with socket.socket(socket.AF_UNIX) as opened:
            here = Path.cwd()
            # the path of a socket is short: it is bound from its own folder
            os.chdir((content / file).parent)
            opened.bind((content / file).name)
            os.chdir(here)

    return change


def make_link(file: str, target: str) -> Change:
    return combine(remove_file(file), lambda content: (content / file).symlink_to(target))


def copy_folder(folder: str) -> Change:
    return lambda content: shutil.copytree(content / "entries/lift-watch", content / folder)


def named_in_bytes(name: bytes) -> Change:
    return lambda content: os.mkdir(os.fsencode(content) + b"/entries/" + name)  # noqa: PTH102 - no text names it


MANY = [
    invalid_case("mapping too long", write_file(UNITS, "a: 1\n" * 50_000), (UNITS, 20_000, "yaml_too_many")),
    invalid_case(
        "list too long", write_file(SHORTLIST, f"shortlist: [{'a, ' * 90_000}]"), (SHORTLIST, 1, "yaml_too_many")
    ),
    invalid_case("brackets of YAML", write_file(UNITS, "[" * 400_000), (UNITS, 1, "yaml_too_deep")),
    invalid_case("line of a megabyte", write_file(UNITS, "a" * 1_000_000), (UNITS, 1, "file_too_large")),
    invalid_case("line of half a megabyte", write_file(UNITS, "x" * 499_000), (UNITS, 1, "not_a_mapping")),
    invalid_case(
        "20,000 brackets in a row",
        replace_body("\n" + "[" * 20_000),
        (LIFT, 11, "too_many_marks"),
        (LIFT, 12, "nested_too_deep"),
        (LIFT, 12, "paragraph_too_long"),
    ),
    invalid_case("20,000 headings", replace_body("\n" + "# a\n" * 20_000), (LIFT, 11, "body_too_long")),
    invalid_case("7,000 abbreviations", replace_body("\n" + "*[a]: b\n" * 7_000), (LIFT, 11, "body_too_long")),
    invalid_case(
        "table of 9,000 columns",
        replace_body("\n" + "|a" * 9_000 + "\n" + "|-" * 9_000),
        (LIFT, 12, "paragraph_too_long"),
    ),
]
LINKS_AND_PIPES = [
    invalid_case("socket", listening(AWARDS), (AWARDS, 1, "missing_file")),
    invalid_case("endless device", make_link(AWARDS, "/dev/zero"), (AWARDS, 1, "outside_content")),
    invalid_case(
        "entry that is a pipe", lambda content: os.mkfifo(content / "entries/a"), ("entries/a", 1, "not_a_folder")
    ),
    invalid_case(
        "entry linked to nowhere",
        lambda content: (content / "entries/a").symlink_to("/nowhere/a"),
        ("entries/a", 1, "not_a_folder"),
    ),
    invalid_case(
        "folder of entries linked to nowhere",
        combine(
            lambda content: shutil.rmtree(content / "articles"),
            lambda content: (content / "articles").symlink_to("/nowhere/a"),
        ),
        ("articles", 1, "not_a_folder"),
    ),
    invalid_case("name of no text", named_in_bytes(b"\xff"), ("entries/\udcff/index.md", 1, "folder_not_slug")),
    invalid_case(
        "name that paints", named_in_bytes(b"a\x1b[31m"), ("entries/a\x1b[31m/index.md", 1, "folder_not_slug")
    ),
]
DISK = [
    *map(posix_only, LINKS_AND_PIPES),
    invalid_case("entry that is a file", write_file("entries/a.md", "x"), ("entries/a.md", 1, "not_a_folder")),
    invalid_case(
        "name of 250 bytes",
        copy_folder("entries/" + "a" * 250),
        ("entries/" + "a" * 250 + "/index.md", 1, "folder_not_slug"),
    ),
    *[
        invalid_case(
            f"name that {how}", copy_folder(f"entries/{name}"), (f"entries/{name}/{INDEX}", 1, "folder_not_slug")
        )
        for how, name in {
            "differs in case": "Lift-watch",
            "differs in a zero-width sign": "lift\u200b-watch",
            "is of symbols alone": "!!!",
            "ends with a dot": "lift-watch.",
            "climbs": "~..lift",
            "is composed": "caf\u00e9",
            "is decomposed": "cafe\u0301",
        }.items()
    ],
    *[
        invalid_case(
            f"name of a device, {name}",
            copy_folder(f"entries/{name}"),
            (f"entries/{name}/{INDEX}", 1, "name_of_device"),
        )
        for name in ("con", "nul", "com1")
    ],
    invalid_case(
        "picture of a device", replace_text(GARDEN, ("file: cover.png", "file: aux.png")), (GARDEN, 8, "name_of_device")
    ),
    invalid_case("picture of 300 bytes", replace_body(f"\n![图]({'a' * 300}.png)\n"), (LIFT, 12, "unsafe_path")),
    invalid_case("picture with a Chinese name", replace_body("\n![图](图.png)\n"), (LIFT, 12, "unsafe_path")),
]
SHAPES = [
    invalid_case(
        "picture like a thread", paint_picture("entries/rain-garden/cover.png", 3, 900), (GARDEN, 8, "picture_too_long")
    ),
    invalid_case(
        "picture that is SVG",
        combine(
            write_file("entries/rain-garden/cover.svg", "<svg onload='alert(1)'/>"),
            replace_text(GARDEN, ("file: cover.png", "file: cover.svg")),
        ),
        (GARDEN, 8, "not_a_picture"),
    ),
    invalid_case(
        "SVG called PNG", write_file("entries/rain-garden/cover.png", "<svg/>"), (GARDEN, 8, "picture_mislabelled")
    ),
    document("zipped.pdf", PDF % b"" + zip_files(("a", b"b"))),
    document("scripted.pdf", PDF % b"<< /S /JavaScript /JS (app.alert(1)) >>"),
    document("launching.pdf", PDF % b"<< /S /Launch /F (cmd.exe) >>"),
    document("page.pdf", PDF % b"<script>alert(1)</script>"),
    document("endless.pdf", b"%PDF-1.4\n" + b"x" * 5_000),
    document("macro.docx", zip_files(("[Content_Types].xml", b"x"), ("word/vbaProject.bin", b"x"))),
    document("plain.docx", zip_files(("a.txt", b"x"))),
    document("program.zip", zip_files(("a.exe", b"MZ"))),
    document("page.zip", zip_files(("a.html", b"x"))),
    document("climbing.zip", zip_files(("../../a.txt", b"x"))),
    document("rooted.zip", zip_files(("/etc/a.txt", b"x"))),
    document("bomb.zip", zip_files(("a.txt", bytes(30_000_000)))),
    document("broken.zip", b"PK\x03\x04" + b"x" * 99),
    invalid_case(
        "captions in GBK",
        combine(
            write_file(f"{HOME}/film.mp4", b"\0\0\0\x18ftypmp42"),
            write_file(f"{HOME}/film.vtt", "WEBVTT\n\n雨\n".encode("gbk")),
            add_film("   file: film.mp4,\n   captions: film.vtt"),
        ),
        (f"{HOME}/film.vtt", 3, "not_utf8"),
    ),
]
INVALID_HOSTILE = [*MANY, *DISK, *SHAPES, *BROKEN_LINKS, *BROKEN_BOMBS]
