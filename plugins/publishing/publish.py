"""The steps of a publication: upload what is missing, carry out the plan, verify and record it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import pydantic.dataclasses
from pydantic import ConfigDict, Field, StringConstraints

from plugins.publishing.archive import check_archives
from plugins.publishing.files import hash_site
from plugins.publishing.links import add_links
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.plan import Plan, PublicFiles, check_delete_limit, make_plan
from plugins.publishing.release import Release, SiteBuild, edition_of, make_release
from plugins.publishing.target_state import AuditRecord, State, is_storable
from plugins.publishing.targets.target import Job, Lock, ProgressCallback, Target
from plugins.publishing.yaml_config import PlainAddress

Address = Annotated[PlainAddress, StringConstraints(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?/$")]


@pydantic.dataclasses.dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class TargetPolicy:
    """How a target is published to.

    ``address`` is the public URL; ``rehearsal`` marks a target that the public does not know. Old assets stay for
    ``grace`` publications, at most ``largest_share`` of the pages is removed at once, and a second publisher waits
    ``wait`` seconds. Files of others that match a pattern of ``adopt`` are treated as if a release had put them there.
    """

    address: Address
    rehearsal: bool = False
    grace: Annotated[int, Field(ge=1, le=1000)] = 3
    largest_share: Annotated[float, Field(gt=0, le=1)] = 0.2
    wait: Annotated[float, Field(ge=0)] = 60
    adopt: tuple[Annotated[str, Field(min_length=1)], ...] = ()


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
    job = _order_by_links(_plan_build(target, build, *_read_both(target, build), policy, request), policy)
    return PublishResult(job.release, job.state, job.plan, foreign=job.foreign)


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
    release, state, public = _read_both(target, build)
    job = _plan_build(target, build, release, state, public, policy, request)
    if not job.plan and state.release == job.release.id:
        return PublishResult(job.release, state, ())
    with target.lock(request.who, policy.wait, notify) as lock:
        earlier_state, state = state, target.load_state(state.current)
        # if the state is unchanged and nothing was interrupted, the earlier listing is still valid
        if state != earlier_state or state.unfinished:
            job = _plan_build(target, build, release, state, target.list_public(state), policy, request)
        job = _order_by_links(job, policy)
        check_delete_limit(job.plan, job.public, 1.0 if request.allow_deletes else policy.largest_share)
        target.upload_missing(job, on_progress)
        target.save_release(job.release)
        return _execute(target, job, _draft_record("publish", job, request, build), lock, on_progress)


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
        # all goes back, the other editions too
        job = _make_job(target, replace(release, editions={}), state, target.list_public(state), policy)
        job = replace(job, release=release)
        target.upload_missing(job, on_progress)
        return _execute(target, job, _draft_record("rollback", job, request), lock, on_progress)


def check_clearance(build: SiteBuild, policy: TargetPolicy) -> None:
    """Raise ``PublishError`` unless the caller's checks have passed; a rehearsal needs none."""
    if policy.rehearsal:
        return
    if build.clearance is None:
        raise publish_error("no_clearance")
    if build.clearance.findings:
        raise publish_error("findings", findings=" · ".join(build.clearance.findings))


def check_contest(release: Release, build: SiteBuild, state: State, *, allow_deletes: bool) -> None:
    """Raise ``PublishError`` if another contest is public here, or if its editions are not those of the build.

    A target from before releases named their contest takes any.
    """
    current = state.current
    if current and not release.is_same_contest(current) and not allow_deletes:
        raise publish_error("other_contest", public=current.contest, contest=release.contest)
    others = {edition: stage for edition, (stage, _) in state.editions.items() if edition != build.edition}
    if build.edition and others != dict(build.other_editions):
        raise publish_error("editions_changed")


def check_direction(release: Release, state: State, request: PublishRequest) -> None:
    """Raise ``PublishError`` for an unknown stage, or for one before the stage that is public."""
    if release.stage_index < 0:
        raise publish_error("unknown_stage", stage=release.stage, choices=release.stages)
    public_stage, public_index = state.public_stage(release)
    if state.current and not release.is_same_contest(state.current):
        return
    if public_index > release.stage_index and not request.allow_earlier_stage:
        raise publish_error("backward", stage=release.stage, public=public_stage)


