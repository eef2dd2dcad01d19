"""Schema of ``series.yaml``, and which folder of content is which edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from plugins.content.parsing.files import exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import ContentError, Problem, problem
from plugins.content.reader import read_competition_config, read_languages
from plugins.content.schema.config import LANGUAGE
from plugins.content.schema.fields import Slug, StrictRecord, Url
from plugins.content.schema.localized import Text
from plugins.content.schema.validate import validate
from plugins.content.url_scheme import RESERVED_SLUGS

FILE = "series.yaml"
# the folder of the front page's own pages, which no edition may have for its address
OVERVIEWS = "years"


@dataclass(frozen=True)
class EditionRecord(StrictRecord):
    """An edition: its content is in the folder of this name beside ``series.yaml``, its site below this address."""

    id: Slug
    """这一届的代号：内容文件夹的名字，也是网址的一部分，如 2024。Folder of its content and part of its address."""
    name: Text | None = None
    """届次的名称，如“第二届（2024年）”；不写就用大赛简称。Else the short name of its competition."""
    frozen: bool = False
    """已经定稿，不再发布。Never published again where it is public."""


@dataclass(frozen=True)
class SeriesFile(StrictRecord):
    """``series.yaml`` as a whole."""

    id: Slug
    """系列的代号，定了就不要改。Never change it."""
    languages: Annotated[tuple[Annotated[str, Field(pattern=LANGUAGE)], ...], Field(min_length=1)]
    """首页的语言，第一个是默认语言。Languages of the front page; the first is the default."""
    name: Text
    """系列的名称，显示在首页。Shown on the front page."""
    about: Text
    """一两句话的介绍。What the series is."""
    url: Url
    """首页的网址；每一届在它下面，如 …/2024/。Address of the front page, above that of each edition."""
    editions: Annotated[tuple[EditionRecord, ...], Field(min_length=1)]
    """各届，按先后。In order of time."""
    formerly_at_root: Slug | None = None
    """以前直接放在首页网址下的那一届；它的旧网址会转到新网址。The edition whose old addresses lead to the new ones."""


@dataclass(frozen=True)
class Series:
    """A series and its folder."""

    folder: Path
    record: SeriesFile

    def content(self, edition: str) -> Path:
        """The folder of an edition's content."""
        return self.folder / edition

    def edition(self, edition: str) -> EditionRecord:
        """The record of an edition. Raises ``KeyError`` for an unknown one."""
        return {record.id: record for record in self.record.editions}[edition]


def read_series(folder: Path) -> Series:
    """Read and check the series in a folder. Raises ``ContentError`` with everything that is wrong."""
    document = read_yaml(FILE, read_text(folder, FILE))
    record = validate(SeriesFile, document, read_languages(document))
    if problems := list(_check(folder, record, document)):
        raise ContentError(*problems)
    return Series(folder, record)


def find_series(content: Path) -> Series | None:
    """The series that a content is an edition of, if it says so. Raises ``ContentError`` if that is not so."""
    config = read_competition_config(content)
    if config is None or config.edition is None:
        return None
    folder = content.absolute().parent
    series = read_series(folder) if exists_or_dangling(folder, FILE) else None
    if series is None or content.absolute().name not in {edition.id for edition in series.record.editions}:
        raise ContentError(problem("competition.yaml", 1, "edition_without_series", edition=config.edition))
    return series


def _check(folder: Path, record: SeriesFile, document: YamlDocument) -> Iterator[Problem]:
    ids = [edition.id for edition in record.editions]
    taken = RESERVED_SLUGS | {OVERVIEWS} | {lang.lower() for lang in record.languages}
    for index, edition in enumerate(ids):
        line = document.line("editions", index, "id")
        if edition in ids[:index]:
            yield problem(FILE, line, "duplicate_id", given=edition)
        elif edition in taken:
            yield problem(FILE, line, "reserved_slug", given=edition)
        else:
            yield from _check_edition(folder, record, edition, line)
    if record.formerly_at_root and record.formerly_at_root not in ids:
        yield problem(FILE, document.line("formerly_at_root"), "no_edition", edition=record.formerly_at_root)


def _check_edition(folder: Path, record: SeriesFile, edition: str, line: int) -> Iterator[Problem]:
    if not (folder / edition / "competition.yaml").is_file():
        yield problem(FILE, line, "no_edition", edition=edition)
        return
    config = read_competition_config(folder / edition)
    address = f"{record.url.rstrip('/')}/{edition}"
    if config and config.edition != edition:
        yield problem(FILE, line, "edition_not_named", edition=edition)
    elif config and config.site.url.rstrip("/") != address:
        yield problem(FILE, line, "edition_address", edition=edition, address=address)
