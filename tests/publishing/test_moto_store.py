"""Publishing to moto, a second implementation of S3, read by the official client of AWS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.buckets import new_bucket, public_files
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, strange
from tools import local_cdn


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def moto_bucket(moto: str) -> Bucket:
    target = new_bucket(moto)
    target.store.create_bucket()
    return target


def _read_with_boto3(target: Bucket) -> dict[str, tuple[bytes, str, str]]:
    """Everything public, as boto3 reads it."""
    keys = local_cdn.CREDENTIALS
    client = boto3.client(
        "s3",
        endpoint_url=target.store.config.endpoint,
        region_name="us-east-1",
        aws_access_key_id=keys.key,
        aws_secret_access_key=keys.secret,
    )
    prefix = target.layout.public
    files = {}
    for listed in client.list_objects_v2(Bucket=local_cdn.BUCKET, Prefix=prefix)["Contents"]:
        got = client.get_object(Bucket=local_cdn.BUCKET, Key=listed["Key"])
        contents = (got["Body"].read(), got["ContentType"], got["CacheControl"])
        files[listed["Key"].removeprefix(prefix)] = contents
    return files


def test_publish_and_rollback_in_moto(moto_bucket: Bucket, site_a: SiteBuild, site_b: SiteBuild) -> None:
    first = publish(moto_bucket, site_a, POLICY, REQUEST)
    assert publish(moto_bucket, site_a, POLICY, REQUEST).plan == ()
    second = publish(moto_bucket, site_b, POLICY, REQUEST)
    assert second.release.files.keys() <= public_files(moto_bucket).keys()
    rollback(moto_bucket, first.release.id, POLICY, REQUEST)
    assert WINNERS not in public_files(moto_bucket)
    assert [record.action for record in moto_bucket.load_records()] == ["publish", "publish", "rollback"]


def test_boto3_reads_what_was_published(moto_bucket: Bucket, site_a: SiteBuild) -> None:
    release = publish(moto_bucket, site_a, POLICY, REQUEST).release
    wanted = {
        path: (
            (site_a.folder / path).read_bytes(),
            dict(file.headers)["Content-Type"],
            dict(file.headers)["Cache-Control"],
        )
        for path, file in release.files.items()
    }
    assert _read_with_boto3(moto_bucket) == wanted


def test_strange_names_are_kept_in_moto(moto_bucket: Bucket, tmp_path: Path) -> None:
    site = strange(tmp_path)
    publish(moto_bucket, site, replace(POLICY, rehearsal=True), REQUEST)
    assert public_files(moto_bucket) == {
        path.relative_to(site.folder).as_posix(): path.read_bytes() for path in site.folder.rglob("*") if path.is_file()
    }
