"""The files of an entry's folder: their digest, comparison and writing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.content.problems import ContentError
from plugins.content.schema.documents import EntryRecord, TranslationRecord
from plugins.content.schema.validate import validate
from plugins.system import textfile
from plugins.system.file_names import list_tree

# by name: the bytes of texts, the paths of pictures and films, which can be large
Files = Mapping[str, bytes | Path]
# an entry, and its bodies by language
EntryContent = tuple[EntryRecord, dict[str, str]]


def list_files(folder: Path) -> dict[str, bytes | Path]:
    """List the files of a folder. Anything but a regular file is listed as empty, so that it counts as a change."""
    return {
        path.relative_to(folder).as_posix(): path if path.is_file() and not path.is_symlink() else b""
        for path in list_tree(folder)
    }


def folder_digest(files: Files) -> str:
    """Return a digest of all files and their names."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name} {file_digest(data)}\n".encode())
    return total.hexdigest()[:32]


def file_digest(data: bytes | Path) -> str:
    """Return the SHA-256 of a file, independent of a text's line ends; bytes have LF already."""
    return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else textfile.digest(data)


def read_text(data: bytes | Path) -> str:
    """Return the text of a file. Raises ``UnicodeDecodeError``."""
    return data.decode("utf-8") if isinstance(data, bytes) else textfile.read_text(data)


def write_folder(folder: Path, files: Files, *, allow_links: bool = False) -> None:
    """Write the files into a new folder; with ``allow_links`` as hard links where possible, for temporary folders."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        if isinstance(data, bytes):
            (folder / name).write_bytes(data)
        elif not (allow_links and _link(data, folder / name)):
            textfile.copy(data, folder / name)


def _link(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:
        # another disk, or a file system without hard links
        return False
    return True


def is_same_entry(existing: Files, files: Files, languages: Sequence[str]) -> bool:
    """Return whether the entries are equal, however their YAML is formatted; pictures are compared by name only."""
    try:
        return "index.md" in existing and _read_entry(existing, languages) == _read_entry(files, languages)
    except (ContentError, UnicodeDecodeError):
        return False


def _read_entry(files: Files, languages: Sequence[str]) -> EntryContent:
    document, body, _ = read_front_matter("index.md", read_text(files["index.md"]))
    record, bodies = validate(EntryRecord, document, tuple(languages)), {languages[0]: body.strip("\n")}
    for lang in languages[1:]:
        name = f"index.{lang}.md"
        if name not in files:
            continue
        document, body, _ = read_front_matter(name, read_text(files[name]))
        translation = validate(TranslationRecord, document, tuple(languages))
        title, summary = record.title, record.summary
        title = title.with_language(lang, translation.title) if translation.title else title
        summary = summary.with_language(lang, translation.summary) if translation.summary else summary
        record = replace(record, title=title, summary=summary)
        bodies[lang] = body.strip("\n")
    return record, bodies
