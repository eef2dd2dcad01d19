"""A real store for the tests of publishing, started once in a test process."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from plugins.publishing.build_input import Built
from plugins.publishing.s3.client import S3, Place
from plugins.publishing.targets.bucket import Bucket, Keys
from tests.publishing import site_factory
from tools import local_cdn


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running SeaweedFS."""
    with local_cdn.store(tmp_path_factory.mktemp("store")) as address:
        yield address


@pytest.fixture(scope="session")
def site_a(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return site_factory.before(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_b(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return site_factory.after(tmp_path_factory.mktemp("site"))


_numbers = itertools.count()


@pytest.fixture
def bucket(endpoint: str) -> Bucket:
    """An empty target in the store."""
    return bucket_at(endpoint, f"t{next(_numbers)}")


def bucket_at(endpoint: str, name: str, *, workers: int = 8, patience: float = 30, attempts: int = 4) -> Bucket:
    """A target of this name in the store."""
    place = Place(endpoint, local_cdn.BUCKET, "us-east-1", True, workers=workers, patience=patience, attempts=attempts)
    keys = Keys(f"{local_cdn.PUBLIC}{name}/", f"{local_cdn.PRIVATE}{name}/")
    return Bucket(S3(place, local_cdn.CREDENTIALS), keys, keep_releases=20, seconds=10)


def public(target: Bucket) -> dict[str, bytes]:
    """Everything public, by path."""
    listed = target.store.listing(target.keys.public)
    return {path: target.store.get(target.keys.public + path) or b"" for path in listed}
