"""The bench: what is saved, and what was built from it. One thread builds; all others say what they want, and wait."""

from __future__ import annotations

import threading
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from plugins.cli.diff import Change, changes_between
from plugins.preview.build.protocol import Finding, Order, Reply
from plugins.preview.build.stages import Site, Stages, source_of, stages_of
from plugins.preview.build.worker_client import Worker
from plugins.preview.instant.client import Glimpse, Place, Window, close, look, reach

NOTHING = Stages({}, "")
Pair = tuple[str, str]


class Bench:
    """All that the preview knows. ``order`` is what every build has in common; ``tell`` hears of every build
    by its stage's name, and which of its findings are known."""

    def __init__(self, order: Order, tell: Callable[[str, Site, set[Finding]], None]) -> None:
        self.order, self.tell, self.chosen = order, tell, order.stage
        self.turn = threading.Condition()
        self.news, self.state, self.is_over, self.is_stale = 0, 1, False, False
        self.sites: dict[str, Site] = {}
        self.wanted: set[str] = set()
        # the stage that is being built, and the saved state it is built from
        self.making: tuple[str, int] = ("", 0)
        self.watched: Counter[Place] = Counter()
        self.window, self.glimpses = Window(), dict[Place, Glimpse]()
        # the last saved state that only a build can show
        self.unseen = 0
        self.compared: dict[Pair, tuple[tuple[int, int], tuple[Change, ...]]] = {}
        self.compares = False
        self.stages = stages_of(Path(order.content), self.chosen, order.lang, replace(NOTHING, front=self.chosen))
        self.want([self.stages.front])

    def saved(self, paths: Collection[Path], *, code: bool) -> None:
        """Something was saved: what is being looked at is built again, with a new worker where code was changed."""
        reached = None if code else reach(Path(self.order.content), paths)
        pages = self._looked(reached or set())
        stages = stages_of(Path(self.order.content), self.chosen, self.order.lang, self.stages)
        with self.turn:
            # that it is being built is news as well
            self.stages, self.state, self.news = stages, self.state + 1, self.news + 1
            self.glimpses |= {place: Glimpse(self.state, data) for place, data in pages.items()}
            self.unseen = self.state if reached is None else self.unseen
            self.is_stale |= code
            # what was wanted of the former state may be wanted no more
            self.wanted = {stages.front, *(stage for stage, _ in self.watched.elements())}
            self.compares = False
            self.turn.notify_all()

    def _looked(self, reached: set[str]) -> dict[Place, bytes]:
        """What is being looked at of this, as it is now, where the process of the last build can tell."""
        with self.turn:
            window = self.window if self.window.state >= self.unseen else Window()
            places = [place for place in set(self.watched.elements()) if place[0] == window.stage]
            sources = {place: source_of(place[1], self.stages.languages) for place in places}
        touched = [place for place in places if any(sources[place].startswith(each) for each in reached)]
        pages = {place: look(window, sources[place], place[1]) for place in touched}
        return {place: data for place, data in pages.items() if data}

    def glimpse(self, place: Place) -> bytes:
        """A page that can be shown before its site is built; or nothing."""
        found = self.glimpses.get(place)
        return found.data if found else b""

    def want(self, stages: Iterable[str], *, compared: bool = False) -> None:
        """Have these stages built from what is saved now, and compared."""
        with self.turn:
            self.wanted |= {each for each in stages if self.is_building(each) and self.making != (each, self.state)}
            self.compares |= compared
            self.turn.notify_all()

    @contextmanager
    def watching(self, places: Iterable[Place]) -> Iterator[None]:
        """While somebody looks at these places their stages follow every change."""
        seen = Counter(places)
        with self.turn:
            self.watched += seen
        try:
            yield
        finally:
            with self.turn:
                self.watched -= seen

    def site(self, stage: str) -> Site:
        """What there is of a stage."""
        return self.sites.get(stage) or Site(Path(self.order.output) / (stage or "first"))

    def is_building(self, stage: str) -> bool:
        return self.site(stage).state < self.state

    def changes(self, pair: Pair) -> tuple[Change, ...] | None:
        """What changes from one stage to the next, as they were compared last."""
        return self.compared[pair][1] if pair in self.compared else None

    def wait_after(self, seen: int, seconds: float) -> int:
        """The number of the latest news, after waiting for some newer than this, or for so many seconds."""
        with self.turn:
            self.turn.wait_for(lambda: self.news > seen or self.is_over, seconds)
            return self.news

    def end(self) -> None:
        with self.turn:
            self.is_over = True
            self.turn.notify_all()

    def run(self) -> None:
        """Build and compare what is wanted until the end; this is the building thread."""
        worker = Worker()
        while work := self._next_work():
            with self._surviving():
                work(worker)
            with self.turn:
                self.news, self.making = self.news + 1, ("", 0)
                self.turn.notify_all()
        worker.end()

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """A disk that fails must not end the thread, or the preview would stand still without a word."""
        try:
            yield
        except Exception:
            traceback.print_exc()
            self.compares = False

    def _next_work(self) -> Callable[[Worker], None] | None:
        with self.turn:
            while not self.is_over:
                if stage := self._next_stage():
                    self.wanted.discard(stage[0])
                    return lambda worker: self._build(stage[0], worker)
                if pair := self._next_pair():
                    return lambda _: self._compare(pair)
                self.turn.wait()
            return None

    def _next_stage(self) -> list[str]:
        ranked = [self.stages.front, *(stage for stage, _ in self.watched), *self.stages.names]
        return sorted(self.wanted, key=lambda stage: ranked.index(stage) if stage in ranked else len(ranked))[:1]

    def _next_pair(self) -> Pair | None:
        pairs = self.stages.pairs() if self.compares else []
        return next((pair for pair in pairs if all(self._numbers(pair)) and not self._is_compared(pair)), None)

    def _is_compared(self, pair: Pair) -> bool:
        return pair in self.compared and self.compared[pair][0] == self._numbers(pair)

    def _numbers(self, pair: Pair) -> tuple[int, int]:
        return self.site(pair[0]).number, self.site(pair[1]).number

    def _build(self, stage: str, worker: Worker) -> None:
        with self.turn:
            state, is_stale, self.is_stale = self.state, self.is_stale, False
            self.making = stage, state
            url = self.order.site_url + self.stages.base(stage).rstrip("/")
        if is_stale:
            worker.end()
        site = self.site(stage)
        reply = worker.ask(replace(self.order, stage=stage, output=str(site.folder), site_url=url))
        self._keep(stage, state, reply)

    def _keep(self, stage: str, state: int, reply: Reply) -> None:
        with self.turn:
            before = self.site(stage)
            known = {each for site in self.sites.values() if site.state == state for each in site.findings}
            after = replace(before, state=state, number=before.number + reply.ok, ok=reply.ok, findings=_sorted(reply))
            self.sites[stage] = after
            self.glimpses = {
                place: each for place, each in self.glimpses.items() if place[0] != stage or each.state > state
            }
            former, self.window = self.window, Window(reply.glimpses, stage, state) if reply.glimpses else self.window
            name, is_latest = self.stages.names.get(stage, stage), state == self.state
        if former is not self.window:
            close(former)
        # one save can come in two parts: the second build will tell
        if is_latest or after.findings:
            self.tell(name, after, known | set(before.findings))

    def _compare(self, pair: Pair) -> None:
        numbers, bases = self._numbers(pair), [self.stages.base(stage).rstrip("/") for stage in pair]
        own = tuple(place for base in bases if base for place in (self.order.site_url + base, base))
        old, new = (self.site(stage).folder for stage in pair)
        found = changes_between(old, new, own)
        # the style guide is the preview's alone
        public = tuple(each for each in found if not each.path.endswith("styleguide/"))
        with self.turn:
            self.compared[pair] = numbers, public


def _sorted(reply: Reply) -> tuple[Finding, ...]:
    return tuple(sorted(reply.findings, key=lambda each: (each.is_warning, each.file, each.line)))
