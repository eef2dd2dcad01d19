"""Stores that differ from S3: each is published to and rolled back, and ``doctor`` says what to write beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from plugins.publishing import doctor
from plugins.publishing.config import BucketTarget, make_target
from plugins.publishing.doctor import run_doctor
from plugins.publishing.messages import Message, PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from plugins.system.messages import LANGS
from tests.publishing.buckets import as_profile, new_bucket, public_files
from tests.publishing.dialects import COS, KMS, OBS, OSS, OSS_COPY, Dialect, run_dialect
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, read_files, strange
from tools import local_cdn

pytestmark = pytest.mark.posix
ADDRESS = "http://127.0.0.1:9/"
Rollout = Callable[[Dialect, str, str], list[Message]]


@pytest.fixture
def roll_out(endpoint: str, site_a: SiteBuild, site_b: SiteBuild) -> Rollout:
    """Publish A and B and go back to A in a store of this dialect; return the messages to the publisher."""

    def run(dialect: Dialect, profile: str, checksum: str = "") -> list[Message]:
        messages: list[Message] = []
        direct = new_bucket(endpoint)
        with run_dialect(endpoint, dialect) as proxy:
            target = as_profile(direct, proxy.address, profile, checksum)
            first = publish(target, site_a, POLICY, REQUEST, messages.append)
            assert publish(target, site_a, POLICY, REQUEST).plan == ()
            publish(target, site_b, POLICY, REQUEST)
            assert public_files(direct).items() >= read_files(site_b.folder).items()
            rollback(target, first.release.id, POLICY, REQUEST)
            assert publish(target, site_a, POLICY, REQUEST).plan == ()
        public = public_files(direct)
        assert public.items() >= read_files(site_a.folder).items()
        assert WINNERS not in public
        assert [record.action for record in direct.load_records()] == ["publish", "publish", "rollback"]
        return messages

    return run


@pytest.mark.parametrize(
    ("dialect", "profile", "checksum"),
    [
        pytest.param(OSS, "oss", "", id="OSS"),
        pytest.param(OSS_COPY, "oss", "", id="OSS with ETags of copies"),
        pytest.param(COS, "cos", "", id="COS"),
        pytest.param(replace(COS, etag=KMS.etag), "cos", "metadata", id="COS with KMS"),
        pytest.param(OBS, "obs", "", id="OBS"),
        pytest.param(KMS, "minio", "metadata", id="KMS"),
        pytest.param(Dialect(etag=str.upper), "minio", "", id="ETags in capitals"),
        pytest.param(Dialect(listed="raw"), "minio", "", id="listing never encoded"),
        pytest.param(Dialect(has_tokens=False), "minio", "", id="listing of the first version"),
        pytest.param(Dialect(lag=0.5), "minio", "", id="listing that lags"),
        pytest.param(Dialect(date="yesterday, perhaps"), "minio", "", id="odd date"),
        pytest.param(Dialect(date="Sat, 28 Nov 2026 25:61:00 -0000"), "minio", "", id="impossible date"),
    ],
)
def test_store_of_a_dialect_is_published_to(roll_out: Rollout, dialect: Dialect, profile: str, checksum: str) -> None:
    assert roll_out(dialect, profile, checksum) == []


@pytest.mark.parametrize(
    ("minutes", "code"), [(15, "clock_behind"), (-15, "clock_ahead"), (60 * 24, "clock_behind"), (-90, "clock_ahead")]
)
def test_difference_of_clocks_is_used_and_said(roll_out: Rollout, minutes: int, code: str) -> None:
    (hint,) = roll_out(Dialect(skew=timedelta(minutes=minutes)), "minio", "")
    assert (hint.code, dict(hint.values)) == (code, {"minutes": str(abs(minutes))})


@pytest.mark.parametrize("dialect", [KMS, Dialect(copy_etag=OSS_COPY.copy_etag)], ids=["everything", "copies"])
def test_etags_that_say_nothing_stop_before_any_page(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, dialect: Dialect
) -> None:
    direct = new_bucket(endpoint)
    publish(direct, site_a, POLICY, REQUEST)
    with run_dialect(endpoint, dialect) as proxy:
        target = as_profile(direct, proxy.address, "minio")
        with pytest.raises(PublishError) as caught:
            publish(target, site_b, POLICY, REQUEST)
        assert [message.code for message in caught.value.messages] == ["opaque_etags"]
        assert {path: data for path, data in public_files(direct).items() if path.endswith(".html")} == {
            path: data for path, data in read_files(site_a.folder).items() if path.endswith(".html")
        }
        # the line that it asks for
        publish(replace(target, has_own_checksums=True), site_b, POLICY, REQUEST)
    assert public_files(direct).items() >= read_files(site_b.folder).items()


def test_object_of_another_tool_is_noticed_by_its_lost_checksum(endpoint: str, site_a: SiteBuild) -> None:
    direct = new_bucket(endpoint)
    with run_dialect(endpoint, KMS) as proxy:
        target = as_profile(direct, proxy.address, "minio", "metadata")
        publish(target, site_a, POLICY, REQUEST)
        page = (site_a.folder / "index.html").read_bytes()
        direct.store.put(f"{direct.layout.public}index.html", page[::-1], {})
        assert [change.path for change in publish(target, site_a, POLICY, REQUEST).plan] == ["index.html"]
    assert public_files(direct)["index.html"] == page


def test_strange_names_are_kept_where_listings_are_not_encoded(endpoint: str, tmp_path: Path) -> None:
    site, direct = strange(tmp_path), new_bucket(endpoint)
    with run_dialect(endpoint, Dialect(listed="raw")) as proxy:
        target = as_profile(direct, proxy.address, "minio")
        publish(target, site, replace(POLICY, rehearsal=True), REQUEST)
        assert publish(target, site, replace(POLICY, rehearsal=True), REQUEST).plan == ()
    assert public_files(direct) == read_files(site.folder)


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE"])
def test_web_page_instead_of_the_store_is_never_success(
    endpoint: str, site_a: SiteBuild, site_b: SiteBuild, method: str
) -> None:
    direct = new_bucket(endpoint)
    publish(direct, site_a, POLICY, REQUEST)
    page = Dialect(is_page=lambda requested, key: requested == method and "/lock/" not in key)
    with run_dialect(endpoint, page) as proxy:
        target = as_profile(direct, proxy.address, "minio")
        key = f"{direct.layout.public}index.html"
        requests: dict[str, Callable[[], object]] = {
            "GET": partial(publish, target, site_b, POLICY, REQUEST),
            "PUT": partial(publish, target, site_b, POLICY, REQUEST),
            "HEAD": partial(target.store.head, key),
            "DELETE": partial(target.store.delete, key),
        }
        with pytest.raises(PublishError) as caught:
            requests[method]()
    assert [message.code for message in caught.value.messages] == ["not_a_store"]
    assert all("text/html" in message.text(lang) for message in caught.value.messages for lang in LANGS)
    assert public_files(direct) == read_files(site_a.folder)


def test_profile_of_a_vendor_is_used_by_its_own_host_names(
    endpoint: str, site_a: SiteBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("KEY", "SECRET"):
        monkeypatch.setenv(f"XUNZHAN_CITY_{part}", getattr(local_cdn.CREDENTIALS, part.lower()))
    with run_dialect(endpoint, OSS) as proxy:
        # the host exists only for the proxy
        monkeypatch.setenv("http_proxy", proxy.address)
        settings = BucketTarget(
            kind="s3",
            profile="oss",
            endpoint="http://oss-cn-guangzhou.example",
            bucket=local_cdn.BUCKET,
            region="oss-cn-guangzhou",
            address=ADDRESS,
            public="site/vendor/",
            private="private/vendor/",
        )
        target = make_target("city", settings)
        publish(target, site_a, POLICY, REQUEST)
        assert publish(target, site_a, POLICY, REQUEST).plan == ()
    direct = replace(new_bucket(endpoint), layout=target.layout if isinstance(target, Bucket) else None)
    assert public_files(direct) == read_files(site_a.folder)


SETTINGS = BucketTarget(
    kind="s3", profile="minio", endpoint="http://store", bucket="b", region="us-east-1", address=ADDRESS
)


@pytest.mark.parametrize(
    ("dialect", "profile", "check", "line"),
    [
        pytest.param(KMS, "minio", "checksum", "checksum: metadata", id="KMS"),
        pytest.param(Dialect(copy_etag=KMS.etag), "minio", "checksum", "checksum: metadata", id="ETags of copies"),
        pytest.param(Dialect(lag=1.5), "minio", "list", "listing_delay: 4", id="listing that lags"),
        pytest.param(Dialect(listed="unsaid"), "minio", "names", "encoded_listing: false", id="encoded unsaid"),
        pytest.param(Dialect(listed="false"), "minio", "names", "encoded_listing: false", id="not encoded"),
        pytest.param(OSS, "aws", "create", "profile: oss", id="profile of another vendor"),
        pytest.param(COS, "oss", "create", "profile: cos", id="profile of a third vendor"),
        pytest.param(
            Dialect(version_header="x-obs-version-id"), "minio", "history", "NoncurrentVersionExpiration", id="versions"
        ),
        pytest.param(Dialect(skew=timedelta(seconds=1201)), "minio", "clock", "120", id="clock"),
    ],
)
def test_doctor_finds_what_differs_and_says_the_line(
    endpoint: str, monkeypatch: pytest.MonkeyPatch, dialect: Dialect, profile: str, check: str, line: str
) -> None:
    monkeypatch.setattr(doctor, "LISTING_PAUSE_S", 0.1)
    monkeypatch.setattr(doctor, "_cdn_probes", lambda *_: ())
    vendors = {name: replace(profile, path_style=True) for name, profile in doctor.store_profiles().items()}
    with run_dialect(endpoint, dialect) as proxy:
        target = replace(as_profile(new_bucket(endpoint), proxy.address, profile), listing_delay=1)
        monkeypatch.setattr(doctor, "store_profiles", lambda: vendors)
        results = {result.check.code: result for result in run_doctor(target, SETTINGS)}
    problems = {code: result.text("en") for code, result in results.items() if result.problem}
    assert list(problems) == [f"check_{check}"]
    assert all(line in results[f"check_{check}"].text(lang) for lang in LANGS)


def test_doctor_does_not_pass_a_store_that_always_replaces(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_cdn_probes", lambda *_: ())
    with run_dialect(endpoint, Dialect(forbid="x-nobody-sends-this")) as proxy:
        target = as_profile(new_bucket(endpoint), proxy.address, "minio")
        problems = [result.problem.code for result in run_doctor(target, SETTINGS) if result.problem]
    assert problems == ["probe_replaced"]


@pytest.mark.parametrize(
    ("dialect", "profile"),
    [(OSS, "oss"), (OSS_COPY, "oss"), (COS, "cos"), (OBS, "obs")],
    ids=["OSS", "copy", "COS", "OBS"],
)
def test_doctor_passes_the_store_of_a_profile(
    endpoint: str, monkeypatch: pytest.MonkeyPatch, dialect: Dialect, profile: str
) -> None:
    monkeypatch.setattr(doctor, "_cdn_probes", lambda *_: ())
    with run_dialect(endpoint, dialect) as proxy:
        target = as_profile(new_bucket(endpoint), proxy.address, profile)
        assert [result.text("en") for result in run_doctor(target, SETTINGS) if result.problem] == []
