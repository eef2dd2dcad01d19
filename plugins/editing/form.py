"""A form filled in: each field with its name, value, choices and problems, as its template shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from plugins.content.schema.fields import DAY
from plugins.editing.choices import ContentNames, NamedChoice
from plugins.editing.fields import FieldKind, FieldSpec
from plugins.editing.messages import CATALOGUE
from plugins.editing.posted import TRUE
from plugins.editing.text.yaml_text import is_empty

# the number of a row that is not there yet
NEW_ROW = "new"
INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class FilledField:
    """A field as a template shows it. ``fields`` are its parts: of a record, of each row, or a text by language.

    ``new_row`` is an empty row, ``was`` the place of a row in the file, ``error`` and ``warnings`` are sentences.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    value: str = ""
    is_on: bool = False
    is_required: bool = False
    lang: str = ""
    limit: int | None = None
    accepts: str = ""
    refers: str = ""
    choices: tuple[NamedChoice, ...] = ()
    chosen: tuple[str, ...] = ()
    fields: tuple[FilledField, ...] = ()
    new_row: FilledField | None = None
    was: str = ""
    problems: tuple[FieldProblem, ...] = ()

    @property
    def id(self) -> str:
        """The id of its element."""
        return "f-" + re.sub(r"[^A-Za-z0-9]", "-", self.name)

    @property
    def has_error(self) -> bool:
        return any(not problem.is_warning for problem in self.problems)

    @property
    def is_filled(self) -> bool:
        """Whether it or a part of it has a value."""
        return bool(self.value or self.is_on or self.chosen or any(part.is_filled for part in self.fields))


