"""A publisher killed before and after each of its requests: what is public is whole at every instant."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.publish import publish
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.conftest import bucket_at
from tests.publishing.invariants import seen, wrongs
from tests.publishing.proxy import Fault, run_proxy
from tests.publishing.publisher import POLICY, REQUEST, start_publisher, through
from tests.publishing.site_factory import WINNERS

pytestmark = pytest.mark.posix

_numbers = itertools.count()
SAMPLE = 5


def _points(endpoint: str, prepare: Callable[[], Bucket], work: SiteBuild | str, workers: int) -> int:
    """How many requests it takes when nothing happens."""
    with run_proxy(endpoint) as proxy:
        process = start_publisher(through(prepare(), proxy.address, workers), work)
        process.join(60)
        assert process.exitcode == 0
        return len(proxy.asked)


def _killed(endpoint: str, target: Bucket, work: SiteBuild | str, point: int, workers: int) -> None:
    number, before = point // 2 + 1, point % 2 == 0
    with run_proxy(endpoint) as proxy:
        process = start_publisher(through(target, proxy.address, workers), work)
        proxy.choice = lambda count, *_: Fault(kill=process.pid or 0, before=before) if count == number else None
        process.join(60)
        assert process.exitcode == -9, f"request {number}: {process.exitcode}"


def _check_all(
    endpoint: str, prepare: Callable[[], Bucket], work: SiteBuild | str, end: SiteBuild, step: int, workers: int
) -> None:
    expected = {path.relative_to(end.folder).as_posix() for path in end.folder.rglob("*") if path.is_file()}
    broken = []
    for point in range(0, 2 * _points(endpoint, prepare, work, workers), step):
        target = prepare()
        _killed(endpoint, target, work, point, workers)
        broken += [f"killed at {point}: {each}" for each in wrongs(seen(target), end)]
        process = start_publisher(target, work)
        process.join(60)
        public = seen(target)
        wrong = [path for path in expected if public.get(path) != (end.folder / path).read_bytes()]
        wrong += [path for path in public if path.endswith(".html") and path not in expected]
        wrong += [path for path in public if path.startswith("media/medal") and WINNERS not in expected]
        broken += [f"after a rerun at {point} ({process.exitcode}): {each}" for each in wrong]
    assert broken == []


def _publishing(endpoint: str, site_a: SiteBuild, site_b: SiteBuild, step: int, workers: int) -> None:
    def prepare() -> Bucket:
        target = bucket_at(endpoint, f"kill{next(_numbers)}")
        publish(target, site_a, POLICY, REQUEST)
        return target

    _check_all(endpoint, prepare, site_b, site_b, step, workers)


def _beginning(endpoint: str, site_b: SiteBuild, step: int, workers: int) -> None:
    _check_all(endpoint, lambda: bucket_at(endpoint, f"kill{next(_numbers)}"), site_b, site_b, step, workers)


def _rolling_back(endpoint: str, site_a: SiteBuild, site_b: SiteBuild, step: int, workers: int) -> None:
    releases = []

    def prepare() -> Bucket:
        target = bucket_at(endpoint, f"kill{next(_numbers)}")
        releases.append(publish(target, site_a, POLICY, REQUEST).release.id)
        publish(target, site_b, POLICY, REQUEST)
        return target

    prepare()
    _check_all(endpoint, prepare, releases[0], site_a, step, workers)


def test_publishing_killed_at_every_fifth_point_is_whole(endpoint: str, site_a: SiteBuild, site_b: SiteBuild) -> None:
    _publishing(endpoint, site_a, site_b, SAMPLE, workers=1)


def test_first_publication_killed_at_every_fifth_point_is_whole(endpoint: str, site_b: SiteBuild) -> None:
    _beginning(endpoint, site_b, SAMPLE, workers=1)


def test_rollback_killed_at_every_fifth_point_is_whole(endpoint: str, site_a: SiteBuild, site_b: SiteBuild) -> None:
    _rolling_back(endpoint, site_a, site_b, SAMPLE, workers=1)


@pytest.mark.exhaustive
@pytest.mark.parametrize("workers", [1, 8])
def test_publishing_killed_at_every_point_is_whole(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, workers: int
) -> None:
    _publishing(endpoint, site_a, site_b, 1, workers)


@pytest.mark.exhaustive
@pytest.mark.parametrize("workers", [1, 8])
def test_first_publication_killed_at_every_point_is_whole(endpoint: str, site_b: SiteBuild, workers: int) -> None:
    _beginning(endpoint, site_b, 1, workers)


@pytest.mark.exhaustive
@pytest.mark.parametrize("workers", [1, 8])
def test_rollback_killed_at_every_point_is_whole(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, workers: int
) -> None:
    _rolling_back(endpoint, site_a, site_b, 1, workers)
