"""The steps of a publication: upload what is missing, carry out the plan, verify and record it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from plugins.publishing.archive import check_archives
from plugins.publishing.digests import hash_site
from plugins.publishing.editions import add_other_editions, check_contest
from plugins.publishing.links import add_links
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import Plan, PublicFiles, check_delete_limit, make_plan
from plugins.publishing.release import Release, SiteBuild, make_release
from plugins.publishing.target_state import AuditRecord, State, summarize_changes
from plugins.publishing.targets.target import Job, Lock, ProgressCallback, Target
from plugins.publishing.upkeep.foreign import find_foreign, without_foreign


@dataclass(frozen=True)
class TargetPolicy:
    """How a target is published to.

    ``address`` is the public URL; ``rehearsal`` marks a target that the public does not know. Old assets stay for
    ``grace`` publications, at most ``largest_share`` of the pages is removed at once, and ``wait`` is in seconds.
    ``adopt`` are patterns of files of others that count as ours, so that they go when no release has them.
    """

    address: str
    rehearsal: bool = False
    grace: int = 3
    largest_share: float = 0.2
    wait: float = 60.0
    adopt: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishRequest:
    """Who publishes, when, and which checks they waive."""

    who: str
    when: datetime
    allow_earlier_stage: bool = False
    allow_deletes: bool = False


@dataclass(frozen=True)
class PublishResult:
    """What a publication did or would do: ``record`` is ``None`` if nothing, ``foreign`` are files of others."""

    release: Release
    former: State
    plan: Plan
    record: AuditRecord | None = None
    foreign: frozenset[str] = frozenset()


def _ignore(*_: object) -> None:
    """The callback of a caller who wants no messages."""


def plan_publication(target: Target, build: SiteBuild, policy: TargetPolicy, request: PublishRequest) -> PublishResult:
    """What publishing this build would change. Raises ``PublishError`` if it must not be published."""
    release = make_release(build)
    check_clearance(build, policy)
    state = target.load_state(release)
    check_contest(release, build, state, allow_deletes=request.allow_deletes)
    release = add_other_editions(release, state)
    check_direction(release, state, request)
    check_archives(release, state)
    public = target.list_public(state)
    foreign = find_foreign(target, release, state, public, policy.adopt)
    public = without_foreign(public, foreign)
    if _plan_changes(release, public, state, policy):
        release = add_links(release, build.folder, policy.address, state.current)
    return PublishResult(release, state, _plan_changes(release, public, state, policy), foreign=foreign)


def publish(
    target: Target,
    build: SiteBuild,
    policy: TargetPolicy,
    request: PublishRequest,
    notify: Notify = _ignore,
    on_progress: ProgressCallback = _ignore,
) -> PublishResult:
    """Make a build public. A repeated call finishes what was interrupted.

    Raises ``PublishError``, and then the release before stays usable.
    """
    with ThreadPoolExecutor(1) as pool:
        remote = pool.submit(_read_remote, target)
        digests = hash_site(build.folder, build.hashed)
        state, public = remote.result()
    built_release = make_release(build, digests, state.current)
    check_clearance(build, policy)
    check_contest(built_release, build, state, allow_deletes=request.allow_deletes)
    release = add_other_editions(built_release, state)
    foreign = find_foreign(target, release, state, public, policy.adopt)
    if state.release == release.id and not _plan_changes(release, without_foreign(public, foreign), state, policy):
        return PublishResult(release, state, ())
    check_direction(release, state, request)
    check_archives(release, state)
    release = add_links(release, build.folder, policy.address, state.current)
    with target.lock(request.who, policy.wait, notify) as lock:
        earlier_state, state = state, target.load_state(state.current)
        check_contest(built_release, build, state, allow_deletes=request.allow_deletes)
        if release.edition and state != earlier_state:
            release = add_links(add_other_editions(built_release, state), build.folder, policy.address, state.current)
        check_direction(release, state, request)
        check_archives(release, state)
        # if the state is unchanged and nothing was interrupted, the earlier listing is still valid
        if state != earlier_state or state.unfinished:
            public = target.list_public(state)
            foreign = find_foreign(target, release, state, public, policy.adopt)
        draft = _draft_record("publish", release, state, request, build)
        share = 1.0 if request.allow_deletes else policy.largest_share
        job = _make_job(release, state, public, foreign, policy, share, build.folder)
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
    """Make an earlier release public again, without uploading anything. Raises ``PublishError``."""
    release = target.load_release(release_id)
    if release is None:
        raise publish_error("no_such_release", release=release_id)
    with target.lock(request.who, policy.wait, notify) as lock:
        state = target.load_state()
        public = target.list_public(state)
        foreign = find_foreign(target, release, state, public, policy.adopt)
        # all goes back, the other editions too
        job = _make_job(replace(release, editions={}), state, public, foreign, policy, 1.0)
        target.upload_missing(release, job, on_progress)
        return _execute(target, release, job, _draft_record("rollback", release, state, request), lock, on_progress)


def check_clearance(build: SiteBuild, policy: TargetPolicy) -> None:
    """Raise ``PublishError`` unless the caller's checks have passed; a rehearsal needs none."""
    if policy.rehearsal:
        return
    if build.clearance is None:
        raise publish_error("no_clearance")
    if build.clearance.findings:
        raise publish_error("findings", findings=" · ".join(build.clearance.findings))


def check_direction(release: Release, state: State, request: PublishRequest) -> None:
    """Raise ``PublishError`` for an unknown stage, or for one before the stage that is public."""
    if release.stage_index < 0:
        raise publish_error("unknown_stage", stage=release.stage, choices=release.stages)
    public_stage, public_index = state.public_stage(release)
    if state.current and not release.is_same_contest(state.current):
        return
    if public_index > release.stage_index and not request.allow_earlier_stage:
        raise publish_error("backward", stage=release.stage, public=public_stage)


def _plan_changes(release: Release, public: PublicFiles, state: State, policy: TargetPolicy) -> Plan:
    retained = state.retained_paths(release, public, policy.grace)
    return make_plan(release, public, retained, state.embargoed_paths(release))


def _draft_record(
    action: str, release: Release, state: State, request: PublishRequest, build: SiteBuild | None = None
) -> AuditRecord:
    return AuditRecord(
        sequence=state.sequence + 1,
        action=action,
        release=release.id,
        former=state.release,
        stage=f"{release.edition}/{release.stage}" if release.edition else release.stage,
        who=request.who,
        when=request.when.isoformat(timespec="seconds"),
        commit=build.commit if build else "",
        clearance=build.clearance.sha256 if build and build.clearance else "",
    )


def _read_remote(target: Target) -> tuple[State, PublicFiles]:
    state = target.load_state()
    return state, target.list_public(state)


def _make_job(
    release: Release,
    state: State,
    public: PublicFiles,
    foreign: frozenset[str],
    policy: TargetPolicy,
    largest_share: float,
    folder: Path | None = None,
) -> Job:
    public = without_foreign(public, foreign)
    plan = _plan_changes(release, public, state, policy)
    check_delete_limit(plan, public, largest_share)
    return Job(plan, state, public, folder, foreign)


def _execute(
    target: Target, release: Release, job: Job, draft: AuditRecord, lock: Lock, on_progress: ProgressCallback
) -> PublishResult:
    target.apply(release, job, lock, on_progress)
    draft = replace(draft, changes=summarize_changes(job.plan))
    record = target.finish(release, job, draft, lock)
    target.garbage_collect(lock)
    return PublishResult(release, job.state, job.plan, record)
