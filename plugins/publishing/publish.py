"""The steps of a publication, in order: what is missing is staged, the plan carried out and written down."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from plugins.publishing.archive import check_archives
from plugins.publishing.build_input import Built
from plugins.publishing.links import with_links
from plugins.publishing.messages import stopped
from plugins.publishing.plan import Live, Plan, guard, plan
from plugins.publishing.release import Release, release_of
from plugins.publishing.target_state import Record, State, changes_of
from plugins.publishing.targets.lease import Say
from plugins.publishing.targets.target import Lock, Target, Tick, Work


@dataclass(frozen=True)
class Rules:
    """How a target is published to. ``address`` is the public one; ``rehearsal`` says that the public does not know
    it; ``grace`` is in publications, ``largest_share`` of pages that may go at once, ``wait`` in seconds."""

    address: str
    rehearsal: bool = False
    grace: int = 3
    largest_share: float = 0.2
    wait: float = 60.0


@dataclass(frozen=True)
class Order:
    """Who publishes, when, and what they allow."""

    who: str
    when: datetime
    allow_backward: bool = False
    allow_deletes: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a publication did, or would do: ``record`` is empty where nothing was to do or nothing was done."""

    release: Release
    former: State
    plan: Plan
    record: Record | None = None


def _quiet(*_: object) -> None:
    """Say nothing."""


def prepare(target: Target, built: Built, rules: Rules, order: Order) -> Outcome:
    """What publishing this build would change. Raises ``Stopped`` where it must not be published."""
    release = release_of(built)
    check_clearance(built, rules)
    state = target.state(release)
    check_direction(release, state, order)
    check_archives(release, state)
    return _planned(target, release, state, rules, built.folder)


def publish(
    target: Target, built: Built, rules: Rules, order: Order, say: Say = _quiet, tick: Tick = _quiet
) -> Outcome:
    """Make a build public. Run again, it finishes what was interrupted. Raises ``Stopped``; the old release stays."""
    with ThreadPoolExecutor(1) as aside:
        looking = aside.submit(_looked, target)
        release = release_of(built)
        state, live = looking.result()
    check_clearance(built, rules)
    if state.release == release.id and not _changes(release, live, state, rules):
        return Outcome(release, state, ())
    check_direction(release, state, order)
    check_archives(release, state)
    release = with_links(release, built.folder, rules.address, state.current)
    with target.locked(order.who, rules.wait, say) as lock:
        before, state = state, target.state(state.current)
        check_direction(release, state, order)
        check_archives(release, state)
        # whoever publishes changes the state first: where it is as it was, and nobody was at work, so is what is public
        live = live if state == before and not state.unfinished else target.live(state)
        proof = built.clearance.sha256 if built.clearance else ""
        draft = _draft("publish", release, state, order, built.commit, proof)
        share = 1.0 if order.allow_deletes else rules.largest_share
        work = _work(release, state, live, rules, share, built.folder)
        target.stage(release, work, tick)
        target.keep(release)
        return _carried_out(target, release, work, draft, lock, tick)


def rollback(
    target: Target, release_id: str, rules: Rules, order: Order, say: Say = _quiet, tick: Tick = _quiet
) -> Outcome:
    """Make a former release public again, without uploading anything."""
    release = target.release(release_id)
    if release is None:
        raise stopped("no_such_release", release=release_id)
    with target.locked(order.who, rules.wait, say) as lock:
        state = target.state()
        work = _work(release, state, target.live(state), rules, 1.0)
        target.stage(release, work, tick)
        return _carried_out(target, release, work, _draft("rollback", release, state, order), lock, tick)


def check_clearance(built: Built, rules: Rules) -> None:
    """Raise ``Stopped`` unless the caller's checks have passed; a rehearsal may show what is not yet right."""
    if rules.rehearsal:
        return
    if built.clearance is None:
        raise stopped("no_clearance")
    if built.clearance.findings:
        raise stopped("findings", findings=" · ".join(built.clearance.findings))


def check_direction(release: Release, state: State, order: Order) -> None:
    """Raise ``Stopped`` for a stage that is unknown, or before the one that is public."""
    if release.place < 0:
        raise stopped("unknown_stage", stage=release.stage, choices=release.stages)
    if state.place > release.place and not order.allow_backward:
        raise stopped("backward", stage=release.stage, public=state.stage)


def _planned(target: Target, release: Release, state: State, rules: Rules, folder: Path | None) -> Outcome:
    live = target.live(state)
    if folder and _changes(release, live, state, rules):
        release = with_links(release, folder, rules.address, state.current)
    return Outcome(release, state, _changes(release, live, state, rules))


def _changes(release: Release, live: Mapping[str, Live], state: State, rules: Rules) -> Plan:
    return plan(release, live, state.kept(release, live, rules.grace), state.hidden(release))


def _draft(action: str, release: Release, state: State, order: Order, commit: str = "", proof: str = "") -> Record:
    when = order.when.isoformat(timespec="seconds")
    number = state.sequence + 1
    return Record(number, action, release.id, state.release, release.stage, order.who, when, commit, proof, ())


def _looked(target: Target) -> tuple[State, Mapping[str, Live]]:
    state = target.state()
    return state, target.live(state)


def _work(
    release: Release, state: State, live: Mapping[str, Live], rules: Rules, share: float, folder: Path | None = None
) -> Work:
    changes = _changes(release, live, state, rules)
    guard(changes, live, share)
    return Work(changes, state, live, folder)


def _carried_out(target: Target, release: Release, work: Work, draft: Record, lock: Lock, tick: Tick) -> Outcome:
    target.apply(release, work, lock, tick)
    record = replace(draft, changes=changes_of(work.plan))
    done = target.finish(release, work.plan, record, work.state, lock)
    target.collect(lock)
    return Outcome(release, work.state, work.plan, done)
