"""The command ``tally``: proposes the awards, recounts a record, and shows the operator what other weights would do."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from plugins.cli.console import fail, print_table, report, report_errors, report_of_round, spinner, table_heads, text
from plugins.content.load import choose_round, load_before_results
from plugins.content.problems import ContentError
from plugins.content.report import display_path, split_round
from plugins.content.schema.figures import format_rounded
from plugins.content.stage_view import Competition
from plugins.notary.pack import write_pack
from plugins.notary.report import say
from plugins.results.explain import explain_rule
from plugins.results.inspect_table import inspect_table, write_mapping
from plugins.results.names import EntryNames
from plugins.results.record import (
    build_record,
    compare_records,
    serialize_awards,
    serialize_published_result,
    serialize_record,
)
from plugins.results.result import TallyResult, compute_result, with_weights
from plugins.results.tally import SHORTLIST_FILE, TallyInputs, missing_rule, read_inputs
from plugins.results.votes.row_votes import Progress
from plugins.results.votes.vote_files import VOTES_FILE
from plugins.system import textfile
from plugins.system.disk import write_atomically
from plugins.system.file_names import list_folder
from plugins.system.signatures import SigningError, find_signer, signer_of

AWARDS, PUBLISHED, RECORD = "results/awards.yaml", "results/published.yaml", "results/record.json"
# unknown names that an inspection lists
MAX_NAMES = 20
# warnings of the content that matter to a tally
RULE_NOTES = {"warn_within_track", "warn_within_all"}
WEIGHTS = re.compile(r"([0-9]{1,3})/([0-9]{1,3})\Z")


@report_errors
def tally(
    content: Path,
    verify: str | None,
    weights: str | None,
    table: str | None,
    pack: str | None,
    key: str | None,
    explain: bool,
    lang: str,
    round_id: str | None = None,
) -> int:
    """Count, recount the record to ``verify``, show the ranking under other ``weights``, look at a ``table``, write the
    notary's ``pack``, signed with ``key``, or ``explain`` the rule; of a round where there are several."""
    content = choose_round(content, round_id)
    if table:
        return inspect(content, Path(table), lang)
    if pack:
        result = _result(content, lang)
        return pack_result(content, result, Path(pack), key, lang) if result else 1
    if verify:
        return compare_record(content, Path(verify), lang)
    if explain:
        return print_rule(content, lang)
    return show_weights(content, weights, lang) if weights else write_proposal(content, lang)


def print_rule(content: Path, lang: str) -> int:
    """Print the rule as a public notice states it; nothing is counted or written."""
    competition = _competition(content, lang)
    if not competition:
        return 1
    rule = competition.config.result_rule
    if rule is None or not rule.is_complete:
        report_of_round([missing_rule(content)], content, lang)
        return 1
    for number, sentence in enumerate(explain_rule(rule, competition.config, lang), start=1):
        print(f"{number}. {sentence}")
    return 0


def inspect(content: Path, table: Path, lang: str) -> int:
    """Say what a table of votes looks like, and write votes.yaml for it, or print it where there is one."""
    competition = _competition(content, lang)
    if not competition:
        return 1
    try:
        inspection = inspect_table(table, EntryNames(competition.entries_by_all_titles, competition.shortlist))
    except ContentError as refused:
        report(refused.problems, table.parent, lang)
        return 1
    platform = inspection.preset.name[lang] if inspection.preset else "—"
    values = {
        "name": inspection.file,
        "encoding": inspection.encoding or "XLSX",
        "platform": platform,
        "header": inspection.header,
    }
    print(text("inspect_seen", lang, **values, rows=inspection.rows, columns=", ".join(inspection.columns)))
    if len(inspection.sheets) > 1:
        print(text("inspect_sheets", lang, sheets=", ".join(inspection.sheets)))
    if inspection.unknown_names:
        print(text("inspect_unknown", lang, names=", ".join(inspection.unknown_names[:MAX_NAMES])))
    channels = competition.config.vote_channels
    mapping = write_mapping(inspection, channels[0].id if len(channels) == 1 else "", text("inspect_hint", lang))
    file = content / VOTES_FILE
    if file.exists():
        print(text("inspect_add", lang, path=display_path(file)), mapping, sep="\n")
    else:
        file.parent.mkdir(exist_ok=True)
        textfile.write_text(file, mapping)
        print(text("inspect_written", lang, path=display_path(file)), mapping, sep="\n")
    return 0


def write_proposal(content: Path, lang: str) -> int:
    """Write the proposed awards, what may be published, and the record; return the exit status."""
    result = _result(content, lang)
    if not result:
        return 1
    written = {
        AWARDS: serialize_awards(result),
        PUBLISHED: serialize_published_result(result),
        RECORD: serialize_record(build_record(result)),
    }
    for file, data in written.items():
        write_atomically(content / file, data)
        print(text("tally_written", lang, path=display_path(content / file)))
    return _shortlist_who_goes_on(content, result, lang)


