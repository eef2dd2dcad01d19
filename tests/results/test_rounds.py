"""Rounds: each is tallied by its own rule from its own files, and its result is who goes on to the next."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from plugins.cli.judging import judging
from plugins.cli.new import shortlist
from plugins.cli.tally import tally
from plugins.content.load import load, load_before_results
from plugins.results.result import compute_result
from plugins.results.tally import read_inputs
from tests.results.contests import write_contest, write_scores, write_votes

CHANNEL = {"name": "客户端", "ballot": "https://vote.example.com/"}
ROUNDS = [
    {
        "id": "first",
        "name": "初选",
        "places": 2,
        "vote_channels": [{"id": "one", **CHANNEL}],
        "result_rule": {"public": 100, "experts": 0, "publish": ["votes"]},
    },
    {"id": "final", "name": "决选", "vote_channels": [{"id": "two", **CHANNEL}]},
]
STAGES = [
    {"id": "vote1", "name": "初选投票", "kinds": ["public_vote"], "closes": "2024-05-01T18:00+08:00"},
    {"id": "vote2", "name": "决选投票", "kinds": ["public_vote"], "round": "final", "closes": "2024-06-01T18:00+08:00"},
    {"id": "notice", "name": "公示", "kinds": ["public_notice"]},
]


@pytest.fixture
def contest(tmp_path: Path) -> Path:
    """Three entries, of which two go on; the files of the last round are there from the beginning."""
    content = tmp_path / "content"
    write_contest(content, {"e1": "t", "e2": "t", "e3": "t"}, {"public": 20, "experts": 80}, channels=())
    config = yaml.safe_load((content / "competition.yaml").read_text(encoding="utf-8"))
    config |= {"rounds": ROUNDS, "stages": STAGES, "current_stage": "vote1"}
    (content / "competition.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    first = content / "rounds" / "first"
    (first / "results").mkdir(parents=True)
    (content / "results/shortlist.yaml").rename(first / "results/shortlist.yaml")
    write_votes(first, one={"e1": 5, "e2": 9, "e3": 7})
    return content


def _tally(content: Path, round_id: str | None = None, **options: str) -> int:
    chosen: dict[str, str | None] = dict.fromkeys(("verify", "weights", "table", "pack", "key")) | options
    return tally(content, **chosen, explain=False, lang="en", round_id=round_id)  # type: ignore[arg-type]


def _shortlist(content: Path) -> list[str]:
    listed: list[str] = yaml.safe_load((content / "results/shortlist.yaml").read_text(encoding="utf-8"))["shortlist"]
    return listed


def test_round_of_the_current_stage_is_tallied_and_its_best_go_on_in_the_order_of_the_tour(contest: Path) -> None:
    assert _tally(contest) == 0
    awards = yaml.safe_load((contest / "rounds/first/results/awards.yaml").read_text(encoding="utf-8"))
    assert awards == {"awards": {"final": ["e2", "e3"]}}
    assert _shortlist(contest) == ["e2", "e3"]
    assert not (contest / "results/awards.yaml").exists()
    assert load(contest, "vote2").problems == ()


def test_shortlist_that_is_there_stays(contest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (contest / "results/shortlist.yaml").write_text("shortlist: [e3, e2]\n", encoding="utf-8")
    assert _tally(contest, "first") == 0
    assert _shortlist(contest) == ["e3", "e2"]
    assert "is there already" in capsys.readouterr().out
    (contest / "results/shortlist.yaml").write_text("shortlist: [e3, e1]\n", encoding="utf-8")
    assert [problem.code for problem in load(contest, "vote2").problems] == ["not_who_goes_on"]


def test_last_round_has_its_own_votes_and_gives_the_awards(contest: Path) -> None:
    (contest / "results/shortlist.yaml").write_text('{"shortlist": ["e2", "e3"]}', encoding="utf-8")
    write_votes(contest, two={"e2": 1, "e3": 4})
    write_scores(contest, {"甲": {"e2": 90, "e3": 80}})
    assert _tally(contest, "final") == 0
    awards = yaml.safe_load((contest / "results/awards.yaml").read_text(encoding="utf-8"))["awards"]
    # 20 × 1/4 + 80 × 0.9 = 77, and 20 + 80 × 0.8 = 84
    assert awards == {"top": ["e3"]}
    assert load(contest, "notice").problems == ()


def test_record_of_a_round_is_recounted(contest: Path) -> None:
    assert _tally(contest, "first") == 0
    record = contest / "rounds/first/results/record.json"
    assert _tally(contest, "first", verify=str(record)) == 0
    write_votes(contest / "rounds/first", one={"e1": 8, "e2": 9, "e3": 7})
    assert _tally(contest, "first", verify=str(record)) == 1


def test_votes_after_the_end_of_their_own_round_are_late(contest: Path) -> None:
    """The second vote closes a month later, which must not make late votes of the first count."""
    first = contest / "rounds" / "first" / "results"
    rows = ["e1,2024-05-01 10:00", "e2,2024-05-01 11:00", "e3,2024-05-01 12:00", "e3,2024-05-20 12:00"]
    (first / "one.csv").write_text("项目,时间\n" + "\n".join(rows) + "\n", encoding="utf-8")
    table = "{channel: one, file: one.csv, entry: 项目, time: 时间, as_of: 2024-05-21, source: 后台}"
    (first / "votes.yaml").write_text(f"tables: [{table}]\n", encoding="utf-8")
    competition = load_before_results(contest / "rounds/first").competition
    assert competition
    (channel,) = read_inputs(contest / "rounds/first", competition).votes
    assert (dict(channel.valid), channel.late) == ({"e1": 1, "e2": 1, "e3": 1}, 1)


def test_tie_at_the_last_place_needs_a_lot_that_names_the_next_round(
    contest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_votes(contest / "rounds/first", one={"e1": 7, "e2": 9, "e3": 7})
    assert _tally(contest, "first") == 1
    assert "rounds/first/results/decisions.yaml:1" in capsys.readouterr().err
    lot = "{order: [e1, e3], reason: 抽签, author: 公证处, date: 2024-05-02}"
    (contest / "rounds/first/results/decisions.yaml").write_text(f"lots: [{lot}]\n", encoding="utf-8")
    assert _tally(contest, "first") == 0
    assert _shortlist(contest) == ["e1", "e2"]


def test_problem_of_the_configuration_is_reported_at_its_file(
    contest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = contest / "competition.yaml"
    text = config.read_text(encoding="utf-8").replace("    experts: 0\n", "").replace("    public: 100\n", "")
    config.write_text(text, encoding="utf-8")
    assert _tally(contest, "first") == 1
    assert "content/competition.yaml:1" in capsys.readouterr().err


def test_unknown_round_is_reported(contest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _tally(contest, "finale") == 1
    assert 'Did you mean "final"?' in capsys.readouterr().err


def test_contest_without_rounds_has_none_to_choose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = write_contest(tmp_path / "content", {"e1": "t"}, {"public": 100, "experts": 0})
    assert _tally(content, "first") == 1
    assert 'There is no round "first"' in capsys.readouterr().err


def test_judges_of_a_round_get_its_entries(contest: Path, tmp_path: Path) -> None:
    for folder, entries in ((contest / "rounds/first", ["e1", "e2", "e3"]), (contest, ["e2", "e3"])):
        (folder / "results/judging.yaml").write_text("judges: [甲]\nlowest: 0\nhighest: 100\n", encoding="utf-8")
        (folder / "results/shortlist.yaml").write_text(yaml.safe_dump({"shortlist": entries}), encoding="utf-8")
    assert judging(contest, tmp_path / "one", None, "en", blind=False, round_id="first") == 0
    assert judging(contest, tmp_path / "two", None, "en", blind=False, round_id="final") == 0
    pages = [sorted(path.name for path in (tmp_path / kit / "pages").glob("*.html")) for kit in ("one", "two")]
    assert [len(names) for names in pages] == [4, 3]


def test_result_of_a_round_is_that_of_its_own_rule(contest: Path) -> None:
    competition = load_before_results(contest / "rounds/first").competition
    assert competition
    result = compute_result(read_inputs(contest / "rounds/first", competition))
    assert [(level.id, level.size) for level in competition.config.award_levels] == [("final", 2)]
    assert [str(score.total) for score in result.ranking.order] == ["100", "700/9", "500/9"]


def test_entries_are_shortlisted_for_the_round_of_the_current_stage_or_another(contest: Path) -> None:
    (contest / "rounds/first/results/shortlist.yaml").write_text("shortlist: [e3]\n", encoding="utf-8")
    assert shortlist(contest, "1,2", replace=True, lang="en") == 0
    assert shortlist(contest, "2", replace=True, lang="en", round_id="final") == 0
    first = yaml.safe_load((contest / "rounds/first/results/shortlist.yaml").read_text(encoding="utf-8"))
    assert (first["shortlist"], _shortlist(contest)) == (["e1", "e2"], ["e2"])


@pytest.mark.parametrize("explain", [False, True], ids=["tally", "explain"])
def test_an_earlier_round_without_its_rule_is_named(
    contest: Path, capsys: pytest.CaptureFixture[str], explain: bool
) -> None:
    path = contest / "competition.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    del config["rounds"][0]["result_rule"]
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    options: dict[str, str | None] = dict.fromkeys(("verify", "weights", "table", "pack", "key"))
    assert tally(contest, **options, explain=explain, lang="en", round_id="first") == 1  # type: ignore[arg-type]
    assert 'the round "first" has no result_rule with its weights' in capsys.readouterr().err
