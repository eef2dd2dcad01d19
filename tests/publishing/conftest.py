"""A real store for the tests of publishing, started once in a test process."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from tests.publishing import site_factory
from tools import local_cdn


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running SeaweedFS."""
    with local_cdn.store(tmp_path_factory.mktemp("store")) as address:
        yield address


@pytest.fixture(scope="session")
def site_a(tmp_path_factory: pytest.TempPathFactory) -> SiteBuild:
    return site_factory.before(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_b(tmp_path_factory: pytest.TempPathFactory) -> SiteBuild:
    return site_factory.after(tmp_path_factory.mktemp("site"))


_numbers = itertools.count()


@pytest.fixture
def bucket(endpoint: str) -> Bucket:
    """An empty target in the store."""
    return bucket_at(endpoint, f"t{next(_numbers)}")


def bucket_at(endpoint: str, name: str, *, workers: int = 8, timeout_s: float = 30, attempts: int = 4) -> Bucket:
    """A target of this name in the store."""
    place = BucketConfig(
        endpoint, local_cdn.BUCKET, "us-east-1", True, workers=workers, timeout_s=timeout_s, attempts=attempts
    )
    keys = BucketLayout(f"{local_cdn.PUBLIC}{name}/", f"{local_cdn.PRIVATE}{name}/")
    return Bucket(S3(place, local_cdn.CREDENTIALS), keys, keep_releases=20, seconds=10)


def public(target: Bucket) -> dict[str, bytes]:
    """Everything public, by path."""
    listed = target.store.list_objects(target.layout.public)
    return {path: target.store.get(target.layout.public + path) or b"" for path in listed}
