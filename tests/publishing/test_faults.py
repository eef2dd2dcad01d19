"""What a store and the way to it can do wrong: the old release stays whole, and the message says what to do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.messages import LANGS, PublishError
from plugins.publishing.publish import publish
from plugins.publishing.s3.client import S3
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.conftest import bucket_at
from tests.publishing.invariants import seen, wrongs
from tests.publishing.proxy import Fault, FaultRule, run_proxy
from tests.publishing.publisher import ENDS, POLICY, REQUEST, start_publisher, through
from tests.publishing.site_factory import paths

pytestmark = pytest.mark.posix

_numbers = itertools.count()


@pytest.fixture
def target(endpoint: str, site_a: SiteBuild) -> Iterator[Bucket]:
    """A target that shows A; its store is asked for little, and waits little."""
    made = bucket_at(endpoint, f"fault{next(_numbers)}")
    publish(made, site_a, POLICY, REQUEST)
    yield made


def _through(target: Bucket, address: str) -> Bucket:
    place = replace(target.store.config, endpoint=address, timeout_s=0.5, attempts=4)
    return replace(target, store=S3(place, target.store.credentials))


def _publish(target: Bucket, site: SiteBuild, choice: FaultRule) -> str:
    """Publish through a proxy that does harm; return the code of the refusal, or nothing."""
    with run_proxy(target.store.config.endpoint, choice) as proxy:
        try:
            publish(_through(target, proxy.address), site, POLICY, REQUEST)
        except PublishError as caught:
            assert all(message.text(lang) for message in caught.messages for lang in LANGS)
            return caught.messages[0].code
    return ""


def _first(fault: Fault, method: str, part: str) -> FaultRule:
    """Harm the first request of this method whose address has this part."""
    done: list[int] = []

    def choice(number: int, asked: str, path: str) -> Fault | None:
        if asked == method and part in path and not done:
            done.append(number)
            return fault
        return None

    return choice


def _shows(target: Bucket, site: SiteBuild) -> bool:
    public = seen(target)
    return all(public.get(path) == (site.folder / path).read_bytes() for path in paths(site.folder))


def _always(fault: Fault, method: str, part: str) -> FaultRule:
    return lambda _, asked, path: fault if asked == method and part in path else None


def test_asset_that_is_refused_stops_before_any_page(target: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    refused = Fault(status=403, code="AccessDenied")
    assert _publish(target, site_b, _always(refused, "PUT", "/theme/site.")) == "refused"
    assert _shows(target, site_a)
    assert wrongs(seen(target), site_b) == []
    assert _publish(target, site_b, lambda *_: None) == ""
    assert _shows(target, site_b)


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize(
    ("method", "part"), [("GET", "list-type"), ("PUT", "blobs"), ("PUT", "index.html"), ("DELETE", "")]
)
def test_passing_failure_is_overcome(target: Bucket, site_b: SiteBuild, status: int, method: str, part: str) -> None:
    assert _publish(target, site_b, _first(Fault(status=status, code="SlowDown"), method, part)) == ""
    assert _shows(target, site_b)


@pytest.mark.parametrize("harm", [Fault(lost=True), Fault(cut=True), Fault(delay=0.8)], ids=["lost", "cut", "hung"])
@pytest.mark.parametrize(
    ("method", "part"),
    [
        ("PUT", "/lock/"),
        ("PUT", "/releases/"),
        ("PUT", "/records/"),
        ("PUT", "/state"),
        ("PUT", "/theme/"),
        ("GET", "list-type"),
    ],
)
def test_lost_cut_or_late_reply_is_overcome(
    target: Bucket, site_b: SiteBuild, fault: Fault, method: str, part: str
) -> None:
    assert _publish(target, site_b, _first(fault, method, part)) == ""
    assert _shows(target, site_b)
    assert [record.sequence for record in target.load_records()] == [1, 2]


def test_every_reply_lost_once_is_overcome(target: Bucket, site_b: SiteBuild) -> None:
    seen_before: set[tuple[str, str]] = set()

    def choice(_: int, method: str, path: str) -> Fault | None:
        request = (method, path.partition("?")[0] if method != "GET" else path.partition("X-Amz")[0])
        is_first = request not in seen_before
        seen_before.add(request)
        return Fault(lost=True) if is_first else None

    assert _publish(target, site_b, choice) == ""
    assert _shows(target, site_b)


@pytest.mark.exhaustive
@pytest.mark.parametrize("status", [429, 500, 503])
def test_failure_at_any_request_is_overcome(endpoint: str, site_a: SiteBuild, site_b: SiteBuild, status: int) -> None:
    with run_proxy(endpoint) as proxy:
        made = bucket_at(endpoint, f"fault{next(_numbers)}")
        publish(made, site_a, POLICY, REQUEST)
        publish(through(made, proxy.address), site_b, POLICY, REQUEST)
    for point in range(1, len(proxy.asked) + 1):
        made = bucket_at(endpoint, f"fault{next(_numbers)}")
        publish(made, site_a, POLICY, REQUEST)
        fault = Fault(status=status, code="SlowDown")
        assert _publish(made, site_b, lambda number, *_, at=point, fault=fault: fault if number == at else None) == ""
        assert _shows(made, site_b)


def test_store_that_hangs_for_good_is_given_up(target: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    assert _publish(target, site_b, _always(Fault(delay=0.8), "PUT", "/theme/site.")) == "out_of_reach"
    assert _shows(target, site_a)
    assert wrongs(seen(target), site_b) == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ExpiredToken", "credentials_expired"),
        ("InvalidAccessKeyId", "credentials_wrong"),
        ("NoSuchBucket", "no_bucket"),
    ],
)
def test_refusal_of_the_account_is_told(target: Bucket, site_b: SiteBuild, code: str, told: str) -> None:
    fault = Fault(status=404 if code == "NoSuchBucket" else 403, code=code)
    with run_proxy(target.store.config.endpoint, lambda number, *_: fault if number > 12 else None) as proxy:
        process = start_publisher(through(target, proxy.address), site_b)
        process.join(30)
    assert process.exitcode == ENDS[told]
    assert wrongs(seen(target), site_b) == []
    # the lock could not be given back, but its holder is dead
    publish(target, site_b, POLICY, REQUEST)
    assert _shows(target, site_b)


def test_store_that_is_full_leaves_the_old_release(target: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    full = Fault(status=507, code="InsufficientStorage")
    assert _publish(target, site_b, _always(full, "PUT", "/blobs/")) == "refused"
    assert _shows(target, site_a)