def find_foreign(
    target: Target, release: Release | None, state: State, public: Iterable[str], adopted: Iterable[str]
) -> frozenset[str]:
    """The public paths that neither this release nor a former one has, and that match no ``adopted`` pattern.

    They stay: a search engine's proof of ownership, another system's uploads. A file that a former release had is not
    one of them, even if another tool has put it back.
    """
    known = {*state.remote_files, *state.unfinished, *(release.files if release else ())}
    known |= set(state.current.files) if state.current else set()
    strangers = {path for path in public if path not in known and not is_adopted(path, adopted)}
    if strangers - state.foreign:
        strangers -= {path for former in target.load_releases() for path in former.files}
    return frozenset(strangers)


def is_adopted(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns, by which files of others become the site's, matches; ``*`` matches slashes too."""
    return is_storable(path) and any(fnmatchcase(path, pattern) for pattern in patterns)


def _read_both(target: Target, build: SiteBuild) -> tuple[Release, State, PublicFiles]:
    """The release of a build, and meanwhile the state of the target and what is public there."""
    with ThreadPoolExecutor(1) as pool:
        files = pool.submit(hash_site, build.folder, build.hashed)
        state = target.load_state()
        public = target.list_public(state)
        return make_release(build, files.result(), state.current), state, public


def _plan_build(
    target: Target,
    build: SiteBuild,
    release: Release,
    state: State,
    public: PublicFiles,
    policy: TargetPolicy,
    request: PublishRequest,
) -> Job:
    """The job that makes a build public. Raises ``PublishError`` if it must not be, in this state of the target."""
    check_clearance(build, policy)
    check_contest(release, build, state, allow_deletes=request.allow_deletes)
    release = _add_other_editions(release, state)
    check_direction(release, state, request)
    check_archives(release, state)
    return _make_job(target, release, state, public, policy, build.folder)


def _add_other_editions(release: Release, state: State) -> Release:
    """The release with the files of all editions but its own, as they are in the current one."""
    current = state.current
    others = {edition: stage for edition, stage in state.editions.items() if edition != release.edition}
    if not (release.edition and current and others):
        return release
    files = {path: file for path, file in current.files.items() if edition_of(path, others)}
    indexes = {path: index for path, index in current.stage_indexes.items() if path in files}
    return replace(
        release,
        files=dict(sorted({**files, **release.files}.items())),
        stage_indexes={**indexes, **release.stage_indexes},
        hashed=tuple(dict.fromkeys((*release.hashed, *current.hashed))),
        editions=dict(sorted({**others, **release.editions}.items())),
    )


def _make_job(
    target: Target,
    release: Release,
    state: State,
    public: PublicFiles,
    policy: TargetPolicy,
    folder: Path | None = None,
) -> Job:
    foreign = find_foreign(target, release, state, public, policy.adopt)
    public = {path: blob for path, blob in public.items() if path not in foreign}
    return Job(release, _make_plan(release, state, public, policy), state, public, folder, foreign)


def _make_plan(release: Release, state: State, public: PublicFiles, policy: TargetPolicy) -> Plan:
    retained = state.retained_paths(release, public, policy.grace)
    return make_plan(release, public, retained, state.embargoed_paths(release))


def _order_by_links(job: Job, policy: TargetPolicy) -> Job:
    """The job of a build with its changes in the order that the links of its pages ask for."""
    assert job.folder
    release = add_links(job.release, job.folder, policy.address, job.state.current)
    return replace(job, release=release, plan=_make_plan(release, job.state, job.public, policy))


def _draft_record(action: str, job: Job, request: PublishRequest, build: SiteBuild | None = None) -> AuditRecord:
    release = job.release
    return AuditRecord(
        sequence=job.state.sequence + 1,
        action=action,
        release=release.id,
        former=job.state.release,
        stage=f"{release.edition}/{release.stage}" if release.edition else release.stage,
        who=request.who,
        when=request.when.isoformat(timespec="seconds"),
        commit=build.commit if build else "",
        clearance=build.clearance.sha256 if build and build.clearance else "",
        changes=tuple((change.path, change.reason.value) for change in job.plan),
    )


def _execute(target: Target, job: Job, record: AuditRecord, lock: Lock, on_progress: ProgressCallback) -> PublishResult:
    target.apply(job, lock, on_progress)
    record = target.finish(job, record, lock)
    target.garbage_collect(lock)
    return PublishResult(job.release, job.state, job.plan, record)
