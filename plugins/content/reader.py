"""Reads a content folder into ``RawContent``, continuing past whatever is wrong in one of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.cache.files import cache_key
from plugins.cache.fingerprints import code_digest, file_signature
from plugins.cache.sqlite import CACHE
from plugins.content.brand.drawing import check_emblem
from plugins.content.brand.record import FILE as BRAND_FILE
from plugins.content.brand.record import FOLDER as BRAND_FOLDER
from plugins.content.brand.record import BrandFile
from plugins.content.documents import list_documents, load_documents
from plugins.content.kinds import KINDS
from plugins.content.languages.record import TranslationFile, translation_file
from plugins.content.model import MediaFile
from plugins.content.parsing.archives import FOLDER, list_archives, read_archive
from plugins.content.parsing.files import FileReference, check_download, exists_or_dangling, read_text
from plugins.content.parsing.yaml_lines import YamlDocument, read_yaml
from plugins.content.problems import ContentError, Problem
from plugins.content.schema.config import CompetitionConfig, is_language
from plugins.content.schema.documents import UnitsFile
from plugins.content.schema.policies import PRIVACY_FILE, WORDING_FILE, PrivacyFile, WordingFile
from plugins.content.schema.providers import ProvidersFile
from plugins.content.schema.results import (
    NOTICE_FILE,
    AwardsFile,
    CertificatesFile,
    CitationsFile,
    CountsFile,
    NoticeFile,
    PublishedFile,
    ShortlistFile,
    StatusesFile,
)
from plugins.content.schema.validate import validate
from plugins.content.sources import DataFile, RawContent

# the optional files, by the field of RawContent that holds them; those that a tally writes are apart
OPTIONAL_FILES: dict[str, tuple[type[Any], str]] = {
    "wording": (WordingFile, WORDING_FILE),
    "privacy": (PrivacyFile, PRIVACY_FILE),
    "shortlist": (ShortlistFile, "results/shortlist.yaml"),
    "statuses": (StatusesFile, "results/statuses.yaml"),
    "notice": (NoticeFile, NOTICE_FILE),
    "certificates": (CertificatesFile, "results/certificates.yaml"),
    "citations": (CitationsFile, "results/citations.yaml"),
    "counts": (CountsFile, "results/counts.yaml"),
    "custom_providers": (ProvidersFile, "providers.yaml"),
    "brand": (BrandFile, BRAND_FILE),
}
# what a round before the last has of them
ROUND_FILES = {field: OPTIONAL_FILES[field] for field in ("shortlist", "counts")}
TALLIED_FILES: dict[str, tuple[type[Any], str]] = {
    "awards": (AwardsFile, "results/awards.yaml"),
    "published": (PublishedFile, "results/published.yaml"),
}


@dataclass(frozen=True)
class DataFileResult:
    """The text of a single file, its record or the problems instead, and the languages if the file names them."""

    text: str
    data_file: DataFile[Any] | None
    problems: tuple[Problem, ...]
    languages: tuple[str, ...]


def read_content(
    content: Path, *, include_results: bool = True, meanwhile: Callable[[], object] = lambda: None
) -> RawContent:
    """Read every file of the content. Without ``include_results`` the files that a tally writes are skipped.

    ``meanwhile`` is called by this process while others read the first kind of documents.
    """
    raw = read_data_files(content, include_results=include_results)
    for kind in KINDS:
        raw.slugs[kind], problems = list_documents(content, kind)
        raw.problems += problems
        for result in load_documents(raw, kind, meanwhile):
            raw.problems += result.problems
            raw.links += result.links
            if result.source:
                raw.documents[kind].append(result.source)
        meanwhile = lambda: None  # noqa: E731 - it is called once
    return raw


def read_data_files(content: Path, *, include_results: bool = True) -> RawContent:
    """Read the single files, without the documents."""
    raw = RawContent(content)
    raw.config = _read_data_file(raw, CompetitionConfig, "competition.yaml")
    raw.units = _read_data_file(raw, UnitsFile, "units.yaml")
    _read_optional_files(raw, OPTIONAL_FILES | (TALLIED_FILES if include_results else {}))
    raw.notice_media = dict(_read_notice_media(raw))
    raw.brand_media = dict(_read_brand_media(raw))
    for lang in raw.languages:
        file = translation_file(lang)
        if exists_or_dangling(content, file) and (translations := _read_data_file(raw, TranslationFile, file)):
            raw.translations[lang] = translations
    _read_rounds(raw, include_results=include_results)
    for path in list_archives(content / FOLDER):
        if archive := raw.collect(read_archive, path, f"{FOLDER}/{path.name}"):
            raw.archives.append(archive)
    return raw


def _read_optional_files(raw: RawContent, files: Mapping[str, tuple[type[Any], str]]) -> None:
    for field, (record, file) in files.items():
        if exists_or_dangling(raw.content, file):
            setattr(raw, field, _read_data_file(raw, record, file))


def _read_notice_media(raw: RawContent) -> Iterator[tuple[str, MediaFile]]:
    """Check the documents of the public notice."""
    for index, download in enumerate(raw.notice.record.documents if raw.notice else ()):
        assert raw.notice
        line = raw.notice.document.line("documents", index, "file")
        reference = FileReference(raw.content, "results", download.file, NOTICE_FILE, line)
        if media_file := raw.collect(check_download, reference):
            yield download.file, media_file


def _read_brand_media(raw: RawContent) -> Iterator[tuple[str, MediaFile]]:
    """Check the emblem and the icon."""
    for key in ("emblem", "favicon"):
        if raw.brand and (name := getattr(raw.brand.record, key)):
            reference = FileReference(raw.content, BRAND_FOLDER, name, BRAND_FILE, raw.brand.document.line(key))
            if media_file := raw.collect(check_emblem, reference):
                yield key, media_file


def _read_rounds(raw: RawContent, *, include_results: bool) -> None:
    """Read the results of the rounds before the last; their problems and texts are recorded with the content's."""
    for part in raw.config.record.rounds[:-1] if raw.config else ():
        results = raw.earlier[part.id] = RawContent(raw.content / part.folder, raw.languages)
        _read_optional_files(results, ROUND_FILES | (TALLIED_FILES if include_results else {}))
        raw.problems += [item.of_round(part.id) for item in results.problems]
        raw.texts |= {f"{part.folder}/{file}": text for file, text in results.texts.items()}


