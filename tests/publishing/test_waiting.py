"""Slow and busy stores: a whole request has a deadline, a wish to wait is met within the lease, dates are read."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish
from plugins.publishing.release import SiteBuild
from plugins.publishing.s3 import connection, waiting
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.connection import HttpConnection, RequestDeadline
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.s3.waiting import Patience, StoreClock
from plugins.publishing.targets import lease
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.buckets import public_files, through
from tests.publishing.proxy import Fault, run_proxy
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import read_files

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
HEAD = b'HTTP/1.1 200 OK\r\nETag: "0"\r\nContent-Length: 1000\r\n\r\n'
Serve = Callable[[socket.socket], None]


@contextmanager
def _serve(work: Serve) -> Iterator[str]:
    """A server that does this with every connection."""
    stop = threading.Event()

    def accept(server: socket.socket) -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=handle, args=(connection,), daemon=True).start()

    def handle(connection: socket.socket) -> None:
        with connection:
            try:
                work(connection)
            except OSError:
                """The client has given up."""

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, args=(server,), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        stop.set()


def _drip(data: bytes) -> Serve:
    """Read a request and answer with a byte every tenth of a second."""

    def work(connection: socket.socket) -> None:
        connection.recv(100_000)
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(0.1)

    return work


def _swallow(connection: socket.socket) -> None:
    """Take a byte of a request every tenth of a second."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    while connection.recv(1):
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("work", "body"),
    [(_drip(HEAD), b""), (_drip(HEAD[:15]), b""), (_swallow, bytes(20_000_000))],
    ids=["head", "status", "upload"],
)
def test_a_byte_now_and_then_is_no_answer(work: Serve, body: bytes) -> None:
    with _serve(work) as address, pytest.raises(TimeoutError):
        HttpConnection(address, 0.5).request("PUT", "/", {}, body, 1.0)


def test_slow_contents_end_with_the_lease() -> None:
    def work(connection: socket.socket) -> None:
        connection.recv(100_000)
        connection.sendall(HEAD)
        _drip(bytes(1000))(connection)

    with _serve(work) as address:
        store = S3(BucketConfig(address, "bucket", "us-east-1", path_style=True, attempts=1), Credentials("a", "b"))
        with pytest.raises(PublishError) as caught:
            store.put("key", b"", {}, lambda: 1)
    assert [message.code for message in caught.value.messages] == ["out_of_reach"]


