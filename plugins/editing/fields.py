"""What a form asks: the fields of a record, from the model's own keys, help, order and limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from plugins.content.schema.jsonschema import help_of, json_schema
from plugins.editing.messages import CATALOGUE
from plugins.system.messages import LANGS


class FieldKind(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    SWITCH = "switch"
    CHOICE = "choice"
    NAME = "name"
    FLAGS = "flags"
    FILE = "file"
    RECORD = "record"
    ROWS = "rows"
    MAPPING = "mapping"


# texts that are one line: titles and names
LINES = {
    *("title", "name", "short_name", "label", "author", "editor", "responsible_editor", "source", "place", "item"),
    *("period", "caption"),
}
# what an id is the id of, by its key; only few have so many that they are typed rather than chosen from a list
REFERENCES = {
    **dict.fromkeys(("units", "partners", "recommending_unit", "unit"), "unit"),
    **dict.fromkeys(("shortlist", "entry", "with_entry", "into", "counts"), "entry"),
    **dict.fromkeys(("public_from", "current_stage"), "stage"),
    **dict.fromkeys(("awards", "vacant", "level"), "level"),
    "special": "special_award",
    # no key of a record, but what each special award leads to
    "winners": "winner",
    "track": "track",
    "group": "group",
    "kind": "unit_kind",
    "district": "district",
    "ballots": "channel",
}
TYPED = {"unit", "entry", "winner"}
# what the keys of a mapping lead to; a winner is an entry, or a unit
ITEM_REFERENCES = {"awards": "entry", "special": "winner"}
# which files are meant, by record and key
FILE_TYPES = {
    ("PictureRecord", "file"): "picture",
    ("VideoRecord", "poster"): "picture",
    ("VideoRecord", "file"): "film",
    ("VideoRecord", "captions"): "captions",
    ("DownloadRecord", "file"): "document",
}
ZH_LABEL_END = re.compile(r"[，；：（。]")
EN_LABEL_END = re.compile(r"[,;:.(]")
EN_ID = re.compile(r"(?:The )?[Ii]ds? of (?:the |its )?|Its ")


@dataclass(frozen=True)
class FieldSpec:
    """A field of a form. ``label`` and ``help`` are by language; ``limit`` is the length or the greatest number.

    ``fields`` are those of a record, or the one of each item; ``refers`` is what ids stand for, ``accepts`` which
    kind of file, ``options`` the values of a fixed list.
    """

    key: str
    kind: FieldKind
    label: Mapping[str, str]
    help: Mapping[str, str]
    is_required: bool = False
    is_localized: bool = False
    limit: int | None = None
    default: str = ""
    refers: str = ""
    accepts: str = ""
    options: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()


def describe_record(record: type[Any]) -> tuple[FieldSpec, ...]:
    """The fields of a record in the order of its keys."""
    # mypy does not take a record's class for hashable
    return _describe(record)  # type: ignore[arg-type]


@cache
def _describe(record: Any) -> tuple[FieldSpec, ...]:
    schema = json_schema(record)
    return tuple(_describe_fields(schema, schema))


def _describe_fields(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[FieldSpec]:
    required = set(node.get("required", ()))
    for key, field in node["properties"].items():
        if spec := _field(key, field, schema, node.get("title", ""), is_required=key in required):
            yield spec


def _field(
    key: str, field: Mapping[str, Any], schema: Mapping[str, Any], record: str, *, is_required: bool
) -> FieldSpec | None:
    core = _core(field, schema)
    refers = REFERENCES.get(key, "") if _is_id(core, schema) else ""
    accepts = FILE_TYPES.get((record, key), "")
    kind = _kind(key, core, schema, refers, accepts)
    if kind is None:
        return None
    return FieldSpec(
        key,
        kind,
        *_texts(key, field, refers, accepts),
        is_required=is_required,
        is_localized=kind in {FieldKind.LINE, FieldKind.TEXT} and _is_localized(core),
        limit=core.get("maximum", core.get("maxLength")),
        default=str(field.get("default") or "").lower(),
        refers=refers,
        accepts=accepts,
        options=_options(core, schema),
        fields=tuple(_inner_fields(key, core, schema)),
    )


def _core(field: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a key holds unless it is absent, with the definition that it refers to."""
    options = [option for option in field.get("anyOf", ()) if option.get("type") != "null"]
    core = options[0] if len(options) == 1 else field
    return schema["$defs"][core["$ref"].rpartition("/")[2]] if "$ref" in core else core


