"""What doctor says of a bucket, by what its store answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from email.message import Message as HttpHeaders
from typing import Any

import pytest

from plugins.publishing import doctor
from plugins.publishing.doctor import COPY_SUFFIX, PROBE_BODY, PROBE_HEADERS, PROBE_MD5, BucketProbes, CheckResult
from plugins.publishing.messages import Message, PublishError, message, publish_error
from plugins.publishing.s3.answers import ObjectInfo
from plugins.publishing.s3.client import BucketConfig
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.s3.waiting import StoreClock
from plugins.publishing.targets.bucket import Bucket, BucketLayout

LISTING = {"": ObjectInfo(len(PROBE_BODY), PROBE_MD5, ""), COPY_SUFFIX: ObjectInfo(len(PROBE_BODY), PROBE_MD5, "")}


class Store:
    """A store that keeps what it is given, and answers as a test wants."""

    def __init__(self) -> None:
        self.config = BucketConfig("https://store.example", "bucket", "region")
        self.credentials = Credentials("key", "secret", "")
        self.clock = StoreClock()
        self.objects: dict[str, bytes] = {}
        self.copied_headers: dict[str, str] = dict(PROBE_HEADERS)
        self.listings: list[Mapping[str, ObjectInfo]] = [LISTING]
        self.replaces = False
        self.keeps = False

    def put(self, key: str, data: bytes, _: Mapping[str, str]) -> HttpHeaders:
        self.objects[key] = data
        return HttpHeaders()

    def get(self, key: str) -> bytes | None:
        return self.objects.get(key)

    def copy(self, source: str, key: str, _: Callable[[], int]) -> str:
        self.objects[key] = self.objects[source]
        return ""

    def head(self, _: str) -> HttpHeaders:
        return _headers(self.copied_headers)

    def list_objects(self, _: str) -> Mapping[str, ObjectInfo]:
        return self.listings.pop(0)

    def create(self, key: str, data: bytes) -> bool:
        if self.replaces:
            self.objects[key] = data
        return self.replaces

    def delete(self, key: str) -> None:
        if not self.keeps:
            self.objects.pop(key)


def _headers(values: Mapping[str, str]) -> HttpHeaders:
    headers = HttpHeaders()
    for name, value in values.items():
        headers[name] = value
    return headers


@pytest.fixture
def store() -> Store:
    return Store()


def _probes(store: Store, **settings: Any) -> BucketProbes:
    any_store: Any = store
    probes = BucketProbes(Bucket(any_store, BucketLayout("site/", "private/"), 20, 60, **settings))
    store.objects[probes.key] = PROBE_BODY
    return probes


def _ask(probes: BucketProbes, *codes: str) -> list[Message | None]:
    by_code = dict(probes.all())
    return [by_code[code]() for code in codes]


def test_store_as_it_should_be_has_no_problem(store: Store) -> None:
    probes = _probes(store)
    codes = ("write", "read", "copy", "list", "names", "checksum", "create", "clock", "history", "delete")
    assert _ask(probes, *codes) == [None] * len(codes)
    assert store.objects == {}


def test_other_contents_are_noticed(store: Store) -> None:
    probes = _probes(store)
    store.objects[probes.key] = b"other"
    assert _ask(probes, "read") == [message("probe_other_contents")]


def test_headers_that_a_copy_loses_are_named(store: Store) -> None:
    probes = _probes(store)
    del store.copied_headers["Cache-Control"]
    assert _ask(probes, "copy") == [message("probe_lost_headers", names=["Cache-Control"])]
    # a checksum of our own is a header that has to come along, under whatever name
    checksummed = _probes(store, has_own_checksums=True)
    store.copied_headers["Cache-Control"] = "no-store"
    assert _ask(checksummed, "copy") == [message("probe_lost_headers", names=[doctor.CHECKSUM_HEADER])]
    store.copied_headers["X-OSS-" + doctor.CHECKSUM_SUFFIX] = "doctor"
    assert _ask(checksummed, "copy") == [None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses; every look at the clock is one and a half seconds after the one before."""
    pauses: list[float] = []
    times = iter(range(1000))
    monkeypatch.setattr(doctor.time, "monotonic", lambda: 1.5 * next(times))
    monkeypatch.setattr(doctor.time, "sleep", pauses.append)
    return pauses


def test_listing_that_lags_is_waited_for(store: Store, clock: list[float]) -> None:
    for delay, problem in ((2, message("probe_late_listing", seconds=3, delay=6)), (3, None)):
        store.listings = [{}, LISTING]
        assert _ask(_probes(store, listing_delay=delay), "list") == [problem]
        store.listings = [LISTING]
    assert clock == [0.5, 0, 0.5, 0]


def test_listing_that_never_comes_or_has_another_size_is_reported(store: Store, clock: list[float]) -> None:
    store.listings = [{}] * 40
    assert _ask(_probes(store), "list") == [message("probe_not_listed")]
    assert sum(clock) == 20
    for info in (ObjectInfo(1, PROBE_MD5, ""), None):
        listing = dict.fromkeys(("a", "b"), LISTING[COPY_SUFFIX]) | ({"": info} if info else {})
        store.listings = [listing]
        assert _ask(_probes(store), "list") == [message("probe_not_listed")]


