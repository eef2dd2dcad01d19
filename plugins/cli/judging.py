"""The command ``judging``: writes the jury's kit, and reads the sheets that came back."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.cli.console import fail, print_table, report, report_errors, report_of_round
from plugins.content.load import choose_round, load_before_results
from plugins.content.problems import ContentError
from plugins.content.report import display_path, split_round
from plugins.embargo.scan import scan
from plugins.judging.blind import WordMask, find_identifying_terms, identifying_words
from plugins.judging.messages import say
from plugins.judging.packet import make_packet
from plugins.judging.panel_file import Panel, read_panel
from plugins.judging.returned_sheets import ReturnedSheet, collect_sheets, serialize_scores_file
from plugins.judging.score_sheets import make_score_sheet
from plugins.system.command_text import command
from plugins.system.file_names import list_folder
from plugins.system.messages import COMMON

SCORES = "scores.yaml"


@report_errors
def judging(
    content: Path, output: Path, collect: str | None, lang: str, *, blind: bool, round_id: str | None = None
) -> int:
    """Write the kit into a new folder, or say what the sheets in ``collect`` lack; return the exit status."""
    content = choose_round(content, round_id)
    panel = _load_panel(content, lang)
    if not panel:
        return 1
    return collect_scores(panel, Path(collect), lang) if collect else write_kit(panel, output, lang, blind=blind)


def write_kit(panel: Panel, output: Path, lang: str, *, blind: bool) -> int:
    """Write a score sheet for each judge and the packet; nothing if a blind packet reveals whose an entry is."""
    if list_folder(output):
        return fail(say("output_in_use", lang, path=display_path(output)))
    site_lang = panel.lang
    mask = WordMask(identifying_words(panel), say("withheld", site_lang)) if blind else WordMask()
    files = {judge.file: make_score_sheet(panel, judge, mask) for judge in panel.judges}
    files |= make_packet(panel, mask, blind=blind)
    if blind and _report_leaks(panel, files, lang):
        return fail(say("not_blind", lang))
    _write(output, files)
    print(say("written", lang, path=display_path(output), count=len(panel.judges)))
    for judge in panel.judges:
        print(say("sent_to", lang, file=judge.file, judge=judge.name, entries=len(judge.entries)))
    return 0


def collect_scores(panel: Panel, folder: Path, lang: str) -> int:
    """Print who has scored what; write ``scores.yaml`` beside the sheets once all is there."""
    if not folder.is_dir():
        return fail(say("collect_no_folder", lang, path=display_path(folder)))
    sheets, problems = collect_sheets(panel, folder)
    report(sorted(set(problems)), folder, lang)
    heads = [head.strip() for head in say("collect_heads", lang).split("|")]
    print_table(heads, [_cells(sheet, lang) for sheet in sheets])
    if missing := [sheet.judge.name for sheet in sheets if sheet.missing or not sheet.file]:
        return fail(say("collect_missing", lang, judges=COMMON.text("list_separator", lang).join(missing)))
    if problems:
        return 1
    path = folder / SCORES
    if path.exists():
        print(say("collect_exists", lang, path=display_path(path)))
        return 0
    path.write_bytes(serialize_scores_file(panel, sheets))
    print(say("collect_complete", lang, path=display_path(path), command=command("tally")))
    return 0


def _load_panel(content: Path, lang: str) -> Panel | None:
    loaded = load_before_results(content)
    report(loaded.errors, split_round(content)[0], lang)
    if not loaded.competition:
        return None
    try:
        return read_panel(content, loaded.competition)
    except ContentError as refused:
        report_of_round(sorted(set(refused.problems)), content, lang)
        return None


def _report_leaks(panel: Panel, files: Mapping[str, bytes], lang: str) -> bool:
    with TemporaryDirectory() as folder:
        _write(Path(folder), files)
        leaks = scan(Path(folder), find_identifying_terms(panel))
    for leak in leaks:
        values = {"path": leak.path, "reading": leak.reading, "term": leak.term, "source": leak.source}
        print(say("leak", lang, **values), file=sys.stderr)
    return bool(leaks)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _cells(sheet: ReturnedSheet, lang: str) -> tuple[str, ...]:
    if not sheet.file:
        return sheet.judge.name, say("not_returned", lang), "0", "0", str(len(sheet.judge.entries))
    counts = str(len(sheet.scored)), str(len(sheet.recused))
    return sheet.judge.name, sheet.file, *counts, " ".join(sheet.missing)
