"""The build scheduler: what is requested while it is being built is built once, and comparisons follow builds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.preview.build import scheduler as scheduler_module
from plugins.preview.build.instant_pages import OpenPage
from plugins.preview.build.protocol import BuildRequest, BuildResponse, DisplayProblem, PageRequest
from plugins.preview.build.scheduler import BuildCallback, BuildScheduler
from plugins.preview.build.stages import StageBuild
from plugins.release.stage_diff import PageChange

TIMEOUT_S = 60


class FakeWorker:
    """Stands in for the worker. A build waits until ``release`` is set, and writes a page: ``main``, or its number."""

    def __init__(self) -> None:
        self.builds: list[str] = []
        self.places: list[tuple[str, str]] = []
        self.main = ""
        self.response = BuildResponse(True, renders_pages=True)
        self.pages: list[PageRequest] = []
        self.stops = 0
        self.started, self.release = threading.Event(), threading.Event()
        self.release.set()

    def build(self, request: BuildRequest) -> BuildResponse:
        self.builds.append(request.stage)
        self.places.append((request.output, request.site_url))
        self.started.set()
        assert self.release.wait(TIMEOUT_S)
        page = Path(request.output) / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        main = self.main.format(url=request.site_url) or len(self.builds)
        page.write_text(f"<title>{self.main or request.stage}</title><main>{main}</main>", encoding="utf-8")
        return self.response

    def render_page(self, request: PageRequest) -> bytes | None:
        self.pages.append(request)
        return b"instant"

    def stop(self) -> None:
        self.stops += 1


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> FakeWorker:
    fake = FakeWorker()
    monkeypatch.setattr(scheduler_module, "WorkerClient", lambda: fake)
    return fake


@contextmanager
def _running(
    content: Path, folder: Path, on_build: BuildCallback = lambda *_: None
) -> Iterator[tuple[BuildScheduler, list[str]]]:
    """A scheduler with its building thread, and the names of the stages of which it reported builds."""
    request = BuildRequest(
        content=str(content), output=str(folder), stage="vote", site_url="http://127.0.0.1:1", lang="en"
    )
    names: list[str] = []

    def report(name: str, build: StageBuild, known: set[DisplayProblem]) -> None:
        names.append(name)
        on_build(name, build, known)

    scheduler = BuildScheduler(request, report)
    thread = threading.Thread(target=scheduler.run)
    thread.start()
    try:
        yield scheduler, names
    finally:
        scheduler.stop()
        thread.join(TIMEOUT_S)
        assert not thread.is_alive()


def test_stage_requested_while_it_is_built_is_built_once(tiny: Path, tmp_path: Path, worker: FakeWorker) -> None:
    worker.release.clear()
    with _running(tiny, tmp_path) as (scheduler, names):
        assert worker.started.wait(TIMEOUT_S)
        scheduler.request_builds(["vote"])
        worker.release.set()
        assert scheduler.wait_until_idle(TIMEOUT_S)
        assert (worker.builds, names) == (["vote"], ["投票"])
        scheduler.request_builds(["vote"])
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert worker.builds == ["vote"]
    assert worker.stops == 1


def test_stage_saved_while_it_is_built_is_built_again_and_reported_once(
    tiny: Path, tmp_path: Path, worker: FakeWorker
) -> None:
    worker.release.clear()
    with _running(tiny, tmp_path) as (scheduler, names):
        assert worker.started.wait(TIMEOUT_S)
        scheduler.on_change([tiny / "competition.yaml"], code=False)
        worker.release.set()
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert (worker.builds, names) == (["vote", "vote"], ["投票"])


def test_only_open_stages_are_built_after_a_change(tiny: Path, tmp_path: Path, worker: FakeWorker) -> None:
    with _running(tiny, tmp_path) as (scheduler, _):
        scheduler.request_builds(["call", "tour"])
        assert scheduler.wait_until_idle(TIMEOUT_S)
        with scheduler.keep_open([OpenPage("tour", "")]):
            scheduler.on_change([tiny / "competition.yaml"], code=False)
            assert scheduler.wait_until_idle(TIMEOUT_S)
        # no browser shows it any more
        scheduler.on_change([tiny / "competition.yaml"], code=False)
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert sorted(worker.builds[:3]) == ["call", "tour", "vote"]
    assert worker.builds[3:] == ["vote", "tour", "vote"]


def test_changed_code_is_built_by_a_new_worker(tiny: Path, tmp_path: Path, worker: FakeWorker) -> None:
    with _running(tiny, tmp_path) as (scheduler, _):
        assert scheduler.wait_until_idle(TIMEOUT_S)
        scheduler.on_change([], code=True)
        assert scheduler.wait_until_idle(TIMEOUT_S)
        assert worker.stops == 1
    assert worker.builds == ["vote", "vote"]


def test_open_page_is_rendered_before_the_build_and_replaced_by_it(
    tiny: Path, tmp_path: Path, worker: FakeWorker
) -> None:
    page = OpenPage("vote", "entries/rain-garden/")
    with _running(tiny, tmp_path) as (scheduler, _), scheduler.keep_open([page, OpenPage("vote", "rules/")]):
        assert scheduler.wait_until_idle(TIMEOUT_S)
        worker.started.clear()
        worker.release.clear()
        scheduler.on_change([tiny / "entries/rain-garden/index.md"], code=False)
        assert worker.started.wait(TIMEOUT_S)
        assert worker.pages == [PageRequest("entries/rain-garden", "entries/rain-garden/")]
        assert scheduler.instant_page(page) == b"instant"
        worker.release.set()
        assert scheduler.wait_until_idle(TIMEOUT_S)
        assert scheduler.instant_page(page) is None


def test_no_page_is_rendered_after_a_change_of_data(tiny: Path, tmp_path: Path, worker: FakeWorker) -> None:
    with _running(tiny, tmp_path) as (scheduler, _), scheduler.keep_open([OpenPage("vote", "rules/")]):
        assert scheduler.wait_until_idle(TIMEOUT_S)
        scheduler.on_change([tiny / "competition.yaml", tiny / "pages/rules/index.md"], code=False)
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert worker.pages == []


@pytest.mark.usefixtures("worker")
def test_stages_are_compared_when_both_are_built(tiny: Path, tmp_path: Path) -> None:
    with _running(tiny, tmp_path) as (scheduler, _):
        assert scheduler.changes(("call", "tour")) is None
        scheduler.request_builds(scheduler.stages.names, compare=True)
        changes = _wait_for_changes(scheduler, ("call", "tour"))
        assert [(change.kind, change.path, change.title) for change in changes] == [("changed", "", "tour")]


def test_disk_error_does_not_end_the_building_thread(
    tiny: Path,
    tmp_path: Path,
    worker: FakeWorker,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_: BuildRequest) -> BuildResponse:
        raise OSError("disk full")

    good_build = worker.build
    monkeypatch.setattr(worker, "build", fail)
    with _running(tiny, tmp_path) as (scheduler, names):
        assert scheduler.wait_until_idle(TIMEOUT_S)
        monkeypatch.setattr(worker, "build", good_build)
        scheduler.request_builds(["vote"])
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert names == ["投票"]
    assert capsys.readouterr().err.endswith("OSError: disk full\n")


def test_stage_is_built_into_its_own_folder_for_its_own_address(tiny: Path, tmp_path: Path, worker: FakeWorker) -> None:
    with _running(tiny, tmp_path) as (scheduler, _):
        assert scheduler.wait_until_idle(TIMEOUT_S)
        scheduler.request_builds(["tour"])
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert worker.places == [
        (str(tmp_path / "vote"), "http://127.0.0.1:1"),
        (str(tmp_path / "tour"), "http://127.0.0.1:1/.stage/tour"),
    ]
    assert scheduler.latest_build("").folder == tmp_path / "first"


def test_open_stages_are_built_before_others_and_unknown_ones_last(
    tiny: Path, tmp_path: Path, worker: FakeWorker
) -> None:
    worker.release.clear()
    with _running(tiny, tmp_path) as (scheduler, names), scheduler.keep_open([OpenPage("awards", "")]):
        assert worker.started.wait(TIMEOUT_S)
        scheduler.request_builds(["no-stage", "tour", "awards", "call"])
        worker.release.set()
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert worker.builds == ["vote", "awards", "call", "tour", "no-stage"]
    assert names[-1] == "no-stage"


def test_build_is_reported_with_its_problems_in_order_and_those_known_before(
    tiny: Path, tmp_path: Path, worker: FakeWorker
) -> None:
    problems = tuple(
        DisplayProblem(file, line, "wrong", is_warning=is_warning)
        for file, line, is_warning in (("a", 2, False), ("a", 9, False), ("b", 1, False), ("a", 1, True))
    )
    reports: list[tuple[StageBuild, set[DisplayProblem]]] = []
    worker.response = BuildResponse(True, problems[::-1])
    with _running(tiny, tmp_path, lambda _, build, known: reports.append((build, known))) as (scheduler, _):
        assert scheduler.wait_until_idle(TIMEOUT_S)
        worker.response = BuildResponse(False, problems[:1])
        scheduler.request_builds(["tour"])
        assert scheduler.wait_until_idle(TIMEOUT_S)
        scheduler.on_change([tiny / "competition.yaml"], code=False)
        assert scheduler.wait_until_idle(TIMEOUT_S)
    vote = StageBuild(tmp_path / "vote", 1, 1, ok=True, problems=problems)
    assert reports == [
        (vote, set()),
        # another stage of the same state has them too
        (StageBuild(tmp_path / "tour", 1, 0, ok=False, problems=problems[:1]), set(problems)),
        (StageBuild(tmp_path / "vote", 2, 1, ok=False, problems=problems[:1]), set(problems)),
    ]


def test_problems_of_a_state_that_is_no_longer_the_latest_are_reported(
    tiny: Path, tmp_path: Path, worker: FakeWorker
) -> None:
    worker.release.clear()
    worker.response = BuildResponse(False, (DisplayProblem("a", 1, "wrong"),))
    with _running(tiny, tmp_path) as (scheduler, names):
        assert worker.started.wait(TIMEOUT_S)
        scheduler.on_change([tiny / "competition.yaml"], code=False)
        worker.release.set()
        assert scheduler.wait_until_idle(TIMEOUT_S)
    assert names == ["投票", "投票"]


def _wait_for_changes(scheduler: BuildScheduler, pair: tuple[str, str]) -> tuple[PageChange, ...]:
    revision = 0
    while (changes := scheduler.changes(pair)) is None:
        latest = scheduler.wait_for_revision(revision, TIMEOUT_S)
        assert latest > revision
        revision = latest
    return changes


def test_addresses_and_the_style_guide_are_no_difference_between_stages(
    tiny: Path, tmp_path: Path, worker: FakeWorker
) -> None:
    worker.main = '<a href="{url}/rules/">rules</a>'
    (tmp_path / "tour" / "styleguide").mkdir(parents=True)
    (tmp_path / "tour" / "styleguide" / "index.html").write_text("<title>s</title><main>s</main>", encoding="utf-8")
    with _running(tiny, tmp_path) as (scheduler, _):
        scheduler.request_builds(["call", "tour"])
        assert scheduler.wait_until_idle(TIMEOUT_S)
        # nobody asked for it
        assert scheduler.changes(("call", "tour")) is None
        scheduler.request_builds([], compare=True)
        assert _wait_for_changes(scheduler, ("call", "tour")) == ()


@pytest.mark.usefixtures("worker")
def test_stages_are_compared_again_after_a_change(tiny: Path, tmp_path: Path) -> None:
    with _running(tiny, tmp_path) as (scheduler, _):
        seen_changes = []
        for _ in range(2):
            scheduler.request_builds(scheduler.stages.names, compare=True)
            revision = 0
            while scheduler.changes(("awards", "archive")) in (None, *seen_changes):
                latest = scheduler.wait_for_revision(revision, TIMEOUT_S)
                assert latest > revision
                revision = latest
            seen_changes.append(scheduler.changes(("awards", "archive")))
            scheduler.on_change([tiny / "competition.yaml"], code=False)
        assert len(set(seen_changes)) == 2