@pytest.mark.parametrize(("encoded", "code"), [(True, "probe_wrong_names"), (False, "probe_lost_names")])
def test_names_that_a_listing_changes_are_reported(store: Store, encoded: bool, code: str) -> None:
    store.config = BucketConfig("https://store.example", "bucket", "region", encoded_listing=encoded)
    probes = _probes(store)
    probes.listing = {"": LISTING[""], " b": LISTING[""], " a": LISTING[""]}
    assert _ask(probes, "names") == [message(code, name="a", wanted=COPY_SUFFIX.strip())]
    probes.listing = {"": LISTING[""]}
    assert _ask(probes, "names") == [None]


def test_strange_hash_of_a_store_is_shown_unless_we_have_our_own(store: Store) -> None:
    strange = {"": ObjectInfo(1, "first", ""), "a": LISTING[""], "b": ObjectInfo(1, "second", "")}
    problems = []
    for has_own in (False, True):
        probes = _probes(store, has_own_checksums=has_own)
        probes.listing = strange
        problems += _ask(probes, "checksum")
    assert problems == [message("probe_etag", etag="first"), None]


@pytest.mark.parametrize(
    ("path_style", "refusing", "problem"),
    [
        (False, "x-cos-forbid-overwrite", message("probe_other_profile", profile="cos")),
        (False, "nothing", message("probe_replaced")),
        # a profile with the bucket in the path is no choice for one with it in the name
        (True, "x-cos-forbid-overwrite", message("probe_replaced")),
        (True, "If-None-Match", message("probe_other_profile", profile="minio")),
    ],
)
def test_store_that_replaces_is_tried_with_the_headers_of_others(
    store: Store, monkeypatch: pytest.MonkeyPatch, path_style: bool, refusing: str, problem: Message
) -> None:
    store.replaces = True
    store.config = BucketConfig("https://store.example", "bucket", "region", path_style, {"x-none": "1"})

    class Other:
        def __init__(self, config: BucketConfig, credentials: Credentials) -> None:
            assert credentials == store.credentials
            self.refuses = refusing in config.create_only

        def create(self, _: str, __: bytes) -> bool:
            return not self.refuses

    monkeypatch.setattr(doctor, "S3", Other)
    assert _ask(_probes(store), "create") == [problem]


@pytest.mark.parametrize("refused", [True, False])
def test_request_of_long_ago_has_to_be_refused(store: Store, monkeypatch: pytest.MonkeyPatch, refused: bool) -> None:
    class Other:
        def __init__(self, _: BucketConfig, __: Credentials, clock: StoreClock) -> None:
            assert clock.now().year == 2020

        def put(self, *_: Any) -> None:
            if refused:
                raise publish_error("damaged", name="x")

    monkeypatch.setattr(doctor, "S3", Other)
    assert _ask(_probes(store), "expiry") == [None if refused else message("probe_expired_accepted")]


@pytest.mark.parametrize(("seconds", "shown"), [(60, None), (-60, None), (61, 61), (-90.4, 90)])
def test_clock_may_be_a_minute_off(store: Store, seconds: float, shown: int | None) -> None:
    store.clock.skew = timedelta(seconds=seconds)
    assert _ask(_probes(store), "clock") == [None if shown is None else message("probe_clock", seconds=shown)]


@pytest.mark.parametrize(
    ("headers", "has_versions"),
    [({}, False), ({"x-amz-version-id": "null"}, False), ({"X-OSS-Version-Id": "a1"}, True), ({"version": "a"}, False)],
)
def test_bucket_that_keeps_versions_is_reported(store: Store, headers: dict[str, str], has_versions: bool) -> None:
    probes = _probes(store)
    probes.headers = _headers(headers)
    layout = probes.target.layout
    problem = message("probe_versions", prefixes=[layout.public, layout.private])
    assert _ask(probes, "history") == [problem if has_versions else None]


def test_file_that_cannot_be_deleted_is_reported(store: Store) -> None:
    probes = _probes(store)
    _ask(probes, "copy")
    store.keeps = True
    assert _ask(probes, "delete") == [message("probe_not_deleted")]


def test_errors_of_a_probe_are_its_problem() -> None:
    def fail(error: Exception) -> Callable[[], Message | None]:
        def probe() -> Message | None:
            raise error

        return probe

    refusal = publish_error("damaged", name="x")
    assert isinstance(refusal, PublishError)
    results = [doctor._run_probe("read", probe) for probe in (fail(refusal), fail(TimeoutError()), lambda: None)]
    check = message("check_read")
    assert results == [
        CheckResult(check, refusal.messages[0]),
        CheckResult(check, message("probe_error", error="TimeoutError")),
        CheckResult(check, None),
    ]
    texts = [result.text("en") for result in results]
    assert texts[0] == message("doctor_bad", what=check.text("en"), why=refusal.messages[0].text("en")).text("en")
    assert texts[2] == message("doctor_good", what=check.text("en")).text("en")


@pytest.mark.parametrize(
    ("status", "headers", "problem"),
    [
        (200, {"Cache-Control": "no-cache"}, None),
        (200, {}, message("probe_no_cache_control")),
        (404, {}, None),
        (403, {}, None),
        (500, {}, message("probe_status", status=500)),
    ],
)
def test_address_answers_with_a_page_or_with_none_yet(
    monkeypatch: pytest.MonkeyPatch, status: int, headers: dict[str, str], problem: Message | None
) -> None:
    class Response:
        def __init__(self) -> None:
            self.status, self.headers = status, headers

    monkeypatch.setattr(doctor, "_fetch", lambda _: Response())
    assert doctor._probe_address("https://x.example/") == problem
    public = message("probe_public_read") if status == 200 else None
    assert doctor._probe_private("https://x.example/a", "probe_public_read") == public
