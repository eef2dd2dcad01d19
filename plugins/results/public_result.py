"""Serialize a result's public files: ``awards.yaml``, and ``published.yaml`` with only what the rule publishes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from plugins.results.decisions.decision_file import DecisionKind
from plugins.results.published_figures import published_figures, text_data
from plugins.results.record import build_record, hash_record
from plugins.results.result import TallyResult

HEADER = "# 由 tally 生成；改动请写进 decisions.yaml 后重新运行。Written by tally.\n"
TOO_FEW = {"zh-Hans": "符合条件的项目不足", "en": "too few eligible entries"}


def serialize_awards(result: TallyResult) -> bytes:
    """Serialize ``awards.yaml``: each level with its entries in order of rank, vacant places, special awards."""
    data: dict[str, Any] = {"awards": {level: list(entries) for level, entries in result.levels.items()}}
    if vacancies := result.vacancies:
        data["vacant"] = {level: _vacancy_data(result, level, places) for level, places in vacancies.items()}
    if result.special:
        data["special"] = {award: list(winners) for award, winners in result.special.items()}
    return _to_yaml(data)


def serialize_published_result(result: TallyResult) -> bytes:
    """Serialize ``published.yaml``: hashes of the record and the awards, and the figures that the rule publishes."""
    hashes = {
        "record": hash_record(build_record(result)),
        "awards": hashlib.sha256(serialize_awards(result)).hexdigest(),
    }
    return _to_yaml({**hashes, **published_figures(result)})


def _vacancy_data(result: TallyResult, level: str, places: int) -> dict[str, Any]:
    """The number of vacant places of a level, and why: by a decision, or because too few entries are eligible."""
    reasons = [
        text_data(decision.reason)
        for decision in result.inputs.decisions.decisions
        if decision.kind is DecisionKind.VACANT and decision.level == level
    ]
    too_few = _in_languages(TOO_FEW, result.inputs.competition.contest.languages)
    return {"places": str(places), "reason": reasons[-1] if reasons else too_few}


def _in_languages(texts: Mapping[str, str], languages: Sequence[str]) -> Any:
    known = {language: texts[language] for language in languages if language in texts}
    # the default language must have a text
    known = known if languages[0] in known else {languages[0]: texts["en"], **known}
    return known if len(known) > 1 else next(iter(known.values()))


def _to_yaml(data: dict[str, Any]) -> bytes:
    return (HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()
