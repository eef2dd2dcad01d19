"""A publisher killed before and after each of its requests: what is public is consistent at every instant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.publishing.publish import publish
from plugins.publishing.release import SiteBuild, make_release
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.buckets import as_profile, new_bucket, public_files, through
from tests.publishing.dialects import COS, OSS_COPY, Dialect, run_dialect
from tests.publishing.invariants import find_inconsistencies
from tests.publishing.proxy import Fault, run_proxy
from tests.publishing.publisher import POLICY, REQUEST, start_publisher
from tests.publishing.site_factory import WINNERS

pytestmark = pytest.mark.posix

# the releases that are public before each job
BEFORE = {"first publication": 0, "publication": 1, "rollback": 2}
JOBS = pytest.mark.parametrize("job", BEFORE)
# a lease of ten seconds is renewed three times in them, for the minute that a publication may take
MAX_RENEWALS = 18


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
        broken += [f"after a rerun at {point}: {path}" for path in wrong]
        broken += [f"a rerun at {point} ended with {process.exitcode}"] if process.exitcode else []
    assert broken == []


def _check_job(
    endpoint: str, job: str, sites: tuple[SiteBuild, SiteBuild], step: int, workers: int, profile: str = "seaweedfs"
) -> None:
    def prepare() -> Bucket:
        target = as_profile(new_bucket(endpoint), endpoint, profile)
        for site in sites[: BEFORE[job]]:
            publish(target, site, POLICY, REQUEST)
        return target

    if job == "rollback":
        _check_points(endpoint, prepare, make_release(sites[0]).id, sites[0], step, workers)
    else:
        _check_points(endpoint, prepare, sites[1], sites[1], step, workers)


@JOBS
@pytest.mark.parametrize(
    ("step", "workers"), [(9, 1), *(pytest.param(1, workers, marks=pytest.mark.exhaustive) for workers in (1, 8))]
)
def test_job_killed_at_points_all_over_it_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, job: str, step: int, workers: int
) -> None:
    _check_job(endpoint, job, (site_a, site_b), step, workers)


# stores that only differ in their dialect
@JOBS
@pytest.mark.parametrize("step", [37, pytest.param(1, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize(("dialect", "profile"), [(OSS_COPY, "oss"), (COS, "cos")], ids=["OSS", "COS"])
def test_job_killed_in_a_store_of_a_dialect_is_consistent(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, job: str, step: int, dialect: Dialect, profile: str
) -> None:
    with run_dialect(endpoint, dialect) as proxy:
        _check_job(proxy.address, job, (site_a, site_b), step, 8, profile)
