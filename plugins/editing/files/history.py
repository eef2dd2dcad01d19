"""What was saved since the start, so that each of it can be taken back as long as nobody has changed it since."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.content.problems import ContentError, problem
from plugins.editing.files.storage import move, read_file, write_files


@dataclass
class SavedEdit:
    """Something that was saved: the files as they were, kept aside, and the digests of what they became.

    ``moved`` is a folder and the place to which it was moved, instead of files that were written.
    """

    number: int
    action: str
    name: str
    before: Mapping[str, Path | None] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[str, str] | None = None
    is_undone: bool = False


class History:
    """Writes files and remembers what they were; ``folder`` is outside the content."""

    def __init__(self, content: Path, folder: Path) -> None:
        self.content = content
        self.folder = folder
        self.edits: list[SavedEdit] = []

    def write(self, action: str, name: str, files: Mapping[str, bytes | Path | None]) -> SavedEdit:
        """Write files. Raises ``OSError``, and nothing is written, or ``ContentError``."""
        before = {file: self._keep(read_file(self.content, file)) for file in files}
        write_files(self.content, files)
        after = {file: _digest(read_file(self.content, file)) for file in files}
        return self._add(SavedEdit(len(self.edits) + 1, action, name, before, after))

    def move(self, action: str, name: str, source: str, target: str) -> SavedEdit:
        """Move a folder. Raises ``OSError`` or ``ContentError``."""
        move(self.content, source, target)
        return self._add(SavedEdit(len(self.edits) + 1, action, name, moved=(source, target)))

    def undo(self, number: int) -> SavedEdit:
        """Take something back, which can be taken back in turn.

        Raises ``ContentError`` if it was taken back already or a file has changed since.
        """
        edit = next((edit for edit in self.edits if edit.number == number and not edit.is_undone), None)
        if edit is None:
            raise ContentError(problem("", 0, "editing_nothing_to_undo"))
        if edit.moved:
            new = self.move("undone", edit.name, edit.moved[1], edit.moved[0])
        else:
            for file, digest in edit.after.items():
                if _digest(read_file(self.content, file)) != digest:
                    raise ContentError(problem(file, 1, "editing_changed_since", name=file))
            new = self.write("undone", edit.name, dict(edit.before))
        edit.is_undone = True
        return new

    def _add(self, edit: SavedEdit) -> SavedEdit:
        self.edits.append(edit)
        return edit

    def _keep(self, data: bytes) -> Path | None:
        if not data:
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / secrets.token_hex(8)
        path.write_bytes(data)
        return path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""
