"""The content as nested dictionaries, read without the loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.content.kinds import KINDS
from plugins.embargo.counterfactual import write_plain
from plugins.embargo.raw_stages import FOLDERS, RawStage, read_front_matter, read_raw_stage, split_front_matter
from tests.content.mutations import replace_text, write_file
from tests.shapes.shapes import read_shape, write_shape

LIFT = "entries/lift-watch"


def test_no_kind_of_content_is_forgotten() -> None:
    assert list(FOLDERS) == list(KINDS)


def test_titles_of_an_entry_come_from_each_of_its_files(tiny: Path) -> None:
    english = read_raw_stage(tiny, "tour").titles("rain-garden")
    assert english == {"zh-Hans": "雨水花园", "en": "Rain Garden"}
    write_file(f"{LIFT}/index.en.md", "---\ntitle: Watching Lifts\nsummary: s\n---\n")(tiny)
    write_file(f"{LIFT}/index.fr.md", "---\nsummary: s\n---\n")(tiny)
    titles = read_raw_stage(tiny, "tour").titles("lift-watch")
    assert {lang: title for lang, title in titles.items() if lang != "zh-Hans"} == {"en": "Watching Lifts"}
    replace_text("entries/rain-garden/index.md", ("{zh-Hans: 雨水花园, en: Rain Garden}", "雨水花园"))(tiny)
    assert read_raw_stage(tiny, "tour").titles("rain-garden") == {"zh-Hans": "雨水花园"}


def _stage(*, rounds: list[dict[str, Any]] | None = None, stage: str = "vote", **config: Any) -> RawStage:
    """A stage of a competition without files."""
    kinds = {
        "call": ["call"],
        "vote": ["tour", "public_vote"],
        "review": ["expert_review"],
        "final": ["public_vote"],
        "notice": ["public_notice"],
        "awards": ["awards"],
        "archive": ["public_vote", "archive"],
    }
    stages: list[dict[str, Any]] = [{"id": stage_id, "kinds": kinds[stage_id]} for stage_id in kinds]
    if rounds:
        stages[1]["round"], stages[3]["round"] = rounds[0]["id"], rounds[1]["id"]
    return RawStage(Path("none"), stage, {"stages": stages, "rounds": rounds, **config})


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        ("call", (False, False, False, False)),
        ("vote", (True, True, False, False)),
        ("review", (True, False, False, False)),
        ("final", (True, True, False, False)),
        ("notice", (True, False, True, False)),
        ("awards", (True, False, True, True)),
        ("archive", (True, False, True, True)),
    ],
)
def test_kinds_of_a_stage_decide_what_it_shows(stage: str, shown: tuple[bool, ...]) -> None:
    raw = _stage(stage=stage)
    assert (raw.shows_entries, raw.takes_votes, raw.shows_awards, raw.awards_are_final) == shown


def test_stages_up_to_this_one_are_reached() -> None:
    raw = _stage(stage="review")
    assert [stage["id"] for stage in raw.config["stages"] if raw.is_reached(stage["id"])] == ["call", "vote", "review"]


def test_round_of_a_stage_is_its_own_or_that_before() -> None:
    rounds = [{"id": "first"}, {"id": "second"}]
    stages = ("call", "vote", "review", "final", "notice")
    assert [_stage(rounds=rounds, stage=stage).round_number for stage in stages] == [0, 0, 0, 1, 1]
    assert [_stage(stage=stage).round_number for stage in stages] == [0] * 5
    folders = _stage(rounds=rounds).result_folders(Path("c"))
    assert folders == [Path("c/rounds/first/results"), Path("c/results")]
    assert _stage().result_folders(Path("c")) == [Path("c/results")]


def test_rule_is_that_of_the_last_round_or_of_the_competition() -> None:
    ours, last = {"public": "100"}, {"public": "50"}
    assert _stage(result_rule=ours).result_rule == ours
    rounds = [{"id": "first", "result_rule": last}, {"id": "second"}]
    assert _stage(rounds=rounds, result_rule=ours).result_rule == ours
    assert _stage(rounds=[{"id": "first"}, {"id": "second", "result_rule": last}], result_rule=ours).result_rule == last
    assert _stage().result_rule == {}


def test_channels_are_open_in_a_stage_that_takes_votes() -> None:
    app, paper = {"id": "app"}, {"id": "paper"}
    assert _stage(vote_channels=[app]).open_channels == {"app"}
    assert _stage(stage="review", vote_channels=[app]).open_channels == set()
    rounds = [{"id": "first"}, {"id": "second", "vote_channels": [paper]}]
    raws = {stage: _stage(rounds=rounds, stage=stage, vote_channels=[app]) for stage in ("vote", "final", "notice")}
    assert {stage: raw.open_channels for stage, raw in raws.items()} == {
        "vote": {"app"},
        "final": {"paper"},
        "notice": set(),
    }
    assert raws["vote"].channels == [app, paper]


def test_votes_are_public_where_the_rule_says_so_from_the_vote_on() -> None:
    shown, hidden = {"shows_count": "true"}, {"shows_count": "false"}
    stages = ("call", "vote", "review")
    assert [_stage(stage=stage, vote_rule=shown).shows_counts(0) for stage in stages] == [False, True, True]
    assert [_stage(stage=stage, vote_rule=hidden).shows_counts(0) for stage in stages] == [False] * 3
    assert [_stage(stage=stage).shows_counts(0) for stage in stages] == [False] * 3
    rounds = [{"id": "first", "vote_rule": hidden}, {"id": "second"}]
    raws = [_stage(rounds=rounds, stage=stage, vote_rule=shown) for stage in ("vote", "final")]
    assert [[raw.shows_counts(number) for number in (0, 1)] for raw in raws] == [[False, False], [False, True]]
    rounds = [{"id": "first"}, {"id": "second"}]
    assert [_stage(rounds=rounds, vote_rule=shown).shows_counts(number) for number in (0, 1)] == [True, False]


RESULT_FILES = ("shortlist", "awards", "published", "notice", "certificates", "citations", "counts", "votes", "record")


@pytest.mark.parametrize(
    ("stage", "public"),
    [
        ("call", ""),
        ("vote", "shortlist counts"),
        ("review", "shortlist counts"),
        ("notice", "shortlist awards published notice counts"),
        ("awards", "shortlist awards published notice certificates citations counts"),
    ],
)
def test_files_of_the_result_become_public_one_after_the_other(stage: str, public: str) -> None:
    raw = _stage(stage=stage, vote_rule={"shows_count": "true"})
    raw.__dict__["notice_documents"] = ("minutes.pdf",)
    assert [name for name in RESULT_FILES if raw.is_result_public(f"{name}.yaml")] == public.split()
    assert raw.is_result_public("minutes.pdf") is ("awards" in public)
    assert not raw.is_result_public("other.pdf")


@pytest.mark.parametrize(
    ("stage", "first", "second"),
    [
        ("call", "", ""),
        ("vote", "shortlist counts", ""),
        ("final", "shortlist awards published counts", "shortlist counts"),
        ("notice", "shortlist awards published counts", "shortlist awards published notice counts"),
    ],
)
def test_results_of_a_round_are_public_once_the_next_begins(stage: str, first: str, second: str) -> None:
    raw = _stage(rounds=[{"id": "first"}, {"id": "second"}], stage=stage, vote_rule={"shows_count": "true"})
    raw.__dict__["notice_documents"] = ()
    public = [[name for name in RESULT_FILES if raw.is_result_public(f"{name}.yaml", number)] for number in (0, 1, -1)]
    assert public == [first.split(), second.split(), second.split()]
    assert [name for name in RESULT_FILES if raw.is_result_public(f"{name}.yaml")] == second.split()


def _public(content: Path, stage: str) -> list[str]:
    return [slug for _, slug in read_raw_stage(content, stage).documents(public=True)]


def test_documents_are_public_or_hidden(tiny: Path) -> None:
    (tiny / "articles/empty").mkdir()
    assert {stage: _public(tiny, stage) for stage in ("call", "tour", "awards")} == {
        "call": ["launch", "privacy", "rules"],
        "tour": ["lift-watch", "rain-garden", "launch", "privacy", "rules"],
        "awards": ["lift-watch", "rain-garden", "launch", "results", "privacy", "rules"],
    }
    assert read_raw_stage(tiny, "tour").documents(public=False) == [
        ("entries", "night-market"),
        ("articles", "results"),
    ]
    assert read_raw_stage(tiny, None).stage_id == "vote"
    (tiny / "results/shortlist.yaml").unlink()
    assert _public(tiny, "tour") == ["launch", "privacy", "rules"]


def test_entries_of_earlier_rounds_stay_public(tmp_path: Path) -> None:
    content = write_shape(read_shape("two_rounds"), tmp_path / "content")
    raw = read_raw_stage(content, "round2")
    assert raw.round_number == 1
    first, second = raw.shortlists
    assert set(second) < set(first)
    assert {slug for kind, slug in raw.documents(public=True) if kind == "entries"} == set(first)


def test_units_of_public_entries_and_of_those_that_left_are_public(tiny: Path) -> None:
    assert read_raw_stage(tiny, "call").public_units == set()
    replace_text(f"{LIFT}/index.md", ("track: safety", "track: safety\npartners: [a]\nrecommending_unit: b"))(tiny)
    before = read_raw_stage(tiny, "tour").public_units
    assert {"east-office", "a", "b"} < before
    status = {"entry": "lift-watch", "kind": "withdrawn", "public_from": "vote", "reason": "x"}
    write_plain(tiny / "results/statuses.yaml", {"statuses": [status, {**status, "entry": "night-market"}]})
    raws = {stage: read_raw_stage(tiny, stage) for stage in ("call", "tour", "vote")}
    assert {stage: raw.departed for stage, raw in raws.items()} == {
        "call": frozenset(),
        "tour": frozenset(),
        "vote": frozenset({"lift-watch"}),
    }
    assert raws["vote"].public_units == before
    assert ("entries", "lift-watch") in raws["vote"].documents(public=False)
    write_plain(tiny / "results/statuses.yaml", {"statuses": [{**status, "kind": "renamed"}]})
    raw = read_raw_stage(tiny, "vote")
    assert (raw.departed, len(raw.statuses)) == (frozenset(), 1)


def test_citations_are_hidden_until_an_award_of_the_winner_is_public(tiny: Path) -> None:
    write_plain(tiny / "results/awards.yaml", {"awards": {"gold": ["a"], "praise": ["b"]}, "special": {"liked": ["c"]}})
    write_plain(tiny / "results/citations.yaml", {"citations": {"a": "A", "b": "B", "c": "C"}})
    rule = "result_rule: {special_awards: [{id: liked, public_from: awards}]}\nsite:\n"
    replace_text("competition.yaml", ("site:\n", rule))(tiny)
    hidden = {stage: read_raw_stage(tiny, stage).hidden_citations for stage in ("tour", "notice", "awards")}
    assert hidden == {"tour": {"b": "B", "c": "C"}, "notice": {"c": "C"}, "awards": {}}
    (tiny / "results/citations.yaml").unlink()
    assert read_raw_stage(tiny, "tour").hidden_citations == {}


def test_rule_is_announced_by_a_public_page_that_shows_it(tiny: Path) -> None:
    assert not read_raw_stage(tiny, "tour").announces_rule
    replace_text("pages/rules/index.md", ("public_from: call", "public_from: tour"), ("[highlights,", "[result_rule,"))(
        tiny
    )
    assert [read_raw_stage(tiny, stage).announces_rule for stage in ("call", "tour")] == [False, True]


def test_front_matter_is_copied(tiny: Path) -> None:
    raw = read_raw_stage(tiny, "tour")
    raw.head("pages", "rules").clear()
    assert raw.head("pages", "rules")["public_from"] == "call"
    (tiny / "pages/rules/index.md").write_text("---\n---\na\n---\nb\n", encoding="utf-8")
    assert read_front_matter(tiny / "pages/rules/index.md") == {}
    assert split_front_matter(tiny / "pages/rules/index.md") == ("", "a\n---\nb\n")
