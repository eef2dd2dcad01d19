"""The target that settings describe, on this machine or on one that lacks something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from plugins.publishing import config
from plugins.publishing.config import (
    BucketTarget,
    DirectoryTarget,
    PagesTarget,
    RsyncTarget,
    TargetSettings,
    make_target,
    store_profiles,
)
from plugins.publishing.messages import PublishError
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.ssh_host import SshHost

ADDRESS = "https://www.city.example/"
FOLDER = DirectoryTarget(kind="directory", path="~/www", address=ADDRESS, keep=7)
SSH = RsyncTarget(kind="rsync", host="web", path="/srv/www", options=("-p", "22"), address=ADDRESS)
PAGES = PagesTarget(kind="pages", repository="/srv/site.git", address=ADDRESS)
BUCKET: dict[str, Any] = {
    "kind": "s3",
    "endpoint": "https://store.example",
    "bucket": "site",
    "region": "r",
    "address": ADDRESS,
}


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHAN_CITY_KEY", "AK")
    monkeypatch.setenv("XUNZHAN_CITY_SECRET", "hush")


def _refusal(settings: TargetSettings) -> tuple[str, dict[str, str]]:
    with pytest.raises(PublishError) as caught:
        make_target("city", settings)
    (message,) = caught.value.messages
    return message.code, dict(message.values)


def test_bucket_has_the_settings_of_its_profile_unless_it_has_its_own() -> None:
    plain = make_target("city", BucketTarget(profile="oss", **BUCKET))
    assert isinstance(plain, Bucket)
    assert plain.layout == BucketLayout("site/", "private/")
    assert (plain.keep_releases, plain.lease_seconds, plain.listing_delay, plain.has_own_checksums) == (
        20,
        30,
        15,
        True,
    )
    store = plain.store.config
    assert (store.path_style, store.create_only, store.workers) == (False, {"x-oss-forbid-overwrite": "true"}, 16)
    assert (store.endpoint, store.bucket, store.region, store.encoded_listing) == (
        "https://store.example",
        "site",
        "r",
        True,
    )
    assert (store.attempts, store.timeout_s, store.patience_s) == (6, 30, 120)
    assert plain.store.credentials.key == "AK"
    others = {"public": "a/b/", "private": "c/", "keep": 3, "workers": 2, "lease": 9, "listing_delay": 1}
    replaced = make_target(
        "city", BucketTarget(profile="minio", checksum="metadata", encoded_listing=False, **BUCKET, **others)
    )
    assert isinstance(replaced, Bucket)
    assert (replaced.layout, replaced.keep_releases, replaced.lease_seconds) == (BucketLayout("a/b/", "c/"), 3, 9)
    assert (replaced.listing_delay, replaced.has_own_checksums, replaced.store.config.workers) == (1, True, 2)
    assert (replaced.store.config.path_style, replaced.store.config.encoded_listing) == (True, False)
    etags = make_target("city", BucketTarget(profile="oss", checksum="etag", **BUCKET))
    assert isinstance(etags, Bucket)
    assert not etags.has_own_checksums


@pytest.mark.posix
def test_folder_is_on_this_machine_or_on_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert make_target("city", FOLDER) == Directory(LocalHost(tmp_path / "www"), 7)
    monkeypatch.setattr("shutil.which", lambda program: f"/usr/bin/{program}")
    assert make_target("city", SSH) == Directory(SshHost("web", "/srv/www", ("-p", "22")), 20)


def test_what_this_machine_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    present = {"ssh"}
    monkeypatch.setattr(config, "IS_POSIX", True)
    monkeypatch.setattr("shutil.which", lambda program: program if program in present else None)
    how = "apt install {0} / brew install {0}"
    assert _refusal(PAGES) == ("no_program", {"program": "git", "how": how.format("git")})
    assert _refusal(SSH) == ("no_program", {"program": "rsync", "how": how.format("rsync")})
    present.clear()
    assert _refusal(SSH) == ("no_program", {"program": "ssh", "how": how.format("ssh")})


@pytest.mark.parametrize(("settings", "code"), [(FOLDER, "no_directory_here"), (SSH, "no_rsync_here")])
def test_folders_need_what_linux_and_macos_have(
    monkeypatch: pytest.MonkeyPatch, settings: TargetSettings, code: str
) -> None:
    monkeypatch.setattr(config, "IS_POSIX", False)
    assert _refusal(settings) == (code, {})


@pytest.mark.parametrize(
    ("key", "allowed", "refused"),
    [
        ("keep", (1, 1000), (0, 1001)),
        ("grace", (1, 1000), (0, 1001)),
        ("largest_share", (0.01, 1), (0, 1.01)),
        ("wait", (0, 1e9), (-1,)),
        ("workers", (1, 64), (0, 65)),
        ("lease", (5, 600), (4, 601)),
        ("listing_delay", (0, 300), (-1, 301)),
    ],
)
def test_numbers_of_settings_have_bounds(key: str, allowed: tuple[float, ...], refused: tuple[float, ...]) -> None:
    for value in allowed:
        assert getattr(BucketTarget(profile="aws", **BUCKET, **{key: value}), key) == value
    for value in refused:
        with pytest.raises(ValidationError):
            BucketTarget(profile="aws", **BUCKET, **{key: value})


def test_profiles_are_those_of_the_vendors() -> None:
    profiles = store_profiles()
    assert list(profiles) == ["aws", "cos", "oss", "obs", "minio", "seaweedfs"]
    assert [name for name, profile in profiles.items() if profile.path_style] == ["minio", "seaweedfs"]
    assert [name for name, profile in profiles.items() if profile.checksum == "metadata"] == ["oss"]
