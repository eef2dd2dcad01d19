"""The command ``bundle``: a stage for a reviewer without tools, marked on every page and covered after a day."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from plugins.content.schema.fields import BEIJING
from plugins.preview.messages import say
from plugins.preview.server.internal_pages import draw
from plugins.release.archive import frozen_build
from plugins.system import textfile

STATIC = Path(__file__).parents[1] / "preview" / "server" / "static"
FOLDER = "preview"
# what a page of an archive says of itself; a preview says something else in its place
NOTE = re.compile(rb'<p class="note wrap" id="archived">.*?</p>', re.S)
# by this the proof knows what must never be published, as it knows a rehearsal
MARKED = b'<html data-rehearsal="%s" '


def bundled_build(content: Path, stage: str, until: str, name: str, folder: Path, lang: str) -> bool:
    """Build a stage as a reviewer gets it, until this day (included); false where errors were said."""
    if wrong := _over(until, lang):
        print(wrong, file=sys.stderr)
        return False
    if not frozen_build(content, stage, until, folder, lang):
        return False
    mark = say("mark_for" if name else "mark", lang, name=name, until=until)
    after = f"{date.fromisoformat(until) + timedelta(days=1)}T00:00:00+08:00"
    note, cover = draw("bundle_note.html", lang, mark=mark), draw("bundle.html", lang, mark=mark, after=after)
    for path in folder.rglob("*.html"):
        path.write_bytes(_marked(path, folder, stage, note, cover))
    _add_files(folder / FOLDER)
    return True


def keep(data: bytes, path: Path, until: str, lang: str) -> int:
    """Write the bundle and say where it is; return the exit status."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        print(say("not_written", lang, path=path, reason=error.strerror or error), file=sys.stderr)
        return 1
    print(say("bundled", lang, path=path, size=f"{len(data) / 1e6:.1f}", until=until))
    return 0


def _over(until: str, lang: str) -> str:
    """What to say where this day is over; what is no date at all the build tells."""
    today = datetime.now(BEIJING).date()
    try:
        is_over = date.fromisoformat(until) < today
    except ValueError:
        return ""
    return say("over", lang, until=until, today=today) if is_over else ""


def _marked(path: Path, folder: Path, stage: str, note: bytes, cover: bytes) -> bytes:
    data, notes = NOTE.subn(lambda _: note, path.read_bytes())
    places = (notes, *(data.count(each) for each in (b"<html ", b"</head>", b"</body>")))
    if places != (1, 1, 1, 1):
        raise ValueError(f"{path.name} of the theme has no place for the mark of a preview")
    up = "../" * (len(path.relative_to(folder).parts) - 1)
    head = f'<link rel="stylesheet" href="{up}{FOLDER}/preview.css">\n'
    head += f'<script src="{up}{FOLDER}/preview.js" defer></script>\n'
    data = data.replace(b"<html ", MARKED % stage.encode()).replace(b"</head>", head.encode() + b"</head>")
    return data.replace(b"</body>", cover + b"</body>")


def _add_files(folder: Path) -> None:
    folder.mkdir()
    styles = (STATIC / "mark.css", STATIC / "bundle.css")
    (folder / "preview.css").write_bytes(b"".join(textfile.read_bytes(path) for path in styles))
    (folder / "preview.js").write_bytes(textfile.read_bytes(STATIC / "bundle.js"))
