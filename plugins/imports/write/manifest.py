"""What was imported, as it was left: so that a second import writes over its own work and never over an editor's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.content.parsing.files import exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.schema.fields import STRICT, Slug
from plugins.content.schema.validate import validate
from plugins.scaffold.front_matter import as_yaml
from plugins.system import textfile

FILE = "imported.yaml"
HEAD = "# 由 import 写：每个导入的项目当时是什么样。用来认出编辑改过的项目，不覆盖它们。\n"


@dataclass(frozen=True)
class Ledger:
    """``content/imported.yaml``: the digest of each folder that an import wrote, by its slug."""

    __pydantic_config__ = STRICT
    imported: Mapping[Slug, str] = field(default_factory=dict)


def read_ledger(content: Path) -> dict[str, str]:
    """The digests by slug. Raises ``Refused`` where the file is broken."""
    if not exists_or_dangling(content, FILE):
        return {}
    return dict(validate(Ledger, read_yaml(FILE, read_text(content, FILE)), ()).imported)


def write_ledger(content: Path, digests: Mapping[str, str]) -> None:
    data = {"imported": dict(sorted(digests.items()))}
    textfile.write_text(content / FILE, HEAD + as_yaml(data))
