"""Mark the pages of a built stage for a reviewer: a name and a last day on each, after which a cover hides it."""

from __future__ import annotations

import re
from datetime import date, tzinfo
from pathlib import Path

from plugins.content.schema.dates import closing_instant
from plugins.preview.messages import say
from plugins.preview.server.internal_pages import render
from plugins.system import textfile

STATIC = Path(__file__).parent / "server" / "static"
FOLDER = "preview"
# the note of an archived page, which a preview replaces by its own
ARCHIVE_NOTE = re.compile(rb'<p class="note wrap" id="archived">.*?</p>', re.S)
# the embargo check and publishing refuse pages with this mark, as those of a rehearsal
MARKED_ROOT = b'<html data-rehearsal="%s" '


def mark_pages(folder: Path, stage: str, reader: str, expires: str, lang: str, zone: tzinfo) -> None:
    """Mark every page of a site that was built as an archive of ``stage``. ``reader`` may be empty.

    ``expires`` is the last day, in this time zone.
    """
    mark = say("mark_for" if reader else "mark", lang, name=reader, until=expires)
    after = closing_instant(date.fromisoformat(expires), zone).isoformat()
    note, cover = render("bundle_note.html", lang, mark=mark), render("bundle.html", lang, mark=mark, after=after)
    for path in folder.rglob("*.html"):
        path.write_bytes(_mark_page(path, folder, stage, note, cover))
    _add_files(folder / FOLDER)


def _mark_page(path: Path, folder: Path, stage: str, note: bytes, cover: bytes) -> bytes:
    page, notes = ARCHIVE_NOTE.subn(lambda _: note, path.read_bytes())
    counts = (notes, *(page.count(tag) for tag in (b"<html ", b"</head>", b"</body>")))
    if counts != (1, 1, 1, 1):
        raise ValueError(f"{path.name} of the theme has no place for the mark of a preview")
    up = "../" * (len(path.relative_to(folder).parts) - 1)
    head = f'<link rel="stylesheet" href="{up}{FOLDER}/preview.css">\n'
    head += f'<script src="{up}{FOLDER}/preview.js" defer></script>\n'
    page = page.replace(b"<html ", MARKED_ROOT % stage.encode()).replace(b"</head>", head.encode() + b"</head>")
    return page.replace(b"</body>", cover + b"</body>")


def _add_files(folder: Path) -> None:
    folder.mkdir()
    styles = (STATIC / "mark.css", STATIC / "bundle.css")
    (folder / "preview.css").write_bytes(b"".join(textfile.read_bytes(path) for path in styles))
    (folder / "preview.js").write_bytes(textfile.read_bytes(STATIC / "bundle.js"))
