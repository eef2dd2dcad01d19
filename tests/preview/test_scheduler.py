"""The build scheduler: what is requested while it is being built is built once, and comparisons follow builds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.preview.build import scheduler as scheduler_module
from plugins.preview.build.instant_pages import OpenPage
from plugins.preview.build.protocol import BuildRequest, BuildResponse, PageRequest
from plugins.preview.build.scheduler import BuildScheduler

TIMEOUT_S = 60


class FakeWorker:
    """Stands in for the worker. A build waits until ``release`` is set, and writes a page with its number."""

    def __init__(self) -> None:
        self.builds: list[str] = []
        self.pages: list[PageRequest] = []
        self.stops = 0
        self.started, self.release = threading.Event(), threading.Event()
        self.release.set()

    def build(self, request: BuildRequest) -> BuildResponse:
        self.builds.append(request.stage)
        self.started.set()
        assert self.release.wait(TIMEOUT_S)
        page = Path(request.output) / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"<title>{request.stage}</title><main>{len(self.builds)}</main>", encoding="utf-8")
        return BuildResponse(True, renders_pages=True)

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
def _running(content: Path, folder: Path) -> Iterator[tuple[BuildScheduler, list[str]]]:
    """A scheduler with its building thread, and the names of the stages of which it reported builds."""
    request = BuildRequest(
        content=str(content), output=str(folder), stage="vote", site_url="http://127.0.0.1:1", lang="en"
    )
    names: list[str] = []
    scheduler = BuildScheduler(request, lambda name, _, __: names.append(name))
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
    assert sorted(worker.builds[:3]) == ["call", "tour", "vote"]
    assert worker.builds[3:] == ["vote", "tour"]


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
        pair = ("call", "tour")
        assert scheduler.changes(pair) is None
        scheduler.request_builds(scheduler.stages.names, compare=True)
        revision = 0
        while scheduler.changes(pair) is None:
            latest = scheduler.wait_for_revision(revision, TIMEOUT_S)
            assert latest > revision
            revision = latest
        changes = scheduler.changes(pair)
        assert changes
        assert [(change.kind, change.path, change.title) for change in changes] == [("changed", "", "tour")]


def test_disk_error_does_not_end_the_building_thread(
    tiny: Path, tmp_path: Path, worker: FakeWorker, monkeypatch: pytest.MonkeyPatch
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


@pytest.mark.usefixtures("worker")
def test_stages_are_compared_again_after_a_change(tiny: Path, tmp_path: Path) -> None:
    with _running(tiny, tmp_path) as (scheduler, _):
        seen_changes = []
        for _ in range(2):
            scheduler.request_builds(scheduler.stages.names, compare=True)
            revision = 0
            while scheduler.changes(("awards", "archive")) in (None, *seen_changes):
                latest = scheduler.wait_for_revision(revision, 10)
                assert latest > revision
                revision = latest
            seen_changes.append(scheduler.changes(("awards", "archive")))
            scheduler.on_change([tiny / "competition.yaml"], code=False)
        assert len(set(seen_changes)) == 2
