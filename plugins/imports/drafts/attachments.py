"""The files that come along with a form: pictures inside it, and whatever it names and lies beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from plugins.content.parsing import files
from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError
from plugins.content.schema.fields import FILE_NAME
from plugins.imports.drafts.draft import Desk, Draft, at
from plugins.imports.drafts.images import remade
from plugins.imports.forms.mapping import SLUG, KeyPath
from plugins.imports.forms.submission import Embedded, Place, Said
from plugins.imports.write.entry_files import digest_of
from plugins.system.file_names import spelling

PICTURES = {("cover", "file"): "cover", ("video", "poster"): "poster", ("gallery", "file"): "picture"}
# these are taken as they are, after the same look at them that the build takes
DOCUMENTS: dict[tuple[str, str], Callable[..., Any]] = {
    ("video", "file"): files.film,
    ("video", "captions"): files.captions,
    ("downloads", "file"): files.download,
}


def take_picture(desk: Desk, draft: Draft, path: KeyPath, said: Said) -> None:
    """Keep the picture that stands in this place of the form, or that is named there, with its words."""
    role = PICTURES[str(path[0]), str(path[-1])]
    try:
        if not said.pictures:
            draft.values[path] = keep_named(desk, draft, said, role)
            return
        picture, *others = said.pictures
        draft.values[path] = keep(desk, draft, picture.data, role, picture.place)
    except ContentError as refused:
        draft.wrong(said.place, *refused.problems)
    else:
        if path[-1] == "file":
            _take_words(draft, path[:-1], picture)
        lose(draft, others)


def _take_words(draft: Draft, item: KeyPath, picture: Embedded) -> None:
    """The words that Word keeps with a picture, unless the form has a cell for them that is filled in."""
    for key, words in (("alt", picture.alt), ("caption", picture.caption)):
        if words and not draft.submission.text(*item, key):
            draft.values[(*item, key)] = words
    if not (picture.alt or draft.submission.text(*item, "alt")):
        draft.places[(*item, "alt")] = picture.place
        draft.wrong(picture.place, at(picture.place, "intake_alt_missing"))


def take_gallery(desk: Desk, draft: Draft, said: Said) -> None:
    """Pictures under one label without numbers: those in the cell, or the files that it names, one a line."""
    names = [] if said.pictures else said.text.split("\n")
    each = [*(Said(name, said.place) for name in names), *(Said("", one.place, (one,)) for one in said.pictures)]
    said_of = draft.submission.said
    taken = {
        path[1] for path, other in said_of.items() if path[::2] == ("gallery", "file") and (other.text or other.blocks)
    }
    # they take the numbers that no other picture has, and with them the words under these numbers
    for number, one in zip((n for n in count() if n not in taken), each, strict=False):
        draft.places["gallery", number, "file"] = one.place
        take_picture(desk, draft, ("gallery", number, "file"), one)


def lose(draft: Draft, pictures: Sequence[Embedded]) -> None:
    """Say that these pictures have no place in an entry."""
    for each in pictures:
        draft.wrong(each.place, at(each.place, "warn_intake_unmapped", text="图片 picture"))


def take_document(desk: Desk, draft: Draft, path: KeyPath, said: Said) -> None:
    """Keep a film, its captions or a download as it is."""
    try:
        found = find(desk, draft, said)
        if not FILE_NAME.match(found.name):
            raise ContentError(at(said.place, "unsafe_path", key=desk.form.label_of(path), given=found.name))
        DOCUMENTS[str(path[0]), str(path[-1])](found.parent, ".", found.name, said.place.file, said.place.line)
        draft.files[found.name] = found
        draft.values[path] = found.name
    except ContentError as refused:
        draft.wrong(said.place, *refused.problems)


def find(desk: Desk, draft: Draft, said: Said) -> Path:
    """The file that a form names: beside the form, or there in a folder named after the entry. Raises ``Refused``."""
    beside = desk.folder / Path(said.place.file).parent
    homes = [draft.submission.text("number"), draft.submission.text(SLUG)]
    named = said.text.replace("\\", "/")
    options = [named, *(f"{home}/{named}" for home in homes if FILE_NAME.match(home))]
    name = next((there for each in options if (there := _as_spelled(beside, each))), named)
    return regular_file(beside, name, said.place.file, said.place.line)


def _as_spelled(folder: Path, name: str) -> str:
    """The path as the disk spells its last part: it is kept under a name of our own, so capitals need not be right."""
    there = spelling(folder / name)
    return name[: name.rfind("/") + 1] + there if there else ""


def keep_named(desk: Desk, draft: Draft, said: Said, role: str) -> str:
    """Keep the picture that a form names, and return what it is called from now on."""
    found = find(desk, draft, said)
    if (size := found.stat().st_size) > files.LARGEST_PICTURE:
        limit = files.LARGEST_PICTURE // 1_000_000
        raise ContentError(at(said.place, "media_too_large", name=found.name, size=f"{size / 1e6:.1f}", limit=limit))
    return keep(desk, draft, found.read_bytes(), role, said.place, found.name)


def keep(desk: Desk, draft: Draft, data: bytes, role: str, place: Place, name: str = "") -> str:
    """Keep a picture, made safe, and return its name: its own where that can stand, or one after its role."""
    made = remade(data, name or role, place)
    kept = desk.workshop / digest_of(made.data)
    if not kept.exists():
        kept.write_bytes(made.data)
    can_stand = FILE_NAME.match(name) and Path(name).suffix.lower() in made.suffixes
    if not can_stand or draft.files.get(name, kept) != kept:
        name = _new_name(draft, role, made.suffixes[0])
    draft.files[name] = kept
    return name


def _new_name(draft: Draft, role: str, suffix: str) -> str:
    if role != "picture" and role + suffix not in draft.files:
        return role + suffix
    taken = {Path(name).stem for name in draft.files}
    return next(f"{role}-{n}{suffix}" for n in range(1, len(taken) + 2) if f"{role}-{n}" not in taken)
