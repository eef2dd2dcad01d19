"""The steps of a publication, in order: what is missing is staged, the plan carried out and written down."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from plugins.publishing.archive import check_archives
from plugins.publishing.build_input import SiteBuild
from plugins.publishing.links import add_links
from plugins.publishing.messages import publish_error
from plugins.publishing.plan import Plan, RemoteFile, check_delete_limit, make_plan
from plugins.publishing.release import Release, make_release
from plugins.publishing.target_state import AuditRecord, State, summarize_changes
from plugins.publishing.targets.lease import Notify
from plugins.publishing.targets.target import Job, Lock, ProgressCallback, Target


@dataclass(frozen=True)
class TargetPolicy:
    """How a target is published to. ``address`` is the public one; ``rehearsal`` says that the public does not know
    it; ``grace`` is in publications, ``largest_share`` of pages that may go at once, ``wait`` in seconds."""

    address: str
    rehearsal: bool = False
    grace: int = 3
    largest_share: float = 0.2
    wait: float = 60.0


@dataclass(frozen=True)
class PublishRequest:
    """Who publishes, when, and what they allow."""

    who: str
    when: datetime
    allow_backward: bool = False
    allow_deletes: bool = False


@dataclass(frozen=True)
class PublishResult:
    """What a publication did, or would do: ``record`` is empty where nothing was to do or nothing was done."""

    release: Release
    former: State
    plan: Plan
    record: AuditRecord | None = None


def _ignore(*_: object) -> None:
    """Say nothing."""


def plan_publication(target: Target, build: SiteBuild, policy: TargetPolicy, request: PublishRequest) -> PublishResult:
    """What publishing this build would change. Raises ``PublishError`` where it must not be published."""
    release = make_release(build)
    check_clearance(build, policy)
    state = target.load_state(release)
    check_direction(release, state, request)
    check_archives(release, state)
    return _make_result(target, release, state, policy, build.folder)


def publish(
    target: Target,
    build: SiteBuild,
    policy: TargetPolicy,
    request: PublishRequest,
    notify: Notify = _ignore,
    on_progress: ProgressCallback = _ignore,
) -> PublishResult:
    """Make a build public. Run again, it finishes what was interrupted. Raises ``PublishError``; the old release stays."""
    with ThreadPoolExecutor(1) as aside:
        looking = aside.submit(_read_remote, target)
        release = make_release(build)
        state, live = looking.result()
    check_clearance(build, policy)
    if state.release == release.id and not _changes(release, live, state, policy):
        return PublishResult(release, state, ())
    check_direction(release, state, request)
    check_archives(release, state)
    release = add_links(release, build.folder, policy.address, state.current)
    with target.lock(request.who, policy.wait, notify) as lock:
        before, state = state, target.load_state(state.current)
        check_direction(release, state, request)
        check_archives(release, state)
        # whoever publishes changes the state first: where it is as it was, and nobody was at work, so is what is public
        live = live if state == before and not state.unfinished else target.list_public(state)
        proof = build.clearance.sha256 if build.clearance else ""
        draft = _draft_record("publish", release, state, request, build.commit, proof)
        share = 1.0 if request.allow_deletes else policy.largest_share
        job = _make_job(release, state, live, policy, share, build.folder)
        target.upload_missing(release, job, on_progress)
        target.save_release(release)
        return _execute(target, release, job, draft, lock, on_progress)


def rollback(
    target: Target,
    release_id: str,
    policy: TargetPolicy,
    request: PublishRequest,
    notify: Notify = _ignore,
    on_progress: ProgressCallback = _ignore,
) -> PublishResult:
    """Make a former release public again, without uploading anything."""
    release = target.load_release(release_id)
    if release is None:
        raise publish_error("no_such_release", release=release_id)
    with target.lock(request.who, policy.wait, notify) as lock:
        state = target.load_state()
        job = _make_job(release, state, target.list_public(state), policy, 1.0)
        target.upload_missing(release, job, on_progress)
        return _execute(target, release, job, _draft_record("rollback", release, state, request), lock, on_progress)


def check_clearance(build: SiteBuild, policy: TargetPolicy) -> None:
    """Raise ``PublishError`` unless the caller's checks have passed; a rehearsal may show what is not yet right."""
    if policy.rehearsal:
        return
    if build.clearance is None:
        raise publish_error("no_clearance")
    if build.clearance.findings:
        raise publish_error("findings", findings=" · ".join(build.clearance.findings))


def check_direction(release: Release, state: State, request: PublishRequest) -> None:
    """Raise ``PublishError`` for a stage that is unknown, or before the one that is public."""
    if release.stage_index < 0:
        raise publish_error("unknown_stage", stage=release.stage, choices=release.stages)
    if state.stage_index > release.stage_index and not request.allow_backward:
        raise publish_error("backward", stage=release.stage, public=state.stage)


def _make_result(
    target: Target, release: Release, state: State, policy: TargetPolicy, folder: Path | None
) -> PublishResult:
    live = target.list_public(state)
    if folder and _changes(release, live, state, policy):
        release = add_links(release, folder, policy.address, state.current)
    return PublishResult(release, state, _changes(release, live, state, policy))


def _changes(release: Release, live: Mapping[str, RemoteFile], state: State, policy: TargetPolicy) -> Plan:
    return make_plan(release, live, state.retained_paths(release, live, policy.grace), state.embargoed_paths(release))


def _draft_record(
    action: str, release: Release, state: State, request: PublishRequest, commit: str = "", proof: str = ""
) -> AuditRecord:
    when = request.when.isoformat(timespec="seconds")
    number = state.sequence + 1
    return AuditRecord(number, action, release.id, state.release, release.stage, request.who, when, commit, proof, ())


def _read_remote(target: Target) -> tuple[State, Mapping[str, RemoteFile]]:
    state = target.load_state()
    return state, target.list_public(state)


def _make_job(
    release: Release,
    state: State,
    live: Mapping[str, RemoteFile],
    policy: TargetPolicy,
    share: float,
    folder: Path | None = None,
) -> Job:
    changes = _changes(release, live, state, policy)
    check_delete_limit(changes, live, share)
    return Job(changes, state, live, folder)


def _execute(
    target: Target, release: Release, job: Job, draft: AuditRecord, lock: Lock, on_progress: ProgressCallback
) -> PublishResult:
    target.apply(release, job, lock, on_progress)
    record = replace(draft, changes=summarize_changes(job.plan))
    done = target.finish(release, job.plan, record, job.state, lock)
    target.garbage_collect(lock)
    return PublishResult(release, job.state, job.plan, done)
