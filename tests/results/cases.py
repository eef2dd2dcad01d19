"""Hypothesis strategies for competitions as plain numbers, and their conversion to the program's own types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from plugins.content.load import load
from plugins.content.schema.config import AwardLevel
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.result_rule import Normalisation, ResultRule, VotesAs
from plugins.content.stage_view import Competition
from plugins.results.decisions.decision_file import DecisionsFile
from plugins.results.scores.marks import JuryMarks
from plugins.results.scores.score_file import ScoreScale, ScoresFile, ScoreTable
from plugins.results.tally import TallyInputs
from plugins.results.votes.count import ChannelVotes
from plugins.results.votes.vote_files import VoteTable
from tests.support.builds import TINY

TRACKS = ("water", "safety")
WORD = TranslatedText("zh-Hans", {"zh-Hans": "x"})


@st.composite
def cases(draw: Any) -> dict[str, Any]:
    """A whole competition; small numbers, so that ties are common."""
    entries = [f"e{number}" for number in range(draw(st.integers(2, 8)))]
    channels = [f"c{number}" for number in range(draw(st.integers(1, 3)))]
    judges = [f"j{number}" for number in range(draw(st.integers(3, 7)))]
    public = draw(st.sampled_from([0, 20, 30, 50, 80, 100]))
    lowest = draw(st.sampled_from([0, 1, 60]))
    highest = lowest + draw(st.sampled_from([5, 10, 40]))
    marks = _marks(lowest, highest)
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    trim = draw(st.integers(0, 1))
    case = {
        "entries": entries,
        "tracks": {entry: draw(st.sampled_from(TRACKS)) for entry in entries},
        "votes": {channel: {entry: draw(st.integers(0, 40)) for entry in entries} for channel in channels},
        "channel_weights": draw(_weights(channels)),
        "marks": {judge: {entry: draw(marks) for entry in entries} for judge in judges},
        "lowest": lowest,
        "highest": highest,
        "public": public,
        "experts": 100 - public,
        "votes_as": draw(st.sampled_from([choice.value for choice in VotesAs])),
        "normalise": draw(st.sampled_from([choice.value for choice in Normalisation])),
        "trim": trim,
        "ties": draw(st.permutations(["experts", "votes"])),
        "decimals": draw(st.integers(0, 6)),
        "levels": [
            {"id": f"l{number}", "size": size, "ranked": draw(st.booleans())} for number, size in enumerate(sizes)
        ],
        "quotas": {},
    }
    if draw(st.booleans()):
        case["quotas"] = {"l0": {draw(st.sampled_from(TRACKS)): draw(st.integers(1, sizes[0]))}}
    # one judge may leave out one entry, as long as enough are left
    if draw(st.booleans()) and len(judges) - 1 > 2 * trim:
        case["marks"][judges[0]].pop(entries[0])
    return case


@cache
def _marks(lowest: int, highest: int) -> st.SearchStrategy[Fraction]:
    """Whole numbers, halves, thirds and quarters: one draw each, where ``fractions`` takes a dozen."""
    return st.sampled_from([Fraction(part, of) for of in range(1, 5) for part in range(lowest * of, highest * of + 1)])


@st.composite
def _weights(draw: Any, channels: list[str]) -> dict[str, int]:
    if draw(st.booleans()):
        return {}
    first = draw(st.integers(0, 100)) if len(channels) > 1 else 100
    rest = [0] * (len(channels) - 2) + [100 - first] if len(channels) > 1 else []
    return dict(zip(channels, [first, *rest], strict=True))


@cache
def _competition() -> Competition:
    competition = load(TINY).competition
    assert competition
    return competition


def to_tally_inputs(case: dict[str, Any]) -> TallyInputs:
    """Convert a case to the inputs of the tally."""
    whole = _competition()
    tracks = {track.id: track for track in whole.config.tracks}
    model = whole.entries[0]
    entries = tuple(replace(model, slug=slug, track=tracks[case["tracks"][slug]]) for slug in case["entries"])
    levels = tuple(AwardLevel(level["id"], WORD, level["size"], "call", level["ranked"]) for level in case["levels"])
    config = replace(whole.config, award_levels=levels)
    competition = replace(whole, config=config, entries=entries, shortlist=tuple(case["entries"]))
    when = date(2024, 3, 20)
    tables = {channel: VoteTable(channel, "a.csv", when, WORD, "x") for channel in case["votes"]}
    votes = tuple(ChannelVotes(channel, (tables[channel],), counts) for channel, counts in case["votes"].items())
    table = ScoreTable("s.csv", judge="j", entry="e", criteria={"novelty": "n"})
    scale = ScoreScale(case["lowest"], case["highest"])
    scores = ScoresFile(case["lowest"], case["highest"], (table,), scale=scale)
    juries = {"experts": JuryMarks(case["marks"])}
    return TallyInputs(competition, to_rule(case), votes, scores, juries, DecisionsFile(), {})


def to_rule(case: dict[str, Any]) -> ResultRule:
    return ResultRule(
        public=case["public"],
        experts=case["experts"],
        votes_as=VotesAs(case["votes_as"]),
        channel_weights=case["channel_weights"],
        trim=case["trim"],
        normalise=Normalisation(case["normalise"]),
        ties=tuple(case["ties"]),
        quotas=case["quotas"],
        decimals=case["decimals"],
    )
