"""Reads a posted form: the data of a record, with what is not in the form as it was.

The names of fields are paths: ``gallery.1.alt@en`` is the English description of the second picture. Rows are in the
order in which they were posted, whatever their numbers; ``gallery.1._was`` is the place that a row had in the file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.content.dialect.radicals import fold_radicals
from plugins.content.problems import Problem, unknown
from plugins.content.schema.localized import CONTROL
from plugins.editing.choices import ContentNames
from plugins.editing.fields import FieldKind, FieldSpec
from plugins.editing.text.yaml_text import is_empty

# what a form was made for: only these keys of the record are read from it
PRESENT = "_present"
WAS = "_was"
# what is chosen by number too, so that several can be typed at once
NUMBERED = {"entry", "winner"}
TRUE = {"true", "yes", "on", "1", "y", "t"}


@dataclass
class PostedForm:
    """A posted form; ``values`` are in the order of the form. Problems of reading it are by the name of the field."""

    values: Mapping[str, Sequence[str]]
    names: ContentNames
    languages: tuple[str, ...]
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    # the place in the file of each row, by its name as the form will have it when it is shown again
    origins: dict[str, str] = field(default_factory=dict)
    # the names of rows as the form will have them when it is shown again, numbered in order
    _shown: dict[str, str] = field(default_factory=dict)

    def read(self, specs: Sequence[FieldSpec], old: Mapping[str, Any]) -> dict[str, Any]:
        """The data of the record: keys of the form in the order of the model, then what the form knows nothing of."""
        present = set(self.values.get(PRESENT, ()))
        data: dict[str, Any] = {}
        for spec in specs:
            value = self._field(spec, spec.key, old.get(spec.key)) if spec.key in present else old.get(spec.key)
            if not is_empty(value):
                data[spec.key] = value
        return data | {key: value for key, value in old.items() if key not in {spec.key for spec in specs}}

    @property
    def has_control_character(self) -> bool:
        """Whether something was typed that no file can hold."""
        return any(item.code == "control_character" for items in self.problems.values() for item in items)

    def text(self, name: str) -> str:
        """A value as it is stored: NFC, with LF line ends."""
        value = next(iter(self.values.get(name, ())), "")
        value = fold_radicals(unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")))
        if match := CONTROL.search(value):
            code = f"U+{ord(match.group()):04X}"
            self._add(name, Problem("", 0, "control_character", (("character", code),)))
        return value

    def _add(self, name: str, wrong: Problem) -> None:
        self.problems.setdefault(self._shown_name(name), []).append(wrong)

    def _shown_name(self, name: str) -> str:
        prefix = name
        while prefix and prefix not in self._shown:
            prefix = prefix.rpartition(".")[0]
        return self._shown[prefix] + name.removeprefix(prefix) if prefix else name

    def _field(self, spec: FieldSpec, name: str, old: Any) -> Any:
        readers = {
            FieldKind.SWITCH: self._switch,
            FieldKind.NUMBER: self._number,
            FieldKind.NAME: self._name,
            FieldKind.CHOICE: self._choice,
            FieldKind.FLAGS: self._flags,
            FieldKind.RECORD: self._record,
            FieldKind.ROWS: self._rows,
            FieldKind.MAPPING: self._mapping,
        }
        if spec.is_localized:
            return self._read_localized(name, old)
        reader = readers.get(spec.kind)
        return reader(spec, name, old) if reader else (self.text(name) or None)

    def _read_localized(self, name: str, old: Any) -> Any:
        texts = dict(old) if isinstance(old, dict) else {}
        for lang in self.languages:
            if f"{name}@{lang}" in self.values:
                texts[lang] = self.text(f"{name}@{lang}")
        texts = {lang: text for lang, text in texts.items() if not is_empty(text)}
        if isinstance(old, dict) or set(texts) - {self.languages[0]}:
            return texts or None
        return texts.get(self.languages[0])

    def _switch(self, spec: FieldSpec, name: str, old: Any) -> Any:
        is_on = name in self.values
        was_on = str(old if not is_empty(old) else spec.default).lower() in TRUE
        if is_on == was_on:
            return old
        return None if is_on == (spec.default in TRUE) else ("true" if is_on else "false")

    def _number(self, spec: FieldSpec, name: str, old: Any) -> Any:
        text = unicodedata.normalize("NFKC", self.text(name)).strip()
        if is_empty(old) and text == spec.default:
            return old
        return int(text) if text.isascii() and text.isdigit() and str(int(text)) == text else text or None

    def _choice(self, spec: FieldSpec, name: str, old: Any) -> Any:
        text = self.text(name)
        return old if is_empty(old) and text == spec.default else text or None

    def _name(self, spec: FieldSpec, name: str, old: Any) -> Any:
        text = self.text(name).strip()
        if not text or text == old:
            return text or None
        id_ = self.names.resolve(spec.refers, text)
        if id_ is None:
            choices = [choice.name for choice in self.names.of(spec.refers)]
            self._add(name, unknown("", 0, "unit_name" if spec.refers == "unit" else "entry_number", text, choices))
        return id_ or text

    def _flags(self, spec: FieldSpec, name: str, old: Any) -> Any:
        chosen = self.values.get(name, ())
        before = [value for value in old if value in chosen] if isinstance(old, list) else []
        return before + [value for value in spec.options if value in chosen and value not in before]

    def _record(self, spec: FieldSpec, name: str, old: Any) -> Any:
        before = old if isinstance(old, dict) else {}
        data = {inner.key: self._field(inner, f"{name}.{inner.key}", before.get(inner.key)) for inner in spec.fields}
        if all(is_empty(value) for value in data.values()):
            return None
        known = {key: value for key, value in data.items() if not is_empty(value)}
        return known | {key: value for key, value in before.items() if key not in data}

    def _rows(self, spec: FieldSpec, name: str, old: Any) -> Any:
        (item,) = spec.fields
        before = old if isinstance(old, list) else []
        if item.kind is FieldKind.NAME and item.refers in NUMBERED:
            self._split_rows(item.refers, name)
        rows: list[Any] = []
        for number in self._keys_below(name):
            was = self.text(f"{name}.{number}.{WAS}")
            former = before[int(was)] if was.isdecimal() and int(was) < len(before) else None
            shown = f"{self._shown_name(name)}.{len(rows)}"
            self._shown[f"{name}.{number}"], self.origins[shown] = shown, was
            row = self._field(item, f"{name}.{number}", former)
            if not is_empty(row):
                rows.append(row)
        return rows or None

    def _split_rows(self, topic: str, name: str) -> None:
        """Give each number that stands in a row with others one of its own, but those that have one already."""
        rows = {f"{name}.{number}": self.text(f"{name}.{number}").strip() for number in self._keys_below(name)}
        parts = {row: self.names.split(topic, text) for row, text in rows.items() if text}
        alone = {self.names.resolve(topic, texts[0]) for texts in parts.values() if len(texts) == 1}
        values: dict[str, Sequence[str]] = {}
        for key, value in self.values.items():
            if len(parts.get(key, ())) <= 1:
                values[key] = value
                continue
            for index, text in enumerate(parts[key]):
                id_ = self.names.resolve(topic, text)
                if id_ is None or id_ not in alone:
                    values[f"{key}_{index}"] = [text]
                    alone |= {id_} if id_ else set()
        self.values = values

    def _mapping(self, spec: FieldSpec, name: str, old: Any) -> Any:
        before = old if isinstance(old, dict) else {}
        allowed = {choice.id for choice in self.names.of(spec.refers)} | set(before)
        data = dict(before)
        for key in self._keys_below(name):
            if key in allowed:
                data[key] = self._field(spec.fields[0], f"{name}.{key}", before.get(key))
        return {key: value for key, value in data.items() if not is_empty(value)} or None

    def _keys_below(self, name: str) -> list[str]:
        """The parts of names that follow this one, in the order of the form."""
        prefix = f"{name}."
        keys = (key.removeprefix(prefix).split(".")[0].split("@")[0] for key in self.values if key.startswith(prefix))
        return list(dict.fromkeys(key for key in keys if key != WAS))
