"""Serialize a result's public files: ``awards.yaml``, and ``published.yaml`` with only what the rule publishes."""

from __future__ import annotations

import hashlib
from typing import Any

import yaml

from plugins.content.schema.figures import digest_figures
from plugins.results.published_figures import published_figures, vacancies_data
from plugins.results.record import build_record, hash_record
from plugins.results.result import TallyResult

HEADER = "# 由 tally 生成；改动请写进 decisions.yaml 后重新运行。Written by tally.\n"


def serialize_awards(result: TallyResult) -> bytes:
    """Serialize ``awards.yaml``: each level with its entries in order of rank, vacant places, special awards."""
    data: dict[str, Any] = {"awards": {level: list(entries) for level, entries in result.levels.items()}}
    if vacancies := vacancies_data(result):
        data["vacant"] = vacancies
    if result.special:
        data["special"] = {award: list(winners) for award, winners in result.special.items()}
    return _to_yaml(data)


def serialize_published_result(result: TallyResult) -> bytes:
    """Serialize ``published.yaml``: hashes of record, awards and itself, and the figures that the rule publishes."""
    hashes = {
        "record": hash_record(build_record(result)),
        "awards": hashlib.sha256(serialize_awards(result)).hexdigest(),
    }
    figures = published_figures(result)
    # as they will be read: every scalar a text
    written = yaml.load(_to_yaml({**hashes, **figures}), yaml.CBaseLoader)
    return _to_yaml({**hashes, "figures": digest_figures(written), **figures})


def _to_yaml(data: dict[str, Any]) -> bytes:
    return (HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()
