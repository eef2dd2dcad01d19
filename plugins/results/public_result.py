"""Serialize a result's public files: ``awards.yaml``, and ``published.yaml`` with only what the rule publishes."""

from __future__ import annotations

import hashlib
from typing import Any

import yaml

from plugins.results.decisions.decision_file import DecisionKind
from plugins.results.published_figures import in_languages, published_figures, text_data
from plugins.results.record import build_record, hash_record
from plugins.results.result import TallyResult
from plugins.system.messages import Catalogue

HEADER = "# 由 tally 生成；改动请写进 decisions.yaml 后重新运行。Written by tally.\n"
MESSAGES = Catalogue(__file__)


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
    too_few = in_languages(MESSAGES.texts["too_few_eligible"], result.inputs.competition.config.languages)
    return {"places": str(places), "reason": reasons[-1] if reasons else too_few}


def _to_yaml(data: dict[str, Any]) -> bytes:
    return (HEADER + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()
