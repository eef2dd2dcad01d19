"""The mapping file: what a submission form calls each thing, and where in an entry it belongs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import Field

from plugins.content.lookup import plain
from plugins.content.parsing.files import read_text
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import LANGS
from plugins.content.schema.documents import EntryRecord
from plugins.content.schema.fields import STRICT
from plugins.content.schema.validate import validate

SHIPPED = Path(__file__).with_name("mapping.yaml")
# a place in an entry's front matter, such as ("gallery", 0, "alt"); besides its keys there are these three
KeyPath = tuple[str | int, ...]
SLUG, BODY, SECTIONS = "slug", "body", "sections"
KEYS = {each.name for each in fields(EntryRecord)} | {SLUG, BODY}
KEY = re.compile(r"[a-z_]+(?:\[[1-9][0-9]?\])?(?:\.[A-Za-z0-9_-]+){0,2}\Z")
NUMBERED = r"([1-9][0-9]?|[一二三四五六七八九])"
HAN_DIGITS = "一二三四五六七八九"
# what may follow a label: "(not more than 300 characters)", "(seal)"
NOTE = re.compile(r"\([^()]*\)\Z")

Names = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(min_length=1)]


@dataclass(frozen=True)
class Column:
    __pydantic_config__ = STRICT
    key: Annotated[str, Field(pattern=r"^[a-z_]+(\[n\])?(\.[a-z_]+)?$")]
    """写进项目资料的哪一项。Where in the entry it goes."""
    names: Names
    """表里怎么称呼它，第一个用于导出。What forms call it; the first is used in exports."""


@dataclass(frozen=True)
class Section:
    __pydantic_config__ = STRICT
    heading: Annotated[str, Field(min_length=1, max_length=60)]
    """正文里的小标题。Heading in the body."""
    names: Names


@dataclass(frozen=True)
class Form:
    """A mapping file as a whole."""

    __pydantic_config__ = STRICT
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    sections: tuple[Section, ...] = ()
    ignored: tuple[str, ...] = ()
    """不上网站的各项。What does not go onto the site."""
    nothing: tuple[str, ...] = ()
    """表示“没有”的写法。What units write for "none"."""

    def place_of(self, label: str, languages: Sequence[str]) -> KeyPath | None:
        """Where what stands under this label goes; nothing if the form does not know it."""
        said = plain(label)
        name, _, lang = said.rpartition(".")
        if name and lang in languages[1:] and (path := self._named(name) or _key(name)):
            return (*path, lang)
        return self._named(said) or _key(said) or self._named(plain(NOTE.sub("", said)))

    def _named(self, label: str) -> KeyPath | None:
        for section in self.sections:
            if label in map(plain, section.names):
                return (SECTIONS, section.heading)
        for column in self.columns:
            for name in column.names:
                if found := re.fullmatch(re.escape(plain(name)).replace(r"\{n\}", NUMBERED), label):
                    return path_of(column.key.replace("[n]", f"[{_digit(*found.groups())}]"))
        return None

    def ignores(self, label: str) -> bool:
        return any(fnmatchcase(plain(label), unicodedata.normalize("NFKC", each)) for each in self.ignored)

    def says_nothing(self, text: str) -> bool:
        return not text.strip() or text.strip() in self.nothing

    def label_of(self, path: KeyPath) -> str:
        """What the form calls this place: the header of an export's column, and the word in messages."""
        if path[0] == SECTIONS:
            return str(path[-1])
        for column in self.columns:
            known = path_of(column.key.replace("[n]", "[1]"))
            at = next((part for part in path if isinstance(part, int)), 0)
            if tuple(0 if isinstance(part, int) else part for part in path[: len(known)]) == known:
                name = column.names[0].replace("{n}", str(at + 1))
                return ".".join((name, *map(str, path[len(known) :])))
        return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def read_form(path: Path = SHIPPED) -> Form:
    """The mapping file of this path. Raises ``Refused`` with all that is wrong in it."""
    return validate(Form, read_yaml(path.name, read_text(path.parent, path.name)), LANGS)


def _key(label: str) -> KeyPath | None:
    path = path_of(label) if KEY.match(label) else ()
    return path if path and path[0] in KEYS else None


def path_of(key: str) -> KeyPath:
    """``gallery[2].alt``, counted from one, as a path."""
    parts = re.findall(r"[A-Za-z0-9_-]+|\[\d+\]", key)
    return tuple(int(part[1:-1]) - 1 if part.startswith("[") else part for part in parts)


def _digit(number: str = "1") -> int:
    return HAN_DIGITS.index(number) + 1 if number in HAN_DIGITS else int(number)
