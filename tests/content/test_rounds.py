"""A competition of rounds: what each stage shows of its own round, and of the entries that are out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.stage_view import Competition
from tests.content.invalid_rounds import FIRST, set_rounds
from tests.content.mutations import GARDEN, SHORTLIST, SITE, combine, replace_text, write_file

ONE, TWO = "https://vote.example.com/one", "https://vote.example.com/two"
COUNTS = "as_of: 2024-03-{}\nsource: 后台\ncounts:\n  {}\n"
# the stage "review" votes in the second round
CHANGES = combine(
    set_rounds(
        first=f", places: 2, vote_rule: {{who: 居民, limit: 一票, shows_count: true}}, "
        f"vote_channels: [{{id: app-1, name: 早, ballot: '{ONE}'}}]",
        last=f", vote_rule: {{who: 居民, limit: 三票}}, vote_channels: [{{id: app-2, name: 晚, ballot: '{TWO}'}}]",
        named="kinds: [tour, public_vote]",
    ),
    replace_text(
        SITE, ("vote_rule: {who: 居民, limit: 每天一票}\nvote_channels:\n  - {id: app, name: 小城客户端}\n", "")
    ),
    replace_text(GARDEN, ("  app: https://vote.example.com/rain", "  app-2: https://vote.example.com/rain")),
    replace_text("entries/lift-watch/index.md", ("  app: https", "  app-1: https")),
    replace_text(SHORTLIST, ("[rain-garden, lift-watch]", "[rain-garden]")),
    replace_text("results/awards.yaml", ("[lift-watch]", "[]"), ("[rain-garden]", "[rain-garden]")),
    write_file("rounds/first/results/counts.yaml", COUNTS.format("20", "lift-watch: 77")),
)


@dataclass(frozen=True)
class Shown:
    """What a stage shows of the vote and of the entries."""

    tour: tuple[str, ...]
    former: tuple[tuple[str, str, str], ...] = ()
    limit: str = "一票"
    channels: tuple[str, ...] = ("app-1",)
    ballots: tuple[str | None, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


FIRST_TOUR = ("rain-garden", "lift-watch", "night-market")
OUT = (("lift-watch", "first", "final"), ("night-market", "first", "final"))
COUNTED = (("lift-watch", 77),)
FINAL = Shown(("rain-garden",), OUT, "三票", ("app-2",), (None,), COUNTED)
EXPECTED = {
    "call": Shown(()),
    "tour": Shown(FIRST_TOUR, ballots=(None, None, None)),
    "vote": Shown(FIRST_TOUR, ballots=(ONE, "https://vote.example.com/lift", ONE), counts=COUNTED),
    "review": Shown(("rain-garden",), OUT, "三票", ("app-2",), ("https://vote.example.com/rain",), COUNTED),
    "notice": FINAL,
    "awards": FINAL,
    "archive": FINAL,
}


@pytest.fixture
def competition(tiny: Path) -> Competition:
    CHANGES(tiny)
    loaded = load(tiny)
    assert [problem.code for problem in loaded.problems if not problem.is_warning] == []
    assert loaded.competition
    return loaded.competition


@pytest.mark.parametrize("stage", EXPECTED)
def test_stage_shows_its_own_round(competition: Competition, stage: str) -> None:
    snapshot = competition.at(stage)
    rule = snapshot.config.vote_rule
    assert rule
    shown = (*snapshot.tour, *(former.entry for former in snapshot.former))
    assert EXPECTED[stage] == Shown(
        tour=tuple(entry.slug for entry in snapshot.tour),
        former=tuple((former.entry.slug, former.round.id, former.missed.id) for former in snapshot.former),
        limit=rule.limit.in_language("zh-Hans").value,
        channels=tuple(channel.id for channel in snapshot.config.vote_channels),
        ballots=tuple(ballot.address for entry in snapshot.tour for ballot in entry.ballots),
        counts=tuple((entry.slug, entry.count.votes) for entry in shown if entry.count),
    )


@pytest.mark.parametrize("stage", ["call", "tour", "vote"])
def test_first_round_holds_nothing_of_the_second(competition: Competition, stage: str) -> None:
    text = repr(competition.at(stage))
    assert [secret for secret in (TWO, "https://vote.example.com/rain", "三票", "app-2") if secret in text] == []


def test_document_edited_in_the_preview_keeps_the_vote_of_its_round(competition: Competition) -> None:
    lift = next(entry for entry in competition.entries if entry.slug == "lift-watch")
    edited = competition.with_document(lift).at("vote")
    assert edited == competition.at("vote")


def test_folder_of_no_round_and_files_of_no_use_are_reported(tiny: Path) -> None:
    combine(
        CHANGES,
        write_file("rounds/second/results/shortlist.yaml", "shortlist: [rain-garden]\n"),
        write_file("rounds/first/results/notice.yaml", "objections: 来信\n"),
    )(tiny)
    reported = {(problem.file, problem.code) for problem in load(tiny).problems}
    assert reported >= {
        ("rounds/second", "warn_no_such_round"),
        ("rounds/first/results/notice.yaml", "warn_not_read"),
    }


def test_vote_without_a_stage_is_reported(tiny: Path) -> None:
    replace_text(SITE, ("kinds: [tour, public_vote]", "kinds: [tour]"))(tiny)
    assert [(problem.line, problem.code) for problem in load(tiny).problems] == [(28, "warn_vote_without_stage")]


def test_shortlist_of_the_first_round_is_read_from_its_folder(tiny: Path) -> None:
    CHANGES(tiny)
    write_file(FIRST, "shortlist: [night-market, rain-garden]\n")(tiny)
    loaded = load(tiny, "vote")
    assert loaded.competition
    assert loaded.competition.in_round_of("vote").shortlist == ("night-market", "rain-garden")
    assert loaded.competition.in_round_of("review").shortlist == ("rain-garden",)
