"""A real edge with a cache before a real store."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import urllib3

from plugins.publishing.build_input import Built
from plugins.publishing.cdn.purge import forget_of, purge
from plugins.publishing.config import BucketTarget, PurgeBy
from plugins.publishing.doctor import examine
from plugins.publishing.publish import Order, Outcome, Rules, publish, rollback
from plugins.publishing.s3.client import S3, Place
from plugins.publishing.targets.bucket import Bucket, Keys
from plugins.publishing.verify import embargoed, verify
from tests.publishing.invariants import ASSET
from tests.publishing.site_factory import WINNERS, strange
from tests.support.needs import needs
from tools import local_cdn

pytestmark = [pytest.mark.posix, needs("nginx", "purge")]
ORDER = Order("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC))


_numbers = itertools.count()


@dataclass(frozen=True)
class Cdn:
    """A target of its own in the store, and the address at which the edge shows it."""

    store: str
    edge: str
    name: str


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, endpoint: str) -> Iterator[str]:
    with local_cdn.edge(tmp_path_factory.mktemp("edge"), endpoint) as address:
        yield address


@pytest.fixture
def cdn(nginx: str, endpoint: str) -> Cdn:
    name = f"edge{next(_numbers)}/"
    return Cdn(endpoint, nginx + name, name)


def _bucket(cdn: Cdn) -> Bucket:
    place = Place(cdn.store, local_cdn.BUCKET, "us-east-1", path_style=True)
    keys = Keys(local_cdn.PUBLIC + cdn.name, local_cdn.PRIVATE + cdn.name)
    return Bucket(S3(place, local_cdn.CREDENTIALS), keys, 20, 10)


def _settings(cdn: Cdn) -> BucketTarget:
    purge_by = PurgeBy(by="nginx")
    return BucketTarget(
        kind="s3",
        profile="seaweedfs",
        endpoint=cdn.store,
        bucket=local_cdn.BUCKET,
        region="us-east-1",
        address=cdn.edge,
        purge=purge_by,
    )


def _get(cdn: Cdn, path: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", cdn.edge + path, retries=False)


def _forgotten(cdn: Cdn, outcome: Outcome) -> None:
    assert outcome.record
    settings = _settings(cdn)
    assert settings.purge
    assert purge(forget_of(outcome.record, settings, settings.purge), "edge", settings.purge) is None


def test_old_pages_at_the_edge_find_their_assets_after_a_publication(cdn: Cdn, site_a: Built, site_b: Built) -> None:
    target, rules = _bucket(cdn), Rules(cdn.edge)
    publish(target, site_a, rules, ORDER)
    pages = sorted(path.relative_to(site_a.folder).as_posix() for path in site_a.folder.rglob("*.html"))
    held = {page: _get(cdn, page).data.decode() for page in pages}
    publish(target, site_b, rules, ORDER)
    assert {page: _get(cdn, page).data.decode() for page in pages} == held
    assets = {re.sub(r"^(\.\./)+", "", asset) for page in pages for asset in ASSET.findall(held[page])}
    assert {asset: _get(cdn, asset).status for asset in sorted(assets)} == dict.fromkeys(sorted(assets), 200)


def test_purge_makes_the_edge_forget_what_changed(cdn: Cdn, site_a: Built, site_b: Built) -> None:
    target, rules = _bucket(cdn), Rules(cdn.edge)
    publish(target, site_a, rules, ORDER)
    assert [_get(cdn, path).status for path in ("", WINNERS, "winners/", "entries/liwan/")] == [200, 404, 404, 200]
    _forgotten(cdn, publish(target, site_b, rules, ORDER))
    assert [_get(cdn, path).status for path in ("", WINNERS, "winners/", "entries/liwan/")] == [200, 200, 200, 404]
    assert _get(cdn, "").data == (site_b.folder / "index.html").read_bytes()


def test_verify_live_sees_old_pages_and_embargoed_ones(cdn: Cdn, site_a: Built, site_b: Built) -> None:
    target, rules = _bucket(cdn), Rules(cdn.edge)
    first = publish(target, site_a, rules, ORDER)
    _get(cdn, "")
    second = publish(target, site_b, rules, ORDER)
    stale = verify(second.release, set(), cdn.edge, lambda *_: None)
    assert [note.code for note in stale.notes] == ["live_contents"]
    _forgotten(cdn, second)
    right = verify(second.release, set(), cdn.edge, lambda *_: None)
    assert (right.notes, right.summary.code) == ((), "live_right")
    _get(cdn, "winners/")
    back = rollback(target, first.release.id, rules, ORDER)
    hidden = embargoed(first.release, [first.release, second.release])
    assert "live_embargoed" in [note.code for note in verify(first.release, hidden, cdn.edge, lambda *_: None).notes]
    _forgotten(cdn, back)
    assert verify(first.release, hidden, cdn.edge, lambda *_: None).notes == ()


def test_doctor_finds_nothing_wrong_with_a_good_target(cdn: Cdn, site_a: Built) -> None:
    target = _bucket(cdn)
    publish(target, site_a, Rules(cdn.edge), ORDER)
    assert [note.text("en") for note in examine(target, _settings(cdn)) if note.code == "doctor_bad"] == []


def test_doctor_finds_an_open_private_part_and_a_store_that_replaces(cdn: Cdn, site_a: Built) -> None:
    target = _bucket(cdn)
    publish(target, site_a, Rules(cdn.edge), ORDER)
    place = replace(target.store.place, create_only=())
    careless = replace(
        target, keys=Keys(target.keys.public, target.keys.public), store=S3(place, local_cdn.CREDENTIALS)
    )
    bad = [note.text("en") for note in examine(careless, _settings(cdn)) if note.code == "doctor_bad"]
    assert [each.split(" / ")[0] for each in bad] == ["✗ refuse to replace", "✗ keep the private part private"]


def test_strange_names_reach_the_visitor_exactly(cdn: Cdn, tmp_path: Path) -> None:
    rules = Rules(cdn.edge, rehearsal=True)
    outcome = publish(_bucket(cdn), strange(tmp_path), rules, ORDER)
    assert verify(outcome.release, set(), cdn.edge, lambda *_: None).notes == ()
