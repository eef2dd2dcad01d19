"""A release is built with the first stage of each path, and with what a public site must not have."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.problems import ContentError
from plugins.publishing.release import Announcement
from plugins.release import prepare
from plugins.release.gates import MESSAGES
from plugins.release.prepare import ReleaseBuild, _announcement, add_clearance, build_release
from plugins.scaffold.competition import write_competition
from tests.content.archive_zips import PAGE, with_manifest, write_zip
from tests.content.mutations import LIFT, NEWS, RULES, SITE, UNITS, combine, replace_text
from tests.shapes.shapes import read_shape, write_shape
from tests.support.builds import TINY

GOOD = "https://www.small-town.gov.cn/zt/"
REAL = combine(
    replace_text(SITE, ("https://small-town.example/zt", GOOD)),
    replace_text(LIFT, ("sample: true\n", "")),
)
TRIAL = combine(
    replace_text(SITE, ("{id: app, name: 小城客户端}", "{id: app, name: 小城客户端, provider: test-poll}")),
    replace_text("entries/rain-garden/index.md", ("https://vote.example.com/rain", "http://127.0.0.1:8600/")),
    replace_text(LIFT, ("https://vote.example.com/lift", "http://127.0.0.1:8600/")),
)


def _build(content: Path, folder: Path, stage: str, address: str) -> ReleaseBuild:
    build = build_release(content, stage, folder, address, "en")
    assert build
    return build


def test_real_content_at_a_real_address_has_no_blocker(tiny: Path, tmp_path: Path) -> None:
    REAL(tiny)
    build = _build(tiny, tmp_path, "tour", GOOD)
    assert (build.blockers, build.stage, build.folder) == ((), "tour", tmp_path / "tour")
    assert build.stages == ("call", "tour", "vote", "review", "notice", "awards", "archive")


def test_site_states_the_digest_of_every_public_file(tiny: Path, tmp_path: Path) -> None:
    folder = _build(tiny, tmp_path, "tour", GOOD.rstrip("/")).folder
    stated = json.loads((folder / "release.json").read_bytes())
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    digests = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in paths}
    assert stated.pop("files") == {path: f"sha256:{digests[path]}" for path in paths - {"release.json", "_headers"}}
    assert stated == {"format": 1, "contest": "tiny-2024", "stage": "tour", "address": GOOD}
    assert not (tmp_path / "call/release.json").exists()


def test_path_is_public_from_the_first_stage_that_has_it(tiny: Path, tmp_path: Path) -> None:
    public_from = _build(tiny, tmp_path, "tour", GOOD).public_from
    assert (public_from["index.html"], public_from["entries/lift-watch/index.html"]) == ("call", "tour")
    # nothing of a later stage is built
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["call", "content", "tour"]


def test_everything_that_is_not_ready_is_a_blocker(tiny: Path, tmp_path: Path) -> None:
    TRIAL(tiny)
    replace_text(SITE, ("current_stage: vote", "current_stage: call"))(tiny)
    assert _build(tiny, tmp_path, "tour", "http://127.0.0.1:8000/").blockers == (
        MESSAGES.text("samples", "en", count=1, slugs="lift-watch"),
        MESSAGES.text("placeholder", "en", url="http://127.0.0.1:8000/"),
        MESSAGES.text("placeholder", "en", url="https://small-town.example/zt"),
        MESSAGES.text("test_poll", "en", name="test-poll"),
        MESSAGES.text("not_reached", "en", current="call", stage="tour"),
    )


def test_samples_of_every_kind_are_blockers(tiny: Path, tmp_path: Path) -> None:
    REAL(tiny)
    replace_text(NEWS, ("public_from: call", "public_from: call\nsample: true"))(tiny)
    replace_text(RULES, ("public_from: call", "public_from: call\nsample: true"))(tiny)
    replace_text(SITE, ("  - name: 小城甲委员会", "  - name: 小城甲委员会\n    sample: true"))(tiny)
    replace_text(UNITS, ("Water Bureau}, kind", "Water Bureau}, sample: true, kind"))(tiny)
    assert _build(tiny, tmp_path, "tour", GOOD).blockers == (
        MESSAGES.text("sample_articles", "en", count=1, slugs="launch"),
        MESSAGES.text("sample_pages", "en", count=1, slugs="rules"),
        MESSAGES.text("sample_units", "en", count=1, slugs="water-bureau"),
        MESSAGES.text("sample_organisers", "en", count=1, slugs="小城甲委员会"),
    )


def test_sample_that_did_not_reach_this_round_is_a_blocker(tmp_path: Path) -> None:
    content = write_shape(read_shape("two_rounds"), tmp_path / "content")
    replace_text("entries/lamp/index.md", ("track:", "sample: true\ntrack:"))(content)
    assert MESSAGES.text("samples", "en", count=1, slugs="lamp") in _build(content, tmp_path, "round2", GOOD).blockers


def test_made_up_text_of_the_scaffold_is_a_blocker_until_it_is_changed(tmp_path: Path) -> None:
    content = tmp_path / "contest"
    write_competition(content)
    for path in content.rglob("*.*"):
        text = path.read_text(encoding="utf-8").replace("sample: true\n", "")
        path.write_text(text.replace("https://contest.example/zt", GOOD), encoding="utf-8")
    (blocker,) = _build(content, tmp_path / "sites", "call", GOOD).blockers
    assert "5 files still have made-up texts" in blocker
    for path in content.rglob("*.*"):
        path.write_text(path.read_text(encoding="utf-8").replace("示例", "真实"), encoding="utf-8")
    assert _build(content, tmp_path / "real", "call", GOOD).blockers == ()


def test_archive_with_samples_is_a_blocker(tiny: Path, tmp_path: Path) -> None:
    REAL(tiny)
    pages = {"tour/index.html": PAGE.format("tiny-2024", "<p class=sample>示例项目</p>")}
    write_zip(tiny / "archives" / "tour.zip", pages)
    assert _build(tiny, tmp_path / "sites", "vote", GOOD).blockers == (
        MESSAGES.text("archive_samples", "en", name="tour.zip", count=1),
    )
    assert _build(tiny, tmp_path / "before", "call", GOOD).blockers == ()


def test_archive_that_was_unfit_when_it_was_made_is_a_blocker(tiny: Path, tmp_path: Path) -> None:
    REAL(tiny)
    members = {"tour/index.html": PAGE.format("tiny-2024", "巡展")}
    checks = {"embargo": "passed", "findings": ["placeholder"]}
    write_zip(tiny / "archives" / "tour.zip", with_manifest("tour", members, checks=checks))
    assert _build(tiny, tmp_path / "sites", "vote", GOOD).blockers == (
        MESSAGES.text("archive_findings", "en", name="tour.zip", findings="placeholder"),
    )


def test_archives_of_the_former_place_are_parts_of_the_site(tiny: Path, tmp_path: Path) -> None:
    REAL(tiny)
    write_zip(tmp_path / "archives" / "tour.zip", {"tour/index.html": PAGE.format("tiny-2024", "巡展")})
    build = build_release(tiny, "vote", tmp_path / "sites", GOOD, "en", tmp_path / "archives")
    assert build.public_from["archive/tour/index.html"] == "tour"
    write_zip(tmp_path / "archives" / "tour.zip", {"tour/index.html": PAGE.format("zhuhai-2020", "珠海")})
    with pytest.raises(ContentError) as error:
        build_release(tiny, "vote", tmp_path / "more", GOOD, "en", tmp_path / "archives")
    assert [problem.code for problem in error.value.problems] == ["archive_of_other_contest"]


def test_warnings_of_the_stage_are_kept_for_the_publisher(tiny: Path, tmp_path: Path) -> None:
    with (tiny / "pages" / "rules" / "index.md").open("a", encoding="utf-8") as rules:
        rules.write("\n<b>粗</b>\n")
    problems = _build(tiny, tmp_path, "tour", GOOD).problems
    assert [(problem.file, problem.code) for problem in problems] == [("pages/rules/index.md", "warn_raw_html")]


def test_content_with_errors_is_not_built(tiny: Path, tmp_path: Path) -> None:
    replace_text(LIFT, ("track: safety", "track: saftey"))(tiny)
    with pytest.raises(ContentError) as error:
        build_release(tiny, "tour", tmp_path / "sites", GOOD, "en")
    assert [problem.file for problem in error.value.problems] == [LIFT]
    assert not (tmp_path / "sites").exists()


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReleaseBuild:
    """A build of the stage "tour" after "call", with a report beside it."""
    monkeypatch.setattr(prepare, "REPORTS", tmp_path / "proofs")
    (tmp_path / "tour").mkdir()
    (tmp_path / "tour/index.html").write_bytes(b"<p>tour</p>")
    (tmp_path / "tour.proof.json").write_bytes(b"{}")
    return ReleaseBuild(
        folder=tmp_path / "tour",
        contest="tiny-2024",
        stage="tour",
        stages=("call", "tour", "vote"),
        public_from={"index.html": "call"},
        blockers=("not ready",),
        problems=(),
    )


def test_clearance_keeps_the_report_and_the_blockers(build: ReleaseBuild, tmp_path: Path) -> None:
    site = add_clearance(build, tmp_path / "tour.proof.json")
    assert site.clearance
    assert (site.clearance.report, site.clearance.findings) == (tmp_path / "proofs/tour.proof.json", ("not ready",))
    assert site.public_from == {"index.html": "call"}


def test_announced_of_a_stage_are_its_times_and_how_often_they_changed() -> None:
    competition = load(TINY).competition
    assert competition
    config = competition.config
    announced = [_announcement(config.stage(stage)) for stage in ("vote", "notice")]
    assert announced == [
        Announcement("2024-03-10T09:00:00+08:00", "2024-03-20T18:00:00+08:00", 0),
        Announcement("", "", 0),
    ]
