"""What ``check`` would say of a file if it were saved, before it is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from plugins.content.documents import read_document
from plugins.content.load import check_and_resolve
from plugins.content.parsing.files import list_names
from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import ContentError, Problem
from plugins.content.reader import OPTIONAL_FILES, TALLIED_FILES
from plugins.content.schema.validate import validate
from plugins.content.sources import DataFile, RawContent
from plugins.editing.targets import EditTarget
from plugins.system import textfile

FIELDS = {file: name for name, (_, file) in (OPTIONAL_FILES | TALLIED_FILES).items()}
FIELDS |= {"competition.yaml": "config", "units.yaml": "units"}


def check_text(raw: RawContent, target: EditTarget, text: str, uploads: Mapping[str, Path]) -> tuple[Problem, ...]:
    """All problems of a content with this text in the file of the form, and these files beside it.

    ``raw`` is the content as it was just read, and holds the text afterwards.
    """
    # what a document offers for download is read once more by the checks
    with tempfile.TemporaryDirectory() as copy_root:
        if target.is_markdown:
            _replace_document(raw, target, text, uploads, Path(copy_root))
        else:
            _replace_data_file(raw, target, text)
        return check_and_resolve(raw).problems


def _replace_document(
    raw: RawContent, target: EditTarget, text: str, uploads: Mapping[str, Path], copy_root: Path
) -> None:
    folder = target.folder
    kind, slug = folder.split("/")
    _lay_out(raw.content / folder, copy_root / folder, uploads)
    textfile.write_text(copy_root / target.file, text)
    result = read_document(replace(raw, content=copy_root), folder)
    raw.texts[target.file] = text
    prefix = f"{folder}/"
    raw.problems = [item for item in raw.problems if not item.file.startswith(prefix)] + list(result.problems)
    raw.links = [link for link in raw.links if not link[1].file.startswith(prefix)] + list(result.links)
    raw.documents[kind] = [source for source in raw.documents[kind] if source.slug != slug]
    raw.slugs[kind] = sorted({*raw.slugs[kind], slug})
    if result.source:
        raw.documents[kind] = sorted([*raw.documents[kind], result.source], key=lambda source: source.slug)


def _lay_out(folder: Path, copy_root: Path, uploads: Mapping[str, Path]) -> None:
    """Put the files of a folder, and what will be beside them, into another without copying where the disk can."""
    copy_root.mkdir(parents=True)
    names = list_names(folder.parent, folder.name) if folder.is_dir() else []
    sources = {name: folder / name for name in names if _is_plain(folder / name)} | dict(uploads)
    for name, source in sources.items():
        if textfile.is_text(name):
            shutil.copyfile(source, copy_root / name)
            continue
        try:
            (copy_root / name).hardlink_to(source.resolve())
        except OSError:
            shutil.copyfile(source, copy_root / name)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _replace_data_file(raw: RawContent, target: EditTarget, text: str) -> None:
    raw.problems = [item for item in raw.problems if item.file != target.file]
    raw.texts[target.file] = text
    # what was there before says nothing of a text that cannot be read
    setattr(raw, FIELDS[target.file], None)
    try:
        document: YamlDocument = read_yaml(target.file, text)
        data_file = DataFile(validate(target.record, document, raw.languages), document)
    except ContentError as error:
        raw.problems += error.problems
        return
    setattr(raw, FIELDS[target.file], data_file)
