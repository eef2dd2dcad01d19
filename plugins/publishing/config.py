"""``publish.yaml``: the places that can be published to, by name."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from plugins.publishing.messages import publish_error
from plugins.publishing.publish import TargetPolicy
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.credentials import credentials
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.ssh_host import SshHost
from plugins.publishing.targets.target import Target
from plugins.publishing.yaml_config import load_yaml

STRICT = ConfigDict(extra="forbid")
# links, rights and locks as Linux and macOS have them
IS_POSIX = os.name == "posix"
FILE = "publish.yaml"
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?/$")]
Prefix = Annotated[str, StringConstraints(pattern=r"^([^\s/]+/)+$")]
Count = Annotated[int, Field(ge=1, le=1000)]


@dataclass(frozen=True, config=STRICT)
class PurgeConfig:
    """How the network in front forgets pages. ``most_urls`` and ``most_folders`` are what it takes in one go."""

    by: Literal["command", "nginx", "tencent", "aliyun", "cloudfront"]
    command: tuple[str, ...] = ()
    edge: str = ""
    distribution: str = ""
    endpoint: str = ""
    credentials: str = ""
    most_urls: Annotated[int, Field(ge=1)] | None = None
    most_folders: Annotated[int, Field(ge=0)] | None = None


@dataclass(frozen=True, config=STRICT, kw_only=True)
class _Common:
    """``address`` is the public one. ``rehearsal`` says that the public does not know it. ``grace`` is the number of
    publications for which old assets stay, ``keep`` the number of releases that can be rolled back to."""

    address: Address
    rehearsal: bool = False
    grace: Count = 3
    keep: Count = 20
    largest_share: Annotated[float, Field(gt=0, le=1)] = 0.2
    wait: Annotated[float, Field(ge=0)] = 60
    purge: PurgeConfig | None = None


@dataclass(frozen=True, config=STRICT, kw_only=True)
class DirectoryTarget(_Common):
    """A folder of this machine; a web server shows its ``current``."""

    kind: Literal["directory"]
    path: str


@dataclass(frozen=True, config=STRICT, kw_only=True)
class RsyncTarget(_Common):
    """The same folder on another machine. ``host`` is a name that ssh knows; ``options`` are ssh's own."""

    kind: Literal["rsync"]
    host: str
    path: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, config=STRICT, kw_only=True)
class BucketTarget(_Common):
    """A bucket. ``lease`` is in seconds; ``credentials`` is a file, unless they are in the environment."""

    kind: Literal["s3"]
    profile: Literal["aws", "cos", "oss", "obs", "minio", "seaweedfs"]
    endpoint: Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+$")]
    bucket: str
    region: str
    public: Prefix = "site/"
    private: Prefix = "private/"
    credentials: str = ""
    workers: Annotated[int, Field(ge=1, le=64)] = 16
    lease: Annotated[int, Field(ge=5, le=600)] = 30


Configured = Annotated[DirectoryTarget | RsyncTarget | BucketTarget, Field(discriminator="kind")]


@dataclass(frozen=True, config=STRICT)
class Profile:
    """What a maker of stores does differently; see ``profiles.yaml``."""

    path_style: bool
    create_only: dict[str, str]
    etag_is_md5: bool = True


@dataclass(frozen=True, config=STRICT)
class Targets:
    """All targets of a file."""

    targets: dict[str, Configured]


def load_target_config(name: str, file: Path) -> Configured:
    """The target of this name. Raises ``PublishError`` with every mistake in the file, or where there is no such target."""
    targets = load_yaml(file, TypeAdapter(Targets)).targets
    if name not in targets:
        raise publish_error("no_such_target", name=name, config=file, choices=sorted(targets))
    return targets[name]


def make_target(name: str, settings: Configured) -> Target:
    """The target itself, ready to be asked. Raises ``PublishError`` where this computer cannot publish to such a target."""
    if not isinstance(settings, BucketTarget):
        _check_computer(settings)
    if isinstance(settings, DirectoryTarget):
        return Directory(LocalHost(Path(settings.path).expanduser()), settings.keep)
    if isinstance(settings, RsyncTarget):
        return Directory(SshHost(settings.host, settings.path, settings.options), settings.keep)
    return make_bucket_target(name, settings)


def _check_computer(settings: DirectoryTarget | RsyncTarget) -> None:
    if not IS_POSIX:
        raise publish_error(f"no_{settings.kind}_here")
    for program in ("ssh", "rsync") if isinstance(settings, RsyncTarget) else ():
        if not shutil.which(program):
            raise publish_error("no_program", program=program, how=f"apt install {program} / brew install {program}")


def make_bucket_target(name: str, settings: BucketTarget) -> Bucket:
    """A target in a store."""
    profile = profiles()[settings.profile]
    place = BucketConfig(
        settings.endpoint,
        settings.bucket,
        settings.region,
        profile.path_style,
        tuple(profile.create_only.items()),
        workers=settings.workers,
    )
    store = S3(place, credentials(name, settings.credentials))
    return Bucket(
        store, BucketLayout(settings.public, settings.private), settings.keep, settings.lease, profile.etag_is_md5
    )


def make_policy(settings: Configured) -> TargetPolicy:
    """How this target is published to."""
    return TargetPolicy(settings.address, settings.rehearsal, settings.grace, settings.largest_share, settings.wait)


@cache
def profiles() -> dict[str, Profile]:
    """What is known of each maker."""
    return load_yaml(Path(__file__).parent / "profiles.yaml", TypeAdapter(dict[str, Profile]))
