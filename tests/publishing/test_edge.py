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

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.cdn.purge import make_purge_request, purge
from plugins.publishing.config import BucketTarget, PurgeConfig
from plugins.publishing.doctor import run_doctor
from plugins.publishing.publish import PublishRequest, PublishResult, TargetPolicy, publish, rollback
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from plugins.publishing.verify import find_embargoed_paths, verify_site
from tests.publishing.invariants import ASSET
from tests.publishing.site_factory import WINNERS, strange
from tests.support.needs import needs
from tools import local_cdn

pytestmark = [pytest.mark.posix, needs("nginx", "purge")]
REQUEST = PublishRequest("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC))


_numbers = itertools.count()


@dataclass(frozen=True)
class EdgeTarget:
    """A target of its own in the store, and the address at which the edge shows it."""

    store: str
    edge: str
    name: str


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, endpoint: str) -> Iterator[str]:
    with local_cdn.edge(tmp_path_factory.mktemp("edge"), endpoint) as address:
        yield address


@pytest.fixture
def cdn(nginx: str, endpoint: str) -> EdgeTarget:
    name = f"edge{next(_numbers)}/"
    return EdgeTarget(endpoint, nginx + name, name)


def _bucket(cdn: EdgeTarget) -> Bucket:
    place = BucketConfig(cdn.store, local_cdn.BUCKET, "us-east-1", path_style=True)
    keys = BucketLayout(local_cdn.PUBLIC + cdn.name, local_cdn.PRIVATE + cdn.name)
    return Bucket(S3(place, local_cdn.CREDENTIALS), keys, 20, 10)


def _settings(cdn: EdgeTarget) -> BucketTarget:
    purge_by = PurgeConfig(by="nginx")
    return BucketTarget(
        kind="s3",
        profile="seaweedfs",
        endpoint=cdn.store,
        bucket=local_cdn.BUCKET,
        region="us-east-1",
        address=cdn.edge,
        purge=purge_by,
    )


def _get(cdn: EdgeTarget, path: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", cdn.edge + path, retries=False)


def _forgotten(cdn: EdgeTarget, outcome: PublishResult) -> None:
    assert outcome.record
    settings = _settings(cdn)
    assert settings.purge
    assert purge(make_purge_request(outcome.record, settings, settings.purge), "edge", settings.purge) is None


def test_old_pages_at_the_edge_find_their_assets_after_a_publication(
    cdn: EdgeTarget, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    target, policy = _bucket(cdn), TargetPolicy(cdn.edge)
    publish(target, site_a, policy, REQUEST)
    pages = sorted(path.relative_to(site_a.folder).as_posix() for path in site_a.folder.rglob("*.html"))
    held = {page: _get(cdn, page).data.decode() for page in pages}
    publish(target, site_b, policy, REQUEST)
    assert {page: _get(cdn, page).data.decode() for page in pages} == held
    assets = {re.sub(r"^(\.\./)+", "", asset) for page in pages for asset in ASSET.findall(held[page])}
    assert {asset: _get(cdn, asset).status for asset in sorted(assets)} == dict.fromkeys(sorted(assets), 200)


def test_purge_makes_the_edge_forget_what_changed(cdn: EdgeTarget, site_a: SiteBuild, site_b: SiteBuild) -> None:
    target, policy = _bucket(cdn), TargetPolicy(cdn.edge)
    publish(target, site_a, policy, REQUEST)
    assert [_get(cdn, path).status for path in ("", WINNERS, "winners/", "entries/liwan/")] == [200, 404, 404, 200]
    _forgotten(cdn, publish(target, site_b, policy, REQUEST))
    assert [_get(cdn, path).status for path in ("", WINNERS, "winners/", "entries/liwan/")] == [200, 200, 200, 404]
    assert _get(cdn, "").data == (site_b.folder / "index.html").read_bytes()


def test_verify_live_sees_old_pages_and_embargoed_ones(cdn: EdgeTarget, site_a: SiteBuild, site_b: SiteBuild) -> None:
    target, policy = _bucket(cdn), TargetPolicy(cdn.edge)
    first = publish(target, site_a, policy, REQUEST)
    _get(cdn, "")
    second = publish(target, site_b, policy, REQUEST)
    stale = verify_site(second.release, set(), cdn.edge, lambda *_: None)
    assert [note.code for note in stale.messages] == ["live_contents"]
    _forgotten(cdn, second)
    right = verify_site(second.release, set(), cdn.edge, lambda *_: None)
    assert (right.messages, right.summary.code) == ((), "live_right")
    _get(cdn, "winners/")
    back = rollback(target, first.release.id, policy, REQUEST)
    hidden = find_embargoed_paths(first.release, [first.release, second.release])
    assert "live_embargoed" in [
        note.code for note in verify_site(first.release, hidden, cdn.edge, lambda *_: None).messages
    ]
    _forgotten(cdn, back)
    assert verify_site(first.release, hidden, cdn.edge, lambda *_: None).messages == ()


def test_doctor_finds_nothing_wrong_with_a_good_target(cdn: EdgeTarget, site_a: SiteBuild) -> None:
    target = _bucket(cdn)
    publish(target, site_a, TargetPolicy(cdn.edge), REQUEST)
    assert [note.text("en") for note in run_doctor(target, _settings(cdn)) if note.code == "doctor_bad"] == []


def test_doctor_finds_an_open_private_part_and_a_store_that_replaces(cdn: EdgeTarget, site_a: SiteBuild) -> None:
    target = _bucket(cdn)
    publish(target, site_a, TargetPolicy(cdn.edge), REQUEST)
    place = replace(target.store.config, create_only=())
    careless = replace(
        target, layout=BucketLayout(target.layout.public, target.layout.public), store=S3(place, local_cdn.CREDENTIALS)
    )
    bad = [note.text("en") for note in run_doctor(careless, _settings(cdn)) if note.code == "doctor_bad"]
    assert [each.split(" / ")[0] for each in bad] == ["✗ refuse to replace", "✗ keep the private part private"]


def test_strange_names_reach_the_visitor_exactly(cdn: EdgeTarget, tmp_path: Path) -> None:
    policy = TargetPolicy(cdn.edge, rehearsal=True)
    outcome = publish(_bucket(cdn), strange(tmp_path), policy, REQUEST)
    assert verify_site(outcome.release, set(), cdn.edge, lambda *_: None).messages == ()
