"""A publisher killed before and after each of its requests: what is public is consistent at every instant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.publishing.publish import publish
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.buckets import as_profile, new_bucket, public_files, through
from tests.publishing.dialects import COS, OSS_COPY, Dialect, run_dialect
from tests.publishing.invariants import find_inconsistencies
from tests.publishing.proxy import Fault, run_proxy
from tests.publishing.publisher import POLICY, REQUEST, start_publisher
from tests.publishing.site_factory import WINNERS

pytestmark = pytest.mark.posix

STEP = 5
# a lease of ten seconds is renewed three times in them, for the minute that a publication may take
MAX_RENEWALS = 18
# what is sampled of the stores that only differ in their dialect
DIALECT_STEP = 37
DIALECTS = pytest.mark.parametrize(("dialect", "profile"), [(OSS_COPY, "oss"), (COS, "cos")], ids=["OSS", "COS"])
STEPS = pytest.mark.parametrize("step", [DIALECT_STEP, pytest.param(1, marks=pytest.mark.exhaustive)])


def _count_requests(endpoint: str, prepare: Callable[[], Bucket], work: SiteBuild | str, workers: int) -> int:
    """The number of requests of an undisturbed publication."""
    with run_proxy(endpoint) as proxy:
        process = start_publisher(through(prepare(), proxy.address, workers), work)
        process.join(60)
        assert process.exitcode == 0
        return len(proxy.requests)


def _kill_at(endpoint: str, target: Bucket, work: SiteBuild | str, point: int, workers: int) -> None:
    number, before = point // 2 + 1, point % 2 == 0
    with run_proxy(endpoint) as proxy:
        process = start_publisher(through(target, proxy.address, workers), work)
        proxy.rule = lambda count, *_: Fault(kill=process.pid or 0, before=before) if count == number else None
        process.join(60)
        # leases that are renewed while a busy machine counts make the count too high
        is_past_the_end = process.exitcode == 0 and number - MAX_RENEWALS <= len(proxy.requests) < number
        assert process.exitcode == -9 or is_past_the_end, f"request {number}: {process.exitcode}"


def _check_points(
    endpoint: str, prepare: Callable[[], Bucket], work: SiteBuild | str, end: SiteBuild, step: int, workers: int
) -> None:
    expected = {path.relative_to(end.folder).as_posix() for path in end.folder.rglob("*") if path.is_file()}
    broken = []
    points = range(step // 2, 2 * _count_requests(endpoint, prepare, work, workers), step)
    # the first request changes nothing
    assert len(points) > 1
    for point in points:
        target = prepare()
        _kill_at(endpoint, target, work, point, workers)
        broken += [f"killed at {point}: {problem}" for problem in find_inconsistencies(public_files(target), end)]
        process = start_publisher(target, work)
        process.join(60)
        public = public_files(target)
        wrong = [path for path in expected if public.get(path) != (end.folder / path).read_bytes()]
        wrong += [path for path in public if path.endswith(".html") and path not in expected]
        wrong += [path for path in public if path.startswith("media/medal") and WINNERS not in expected]
        broken += [f"after a rerun at {point} ({process.exitcode}): {path}" for path in wrong]
    assert broken == []


def _new_target(endpoint: str, profile: str) -> Bucket:
    return as_profile(new_bucket(endpoint), endpoint, profile)


def _check_publish(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, step: int, workers: int, profile: str = "seaweedfs"
) -> None:
    def prepare() -> Bucket:
        target = _new_target(endpoint, profile)
        publish(target, site_a, POLICY, REQUEST)
        return target

    _check_points(endpoint, prepare, site_b, site_b, step, workers)


def _check_first_publication(
    endpoint: str, site_b: SiteBuild, step: int, workers: int, profile: str = "seaweedfs"
) -> None:
    _check_points(endpoint, lambda: _new_target(endpoint, profile), site_b, site_b, step, workers)


def _check_rollback(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, step: int, workers: int, profile: str = "seaweedfs"
) -> None:
    releases = []

    def prepare() -> Bucket:
        target = _new_target(endpoint, profile)
        releases.append(publish(target, site_a, POLICY, REQUEST).release.id)
        publish(target, site_b, POLICY, REQUEST)
        return target

    prepare()
    _check_points(endpoint, prepare, releases[0], site_a, step, workers)


def test_publishing_killed_at_every_fifth_point_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    _check_publish(endpoint, site_a, site_b, STEP, workers=1)


def test_first_publication_killed_at_every_fifth_point_is_consistent(endpoint: str, site_b: SiteBuild) -> None:
    _check_first_publication(endpoint, site_b, STEP, workers=1)


def test_rollback_killed_at_every_fifth_point_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    _check_rollback(endpoint, site_a, site_b, STEP, workers=1)


@pytest.mark.exhaustive
@pytest.mark.parametrize("workers", [1, 8])
def test_publishing_killed_at_every_point_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, workers: int
) -> None:
    _check_publish(endpoint, site_a, site_b, 1, workers)


@pytest.mark.exhaustive
@pytest.mark.parametrize("workers", [1, 8])
def test_first_publication_killed_at_every_point_is_consistent(endpoint: str, site_b: SiteBuild, workers: int) -> None:
    _check_first_publication(endpoint, site_b, 1, workers)


@pytest.mark.exhaustive
@pytest.mark.parametrize("workers", [1, 8])
def test_rollback_killed_at_every_point_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, workers: int
) -> None:
    _check_rollback(endpoint, site_a, site_b, 1, workers)


@DIALECTS
@STEPS
def test_publishing_killed_in_a_store_of_a_dialect_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, step: int, dialect: Dialect, profile: str
) -> None:
    with run_dialect(endpoint, dialect) as proxy:
        _check_publish(proxy.address, site_a, site_b, step, 8, profile)


@pytest.mark.exhaustive
@DIALECTS
def test_first_publication_killed_in_a_store_of_a_dialect_is_consistent(
    endpoint: str, site_b: SiteBuild, dialect: Dialect, profile: str
) -> None:
    with run_dialect(endpoint, dialect) as proxy:
        _check_first_publication(proxy.address, site_b, 1, 8, profile)


@DIALECTS
@STEPS
def test_rollback_killed_in_a_store_of_a_dialect_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, step: int, dialect: Dialect, profile: str
) -> None:
    with run_dialect(endpoint, dialect) as proxy:
        _check_rollback(proxy.address, site_a, site_b, step, 8, profile)
