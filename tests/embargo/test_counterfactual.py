"""The counterfactual content has nothing of the hidden part, and all of the public part."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from plugins.content.load import load
from plugins.content.schema.figures import digest_figures
from plugins.embargo.counterfactual import EXTRA_SLUG, write_counterfactual, write_plain
from plugins.embargo.hidden_terms import find_hidden_terms, normalize
from plugins.embargo.raw_stages import read_front_matter, read_plain, read_raw_stage
from tests.content.mutations import SHORTLIST, replace_text
from tests.shapes.shapes import read_shape, write_shape
from tests.support.builds import TINY, TINY_STAGES, files


def test_hidden_part_is_replaced_completely(tmp_path: Path) -> None:
    raw = read_raw_stage(TINY, "tour")
    content = write_counterfactual(raw, tmp_path / "other")
    texts = [data.decode() for path, data in files(content).items() if path.endswith((".md", ".yaml"))]
    text = normalize("".join(texts))
    terms = {term.text for term in find_hidden_terms(raw).terms}
    assert len(terms) > 10
    # slugs stay: public texts may link to them
    assert {term for term in terms if term in text} <= {"nightmarket"}


def test_hidden_winners_change_places(tmp_path: Path) -> None:
    content = write_counterfactual(read_raw_stage(TINY, "tour"), tmp_path / "other")
    assert (content / "results/awards.yaml").read_text(encoding="utf-8") == (
        "awards:\n  gold:\n  - rain-garden\n  other-1:\n  - lift-watch\n"
    )


@pytest.mark.parametrize("stage", TINY_STAGES)
def test_counterfactual_content_has_no_errors_and_one_more_entry(tmp_path: Path, stage: str) -> None:
    loaded = load(write_counterfactual(read_raw_stage(TINY, stage), tmp_path / "other"), stage)
    assert loaded.errors == ()
    assert loaded.competition
    slugs = {entry.slug for entry in loaded.competition.entries}
    assert slugs == {"lift-watch", "night-market", "rain-garden", EXTRA_SLUG}


@pytest.fixture
def other(tiny: Path, tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """The data of the counterfactual content of a stage: of YAML files and front matters, by path."""

    def write(stage: str) -> dict[str, Any]:
        folder = write_counterfactual(read_raw_stage(tiny, stage), tmp_path / f"other-{stage}")
        return {
            path.relative_to(folder).as_posix(): read_plain(path) if path.suffix == ".yaml" else read_front_matter(path)
            for path in sorted(folder.rglob("*"))
            if path.suffix in (".yaml", ".md")
        }

    return write


def _made_up(index: int, **keys: Any) -> dict[str, Any]:
    return {"title": f"别的标题 {index}", "summary": f"别的简介 {index}。", **keys}


def test_stage_without_entries_hides_every_entry_and_unit(other: Callable[[str], dict[str, Any]]) -> None:
    data = other("call")
    documents = {path: data[path] for path in data if path.endswith("index.md") and "别的" in str(data[path])}
    assert documents == {
        "entries/lift-watch/index.md": _made_up(0, number="900000", units=["other-0"], track="safety"),
        "entries/night-market/index.md": _made_up(1, number="900001", units=["other-1"], track="safety"),
        "entries/rain-garden/index.md": _made_up(2, number="900002", units=["other-0"], track="water"),
        "articles/results/index.md": _made_up(3, date="2001-02-03", public_from="awards"),
        f"entries/{EXTRA_SLUG}/index.md": _made_up(99999, number="999999", units=["other-0"], track="water"),
        f"articles/{EXTRA_SLUG}/index.md": _made_up(99999, date="2001-02-03", public_from="archive"),
        f"pages/{EXTRA_SLUG}/index.md": _made_up(99999, public_from="archive"),
    }
    assert data["units.yaml"]["units"] == [
        {"id": "other-0", "name": "别的名称 0", "kind": "department"},
        {"id": "other-1", "name": "别的名称 1", "kind": "district"},
    ]
    assert data["results/shortlist.yaml"] == {"shortlist": ["lift-watch", "rain-garden", "night-market"]}
    assert data["results/awards.yaml"] == {"awards": {"gold": ["rain-garden"], "other-1": ["night-market"]}}
    assert {"results/notice.yaml", "results/certificates.yaml"} & data.keys() == set()


def test_public_part_stays_and_the_last_stage_can_hide_only_entries(
    tiny: Path, other: Callable[[str], dict[str, Any]]
) -> None:
    data = other("archive")
    ballots = {"ballots": {"app": "https://vote.example.com/lift"}}
    public = read_front_matter(tiny / "entries/lift-watch/index.md")
    assert data["entries/lift-watch/index.md"] | ballots == public
    assert [path for path in data if EXTRA_SLUG in path] == [f"entries/{EXTRA_SLUG}/index.md"]
    for file in ("results/awards.yaml", "results/shortlist.yaml", "results/notice.yaml", "units.yaml"):
        assert data[file] == read_plain(tiny / file)


def test_award_levels_are_renamed_until_they_are_public(other: Callable[[str], dict[str, Any]]) -> None:
    hidden = {"id": "other-1", "name": "别的名称 other-1", "size": "1", "public_from": "notice"}
    assert other("review")["competition.yaml"]["award_levels"][1] == hidden
    assert [level["id"] for level in other("notice")["competition.yaml"]["award_levels"]] == ["gold", "praise"]


def test_only_ballots_of_open_channels_stay(tiny: Path, other: Callable[[str], dict[str, Any]]) -> None:
    ballot, channel = "https://vote.example.com/all", "{id: app, name: 小城客户端}"
    replace_text("competition.yaml", (channel, f"{{id: app, name: 小城客户端, ballot: '{ballot}'}}"))(tiny)
    replace_text("entries/lift-watch/index.md", ("ballots:\n", "ballots:\n  closed: https://vote.example.com/c\n"))(
        tiny
    )
    data = {stage: other(stage) for stage in ("tour", "vote")}
    app = {"id": "app", "name": "小城客户端"}
    assert {stage: data[stage]["competition.yaml"]["vote_channels"] for stage in data} == {
        "tour": [app],
        "vote": [{**app, "ballot": ballot}],
    }
    assert {stage: data[stage]["entries/lift-watch/index.md"].get("ballots") for stage in data} == {
        "tour": None,
        "vote": {"app": "https://vote.example.com/lift"},
    }


def test_notice_of_an_entry_that_left_stays(tiny: Path, other: Callable[[str], dict[str, Any]]) -> None:
    status = {"entry": "lift-watch", "kind": "withdrawn", "public_from": "tour", "reason": "x"}
    hidden = {**status, "entry": "rain-garden", "public_from": "awards"}
    write_plain(tiny / "results/statuses.yaml", {"statuses": [status, hidden]})
    data = other("tour")
    assert data["results/statuses.yaml"] == {"statuses": [status]}
    shown = {"title": {"zh-Hans": "电梯看护"}, "number": "02", "units": ["east-office"], "track": "safety"}
    assert data["entries/lift-watch/index.md"] == {**shown, "summary": "别的简介 0。"}
    assert data["results/awards.yaml"] == {"awards": {"gold": ["rain-garden"], "other-1": ["lift-watch"]}}


def test_drafts_and_archives_of_later_stages_are_not_copied(tiny: Path, tmp_path: Path) -> None:
    for name in ("archives/call.zip", "archives/tour.zip", "archives/vote.zip", "archives/call.txt"):
        (tiny / name).parent.mkdir(exist_ok=True)
        (tiny / name).write_bytes(b"zip")
    (tiny / "drafts/a").mkdir(parents=True)
    (tiny / "imported.yaml").write_bytes(b"")
    raw = read_raw_stage(tiny, "tour")
    names = {path.name for path in write_counterfactual(raw, tmp_path / "other").iterdir()}
    assert names == {path.name for path in tiny.iterdir()} - {"drafts", "imported.yaml"}
    assert sorted(files(tmp_path / "other/archives")) == ["call.zip", "tour.zip"]
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/call.zip").write_bytes(b"other")
    other = write_counterfactual(raw, tmp_path / "more", tmp_path / "elsewhere")
    assert files(other / "archives") == {"call.zip": b"other"}


RULE = """result_rule:
  public: 100
  experts: 0
  special_awards: [{id: liked, public_from: notice}, {id: organised, public_from: awards}]
  quotas: {gold: {water: 1}, praise: {water: 1}}
  levels: {gold: {lowest_total: "1"}, praise: {lowest_total: "2"}}