def _shortlist_who_goes_on(content: Path, result: TallyResult, lang: str) -> int:
    """Write the next round's shortlist, unless there is one; it has the order of the tour, which reveals no rank."""
    competition = result.inputs.competition
    rounds = competition.config.rounds
    if competition.round in (None, *rounds[-1:]):
        return 0
    following = rounds[rounds.index(competition.round) + 1]
    chosen = result.levels[following.id]
    root, _ = split_round(content)
    path = (root if following == rounds[-1] else root / following.folder) / SHORTLIST_FILE
    if path.exists():
        print(text("next_shortlist_exists", lang, path=display_path(path), count=len(chosen), round=following.id))
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"  - {slug}\n" for slug in competition.shortlist if slug in chosen]
    textfile.write_text(path, "shortlist:\n" + "".join(lines))
    print(text("next_shortlist_written", lang, path=display_path(path), count=len(chosen), round=following.id))
    return 0


def compare_record(content: Path, record: Path, lang: str) -> int:
    """Recount from the inputs and say where the record, the awards or the published figures differ."""
    result = _result(content, lang)
    if not result:
        return 1
    recounted = build_record(result)
    expected = {record: serialize_record(recounted), content / AWARDS: serialize_awards(result)}
    expected[content / PUBLISHED] = serialize_published_result(result)
    return max([_compare(path, data, recounted if path == record else None, lang) for path, data in expected.items()])


def show_weights(content: Path, weights: str, lang: str) -> int:
    """Print how the ranking moves under other weights; nothing is written."""
    match = WEIGHTS.match(weights)
    if not match or int(match[1]) + int(match[2]) != 100:
        return fail(text("tally_weights", lang))
    result = _result(content, lang)
    other = _result(content, lang, int(match[1])) if result else None
    if not (result and other):
        return 1
    rows = [
        (
            score.entry,
            str(result.ranking.ranks[score.entry]),
            str(other.ranking.ranks[score.entry]),
            format_rounded(score.total, other.inputs.rule.decimals),
        )
        for score in other.ranking.order
    ]
    print_table(table_heads("tally_heads", lang), rows)
    return 0


def _result(content: Path, lang: str, public: int | None = None) -> TallyResult | None:
    competition = _competition(content, lang)
    if not competition:
        return None
    try:
        with spinner("tally_counting", lang) as show:
            inputs: TallyInputs = read_inputs(content, competition, _progress(show, lang))
            report_of_round(inputs.notes, content, lang)
            return compute_result(inputs if public is None else with_weights(inputs, public))
    except ContentError as refused:
        report_of_round(sorted(set(refused.problems)), content, lang)
        return None


def _progress(show: Callable[[str], None], lang: str) -> Progress:
    """Show the number of rows that were counted."""
    counted = 0

    def add(rows: int) -> None:
        nonlocal counted
        counted += rows
        show(text("tally_progress", lang, rows=f"{counted:,}"))

    return add


def _competition(content: Path, lang: str) -> Competition | None:
    loaded = load_before_results(content)
    notes = [note for note in loaded.problems if note.code in RULE_NOTES]
    report([*loaded.errors, *notes], split_round(content)[0], lang)
    return loaded.competition


def _parse(data: bytes, *, is_record: bool) -> Any:
    """The data of a record, or of a YAML file with every scalar as text."""
    return json.loads(data) if is_record else yaml.load(data, yaml.CBaseLoader)


def _compare(path: Path, data: bytes, recounted: object, lang: str) -> int:
    try:
        recorded_bytes = textfile.read_bytes(path)
        recorded = _parse(recorded_bytes, is_record=recounted is not None)
    except (OSError, ValueError, yaml.YAMLError):
        print(text("tally_unreadable", lang, path=display_path(path)), file=sys.stderr)
        return 1
    if recorded_bytes == data:
        print(text("tally_same", lang, path=display_path(path)))
        return 0
    print(text("tally_differs", lang, path=display_path(path)), file=sys.stderr)
    different = list(compare_records(recorded, _parse(data, is_record=recounted is not None)))
    for place, one, other in different[:50]:
        print(text("tally_line", lang, place=place, recorded=one, recounted=other), file=sys.stderr)
    if not different:
        print(text("tally_form", lang), file=sys.stderr)
    return 1


def pack_result(content: Path, result: TallyResult, folder: Path, key: str | None, lang: str) -> int:
    """Write the pack of a result into a new folder, signed if there is a key; return the exit status."""
    if list_folder(folder):
        return fail(say("pack_in_use", lang, path=display_path(folder)))
    if key and not find_signer(Path(key)):
        return fail(say("pack_no_signer", lang, signer=signer_of(Path(key))))
    try:
        write_pack(content, result, folder, Path(key) if key else None)
    except SigningError as error:
        return fail(say("pack_not_signed", lang, key=key, signer=signer_of(Path(key or "")), reason=error))
    print(say("pack_written", lang, path=display_path(folder)))
    if key:
        print(say("pack_signed", lang))
    return 0
