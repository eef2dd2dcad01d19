"""Sites that several tests read: each is built once in a test process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.sites.building import SHIPPED, TINY, pelican

Site = Callable[[str], Path]


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The tiny competition built for a stage."""
    return cache(lambda stage: pelican(TINY, tmp_path_factory.mktemp("tiny") / "site", STAGE=stage))


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The shipped competition built for a stage."""
    return cache(lambda stage: pelican(SHIPPED, tmp_path_factory.mktemp("shipped") / "site", STAGE=stage))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny competition's content, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))
