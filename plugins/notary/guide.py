"""What the script in a pack recounts: tables that plain Python reads, and parts with a plain formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plugins.content.schema.result_rule import Normalisation, RulePart
from plugins.results.names import EntryNames
from plugins.results.points import group_entries
from plugins.results.result import TallyResult
from plugins.results.tally import TallyInputs
from plugins.results.votes.count import ChannelVotes
from plugins.results.votes.vote_files import VOTES_FILE, VoteTable
from plugins.tables.column_blocks import find_columns, read_heads
from plugins.tables.delimited import detect_encoding, find_separator
from plugins.tables.readers import read_cells

# larger tables would take the script's memory
MAX_TABLE_BYTES = 50_000_000
AWARDS, VOTES, POINTS = "awards", "votes", "points"


def make_guide(content: Path, result: TallyResult) -> dict[str, Any]:
    """Make the script's guide; ``not_recounted`` names what it takes from the record."""
    inputs = result.inputs
    channels = {channel.channel: channel for channel in inputs.votes}
    counted = {
        name: [_table_guide(content, inputs, table) for table in channel.tables]
        for name, channel in channels.items()
        if _is_plain_channel(content, channel)
    }
    parts = [_part_guide(result, part) for part in inputs.rule.total_parts]
    by_order = _are_levels_by_order(result)
    rest = [f"{VOTES} {name}" for name in channels if name not in counted]
    rest += [f"{POINTS} {part['id']}" for part in parts if not part["recounted"]]
    return {
        "counted": counted,
        "parts": parts,
        "levels_by_order": by_order,
        "not_recounted": rest if by_order else [*rest, AWARDS],
    }


def _is_plain_channel(content: Path, channel: ChannelVotes) -> bool:
    return not (channel.voided or channel.late or channel.not_counted) and all(
        _is_plain_table(content, table) for table in channel.tables
    )


def _is_plain_table(content: Path, table: VoteTable) -> bool:
    is_small_csv = table.file.lower().endswith(".csv") and (content / table.path).stat().st_size <= MAX_TABLE_BYTES
    return bool(is_small_csv and table.entry and not table.has_ballots)


def _table_guide(content: Path, inputs: TallyInputs, table: VoteTable) -> dict[str, Any]:
    """Describe a table by the numbers of its columns from 0, its separator, and what its cells call the entries."""
    names = EntryNames(inputs.competition.entries_by_all_titles, inputs.competition.shortlist).with_aliases(
        table.aliases
    )
    source = table.table_source
    encoding = source.encoding or detect_encoding(content / table.path)
    rows = iter(read_cells(content, source, VOTES_FILE, 1))
    entry, votes = table.entry or "", table.votes
    columns = find_columns(read_heads(rows, source), [entry, *filter(None, [votes])], source)
    cells = {row.cells[columns[entry]].text.strip() for row in rows if columns[entry] in row.cells}
    others = {*table.totals, *table.persons, *table.not_counted}
    matches = {cell: names.find(cell).slug for cell in sorted(cells - others)}
    return {
        "file": f"inputs/{table.file}",
        "encoding": encoding,
        "delimiter": find_separator(content / table.path, encoding),
        "header": table.header,
        "entry": columns[entry] - 1,
        "votes": columns[votes] - 1 if votes else None,
        "names": {cell: slug for cell, slug in matches.items() if slug},
    }


def _part_guide(result: TallyResult, part: RulePart) -> dict[str, Any]:
    return {
        "id": part.id,
        "by": part.by.value,
        "share": str(part.share),
        "channels": dict(part.channels),
        "votes_as": part.votes_as.value if part.votes_as else None,
        "trim": part.trim,
        "recounted": _is_plain_part(result, part),
    }


def _is_plain_part(result: TallyResult, part: RulePart) -> bool:
    inputs = result.inputs
    if result.effects or len(group_entries(inputs.competition, inputs.rule)) != 1:
        return False
    if part.is_scored:
        has_marks = part.id in inputs.juries and bool(inputs.juries[part.id].marks)
        is_changed = part.of_each_judge or bool(part.conversions) or part.normalise is not Normalisation.NONE
        return has_marks and not is_changed
    return bool(inputs.votes and part.votes_as) and not (part.channel_weights or part.beyond)


def _are_levels_by_order(result: TallyResult) -> bool:
    order = [score.entry for score in result.ranking.order]
    for level in result.inputs.competition.config.award_levels:
        entries, order = order[: level.size], order[level.size :]
        if list(result.levels.get(level.id, ())) != entries:
            return False
    return not result.effects
