"""A release is built with the first stage of each path, and with what a public site must not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.problems import ContentError
from plugins.embargo.check import REHEARSAL_MARK
from plugins.publishing.archive import freeze
from plugins.publishing.messages import PublishError
from plugins.release import prepare
from plugins.release.prepare import MESSAGES, ReleaseBuild, add_clearance, build_release
from tests.content.mutations import LIFT, SITE, combine, replace_text

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


def test_path_is_public_from_the_first_stage_that_has_it(tiny: Path, tmp_path: Path) -> None:
    public_from = _build(tiny, tmp_path, "tour", GOOD).public_from
    assert (public_from["index.html"], public_from["entries/lift-watch/index.html"]) == ("call", "tour")


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
        stage="tour",
        stages=("call", "tour", "vote"),
        public_from={"index.html": "call"},
        blockers=("not ready",),
        problems=(),
    )


def _archive(folder: Path, stage: str, page: bytes) -> None:
    (folder / "frozen").mkdir()
    (folder / "frozen/index.html").write_bytes(page)
    freeze(folder / "frozen", stage, folder / "archives")


def test_clearance_keeps_the_report_and_the_blockers(build: ReleaseBuild, tmp_path: Path) -> None:
    _archive(tmp_path, "call", b"<p>call</p>")
    site = add_clearance(build, tmp_path / "tour.proof.json", tmp_path / "archives")
    assert site.clearance
    assert (site.clearance.report, site.clearance.findings) == (tmp_path / "proofs/tour.proof.json", ("not ready",))
    assert site.public_from["archive/call/index.html"] == "call"
    assert (build.folder / "archive/call/index.html").read_bytes() == b"<p>call</p>"


def test_archive_with_made_up_results_is_not_published(build: ReleaseBuild, tmp_path: Path) -> None:
    _archive(tmp_path, "call", b"<html " + REHEARSAL_MARK + b'call">')
    with pytest.raises(PublishError):
        add_clearance(build, tmp_path / "tour.proof.json", tmp_path / "archives")
