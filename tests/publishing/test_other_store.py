"""A store of another lineage: what holds in one must not be a habit of its maker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.publish import publish, rollback
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.conftest import bucket_at, public
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, strange
from tools import local_cdn


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def elsewhere(other: str, request: pytest.FixtureRequest) -> Bucket:
    made = bucket_at(other, request.node.name)
    made.store.create_bucket()
    return made


def _oracle(target: Bucket) -> dict[str, tuple[bytes, str, str]]:
    """Everything public, as the official kit of the makers of S3 reads it."""
    keys = local_cdn.CREDENTIALS
    client = boto3.client(
        "s3",
        endpoint_url=target.store.config.endpoint,
        region_name="us-east-1",
        aws_access_key_id=keys.key,
        aws_secret_access_key=keys.secret,
    )
    prefix = target.layout.public
    found = {}
    for listed in client.list_objects_v2(Bucket=local_cdn.BUCKET, Prefix=prefix)["Contents"]:
        got = client.get_object(Bucket=local_cdn.BUCKET, Key=listed["Key"])
        contents = (got["Body"].read(), got["ContentType"], got["CacheControl"])
        found[listed["Key"].removeprefix(prefix)] = contents
    return found


def test_publish_and_rollback_in_a_store_of_another_lineage(
    elsewhere: Bucket, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    first = publish(elsewhere, site_a, POLICY, REQUEST)
    assert publish(elsewhere, site_a, POLICY, REQUEST).plan == ()
    second = publish(elsewhere, site_b, POLICY, REQUEST)
    assert second.release.files.keys() <= public(elsewhere).keys()
    rollback(elsewhere, first.release.id, POLICY, REQUEST)
    assert WINNERS not in public(elsewhere)
    assert [record.action for record in elsewhere.load_records()] == ["publish", "publish", "rollback"]


def test_official_kit_reads_what_was_published(elsewhere: Bucket, site_a: SiteBuild) -> None:
    release = publish(elsewhere, site_a, POLICY, REQUEST).release
    wanted = {
        path: (
            (site_a.folder / path).read_bytes(),
            dict(file.headers)["Content-Type"],
            dict(file.headers)["Cache-Control"],
        )
        for path, file in release.files.items()
    }
    assert _oracle(elsewhere) == wanted


def test_strange_names_arrive_in_a_store_of_another_lineage(elsewhere: Bucket, tmp_path: Path) -> None:
    site = strange(tmp_path)
    publish(elsewhere, site, replace(POLICY, rehearsal=True), REQUEST)
    assert public(elsewhere) == {
        path.relative_to(site.folder).as_posix(): path.read_bytes() for path in site.folder.rglob("*") if path.is_file()
    }
