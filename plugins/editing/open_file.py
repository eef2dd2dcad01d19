"""A file as a form shows it: the data of its record, its body, and its text with other data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import ContentError, problem
from plugins.editing.files.storage import read_file
from plugins.editing.targets import EditTarget
from plugins.editing.text.source_text import MarkdownParts, SourceFile, split_markdown
from plugins.editing.text.yaml_patch import patch_yaml
from plugins.scaffold.front_matter import front_matter_template


@dataclass(frozen=True)
class OpenFile:
    """A file that is edited, as it is on the disk; it may not exist yet.

    ``document`` is all of its data, ``data`` that of the form's record.
    """

    target: EditTarget
    source: SourceFile
    document: YamlDocument
    parts: MarkdownParts | None = None

    @property
    def exists(self) -> bool:
        return bool(self.source.data)

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing to edit: no such document or unit; a file of data is made when it is saved."""
        return not self.data if self.target.unit else self.target.is_document and not self.exists

    @property
    def body(self) -> str:
        """The Markdown; empty for a file of data."""
        return self.parts.body if self.parts else ""

    @property
    def data(self) -> Mapping[str, Any]:
        """The data of the form's record."""
        data: Mapping[str, Any] = self.document.data or {}
        if not self.target.unit:
            return data
        return next((unit for unit in list_units(data) if unit.get("id") == self.target.unit), {})

    def with_data(self, data: Mapping[str, Any], body: str, lang: str) -> str:
        """The text of the file with these data of the form's record and this body. Raises ``ContentError``."""
        target, text = self.target, self.source.text
        if target.unit:
            return patch_yaml(target.file, text, self._with_unit(data))
        if not target.is_markdown:
            return patch_yaml(target.file, text, data) if text else new_file(target, data, "", lang)
        if self.parts is None:
            return new_file(target, data, body, lang)
        return self.parts.join_with(patch_yaml(target.file, self.parts.front_matter, data, first_line=2), body)

    def _with_unit(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        document: Mapping[str, Any] = self.document.data or {}
        changed = {"id": self.target.unit, **data}
        units = [changed if unit.get("id") == self.target.unit else unit for unit in list_units(document)]
        return {**document, "units": units if changed in units else [*units, changed]}


def list_units(data: Mapping[str, Any]) -> list[Any]:
    """The units in the data of ``units.yaml``."""
    units = data.get("units")
    return [unit for unit in units if isinstance(unit, dict)] if isinstance(units, list) else []


def open_file(content: Path, target: EditTarget) -> OpenFile:
    """Open what a form edits. Raises ``ContentError`` if it cannot be read, or ``OSError``."""
    return parse_file(target, SourceFile(read_file(content, target.file)))


def parse_file(target: EditTarget, source: SourceFile) -> OpenFile:
    """The same from bytes."""
    if not source.data:
        return OpenFile(target, source, YamlDocument(target.file))
    try:
        text = source.text
    except UnicodeDecodeError as error:
        raise ContentError(problem(target.file, error.object.count(b"\n", 0, error.start) + 1, "not_utf8")) from None
    if not target.is_markdown:
        return OpenFile(target, source, read_yaml(target.file, text))
    parts = split_markdown(text)
    if parts is None:
        raise ContentError(problem(target.file, 1, "no_front_matter"))
    return OpenFile(target, source, read_yaml(target.file, parts.front_matter, first_line=2), parts)


def new_file(target: EditTarget, data: Mapping[str, Any], body: str, lang: str) -> str:
    """The text of a new file; that of a document has every key with its help as a comment, as ``new`` writes it."""
    if not target.is_document:
        # a file of data or a translation: nothing but what it says
        front_matter = patch_yaml(target.file, "", data)
    else:
        front_matter = front_matter_template(target.record, data, lang)
    if not target.is_markdown:
        return front_matter
    return f"---\n{front_matter}---\n\n{body.rstrip()}\n" if body.strip() else f"---\n{front_matter}---\n"
