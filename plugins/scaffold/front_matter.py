"""Front matter as an editor would write it: plain YAML that the loader reads back as the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


class _Writer(yaml.SafeDumper):
    """Lists stand under their key, indented; texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's own
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    if text in {"true", "false"}:
        # the loader reads every scalar as text, so that editors can write these without quotes
        return writer.represent_scalar("tag:yaml.org,2002:bool", text)
    return writer.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)


_Writer.add_representer(str, _text)


def as_yaml(data: Mapping[str, Any]) -> str:
    """The data as YAML, keys in their order."""
    if not data:
        return ""
    return str(yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10_000))


def as_paper(data: Mapping[str, Any], body: str) -> str:
    """An ``index.md`` of this front matter and body."""
    return f"---\n{as_yaml(data)}---\n\n{body}"
