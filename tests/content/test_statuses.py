"""What becomes of entries after they were public: from its stage on, and never before it."""

from __future__ import annotations

from pathlib import Path

from plugins.content.load import load
from plugins.content.stage_view import Competition
from tests.content.invalid_shapes import STATUSES, statuses
from tests.content.mutations import write_file


def _competition(content: Path, *entries: str) -> Competition:
    statuses(*entries)(content)
    loaded = load(content)
    assert loaded.competition, loaded.problems
    return loaded.competition


def _notices(competition: Competition, stage: str) -> list[tuple[str, str, str]]:
    """The entry, its title and what it is a part of, as a stage shows them."""
    return [
        (status.entry.slug, str(status.entry.title.in_language("zh-Hans")), status.into.slug if status.into else "")
        for status in competition.at(stage).statuses
    ]


def test_withdrawn_entry_is_in_the_tour_until_its_stage(tiny: Path) -> None:
    competition = _competition(tiny, "entry: rain-garden, kind: withdrawn, public_from: archive")
    tours = {stage: [entry.slug for entry in competition.at(stage).tour] for stage in ("vote", "awards", "archive")}
    assert tours == {
        "vote": ["rain-garden", "lift-watch"],
        "awards": ["rain-garden", "lift-watch"],
        "archive": ["lift-watch"],
    }
    assert [_notices(competition, stage) for stage in ("call", "vote", "awards")] == [[], [], []]
    assert _notices(competition, "archive") == [("rain-garden", "雨水花园", "")]


def test_notice_has_nothing_of_the_entry_but_its_name(tiny: Path) -> None:
    competition = _competition(tiny, "entry: rain-garden, kind: withdrawn, public_from: archive")
    (status,) = competition.at("archive").statuses
    entry = status.entry
    assert (entry.bodies, entry.media, entry.gallery, entry.links, entry.downloads, entry.ballots) == (
        {},
        {},
        (),
        (),
        (),
        (),
    )
    assert (entry.cover, entry.video, entry.count, entry.summary) == (None, None, None, entry.title)


def test_award_of_an_entry_that_left_later_is_shown_as_revoked(tiny: Path) -> None:
    competition = _competition(tiny, "entry: rain-garden, kind: disqualified, public_from: archive")
    snapshot = competition.at("archive")
    assert [(award.level.id, [entry.slug for entry in award.entries]) for award in snapshot.awards] == [
        ("gold", ["lift-watch"])
    ]
    assert [status.level and status.level.id for status in snapshot.departures] == ["praise"]
    assert [award.level.id for award in competition.at("awards").awards] == ["gold", "praise"]


def test_merged_entry_leads_to_the_other(tiny: Path) -> None:
    competition = _competition(tiny, "entry: rain-garden, kind: merged, public_from: archive, into: lift-watch")
    assert _notices(competition, "archive") == [("rain-garden", "雨水花园", "lift-watch")]
    snapshot = competition.at("archive")
    assert [status.entry.slug for status in snapshot.statuses_of(snapshot.tour[0])] == ["rain-garden"]


def test_renamed_entry_has_its_new_title_from_the_stage_on(tiny: Path) -> None:
    renamed = "entry: lift-watch, kind: renamed, public_from: review, title: {zh-Hans: 电梯相伴, en: With the lift}"
    competition = _competition(tiny, f"{renamed}, old_slug: lifts")
    titles = {
        stage: str(competition.at(stage).tour[1].title.in_language("en")) for stage in ("vote", "review", "archive")
    }
    assert titles == {"vote": "电梯看护", "review": "With the lift", "archive": "With the lift"}
    assert _notices(competition, "vote") == []
    assert _notices(competition, "review") == [("lift-watch", "电梯看护", "lift-watch")]


def test_entry_that_was_never_public_has_no_notice(tiny: Path) -> None:
    competition = _competition(tiny, "entry: night-market, kind: withdrawn, public_from: call")
    assert {stage: _notices(competition, stage) for stage in ("call", "tour", "archive")} == {
        "call": [],
        "tour": [],
        "archive": [],
    }


def test_renamed_and_withdrawn_entry_is_shown_under_its_last_name(tiny: Path) -> None:
    competition = _competition(
        tiny,
        "entry: rain-garden, kind: renamed, public_from: review, title: 雨园, old_slug: garden",
        "entry: rain-garden, kind: withdrawn, public_from: archive",
    )
    assert _notices(competition, "archive") == [("rain-garden", "雨水花园", "rain-garden"), ("rain-garden", "雨园", "")]
    assert [status.record.kind for status in competition.at("archive").departures] == ["withdrawn"]


def test_file_of_statuses_is_needed_by_nobody(tiny: Path) -> None:
    write_file(STATUSES, "statuses: []\n")(tiny)
    assert [problem.code for problem in load(tiny).problems] == ["list_empty"]