def test_deadline_moves_with_what_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "time", SimpleNamespace(monotonic=lambda: 131.0))
    deadline = RequestDeadline(30, 900, size=0, start=100)
    with pytest.raises(TimeoutError):
        deadline.remaining_seconds()
    deadline.size = 1_600_000
    assert deadline.remaining_seconds() == 99
    deadline.max_seconds = 31.5
    assert deadline.remaining_seconds() == 0.5


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that are made, without making them."""
    durations: list[float] = []
    # other threads go on sleeping
    monkeypatch.setattr(waiting, "time", SimpleNamespace(sleep=durations.append, monotonic=time.monotonic))
    return durations


def test_retry_after_is_met_in_both_forms(pauses: list[float]) -> None:
    date = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=31)
    before = datetime.now(UTC)
    for text in ("20", format_datetime(date, usegmt=True), "soon", None):
        Patience("store", 6, 60, lambda: 900).pause_as_asked("503", text)
    assert pauses[0] == 20
    assert date - datetime.now(UTC) <= timedelta(seconds=pauses[1]) <= date - before
    assert max(pauses[2:]) < 1


def test_pause_is_within_the_lease(pauses: list[float]) -> None:
    Patience("store", 6, 60, lambda: 20).pause_as_asked("503", "45")
    assert pauses == [10]


def test_more_than_there_is_time_for_is_not_waited_for(pauses: list[float]) -> None:
    for text in ("3600", "9" * 400):
        with pytest.raises(PublishError) as caught:
            Patience("store", 6, 60, lambda: 900).pause_as_asked("503 SlowDown", text)
        assert [message.code for message in caught.value.messages] == ["store_busy"]
    for text in ("inf", "nan", "-5", "1e400"):
        Patience("store", 6, 60, lambda: 900).pause_as_asked("503 SlowDown", text)
    assert max(pauses) < 1


def test_busy_store_is_asked_for_longer_than_a_broken_one(pauses: list[float]) -> None:
    patience = Patience("store", 4, 120, lambda: 900)
    for _ in range(8):
        patience.pause_as_asked("503", None)
    assert sum(pauses) > 10
    for _ in range(3):
        patience.pause("TimeoutError")
    with pytest.raises(PublishError) as caught:
        patience.pause("TimeoutError")
    assert [message.code for message in caught.value.messages] == ["out_of_reach"]


@pytest.mark.posix
def test_publication_waits_for_a_busy_store_and_renews_its_lease(
    bucket: Bucket, site_a: SiteBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme_files = [path for path in read_files(site_a.folder) if path.startswith("theme/")]
    requests: list[str] = []

    def rule(_: int, method: str, path: str) -> Fault | None:
        is_theme, is_lock = method == "PUT" and "/theme/" in path, method == "PUT" and "/lock/" in path
        is_busy = is_theme and "busy" not in requests
        requests.append("busy" if is_busy else "theme" if is_theme else "lock" if is_lock else "")
        return Fault(status=503, code="SlowDown", headers=(("Retry-After", "1"),)) if is_busy else None

    # about ten times in the second that the store asks for
    monkeypatch.setattr(lease, "RENEWALS_PER_LEASE", bucket.lease_seconds * 10)
    with run_proxy(bucket.store.config.endpoint, rule) as proxy:
        publish(through(bucket, proxy.address, workers=1), site_a, POLICY, REQUEST)
    assert public_files(bucket) == read_files(site_a.folder)
    assert (requests.count("busy"), requests.count("theme")) == (1, len(theme_files))
    busy = requests.index("busy")
    assert "lock" in requests[busy : requests.index("theme", busy)]


@pytest.mark.parametrize(
    ("date", "begin", "end", "skew"),
    [
        ("Sat, 28 Nov 2026 09:00:00 GMT", 0, 0.2, 0),
        # written a while ago, or in the second before
        ("Sat, 28 Nov 2026 08:59:50 GMT", -11, 0.2, 0),
        ("Sat, 28 Nov 2026 08:59:59 GMT", 0, 0.2, 0),
        ("Sat, 28 Nov 2026 09:15:00 GMT", 0, 0, 900),
        ("Sat, 28 Nov 2026 08:45:00 GMT", 0, 0, -898),
        # without a zone, which is that of the store
        ("Sat, 28 Nov 2026 09:15:00 -0000", 0, 0, 900),
        ("2026-11-28T09:15:00Z", 0, 0, 0),
        ("Sat, 99 Nov 2026 09:15:00 GMT", 0, 0, 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 0, 0, 0),
        ("", 0, 0, 0),
        (None, 0, 0, 0),
    ],
)
def test_clock_is_corrected_no_more_than_an_answer_proves(
    date: str | None, begin: float, end: float, skew: float
) -> None:
    clock = StoreClock()
    is_new = clock.correct(date, NOW + timedelta(seconds=begin), NOW + timedelta(seconds=end))
    assert (clock.skew.total_seconds(), is_new) == (skew, skew != 0)


@pytest.mark.parametrize("share", [0.5, 1])
def test_pauses_double_up_to_a_limit_with_some_chance(
    pauses: list[float], monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    chances: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        chances.append((low, high))
        return share

    monkeypatch.setattr("random.uniform", draw)
    patience = Patience("store", 11, 60, lambda: 900)
    for _ in range(10):
        patience.pause("500")
    assert pauses == [share * pause for pause in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 8, 8, 8)]
    assert set(chances) == {(0.5, 1)}
    with pytest.raises(PublishError) as caught:
        patience.pause("500 InternalError")
    (problem,) = caught.value.messages
    values = {"place": "store", "attempts": "11", "last": "500 InternalError"}
    assert (problem.code, dict(problem.values)) == ("out_of_reach", values)


@pytest.mark.parametrize(("retry_after", "is_waited_for"), [("20", True), ("21", False)])
def test_wish_is_met_to_the_last_second(monkeypatch: pytest.MonkeyPatch, retry_after: str, is_waited_for: bool) -> None:
    durations: list[float] = []
    monkeypatch.setattr(waiting, "time", SimpleNamespace(sleep=durations.append, monotonic=lambda: 140.0))
    patience = Patience("store", 6, 60, lambda: 900, start=100.0)
    if is_waited_for:
        patience.pause_as_asked("503", retry_after)
        assert durations == [20]
        return
    with pytest.raises(PublishError) as caught:
        patience.pause_as_asked("503", retry_after)
    assert dict(caught.value.messages[0].values) == {"place": "store", "last": "503", "seconds": "21"}
