"""Bucket targets in a test store, and what they show."""

from __future__ import annotations

import itertools
from dataclasses import replace

from plugins.publishing.config import store_profiles
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from tools import local_cdn

_numbers = itertools.count()


def new_bucket(endpoint: str, *, workers: int = 8, lease_seconds: int = 60) -> Bucket:
    """An empty target in the store, with prefixes that no other target of this process has."""
    name = f"target{next(_numbers)}"
    config = BucketConfig(endpoint, local_cdn.BUCKET, "us-east-1", path_style=True, workers=workers, attempts=4)
    layout = BucketLayout(f"{local_cdn.PUBLIC}{name}/", f"{local_cdn.PRIVATE}{name}/")
    return Bucket(S3(config, local_cdn.CREDENTIALS), layout, keep_releases=20, lease_seconds=lease_seconds)


def through(target: Bucket, address: str, workers: int = 8) -> Bucket:
    """The same target, asked through a proxy at this address."""
    config = replace(target.store.config, endpoint=address, workers=workers)
    return replace(target, store=S3(config, target.store.credentials))


def as_profile(target: Bucket, address: str, profile: str, checksum: str = "") -> Bucket:
    """The same target, asked at this address in the way of a vendor's profile."""
    settings = store_profiles()[profile]
    config = replace(target.store.config, endpoint=address, create_only=settings.create_only)
    has_own_checksums = (checksum or settings.checksum) == "metadata"
    return replace(target, store=S3(config, target.store.credentials), has_own_checksums=has_own_checksums)


def public_files(target: Bucket) -> dict[str, bytes]:
    """Everything public, by path."""
    prefix = target.layout.public
    return {path: target.store.get(prefix + path) or b"" for path in target.store.list_objects(prefix)}