def _kind(key: str, core: Mapping[str, Any], schema: Mapping[str, Any], refers: str, accepts: str) -> FieldKind | None:
    if _is_localized(core):
        return FieldKind.LINE if key in LINES else FieldKind.TEXT
    if accepts:
        return FieldKind.FILE
    if "enum" in core:
        return FieldKind.CHOICE
    if core.get("type") == "array":
        return FieldKind.FLAGS if "enum" in _core(core["items"], schema) else FieldKind.ROWS
    if core.get("type") == "object":
        return FieldKind.RECORD if "properties" in core else FieldKind.MAPPING
    if refers:
        return FieldKind.NAME if refers in TYPED else FieldKind.CHOICE
    return _scalar_kind(key, core)


def _scalar_kind(key: str, core: Mapping[str, Any]) -> FieldKind | None:
    if {"format": "date-time"} in core.get("anyOf", ()):
        return FieldKind.MOMENT
    if core.get("format") == "date":
        return FieldKind.DAY
    if core.get("type") == "string" and "maxLength" in core and "pattern" not in core and key not in LINES:
        return FieldKind.TEXT
    kinds = {"boolean": FieldKind.SWITCH, "integer": FieldKind.NUMBER, "string": FieldKind.LINE}
    type_ = core.get("type")
    return FieldKind.LINE if isinstance(type_, list) else kinds.get(str(type_))


def _inner_fields(key: str, core: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[FieldSpec]:
    if "properties" in core:
        yield from _describe_fields(core, schema)
        return
    inner = core.get("items") or next(iter(core.get("patternProperties", {}).values()), None)
    if inner is None or _is_localized(core):
        return
    inner_core = _core(inner, schema)
    if "properties" in inner_core:
        yield FieldSpec("", FieldKind.RECORD, {}, {}, fields=tuple(_describe_fields(inner_core, schema)))
    elif "enum" not in inner_core:
        refers = ITEM_REFERENCES.get(key, REFERENCES.get(key, "") if core.get("type") == "array" else "")
        item_key = next((other for other, target in REFERENCES.items() if target == refers), "")
        if item := _field(item_key, inner, schema, "", is_required=False):
            # it stands above the rows, not at each
            yield replace(item, help={})


def _options(core: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[str, ...]:
    options = core.get("enum") or _core(core.get("items") or {}, schema).get("enum") or ()
    return tuple(map(str, options))


def _is_localized(core: Mapping[str, Any]) -> bool:
    return any("additionalProperties" in option for option in core.get("anyOf", ()))


def _is_id(core: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    """Whether a value, its items or its keys can be ids; a fixed list of values has names of its own."""
    return "enum" not in core and "enum" not in _core(core.get("items") or {}, schema) and "properties" not in core


def _texts(
    key: str, field: Mapping[str, Any], refers: str, accepts: str
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    chinese, english = help_of(field, "zh"), help_of(field, "en")
    zh_label = ZH_LABEL_END.split(chinese)[0]
    en_label = EN_LABEL_END.split(english)[0]
    helps = dict(zip(LANGS, (chinese.removeprefix(zh_label), english.removeprefix(en_label)), strict=True))
    helps = {lang: text.replace("（可不填）", "").strip("，；：,;: ") for lang, text in helps.items()}
    helps = {lang: text[:1].upper() + text[1:] for lang, text in helps.items()}
    if refers:
        # a form names things by their names
        zh_label, en_label, helps = zh_label.removesuffix("代号"), EN_ID.sub("", en_label), {}
    labels = dict(zip(LANGS, (zh_label, en_label), strict=True))
    code = f"label_{accepts}" if key == "file" else f"label_{key}"
    if code in CATALOGUE.texts:
        labels, helps = dict(CATALOGUE.texts[code]), dict(CATALOGUE.texts.get(f"help_{key}", {}))
    return {lang: label[:1].upper() + label[1:] for lang, label in labels.items()}, helps
