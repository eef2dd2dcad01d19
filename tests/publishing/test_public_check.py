"""The check after a publication: everything is listed, or of a large site only what has changed."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from plugins.publishing.messages import PublishError, message
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.parallel import run_all
from tests.publishing.buckets import public_files, through
from tests.publishing.proxy import Fault, FaultRule, Proxy, run_proxy
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import read_files

PAGES = 120
REHEARSAL = replace(POLICY, rehearsal=True)


@pytest.fixture
def site(tmp_path: Path) -> SiteBuild:
    """A site of many pages."""
    for number in range(PAGES):
        (tmp_path / (f"{number}.html" if number else "index.html")).write_text(f"<p>{number}</p>", encoding="utf-8")
    return SiteBuild(tmp_path, "tour", ("tour",))


def _edit(site: SiteBuild) -> None:
    (site.folder / "7.html").write_text("<p>edited</p>", encoding="utf-8")
    (site.folder / "8.html").unlink()


def _listings(proxy: Proxy, target: Bucket) -> list[tuple[str, str]]:
    """The listings of public files: what follows the public prefix, and how many keys were asked for."""
    queries = [parse_qs(urlsplit(path).query) for method, path in proxy.requests if method == "GET"]
    asked = [(query["prefix"][0], query["max-keys"][0]) for query in queries if "prefix" in query]
    prefix = target.layout.public
    return [(key.removeprefix(prefix), count) for key, count in asked if key.startswith(prefix)]


@pytest.mark.posix
def test_few_changes_of_a_large_site_are_listed_one_by_one(bucket: Bucket, site: SiteBuild) -> None:
    first = publish(bucket, site, REHEARSAL, REQUEST)
    _edit(site)
    with run_proxy(bucket.store.config.endpoint) as proxy:
        target = through(bucket, proxy.address)
        publish(target, site, REHEARSAL, REQUEST)
        assert sorted(_listings(proxy, target)) == [("", "1000"), ("7.html", "1"), ("8.html", "1")]
        assert publish(target, site, REHEARSAL, REQUEST).plan == ()
        assert public_files(bucket) == read_files(site.folder)
        rollback(target, first.release.id, REHEARSAL, REQUEST)
    assert public_files(bucket)["8.html"] == b"<p>8</p>"


@pytest.mark.posix
def test_change_that_another_tool_undoes_is_found(bucket: Bucket, site: SiteBuild) -> None:
    publish(bucket, site, REHEARSAL, REQUEST)
    _edit(site)

    def rule(_: int, method: str, path: str) -> Fault | None:
        if method == "GET" and "max-keys=1&" in path and "7.html" in path:
            bucket.store.put(f"{bucket.layout.public}7.html", b"<p>edited?</p>", {})
        return None

    with run_proxy(bucket.store.config.endpoint, rule) as proxy, pytest.raises(PublishError) as caught:
        publish(through(bucket, proxy.address), site, REHEARSAL, REQUEST)
    (problem,) = caught.value.messages
    assert (problem.code, dict(problem.values)["first"]) == ("wrong_after", "7.html")
    publish(bucket, site, REHEARSAL, REQUEST)
    assert public_files(bucket) == read_files(site.folder)


def test_actions_run_once_and_none_after_a_failure() -> None:
    numbers: list[int] = []
    counts: list[int] = []
    run_all([lambda n=n: numbers.append(n) for n in range(100)], 8, lambda done, _: counts.append(done))
    assert (sorted(numbers), counts[-1]) == (list(range(100)), 100)
    started = threading.Semaphore(0)

    def fail() -> None:
        started.release()
        raise ValueError

    with pytest.raises(ValueError):
        run_all([fail] * 100, 1, lambda *_: None)
    assert [started.acquire(blocking=False) for _ in range(2)] == [True, False]


def test_nothing_to_do_takes_no_time() -> None:
    run_all([], 8, lambda *_: None)


def _delete_blobs_at(bucket: Bucket, page: str) -> FaultRule:
    """Remove all blobs when a page is about to be copied to its public place."""
    done: list[int] = []

    def rule(number: int, method: str, path: str) -> Fault | None:
        if method == "PUT" and f"{bucket.layout.public}{page}?" in path and not done:
            done.append(number)
            for blob in bucket.store.list_objects(bucket.layout.blobs):
                bucket.store.delete(f"{bucket.layout.blobs}{blob}")
        return None

    return rule


@pytest.mark.posix
def test_blob_that_was_just_collected_is_uploaded_again(bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    first = publish(bucket, site_a, POLICY, REQUEST)
    with run_proxy(bucket.store.config.endpoint, _delete_blobs_at(bucket, "index.html")) as proxy:
        publish(through(bucket, proxy.address), site_b, POLICY, REQUEST)
    assert public_files(bucket).items() >= read_files(site_b.folder).items()
    # but not without the site
    with pytest.raises(PublishError) as caught:
        rollback(bucket, first.release.id, POLICY, REQUEST)
    assert [message.code for message in caught.value.messages] == ["blobs_collected"]


@pytest.mark.posix
def test_blob_that_is_collected_in_a_rollback_is_reported_with_its_release(
    bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    first = publish(bucket, site_a, POLICY, REQUEST).release.id
    publish(bucket, site_b, POLICY, REQUEST)
    with (
        run_proxy(bucket.store.config.endpoint, _delete_blobs_at(bucket, "index.html")) as proxy,
        pytest.raises(PublishError) as caught,
    ):
        rollback(through(bucket, proxy.address), first, POLICY, REQUEST)
    assert caught.value.messages == (message("blobs_collected", release=first, count=1),)
