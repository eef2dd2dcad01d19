"""The mapping file: the labels that submission forms use, and the entry's key for each; how labels are found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from plugins.content.lookup import normalize_label
from plugins.content.parsing.files import read_text
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.schema.documents import EntryRecord
from plugins.content.schema.fields import StrictRecord
from plugins.content.schema.validate import validate
from plugins.system.messages import LANGS

DEFAULT_MAPPING = Path(__file__).with_name("mapping.yaml")
# a key in an entry's front matter, such as ("gallery", 0, "alt"), or one of the three below
KeyPath = tuple[str | int, ...]
SLUG, BODY, SECTIONS = "slug", "body", "sections"
# fields by which a unit recognizes its entry, and those that may have several labels, whose values are joined
IDENTIFYING: tuple[KeyPath, ...] = (("number",), ("title",))
REPEATABLE = {"units", "gallery"}
# keys of texts of more than a few words
TEXT_KEYS = {BODY, SECTIONS, "summary"}
PICTURE_FIELDS = {("gallery", "gallery"), ("gallery", "file"), ("cover", "file"), ("video", "poster")}
KEYS = {field.name for field in fields(EntryRecord)} | {SLUG, BODY}
KEY = re.compile(r"[a-z_]+(?:\[[1-9][0-9]?\])?(?:\.[A-Za-z0-9_-]+){0,2}\Z")
NUMBERED = r"([1-9][0-9]?|[一二三四五六七八九])"
HAN_DIGITS = "一二三四五六七八九"
# a note after a label: "(not more than 300 characters)", "(seal)"
TRAILING_NOTE = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕)\Z")
# a label in English below the one in Chinese; "English" says that the value is
TRANSLATION_BELOW = re.compile(r"(?<=[^\x00-\x7f])\n(?!english)[A-Za-z][A-Za-z .&'/-]*\Z", re.I)
COLON = re.compile(r"[:：]")
# a line to write on is drawn with these
FILL_SIGNS = " \t\n\u3000_＿"
FILL_LINE = re.compile(r"^[_＿]{2,}[ \u3000]*|[ \u3000]*[_＿]{2,}$", re.M)
MAX_LABEL_LENGTH = 80
SENTENCE_END = re.compile(r"[。！？；]")
COMMA = re.compile(r"[，,]")
# characters; names, numbers and addresses of mail are shorter
MAX_DETAIL, MAX_LISTED_DETAIL = 30, 15

Names = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(min_length=1)]


@dataclass(frozen=True)
class Column(StrictRecord):
    """A key of an entry and the labels that forms use for it."""

    key: Annotated[str, Field(pattern=r"^[a-z_]+(\[n\])?(\.[a-z_]+)?$")]
    """写进项目资料的哪一项。Where in the entry it goes."""
    names: Names
    """表里怎么称呼它，第一个用于导出。What forms call it; the first is used in exports."""


@dataclass(frozen=True)
class Section(StrictRecord):
    """A section of the body and the labels that forms use for it."""

    heading: Annotated[str, Field(min_length=1, max_length=60)]
    """正文里的小标题。Heading in the body."""
    names: Names


@dataclass(frozen=True)
class FieldMapping(StrictRecord):
    """A mapping file."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    sections: tuple[Section, ...] = ()
    ignored: tuple[str, ...] = ()
    """不上网站的各项。What does not go onto the site."""
    nothing: tuple[str, ...] = ()
    """表示“没有”的写法。What units write for "none"."""

    def find_path(self, label: str, languages: Sequence[str]) -> KeyPath | None:
        """Return the key path for a label of a form, or None if the label is unknown."""
        normalized = normalize_label(label)
        name, _, lang = normalized.rpartition(".")
        if name and lang in languages[1:] and (path := self._find_named(name) or _parse_known_key(name)):
            return (*path, lang)
        return (
            self._find_named(normalized)
            or _parse_known_key(normalized)
            or self._find_named(normalize_label(TRAILING_NOTE.sub("", normalized)))
        )

    @cached_property
    def _headings(self) -> dict[str, str]:
        """The heading of a section by each of its normalized labels; of several sections the first."""
        return {normalize_label(name): section.heading for section in self.sections[::-1] for name in section.names}

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """What matches the normalized labels of a column, with its key, in their order."""
        names = [(normalize_label(name), column.key) for column in self.columns for name in column.names]
        return [(re.compile(re.escape(name).replace(r"\{n\}", NUMBERED)), key) for name, key in names]

    def _find_named(self, label: str) -> KeyPath | None:
        if label in self._headings:
            return (SECTIONS, self._headings[label])
        for pattern, key in self._patterns:
            if match := pattern.fullmatch(label):
                return parse_key(key.replace("[n]", f"[{_parse_number(*match.groups())}]"))
        return None

    def ignores(self, label: str) -> bool:
        """Return whether fields with this label do not go onto the site."""
        return any(
            fnmatchcase(normalize_label(label), unicodedata.normalize("NFKC", pattern)) for pattern in self.ignored
        )

    def is_blank(self, text: str) -> bool:
        """Return whether a text is empty, a line to write on, or means "none"."""
        words = text.strip(FILL_SIGNS)
        return not words or words in self.nothing

    def label_for(self, path: KeyPath) -> str:
        """Return the label of a key path, for the header of an export and for messages."""
        if path[0] == SECTIONS:
            return str(path[-1])
        index = next((part for part in path if isinstance(part, int)), 0)
        for column in self.columns:
            column_path = parse_key(column.key.replace("[n]", "[1]"))
            if tuple(0 if isinstance(part, int) else part for part in path[: len(column_path)]) == column_path:
                name = column.names[0].replace("{n}", str(index + 1))
                return ".".join((name, *map(str, path[len(column_path) :])))
        return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


@dataclass(frozen=True)
class LabelFinder:
    """Finds the labels of a mapping; those with a language after them have the languages after the first."""

    mapping: FieldMapping
    languages: Sequence[str]

    def find(self, label: str) -> KeyPath | None:
        """Return the key path for a label, or None for a text that is not one."""
        if not 0 < len(label) <= MAX_LABEL_LENGTH:
            return None
        path = self.mapping.find_path(label, self.languages)
        return path or self.mapping.find_path(TRANSLATION_BELOW.sub("", label), self.languages)

    def split(self, text: str) -> str | None:
        """Return what stands before the first colon, or None if there is no colon."""
        return COLON.split(text, maxsplit=1)[0] if COLON.search(text) else None


def is_sentence(text: str) -> bool:
    """Return whether a text is part of a description rather than a detail such as a name or a number."""
    is_long = len(text) > MAX_DETAIL or (len(text) > MAX_LISTED_DETAIL and bool(COMMA.search(text)))
    return is_long or bool(SENTENCE_END.search(text))


def load_mapping(path: Path = DEFAULT_MAPPING) -> FieldMapping:
    """Load a mapping file. Raises ``ContentError`` with every problem in it."""
    return validate(FieldMapping, read_yaml(path.name, read_text(path.parent, path.name)), LANGS)


def _parse_known_key(label: str) -> KeyPath | None:
    path = parse_key(label) if KEY.match(label) else ()
    return path if path and path[0] in KEYS else None


def parse_key(key: str) -> KeyPath:
    """Parse a key such as ``gallery[2].alt``, whose indexes count from one."""
    parts = re.findall(r"[A-Za-z0-9_-]+|\[\d+\]", key)
    return tuple(int(part[1:-1]) - 1 if part.startswith("[") else part for part in parts)


def _parse_number(number: str = "1") -> int:
    return HAN_DIGITS.index(number) + 1 if number in HAN_DIGITS else int(number)
