"""Checks that published figures, awards and the record of the tally belong together, figure by figure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from plugins.content.differences import find_differences, format_place, format_value
from plugins.content.parsing.files import exists_or_dangling, read_text, regular_file
from plugins.content.parsing.yaml_lines import KeyPath, YamlDocument, read_yaml
from plugins.content.problems import Problem, problem
from plugins.content.schema.figures import digest_figures, format_rounded
from plugins.content.schema.results import PublishedFile
from plugins.content.sources import DataFile, RawContent
from plugins.system import textfile
from plugins.system.command_text import command

PUBLISHED, AWARDS, RECORD = "results/published.yaml", "results/awards.yaml", "results/record.json"
# further differences would not help
MAX_SHOWN = 20
# the key of each file's hash in published.yaml, and of the hash of all that published.yaml says
KEYS = {AWARDS: "awards", RECORD: "record"}
SEAL = "figures"


@dataclass(frozen=True)
class _TallyFiles:
    """The three files of a tally. ``intact`` are those that are as their hash says; a missing one is not.

    ``is_sealed`` is False where published.yaml has no hash of itself.
    """

    published: YamlDocument
    awards: YamlDocument | None
    record: dict[str, Any] | None
    digests: Mapping[str, str]
    intact: frozenset[str]
    is_sealed: bool

    @property
    def figures(self) -> dict[str, Any]:
        """What published.yaml says besides the hashes."""
        return {key: value for key, value in self.published.data.items() if key not in (*KEYS.values(), SEAL)}


def check_tally_files(raw: RawContent, data_file: DataFile[PublishedFile]) -> Iterator[Problem]:
    """Compare the figures of all three files, then the hashes of what was changed otherwise."""
    tally_files, tally = _read_tally_files(raw, data_file), command("tally", "--content", raw.content)
    if AWARDS not in tally_files.digests:
        yield problem(AWARDS, 1, "tallied_file_missing", command=tally)
    if RECORD not in tally_files.digests:
        code = "warn_record_missing" if data_file.record.figures else "record_missing"
        yield problem(RECORD, 1, code, command=tally)
    elif tally_files.record is None:
        yield problem(RECORD, 1, "record_unreadable", command=tally)
    differences = list(_compare_with_record(tally_files))[:MAX_SHOWN] if tally_files.record is not None else []
    yield from differences
    yield from _check_hashes(raw, tally_files, {difference.file for difference in differences})


def _read_tally_files(raw: RawContent, data_file: DataFile[PublishedFile]) -> _TallyFiles:
    published = data_file.document
    hashes = {AWARDS: data_file.record.awards, RECORD: data_file.record.record}
    digests = {
        file: textfile.digest(regular_file(raw.content, file, file, 1))
        for file in hashes
        if exists_or_dangling(raw.content, file)
    }
    intact = {file for file, digest in digests.items() if digest == hashes[file]}
    sealed = {key: value for key, value in published.data.items() if key != SEAL}
    if digest_figures(sealed) == data_file.record.figures:
        intact.add(PUBLISHED)
    awards = read_yaml(AWARDS, read_text(raw.content, AWARDS)) if raw.awards else None
    record = _read_record(raw) if RECORD in digests else None
    return _TallyFiles(published, awards, record, digests, frozenset(intact), bool(data_file.record.figures))


def _check_hashes(raw: RawContent, tally_files: _TallyFiles, named: set[str]) -> Iterator[Problem]:
    """The files that are not as their hash says, where no figure of theirs was named."""
    wrong = sorted(tally_files.digests.keys() - tally_files.intact - named)
    if PUBLISHED in tally_files.intact or not tally_files.is_sealed:
        yield from (_edit_problem(raw, file) for file in wrong if PUBLISHED not in named)
    elif PUBLISHED not in named:
        for file in wrong:
            key = KEYS[file]
            values = {"given": tally_files.published.data.get(key), "recorded": tally_files.digests[file]}
            texts = {name: format_value(value) for name, value in values.items()}
            yield tally_files.published.problem("figure_differs", key, place=key, **texts)
        if not wrong:
            yield tally_files.published.problem("published_edited", SEAL)


def _edit_problem(raw: RawContent, file: str) -> Problem:
    if file == AWARDS:
        return problem(file, 1, "not_as_tallied", command=command("tally", "--content", raw.content))
    verify = command("tally", "--content", raw.content, "--verify", raw.content / file)
    return problem(file, 1, "record_edited", command=verify)


def _compare_with_record(tally_files: _TallyFiles) -> Iterator[Problem]:
    record, figures = tally_files.record or {}, tally_files.figures
    if "published" in record:
        yield from _differences(tally_files, tally_files.published, figures, record["published"], ())
    yield from _differences(tally_files, tally_files.published, *_figures_of_ranking(figures, record), ())
    if tally_files.awards is None:
        return
    awards = tally_files.awards.data
    for key in ("awards", "special", "vacant"):
        yield from _differences(tally_files, tally_files.awards, awards.get(key) or {}, record.get(key) or {}, (key,))


def _read_record(raw: RawContent) -> dict[str, Any] | None:
    try:
        record = json.loads(read_text(raw.content, RECORD))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _differences(
    tally_files: _TallyFiles, document: YamlDocument, current: Any, recorded: Any, prefix: KeyPath
) -> Iterator[Problem]:
    """Where a file and the record differ: in the record, if only the record is not as its hash says."""
    is_of_record = document.file in tally_files.intact and RECORD not in tally_files.intact
    for path, one, other in find_differences(current, recorded):
        place = format_place((*prefix, *path))
        if is_of_record:
            values = {"name": document.file, "given": format_value(other), "published": format_value(one)}
            yield problem(RECORD, 1, "figure_of_record_differs", place=place, **values)
        else:
            values = {"given": format_value(one), "recorded": format_value(other)}
            yield document.problem("figure_differs", *prefix, *path, place=place, **values)


def _figures_of_ranking(figures: Mapping[str, Any], record: Mapping[str, Any]) -> tuple[Any, Any]:
    """The published figures that the record's ranking has too: as they are published, and as the ranking has them.

    This also finds a record whose copy of the published figures was changed with them, and one without such a copy.
    """
    rows = {row["entry"]: row for row in _rows(record.get("ranking")) if isinstance(row.get("entry"), str)}
    names = {"votes": "votes", "total": "published", "rank": "place"}
    current, recorded = [], []
    for entry in _rows(figures.get("entries")):
        row = rows.get(str(entry.get("entry")))
        known = [name for name in names if row and name in entry and names[name] in row]
        current.append({name: entry[name] for name in known})
        recorded.append({name: (row or {}).get(names[name]) for name in known})
        _add_points(entry, row or {}, current[-1], recorded[-1])
    return {"entries": current}, {"entries": recorded}


def _add_points(entry: Mapping[str, Any], row: Mapping[str, Any], current: Any, recorded: Any) -> None:
    """Add the points of parts, rounded to as many digits as are published."""
    exact = {name: row.get(name) for name in ("public", "experts")} | _mapping(row.get("points"))
    for name, value in exact.items():
        figure, number = entry.get(name), _exact(value)
        if isinstance(figure, str) and number is not None:
            current[name] = figure
            recorded[name] = format_rounded(number, len(figure.partition(".")[2]))


def _exact(value: object) -> Fraction | None:
    """A figure of the record: a decimal, or a rounded decimal followed by the exact fraction."""
    try:
        return Fraction(str(value).rpartition("(")[2].rstrip(")"))
    except (ValueError, ZeroDivisionError):
        return None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
