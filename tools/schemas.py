"""JSON Schemas of the editors' files, made from the records, so that a text editor completes and validates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from plugins.content.brand.record import BrandFile
from plugins.content.languages.record import TranslationFile
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.documents import ArticleRecord, EntryRecord, PageRecord, TranslationRecord, UnitsFile
from plugins.content.schema.jsonschema import json_schema
from plugins.content.schema.policies import PrivacyFile, WordingFile
from plugins.content.schema.providers import ProvidersFile
from plugins.content.schema.results import (
    AwardsFile,
    CertificatesFile,
    CitationsFile,
    CountsFile,
    NoticeFile,
    PublishedFile,
    ShortlistFile,
    StatusesFile,
)
from plugins.content.series.record import SeriesFile
from plugins.judging.panel_file import JudgingFile
from plugins.results.decisions.decision_file import DecisionsFile
from plugins.results.scores.score_file import ScoresFile
from plugins.results.votes.vote_files import VotesFile
from plugins.system import textfile

RECORDS: dict[str, type[Any]] = {
    "competition": CompetitionConfig,
    "units": UnitsFile,
    "entry": EntryRecord,
    "article": ArticleRecord,
    "page": PageRecord,
    "translation": TranslationRecord,
    "brand": BrandFile,
    "translations": TranslationFile,
    "shortlist": ShortlistFile,
    "statuses": StatusesFile,
    "awards": AwardsFile,
    "wording": WordingFile,
    "privacy": PrivacyFile,
    "providers": ProvidersFile,
    "counts": CountsFile,
    "notice": NoticeFile,
    "certificates": CertificatesFile,
    "citations": CitationsFile,
    "published": PublishedFile,
    "votes": VotesFile,
    "scores": ScoresFile,
    "judging": JudgingFile,
    "decisions": DecisionsFile,
    "series": SeriesFile,
}


def schemas() -> dict[str, str]:
    """Each schema file's name and text."""
    return {f"{name}.schema.json": _schema(record) for name, record in RECORDS.items()}


def _schema(record: type[Any]) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema(record)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        textfile.write_text(folder / name, schema)