@dataclass(frozen=True)
class FieldProblem:
    """A sentence at a field."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class FormFiller:
    """Fills in the fields of a record. ``problems`` are by the names of fields, ``files`` the files beside it."""

    names: ContentNames
    languages: tuple[str, ...]
    lang: str
    problems: Mapping[str, Sequence[FieldProblem]] = field(default_factory=dict)
    files: Sequence[str] = ()
    # keys of which the other languages are in files of their own, unless they are here already
    translated_elsewhere: frozenset[str] = frozenset()
    # the places of rows in the file; without it each is where the data have it
    origins: Mapping[str, str] | None = None

    def fill(self, specs: Sequence[FieldSpec], data: Mapping[str, Any]) -> tuple[FilledField, ...]:
        """The fields of a form with the values of a record."""
        return tuple(self._field(spec, spec.key, data.get(spec.key)) for spec in specs)

    def _field(self, spec: FieldSpec, name: str, value: Any) -> FilledField:
        filled = FilledField(
            name,
            str(spec.kind),
            spec.label.get(self.lang, ""),
            spec.help.get(self.lang, ""),
            is_required=spec.is_required,
            limit=spec.limit,
            accepts=spec.accepts,
            refers=spec.refers,
            problems=tuple(self.problems.get(name, ())),
        )
        if spec.is_localized:
            # its problems stand at the text in the first language
            return replace(filled, kind="localized", fields=tuple(self._texts(spec, name, value)), problems=())
        fillers = {
            FieldKind.SWITCH: self._switch,
            FieldKind.NAME: self._name,
            FieldKind.CHOICE: self._choice,
            FieldKind.FLAGS: self._choice,
            FieldKind.FILE: self._file,
            FieldKind.RECORD: self._record,
            FieldKind.ROWS: self._rows,
            FieldKind.MAPPING: self._mapping,
        }
        if filler := fillers.get(spec.kind):
            return filler(spec, filled, value)
        text = _as_text(value) or ("" if spec.kind is not FieldKind.NUMBER else spec.default)
        return replace(filled, kind=_input_kind(spec.kind, text), value=text)

    def _texts(self, spec: FieldSpec, name: str, value: Any) -> Iterator[FilledField]:
        texts = value if isinstance(value, dict) else {self.languages[0]: value}
        is_here = isinstance(value, dict) or name not in self.translated_elsewhere
        for lang in self.languages if is_here else self.languages[:1]:
            text = _as_text(texts.get(lang))
            problems = [*self.problems.get(f"{name}@{lang}", ())]
            problems += self.problems.get(name, ()) if lang == self.languages[0] else ()
            yield FilledField(
                f"{name}@{lang}",
                _input_kind(spec.kind, text),
                lang,
                value=text,
                is_required=spec.is_required and lang == self.languages[0],
                lang=lang,
                limit=spec.limit,
                problems=tuple(problems),
            )

    def _switch(self, spec: FieldSpec, filled: FilledField, value: Any) -> FilledField:
        text = _as_text(value) or spec.default
        return replace(filled, is_on=text.lower() in TRUE)

    def _name(self, spec: FieldSpec, filled: FilledField, value: Any) -> FilledField:
        return replace(filled, value=self.names.name(spec.refers, _as_text(value)))

    def _choice(self, spec: FieldSpec, filled: FilledField, value: Any) -> FilledField:
        chosen = tuple(value) if isinstance(value, list) else (_as_text(value) or spec.default,)
        choices = self.names.of(spec.refers) or tuple(
            NamedChoice(option, self._option(option)) for option in spec.options
        )
        known = {choice.id for choice in choices}
        others = tuple(NamedChoice(id_, id_) for id_ in chosen if id_ and id_ not in known)
        return replace(filled, choices=choices + others, chosen=tuple(filter(None, chosen)))

    def _option(self, option: str) -> str:
        texts = CATALOGUE.texts.get(f"option_{option}")
        return texts[self.lang] if texts else option

    def _file(self, spec: FieldSpec, filled: FilledField, value: Any) -> FilledField:
        text = _as_text(value)
        suitable = [name for name in self.files if name.lower().endswith(SUFFIXES[spec.accepts])]
        names = dict.fromkeys([*([text] if text else []), *suitable])
        return replace(filled, value=text, choices=tuple(NamedChoice(name, name) for name in names))

    def _record(self, spec: FieldSpec, filled: FilledField, value: Any) -> FilledField:
        data = value if isinstance(value, dict) else {}
        fields = tuple(self._field(inner, f"{filled.name}.{inner.key}", data.get(inner.key)) for inner in spec.fields)
        return replace(filled, fields=fields)

    def _rows(self, spec: FieldSpec, filled: FilledField, value: Any) -> FilledField:
        (item,) = spec.fields
        values = value if isinstance(value, list) else [] if is_empty(value) else [value]
        rows = []
        for index, row in enumerate(values):
            name = f"{filled.name}.{index}"
            was = str(index) if self.origins is None else self.origins.get(name, "")
            rows.append(replace(self._field(item, name, row), label=filled.label, was=was))
        new = replace(self._field(item, f"{filled.name}.{NEW_ROW}", None), label=filled.label)
        return replace(filled, fields=tuple(rows), new_row=new)

    def _mapping(self, spec: FieldSpec, filled: FilledField, value: Any) -> FilledField:
        data = value if isinstance(value, dict) else {}
        choices = [*self.names.of(spec.refers)]
        choices += [NamedChoice(key, key) for key in data if key not in {choice.id for choice in choices}]
        fields = (
            replace(self._field(spec.fields[0], f"{filled.name}.{choice.id}", data.get(choice.id)), label=choice.name)
            for choice in choices
        )
        return replace(filled, fields=tuple(fields))


SUFFIXES = {
    "picture": (".png", ".jpg", ".jpeg", ".webp", ".avif"),
    "film": (".mp4",),
    "captions": (".vtt",),
    "document": (".pdf", ".docx", ".xlsx", ".pptx", ".zip"),
}


def field_names(fields: Sequence[FilledField]) -> Iterator[str]:
    """The names of all fields of a form, those of rows and languages included."""
    for item in fields:
        yield item.name
        yield from field_names(item.fields)


def name_of_path(path: str) -> str:
    """The name of the field that a message calls ``gallery[2].alt``."""
    return INDEX.sub(lambda match: f".{int(match[1]) - 1}", path)


def _as_text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _input_kind(kind: FieldKind, text: str) -> str:
    """What a value can be typed into: a field for one line would drop line ends, one for days what is no day."""
    if "\n" in text:
        return str(FieldKind.TEXT)
    return str(FieldKind.LINE) if kind is FieldKind.DAY and text and not DAY.match(text) else str(kind)
