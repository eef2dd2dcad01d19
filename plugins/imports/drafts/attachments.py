"""Pictures, films and downloads of a submission: embedded in the form, or files beside it that the form names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from plugins.content.parsing import files
from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError
from plugins.content.schema.fields import FILE_NAME
from plugins.imports.drafts.draft import Draft, ImportContext
from plugins.imports.drafts.entry_files import file_digest
from plugins.imports.drafts.images import sanitize_image
from plugins.imports.forms.mapping import SLUG, KeyPath
from plugins.imports.forms.submission import (
    WHOLE_IMAGE,
    EmbeddedImage,
    FieldValue,
    ImageView,
    SourceLocation,
    problem_at,
)
from plugins.system.file_names import actual_spelling

PICTURE_ROLES = {("cover", "file"): "cover", ("video", "poster"): "poster", ("gallery", "file"): "picture"}
# files that are copied unchanged, with the check that the loader makes of them
FILE_CHECKS: dict[tuple[str, str], Callable[..., Any]] = {
    ("video", "file"): files.check_film,
    ("video", "captions"): files.check_captions,
    ("downloads", "file"): files.check_download,
}


def add_picture(context: ImportContext, draft: Draft, path: KeyPath, value: FieldValue) -> None:
    """Add the picture of a field, embedded or named, with its alternative text and caption."""
    role = PICTURE_ROLES[str(path[0]), str(path[-1])]
    try:
        if not value.pictures:
            draft.values[path] = store_named_picture(context, draft, value, role)
            return
        picture, *others = value.pictures
        draft.values[path] = store_picture(context, draft, picture.data, role, picture.location, view=picture.view)
    except ContentError as error:
        draft.add_problems(value.location, *error.problems)
    else:
        if path[-1] == "file":
            _add_picture_texts(draft, path[:-1], picture)
        report_unplaced_pictures(draft, others)


def _add_picture_texts(draft: Draft, item: KeyPath, picture: EmbeddedImage) -> None:
    """Add the texts that Word stores with a picture, unless the form has a field for them."""
    for key, text in (("alt", picture.alt), ("caption", picture.caption)):
        if text and not draft.submission.text(*item, key):
            draft.values[(*item, key)] = text
    if not (picture.alt or draft.submission.text(*item, "alt")):
        draft.locations[(*item, "alt")] = picture.location
        report_missing_alt(draft, picture)


def report_missing_alt(draft: Draft, picture: EmbeddedImage) -> None:
    """Report a picture without a description, or with the name of a file in its place."""
    code = "intake_alt_is_a_file_name" if picture.file_name else "intake_alt_missing"
    values = {"text": picture.file_name} if picture.file_name else {}
    draft.submission.add_problem(picture.location, code, **values)


def add_gallery(context: ImportContext, draft: Draft, value: FieldValue) -> None:
    """Add the pictures of a field without a number: those in the cell, or the files that it names, one a line."""
    names = [] if value.pictures else value.text.split("\n")
    pictures = [
        *(FieldValue(name, value.location) for name in names),
        *(FieldValue("", picture.location, (picture,)) for picture in value.pictures),
    ]
    used = {
        path[1]
        for path, numbered in draft.submission.values.items()
        if path[::2] == ("gallery", "file") and not numbered.is_empty
    }
    # a free number brings the texts of its own fields, such as 图片2说明
    for number, picture in zip((index for index in count() if index not in used), pictures, strict=False):
        draft.locations["gallery", number, "file"] = picture.location
        add_picture(context, draft, ("gallery", number, "file"), picture)


def report_unplaced_pictures(draft: Draft, pictures: Sequence[EmbeddedImage]) -> None:
    """Report pictures in a field that has no place for them."""
    for picture in pictures:
        draft.submission.add_problem(picture.location, "warn_intake_unmapped", text="图片 picture")


def add_file(context: ImportContext, draft: Draft, path: KeyPath, value: FieldValue) -> None:
    """Add a film, its captions or a download, which is copied unchanged."""
    location = value.location
    try:
        file = find_file(context, draft, value)
        if not FILE_NAME.match(file.name):
            key = context.mapping.label_for(path)
            raise ContentError(problem_at(location, "unsafe_path", key=key, given=file.name))
        reference = files.FileReference(file.parent, ".", file.name, location.file, location.line)
        FILE_CHECKS[str(path[0]), str(path[-1])](reference)
        draft.files[file.name] = file
        draft.values[path] = file.name
    except ContentError as error:
        draft.add_problems(location, *error.problems)


def find_file(context: ImportContext, draft: Draft, value: FieldValue) -> Path:
    """Return the file that a form names: beside the form, or there in a folder named after the entry.

    Raises ``ContentError`` if there is no such file.
    """
    form_folder = context.folder / Path(value.location.file).parent
    subfolders = [draft.submission.text("number"), draft.submission.text(SLUG)]
    name = value.text.replace("\\", "/")
    candidates = [name, *(f"{subfolder}/{name}" for subfolder in subfolders if FILE_NAME.match(subfolder))]
    spelled = (_disk_spelling(form_folder, candidate) for candidate in candidates)
    return regular_file(form_folder, next(filter(None, spelled), name), value.location.file, value.location.line)


def _disk_spelling(folder: Path, name: str) -> str | None:
    """Return the path with its last part as on disk: the case may differ, since the file may be renamed anyway."""
    spelled = actual_spelling(folder / name)
    return name[: name.rfind("/") + 1] + spelled if spelled else None


def store_named_picture(context: ImportContext, draft: Draft, value: FieldValue, role: str) -> str:
    """Store the picture that a form names, and return its name in the entry."""
    file = find_file(context, draft, value)
    if (size := file.stat().st_size) > files.MAX_PICTURE_BYTES:
        limit = files.MAX_PICTURE_BYTES // 1_000_000
        raise ContentError(
            problem_at(value.location, "media_too_large", name=file.name, size=f"{size / 1e6:.1f}", limit=limit)
        )
    return store_picture(context, draft, file.read_bytes(), role, value.location, file.name)


def store_picture(
    context: ImportContext,
    draft: Draft,
    data: bytes,
    role: str,
    location: SourceLocation,
    name: str = "",
    view: ImageView = WHOLE_IMAGE,
) -> str:
    """Sanitize and store a picture; return its own name if it is usable, else a name after its role."""
    image = sanitize_image(data, name or role, location, view)
    path = context.temp_dir / file_digest(image.data)
    if not path.exists():
        path.write_bytes(image.data)
    is_usable = FILE_NAME.match(name) and Path(name).suffix.lower() in image.suffixes
    if not is_usable or draft.files.get(name, path) != path:
        name = _new_name(draft, role, image.suffixes[0])
    draft.files[name] = path
    return name


def _new_name(draft: Draft, role: str, suffix: str) -> str:
    if role != "picture" and role + suffix not in draft.files:
        return role + suffix
    taken = {Path(name).stem for name in draft.files}
    return next(f"{role}-{n}{suffix}" for n in range(1, len(taken) + 2) if f"{role}-{n}" not in taken)
