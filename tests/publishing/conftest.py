"""A real store and two sites for the tests of publishing, made once in a test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from tests.publishing import site_factory
from tests.publishing.buckets import new_bucket
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


@pytest.fixture
def bucket(endpoint: str) -> Bucket:
    """An empty target in the store."""
    return new_bucket(endpoint)
