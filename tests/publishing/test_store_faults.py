"""Faults of the store and the network: the old release stays consistent, and the message says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish
from plugins.publishing.release import SiteBuild
from plugins.publishing.s3.client import S3
from plugins.publishing.targets.bucket import Bucket
from plugins.system.messages import LANGS
from tests.publishing.buckets import new_bucket, public_files, through
from tests.publishing.invariants import find_inconsistencies
from tests.publishing.proxy import Fault, FaultRule, run_proxy
from tests.publishing.publisher import EXIT_STATUSES, POLICY, REQUEST, start_publisher
from tests.publishing.site_factory import paths

pytestmark = pytest.mark.posix


@pytest.fixture
def target(endpoint: str, site_a: SiteBuild) -> Bucket:
    """A target where A is public."""
    target = new_bucket(endpoint)
    publish(target, site_a, POLICY, REQUEST)
    return target


# only one of the attempts is delayed; a machine that stalls delays some more
TIMEOUT_S, TOO_LATE_S = 1.0, 1.5
ATTEMPTS = 12


def _impatient(target: Bucket, address: str, attempts: int) -> Bucket:
    place = replace(target.store.config, endpoint=address, timeout_s=TIMEOUT_S, attempts=attempts)
    return replace(target, store=S3(place, target.store.credentials))


def _publish(target: Bucket, site: SiteBuild, rule: FaultRule, attempts: int = ATTEMPTS) -> str:
    """Publish through a proxy with faults; return the code of the failure, or ``""``."""
    with run_proxy(target.store.config.endpoint, rule) as proxy:
        try:
            publish(_impatient(target, proxy.address, attempts), site, POLICY, REQUEST)
        except PublishError as caught:
            assert all(message.text(lang) for message in caught.messages for lang in LANGS)
            return caught.messages[0].code
    return ""


def _first(fault: Fault, method: str, part: str) -> FaultRule:
    """A fault of the first request of this method whose path has this part."""
    done: list[int] = []

    def rule(number: int, requested: str, path: str) -> Fault | None:
        if requested == method and part in path and not done:
            done.append(number)
            return fault
        return None

    return rule


def _shows(target: Bucket, site: SiteBuild) -> bool:
    public = public_files(target)
    return all(public.get(path) == (site.folder / path).read_bytes() for path in paths(site.folder))


def _always(fault: Fault, method: str, part: str) -> FaultRule:
    return lambda _, requested, path: fault if requested == method and part in path else None


def test_refused_asset_stops_before_any_page(target: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    refused = Fault(status=403, code="AccessDenied")
    assert _publish(target, site_b, _always(refused, "PUT", "/theme/site.")) == "refused"
    assert _shows(target, site_a)
    assert find_inconsistencies(public_files(target), site_b) == []
    assert _publish(target, site_b, lambda *_: None) == ""
    assert _shows(target, site_b)


def test_answer_that_is_no_listing_is_not_an_empty_one(target: Bucket) -> None:
    public = target.store.list_objects(target.layout.public)
    rule = _first(Fault(status=200, code="InternalError"), "GET", "list-type")
    with run_proxy(target.store.config.endpoint, rule) as proxy:
        assert through(target, proxy.address).store.list_objects(target.layout.public) == public != {}


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize(
    ("method", "part"), [("GET", "list-type"), ("PUT", "blobs"), ("PUT", "index.html"), ("DELETE", "")]
)
def test_transient_failure_is_retried(target: Bucket, site_b: SiteBuild, status: int, method: str, part: str) -> None:
    assert _publish(target, site_b, _first(Fault(status=status, code="SlowDown"), method, part)) == ""
    assert _shows(target, site_b)


@pytest.mark.parametrize(
    "fault",
    [Fault(lost=True), Fault(cut=True), Fault(delay=TOO_LATE_S), Fault(status=200, code="InternalError")],
    ids=["lost", "cut", "hung", "error with status 200"],
)
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
def test_lost_cut_or_late_response_is_retried(
    target: Bucket, site_b: SiteBuild, fault: Fault, method: str, part: str
) -> None:
    assert _publish(target, site_b, _first(fault, method, part)) == ""
    assert _shows(target, site_b)
    assert [record.sequence for record in target.load_records()] == [1, 2]


def test_every_response_may_be_lost_once(target: Bucket, site_b: SiteBuild) -> None:
    earlier_requests: set[tuple[str, str]] = set()

    def rule(_: int, method: str, path: str) -> Fault | None:
        request = (method, path.partition("?")[0] if method != "GET" else path.partition("X-Amz")[0])
        is_first = request not in earlier_requests
        earlier_requests.add(request)
        return Fault(lost=True) if is_first else None

    assert _publish(target, site_b, rule) == ""
    assert _shows(target, site_b)


@pytest.mark.exhaustive
@pytest.mark.parametrize("status", [429, 500, 503])
def test_failure_at_any_request_is_retried(endpoint: str, site_a: SiteBuild, site_b: SiteBuild, status: int) -> None:
    with run_proxy(endpoint) as proxy:
        target = new_bucket(endpoint)
        publish(target, site_a, POLICY, REQUEST)
        publish(through(target, proxy.address), site_b, POLICY, REQUEST)
    for point in range(1, len(proxy.requests) + 1):
        target = new_bucket(endpoint)
        publish(target, site_a, POLICY, REQUEST)
        fault = Fault(status=status, code="SlowDown")
        assert (
            _publish(target, site_b, lambda number, *_, point=point, fault=fault: fault if number == point else None)
            == ""
        )
        assert _shows(target, site_b)


def test_store_that_hangs_permanently_is_given_up(target: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    hang = _always(Fault(delay=TOO_LATE_S), "PUT", "/theme/site.")
    assert _publish(target, site_b, hang, attempts=3) == "out_of_reach"
    assert _shows(target, site_a)
    assert find_inconsistencies(public_files(target), site_b) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ExpiredToken", "credentials_expired"),
        ("InvalidAccessKeyId", "credentials_wrong"),
        ("NoSuchBucket", "no_bucket"),
    ],
)
def test_error_of_the_account_is_reported(target: Bucket, site_b: SiteBuild, code: str, expected: str) -> None:
    fault = Fault(status=404 if code == "NoSuchBucket" else 403, code=code)
    with run_proxy(target.store.config.endpoint, lambda number, *_: fault if number > 12 else None) as proxy:
        process = start_publisher(through(target, proxy.address), site_b)
        process.join(60)
    assert process.exitcode == EXIT_STATUSES[expected]
    assert find_inconsistencies(public_files(target), site_b) == []
    # the lock could not be released, but its owner is dead
    publish(target, site_b, POLICY, REQUEST)
    assert _shows(target, site_b)


def test_full_store_leaves_the_old_release(target: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    full = Fault(status=507, code="InsufficientStorage")
    assert _publish(target, site_b, _always(full, "PUT", "/blobs/")) == "refused"
    assert _shows(target, site_a)