site:
"""


def test_rule_is_public_where_a_page_states_it_or_with_the_result(
    tiny: Path, other: Callable[[str], dict[str, Any]]
) -> None:
    replace_text("competition.yaml", ("site:\n", RULE))(tiny)
    replace_text("pages/rules/index.md", ("public_from: call", "public_from: tour"), ("[highlights,", "[result_rule,"))(
        tiny
    )
    special = {"liked": ["rain-garden"], "organised": ["east-office"]}
    write_plain(tiny / "results/awards.yaml", {"awards": {"gold": ["lift-watch"]}, "special": special})
    plain = {"public": "100", "experts": "0"}
    gold, praise = {"gold": {"water": "1"}}, {"praise": {"water": "1"}}
    lowest_gold, lowest_praise = {"gold": {"lowest_total": "1"}}, {"praise": {"lowest_total": "2"}}
    liked = {"id": "liked", "public_from": "notice"}
    public = {**plain, "special_awards": [liked], "quotas": gold | praise, "levels": lowest_gold | lowest_praise}
    assert {stage: other(stage)["competition.yaml"].get("result_rule") for stage in ("call", "tour", "notice")} == {
        "call": None,
        "tour": {**plain, "special_awards": [], "quotas": gold, "levels": lowest_gold},
        "notice": public,
    }
    replace_text("pages/rules/index.md", ("[result_rule,", "[highlights,"))(tiny)
    assert other("review")["competition.yaml"].get("result_rule") is None
    awards = other("awards")["competition.yaml"]["result_rule"]["special_awards"]
    assert [award["id"] for award in awards] == ["liked", "organised"]


def test_special_awards_places_without_a_winner_and_citations_stay_once_public(
    tiny: Path, other: Callable[[str], dict[str, Any]]
) -> None:
    replace_text("competition.yaml", ("site:\n", RULE), ("size: 1, public_from: call", "size: 2, public_from: awards"))(
        tiny
    )
    awards = {"gold": ["lift-watch"], "praise": ["rain-garden"]}
    special = {"liked": ["rain-garden"], "organised": ["east-office"]}
    vacant = {"gold": "1", "praise": "0"}
    write_plain(tiny / "results/awards.yaml", {"awards": awards, "special": special, "vacant": vacant})
    write_plain(tiny / "results/citations.yaml", {"citations": {"rain-garden": "R", "lift-watch": "L"}, "author": "x"})
    data = {stage: other(stage) for stage in ("review", "notice", "awards")}
    assert {stage: data[stage]["results/awards.yaml"] for stage in data} == {
        "review": {"awards": {"other-0": ["rain-garden"], "other-1": ["lift-watch"]}},
        "notice": {
            "awards": {"other-0": ["lift-watch"], "praise": ["rain-garden"]},
            "vacant": {"praise": "0"},
            "special": {"liked": ["rain-garden"]},
        },
        "awards": {"awards": awards, "vacant": vacant, "special": special},
    }
    assert "results/citations.yaml" not in data["notice"]
    assert data["awards"]["results/citations.yaml"]["citations"] == {"rain-garden": "R", "lift-watch": "L"}


def test_figures_of_entries_are_hidden_until_every_award_is_public(
    tiny: Path, tmp_path: Path, other: Callable[[str], dict[str, Any]]
) -> None:
    replace_text("competition.yaml", ("site:\n", RULE))(tiny)
    special = {"liked": ["rain-garden"], "organised": ["east-office"]}
    awards = {"awards": {"gold": ["lift-watch"], "praise": ["rain-garden"]}, "special": special}
    write_plain(tiny / "results/awards.yaml", awards)
    published = {
        "turnout": "9",
        "entries": {"a": "1"},
        "lots": ["l"],
        "decisions": ["d"],
        "awards": "x",
        "figures": "y",
    }
    write_plain(tiny / "results/published.yaml", published)
    keys = {stage: list(other(stage)["results/published.yaml"]) for stage in ("notice", "awards")}
    assert keys == {
        "notice": ["turnout", "entries", "awards", "figures"],
        "awards": ["turnout", "entries", "lots", "decisions", "awards", "figures"],
    }
    replace_text("competition.yaml", ("size: 1, public_from: notice", "size: 1, public_from: awards"))(tiny)
    folder = write_counterfactual(read_raw_stage(tiny, "notice"), tmp_path / "later")
    visible = {"turnout": "9", "awards": sha256((folder / "results/awards.yaml").read_bytes()).hexdigest()}
    assert read_plain(folder / "results/published.yaml") == {**visible, "figures": digest_figures(visible)}


def test_rounds_to_come_have_other_finalists_and_no_results(tmp_path: Path) -> None:
    content = write_shape(read_shape("two_rounds"), tmp_path / "content")
    folders = {
        stage: write_counterfactual(read_raw_stage(content, stage), tmp_path / stage)
        for stage in ("call", "round1", "round2")
    }
    shortlists = {
        stage: [read_plain(folder / name)["shortlist"] for name in ("rounds/first/results/shortlist.yaml", SHORTLIST)]
        for stage, folder in folders.items()
    }
    assert shortlists == {
        "call": [["lift", "rain", "lamp", "market"], ["lamp", "market"]],
        "round1": [["lamp", "rain", "lift"], ["lamp"]],
        "round2": [["lamp", "rain", "lift"], ["rain", "lift"]],
    }
    assert {name for folder in folders.values() for name in files(folder) if "results/" in name} == {
        "rounds/first/results/shortlist.yaml",
        SHORTLIST,
    }
    rounds = {stage: read_plain(folder / "competition.yaml")["rounds"] for stage, folder in folders.items()}
    ballots = {stage: ["ballot" in part["vote_channels"][0] for part in parts] for stage, parts in rounds.items()}
    assert ballots == {"call": [False, False], "round1": [True, False], "round2": [False, True]}
    rules = {stage: ["result_rule" in part for part in parts] for stage, parts in rounds.items()}
    assert rules == {"call": [True, False], "round1": [True, False], "round2": [True, True]}
