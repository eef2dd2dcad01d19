"""``publish.yaml``: the targets that can be published to, by name, and how to make a ``Target`` from one."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from plugins.publishing.cdn import Cdn, any_vendor
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.publish import TargetPolicy
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.credentials import load_credentials
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.git_branch import GitBranch
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.pages import Pages
from plugins.publishing.targets.ssh_host import SshHost
from plugins.publishing.targets.target import Target
from plugins.publishing.yaml_config import PlainAddress, load_yaml
from plugins.system.yaml_lines import KeyPath

STRICT = ConfigDict(extra="forbid")
# symbolic and hard links, file modes and locks as Linux and macOS have them
IS_POSIX = os.name == "posix"
Endpoint = Annotated[PlainAddress, StringConstraints(pattern=r"^https?://[^\s/?#]+$")]
# a folder, ssh or https; no other program is started by an address
Repository = Annotated[str, StringConstraints(pattern=r"^(https://[^\s@?]+|ssh://\S+|[\w.-]+@[\w.-]+:\S+|/\S+)$")]
# what tells that an object has the right contents: its ETag, which is the MD5, or metadata of our own
Checksum = Literal["etag", "metadata"]
Prefix = Annotated[str, StringConstraints(pattern=r"^([^\s/]+/)+$")]
# keys that were renamed, below the key that holds them; read for one version more
NEW_KEYS: dict[KeyPath, str] = {("purge", "by"): "provider"}
# the vendors are found when the program runs
if TYPE_CHECKING:
    PurgeSettings = Cdn
else:
    PurgeSettings = any_vendor()


@dataclass(frozen=True, config=STRICT, kw_only=True)
class _CommonSettings(TargetPolicy):
    """Settings of all targets; ``keep`` releases can be rolled back to."""

    keep: Annotated[int, Field(ge=1, le=1000)] = 20
    purge: PurgeSettings | None = None


@dataclass(frozen=True, config=STRICT, kw_only=True)
class DirectoryTarget(_CommonSettings):
    """A folder of this machine, of which a web server serves ``current``."""

    kind: Literal["directory"]
    path: str


@dataclass(frozen=True, config=STRICT, kw_only=True)
class RsyncTarget(_CommonSettings):
    """The same folder on another machine. ``host`` is a name that ssh knows; ``options`` are options of ssh."""

    kind: Literal["rsync"]
    host: str
    path: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, config=STRICT, kw_only=True)
class BucketTarget(_CommonSettings):
    """A bucket. ``lease`` is in seconds; ``credentials`` is a file, unless they are in the environment.

    ``checksum`` replaces what the profile says of ETags. ``listing_delay`` is for how many seconds listings may lag
    behind, ``encoded_listing`` whether keys can be listed encoded.
    """

    kind: Literal["s3"]
    profile: Literal["aws", "cos", "oss", "obs", "minio", "seaweedfs"]
    endpoint: Endpoint
    bucket: str
    region: str
    public: Prefix = "site/"
    private: Prefix = "private/"
    credentials: str = ""
    workers: Annotated[int, Field(ge=1, le=64)] = 16
    lease: Annotated[int, Field(ge=5, le=600)] = 30
    checksum: Checksum | None = None
    listing_delay: Annotated[int, Field(ge=0, le=300)] = 15
    encoded_listing: bool = True


@dataclass(frozen=True, config=STRICT, kw_only=True)
class PagesTarget(_CommonSettings):
    """A branch of a git repository that a forge shows as a site. ``repository`` is an address that git knows."""

    kind: Literal["pages"]
    repository: Repository
    branch: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")] = "gh-pages"


TargetSettings = Annotated[DirectoryTarget | RsyncTarget | BucketTarget | PagesTarget, Field(discriminator="kind")]


@dataclass(frozen=True, config=STRICT)
class StoreProfile:
    """How a vendor's store differs from the others; see ``profiles.yaml``."""

    path_style: bool
    create_only: dict[str, str]
    checksum: Checksum


@dataclass(frozen=True, config=STRICT)
class PublishFile:
    """The contents of ``publish.yaml``."""

    targets: dict[str, TargetSettings]


def load_target_config(name: str, file: Path, notify: Notify) -> TargetSettings:
    """The settings of a target; renamed keys of the file are reported.

    Raises ``PublishError`` with every mistake in the file, or for an unknown target.
    """
    targets = load_yaml(file, TypeAdapter(PublishFile), NEW_KEYS, notify).targets
    if name not in targets:
        raise publish_error("no_such_target", name=name, config=file, choices=sorted(targets))
    return targets[name]


def make_target(name: str, settings: TargetSettings) -> Target:
    """The target of these settings. Raises ``PublishError`` if this machine cannot publish to it."""
    if isinstance(settings, BucketTarget):
        return _make_bucket(name, settings)
    if isinstance(settings, PagesTarget):
        if not shutil.which("git"):
            raise publish_error("no_program", program="git", how="apt install git / brew install git")
        return Pages(GitBranch(settings.repository, settings.branch))
    if not IS_POSIX:
        raise publish_error(f"no_{settings.kind}_here")
    if isinstance(settings, DirectoryTarget):
        return Directory(LocalHost(Path(settings.path).expanduser()), settings.keep)
    for program in ("ssh", "rsync"):
        if not shutil.which(program):
            raise publish_error("no_program", program=program, how=f"apt install {program} / brew install {program}")
    return Directory(SshHost(settings.host, settings.path, settings.options), settings.keep)


def _make_bucket(name: str, settings: BucketTarget) -> Bucket:
    profile = store_profiles()[settings.profile]
    config = BucketConfig(
        settings.endpoint,
        settings.bucket,
        settings.region,
        path_style=profile.path_style,
        create_only=profile.create_only,
        encoded_listing=settings.encoded_listing,
        workers=settings.workers,
    )
    return Bucket(
        S3(config, load_credentials(name, settings.credentials)),
        BucketLayout(settings.public, settings.private),
        keep_releases=settings.keep,
        lease_seconds=settings.lease,
        has_own_checksums=(settings.checksum or profile.checksum) == "metadata",
        listing_delay=settings.listing_delay,
    )


@cache
def store_profiles() -> dict[str, StoreProfile]:
    """The profiles of stores by vendor."""
    return load_yaml(Path(__file__).parent / "profiles.yaml", TypeAdapter(dict[str, StoreProfile]))