def read_competition_config(content: Path) -> CompetitionConfig | None:
    """Read ``competition.yaml`` alone; None if it is invalid."""
    data_file = _read_data_file(RawContent(content), CompetitionConfig, "competition.yaml")
    return data_file.record if data_file else None


def _read_data_file(raw: RawContent, record: type[Any], file: str) -> DataFile[Any] | None:
    signature = file_signature(raw.content / file)
    inputs = (code_digest(), record.__name__, repr((raw.content, raw.languages)), file)
    key = cache_key("data file", *inputs, signature) if signature else None
    result = CACHE.get_or_create(key, lambda: _parse_data_file(raw, record, file))
    raw.problems += result.problems
    raw.languages = raw.languages or result.languages
    if result.text:
        raw.texts[file] = result.text
    return result.data_file


def _parse_data_file(raw: RawContent, record: type[Any], file: str) -> DataFileResult:
    text, languages = "", raw.languages
    try:
        text = read_text(raw.content, file)
        document = read_yaml(file, text)
        if record is CompetitionConfig:
            languages = read_languages(document)
        return DataFileResult(text, DataFile(validate(record, document, languages), document), (), languages)
    except ContentError as error:
        return DataFileResult(text, None, error.problems, languages)


def read_languages(document: YamlDocument) -> tuple[str, ...]:
    """The languages of the competition, read first because other problems of the file depend on them."""
    languages = document.data.get("languages") if isinstance(document.data, dict) else None
    return tuple(languages) if isinstance(languages, list) and languages and all(map(is_language, languages)) else ()
