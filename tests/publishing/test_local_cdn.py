"""A real edge with a cache in front of a real store: purge, verify and doctor."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import urllib3

from plugins.publishing.cdn import make_purge_request, send_purge
from plugins.publishing.cdn.nginx import NginxCache
from plugins.publishing.config import BucketTarget
from plugins.publishing.doctor import run_doctor
from plugins.publishing.publish import PublishResult, TargetPolicy, publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.s3.client import S3
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from plugins.publishing.verify import find_embargoed_paths, verify_site
from plugins.system.messages import LANGS
from tests.publishing.invariants import ASSET
from tests.publishing.publisher import REQUEST
from tests.publishing.site_factory import WINNERS, strange
from tests.support.needs import needs
from tools import local_cdn

pytestmark = [pytest.mark.posix, needs("nginx", "purge")]


@dataclass(frozen=True)
class EdgeTarget:
    """A target in the store, and how it is configured: the edge shows it at ``settings.address``."""

    bucket: Bucket
    settings: BucketTarget

    @property
    def policy(self) -> TargetPolicy:
        return TargetPolicy(self.settings.address)


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory, endpoint: str) -> Iterator[str]:
    with local_cdn.edge(tmp_path_factory.mktemp("edge"), endpoint) as address:
        yield address


@pytest.fixture
def cdn(edge: str, endpoint: str, bucket: Bucket) -> EdgeTarget:
    settings = BucketTarget(
        kind="s3",
        profile="seaweedfs",
        endpoint=endpoint,
        bucket=local_cdn.BUCKET,
        region="us-east-1",
        address=edge + bucket.layout.public.removeprefix(local_cdn.PUBLIC),
        purge=NginxCache(provider="nginx"),
    )
    return EdgeTarget(bucket, settings)


def _get(cdn: EdgeTarget, path: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", cdn.settings.address + path, retries=False)


def _purge(cdn: EdgeTarget, result: PublishResult) -> None:
    assert result.record
    assert cdn.settings.purge
    request = make_purge_request(result.record, cdn.settings.address, cdn.settings.purge)
    assert send_purge(request, "edge", cdn.settings.purge) is None


def test_cached_old_pages_find_their_assets_after_a_publication(
    cdn: EdgeTarget, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    target, policy = cdn.bucket, cdn.policy
    publish(target, site_a, policy, REQUEST)
    pages = sorted(path.relative_to(site_a.folder).as_posix() for path in site_a.folder.rglob("*.html"))
    held = {page: _get(cdn, page).data.decode() for page in pages}
    publish(target, site_b, policy, REQUEST)
    assert {page: _get(cdn, page).data.decode() for page in pages} == held
    assets = {re.sub(r"^(\.\./)+", "", asset) for page in pages for asset in ASSET.findall(held[page])}
    assert {asset: _get(cdn, asset).status for asset in sorted(assets)} == dict.fromkeys(sorted(assets), 200)


def test_purge_removes_what_changed_from_the_cache(cdn: EdgeTarget, site_a: SiteBuild, site_b: SiteBuild) -> None:
    target, policy = cdn.bucket, cdn.policy
    publish(target, site_a, policy, REQUEST)
    assert [_get(cdn, path).status for path in ("", WINNERS, "winners/", "entries/liwan/")] == [200, 404, 404, 200]
    _purge(cdn, publish(target, site_b, policy, REQUEST))
    assert [_get(cdn, path).status for path in ("", WINNERS, "winners/", "entries/liwan/")] == [200, 200, 200, 404]
    assert _get(cdn, "").data == (site_b.folder / "index.html").read_bytes()


def test_edge_compresses_pages_and_takes_no_notice_of_queries(cdn: EdgeTarget, site_a: SiteBuild) -> None:
    publish(cdn.bucket, site_a, cdn.policy, REQUEST)
    page = (site_a.folder / "entries/index.html").read_bytes()
    plain = _get(cdn, "entries/")
    assert (plain.data, plain.headers["X-Cache"], plain.headers.get("Content-Encoding")) == (page, "MISS", None)
    url = f"{cdn.settings.address}entries/?utm_source=x"
    packed = urllib3.request("GET", url, headers={"Accept-Encoding": "gzip"}, decode_content=False)
    assert (packed.headers["X-Cache"], packed.headers["Content-Encoding"]) == ("HIT", "gzip")
    assert gzip.decompress(packed.data) == page
    names = ("Content-Type", "Cache-Control")
    assert [packed.headers[name] for name in names] == [plain.headers[name] for name in names]


def test_verify_finds_stale_and_embargoed_pages(cdn: EdgeTarget, site_a: SiteBuild, site_b: SiteBuild) -> None:
    target, policy = cdn.bucket, cdn.policy
    first = publish(target, site_a, policy, REQUEST)
    _get(cdn, "")
    second = publish(target, site_b, policy, REQUEST)
    stale = verify_site(second.release, set(), cdn.settings.address, lambda *_: None, [first.release])
    assert [message.code for message in stale.messages] == ["live_former"]
    _purge(cdn, second)
    right = verify_site(second.release, set(), cdn.settings.address, lambda *_: None)
    assert (right.messages, right.summary.code) == ((), "live_right")
    _get(cdn, "winners/")
    back = rollback(target, first.release.id, policy, REQUEST)
    hidden = find_embargoed_paths(first.release, [first.release, second.release])
    leaking = verify_site(first.release, hidden, cdn.settings.address, lambda *_: None)
    assert [message.code for message in (*leaking.messages, leaking.summary)] == ["live_leak", "live_leak"]
    _purge(cdn, back)
    assert verify_site(first.release, hidden, cdn.settings.address, lambda *_: None).messages == ()


def test_doctor_passes_a_good_target(cdn: EdgeTarget, site_a: SiteBuild) -> None:
    target = cdn.bucket
    publish(target, site_a, cdn.policy, REQUEST)
    assert [result.text("en") for result in run_doctor(target, cdn.settings) if result.problem] == []


def test_doctor_finds_a_public_private_part_and_an_unconditional_store(cdn: EdgeTarget, site_a: SiteBuild) -> None:
    target = cdn.bucket
    publish(target, site_a, cdn.policy, REQUEST)
    config = replace(target.store.config, create_only={})
    careless = replace(
        target,
        layout=BucketLayout(target.layout.public, target.layout.public),
        store=S3(config, local_cdn.CREDENTIALS),
    )
    problems = {
        result.check.code: result.problem.code for result in run_doctor(careless, cdn.settings) if result.problem
    }
    assert problems == {"check_create": "probe_other_profile", "check_private": "probe_public_read"}


def test_doctor_answers_in_both_languages(cdn: EdgeTarget, site_a: SiteBuild) -> None:
    publish(cdn.bucket, site_a, cdn.policy, REQUEST)
    results = {result.check.code: result for result in run_doctor(cdn.bucket, cdn.settings)}
    assert [results["check_clock"].text(lang) for lang in LANGS] == ["✓ 时钟", "✓ clock"]


def test_strange_names_reach_the_visitor_exactly(cdn: EdgeTarget, tmp_path: Path) -> None:
    policy = replace(cdn.policy, rehearsal=True)
    result = publish(cdn.bucket, strange(tmp_path), policy, REQUEST)
    assert verify_site(result.release, set(), cdn.settings.address, lambda *_: None).messages == ()
