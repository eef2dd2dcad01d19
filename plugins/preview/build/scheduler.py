"""Schedules builds: one thread builds, renders and compares; others request stages and wait for revisions."""

from __future__ import annotations

import threading
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from plugins.preview.build.instant_pages import InstantPage, InstantPages, OpenPage, find_affected_sources
from plugins.preview.build.protocol import BuildRequest, BuildResponse, DisplayProblem, PageRequest
from plugins.preview.build.stages import StageBuild, StagePair, Stages, find_source, read_stages
from plugins.preview.build.worker_client import WorkerClient
from plugins.release.stage_diff import PageChange, compare_sites

BuildCallback = Callable[[str, StageBuild, set[DisplayProblem]], None]
"""Gets the name of a stage after each build of it, the build, and the problems that were known before."""


class BuildScheduler:
    """State of the preview. ``request`` holds what all builds have in common: its stage is the default one if not
    empty, its output the folder of all builds, its URL that of the server."""

    def __init__(self, request: BuildRequest, on_build: BuildCallback) -> None:
        self.request = request
        self._on_build = on_build
        self._condition = threading.Condition()
        # number of the saved state; the content at the start is the first
        self.state = 1
        # counts what browsers are notified of
        self.revision = 0
        self.is_over = False
        self.builds: dict[str, StageBuild] = {}
        # the changes of each pair, and the numbers of the builds that were compared
        self._comparisons: dict[StagePair, tuple[tuple[int, ...], tuple[PageChange, ...]]] = {}
        self._is_code_changed = False
        self._compares = False
        self._requested: set[str] = set()
        # the stage and the saved state that are being built
        self._running: tuple[str, int] | None = None
        self._open_pages: Counter[OpenPage] = Counter()
        self._instant = InstantPages()
        self.stages = self._read_stages(Stages({}, request.stage))
        self.request_builds([self.stages.default_stage])

    def on_change(self, paths: Collection[Path], *, code: bool) -> None:
        """Rebuild the stages that are open after files were saved, by a new worker if code was among them."""
        sources = None if code else find_affected_sources(Path(self.request.content), paths)
        stages = self._read_stages(self.stages)
        with self._condition:
            self.stages = stages
            self.state += 1
            self._is_code_changed |= code
            open_pages = {page: find_source(page.path, stages.languages) for page in self._open_pages.elements()}
            self._instant.add_requests(self.state, sources, open_pages)
            # replaces requests for the previous state
            self._requested = {stages.default_stage, *(page.stage for page in open_pages)}
            self._compares = False
            self._notify()

    def request_builds(self, stages: Iterable[str], *, compare: bool = False) -> None:
        """Build these stages unless they are up to date, and compare all stages if asked to."""
        with self._condition:
            outdated = {stage for stage in stages if self.is_outdated(stage)}
            self._requested |= {stage for stage in outdated if self._running != (stage, self.state)}
            self._compares |= compare
            self._condition.notify_all()

    @contextmanager
    def keep_open(self, pages: Iterable[OpenPage]) -> Iterator[None]:
        """Rebuild the stages of these pages after every change, as long as the context lasts."""
        opened = Counter(pages)
        with self._condition:
            self._open_pages += opened
        try:
            yield
        finally:
            with self._condition:
                self._open_pages -= opened

    def instant_page(self, page: OpenPage) -> bytes | None:
        """Return a page that is newer than the build of its stage, if there is one."""
        instant = self._instant.pages.get(page)
        return instant.data if instant else None

    def latest_build(self, stage: str) -> StageBuild:
        """Return what is built of a stage; before its first build one without a number."""
        return self.builds.get(stage) or StageBuild(Path(self.request.output) / (stage or "first"))

    def changes(self, pair: StagePair) -> tuple[PageChange, ...] | None:
        """Return what a stage reveals after the one before, as compared last; ``None`` before the first comparison."""
        return self._comparisons[pair][1] if pair in self._comparisons else None

    def is_outdated(self, stage: str) -> bool:
        """Tell whether a stage is not built from the latest saved state."""
        return self.latest_build(stage).state < self.state

    def wait_for_revision(self, known: int, timeout_s: float) -> int:
        """Wait for a revision after the known one; return the latest, which is the known one after the timeout."""
        with self._condition:
            self._condition.wait_for(lambda: self.revision > known or self.is_over, timeout_s)
            return self.revision

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Wait until nothing is requested or being built; return false after the timeout."""
        with self._condition:
            return self._condition.wait_for(lambda: not (self._requested or self._running), timeout_s)

    def stop(self) -> None:
        """End ``run`` after the build that is running."""
        with self._condition:
            self.is_over = True
            self._condition.notify_all()

    def run(self) -> None:
        """Work until ``stop`` is called. For the building thread."""
        worker = WorkerClient()
        while task := self._next_task():
            try:
                task(worker)
            except Exception:
                # a disk error must not end the thread, or nothing would be built any more
                traceback.print_exc()
                self._compares = False
            with self._condition:
                self._running = None
                self._notify()
        worker.stop()

    def _notify(self) -> None:
        self.revision += 1
        self._condition.notify_all()

    def _read_stages(self, previous: Stages) -> Stages:
        return read_stages(Path(self.request.content), self.request.stage, self.request.lang, previous)

    def _next_task(self) -> Callable[[WorkerClient], None] | None:
        """Wait for the most urgent task, and mark its stage as running."""
        with self._condition:
            while not self.is_over:
                if request := self._instant.next_request():
                    return lambda worker: self._render(*request, worker)
                if self._requested:
                    stage = min(self._requested, key=self._priority)
                    self._requested.discard(stage)
                    self._running = stage, self.state
                    return lambda worker: self._build(stage, worker)
                if pair := self._next_pair():
                    return lambda _: self._compare(pair)
                self._condition.wait()
            return None

    def _priority(self, stage: str) -> int:
        order = [self.stages.default_stage, *(page.stage for page in self._open_pages), *self.stages.names]
        return order.index(stage) if stage in order else len(order)

    def _next_pair(self) -> StagePair | None:
        pairs = self.stages.pairs() if self._compares else []
        return next((pair for pair in pairs if self._is_due(pair)), None)

    def _is_due(self, pair: StagePair) -> bool:
        """Tell whether both stages are built, and at least one of them since the last comparison."""
        numbers = self._build_numbers(pair)
        return all(numbers) and (pair not in self._comparisons or self._comparisons[pair][0] != numbers)

    def _build_numbers(self, pair: StagePair) -> tuple[int, ...]:
        return tuple(self.latest_build(stage).number for stage in pair)

    def _render(self, page: OpenPage, request: PageRequest, worker: WorkerClient) -> None:
        state = self.state
        data = worker.render_page(request)
        if data:
            with self._condition:
                self._instant.pages[page] = InstantPage(state, data)

    def _build(self, stage: str, worker: WorkerClient) -> None:
        with self._condition:
            state = self.state
            self._running = stage, state
            is_code_changed, self._is_code_changed = self._is_code_changed, False
        if is_code_changed:
            worker.stop()
        folder = str(self.latest_build(stage).folder)
        request = replace(self.request, stage=stage, output=folder, site_url=self._site_url(stage))
        self._store(stage, state, worker.build(request))

    def _store(self, stage: str, state: int, response: BuildResponse) -> None:
        problems = sorted(response.problems, key=lambda problem: (problem.is_warning, problem.file, problem.line))
        with self._condition:
            previous = self.latest_build(stage)
            same_state = [build for build in self.builds.values() if build.state == state]
            known = {problem for build in (*same_state, previous) for problem in build.problems}
            number = previous.number + response.ok
            build = StageBuild(previous.folder, state, number, response.ok, tuple(problems))
            self.builds[stage] = build
            self._instant.remove_older(stage, state)
            if response.renders_pages:
                self._instant.stage, self._instant.state = stage, state
            name, is_latest = self.stages.names.get(stage, stage), state == self.state
        # a save can come in two parts; then the second build reports success
        if is_latest or build.problems:
            self._on_build(name, build, known)

    def _compare(self, pair: StagePair) -> None:
        numbers = self._build_numbers(pair)
        old, new = (self.latest_build(stage).folder for stage in pair)
        # the URL of each site, which is in its pages, is no difference
        urls = [url for url in map(self._site_url, pair) if urlsplit(url).path]
        changes = compare_sites(old, new, tuple(text for url in urls for text in (url, urlsplit(url).path)))
        # only the preview has the style guide
        self._comparisons[pair] = (
            numbers,
            tuple(change for change in changes if not change.path.endswith("styleguide/")),
        )

    def _site_url(self, stage: str) -> str:
        return self.request.site_url + self.stages.base(stage).rstrip("/")
