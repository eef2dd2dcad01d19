"""A folder on another machine as a target: a real sshd on loopback, real rsync."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.lease import lock_owner
from plugins.publishing.targets.ssh_host import SshHost, socket_folder
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, read_files
from tests.support.needs import needs, require_tool
from tests.support.ports import await_server
from tools.local_cdn import free_ports

pytestmark = [pytest.mark.posix, needs("sshd", "ssh", "rsync")]


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """The options with which ssh reaches a server of this test's own."""
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("host", "mine"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_text((folder / "mine.pub").read_text())
    (folder / "authorized").chmod(0o600)
    (port,) = free_ports(1)
    if os.geteuid() == 0:
        # an ordinary user's server does without
        Path("/run/sshd").mkdir(exist_ok=True)
    settings = ["HostKey", "AuthorizedKeysFile", "StrictModes", "UsePAM", "PidFile", "ListenAddress"]
    values = [folder / "host", folder / "authorized", "no", "no", folder / "pid", "127.0.0.1"]
    command = [require_tool("sshd"), "-D", "-e", "-f", "/dev/null", "-p", str(port)]
    command += [part for name, value in zip(settings, values, strict=True) for part in ("-o", f"{name}={value}")]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    known = ("-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={folder / 'known'}", "-o", "LogLevel=ERROR")
    try:
        await_server(server, port)
        yield ("-p", str(port), "-i", str(folder / "mine"), *known)
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def ssh_target(options: tuple[str, ...], tmp_path: Path) -> Directory:
    return Directory(SshHost(f"{getpass.getuser()}@127.0.0.1", str(tmp_path / "www"), options), keep_releases=20)


def _current_files(target: Directory) -> dict[str, bytes]:
    assert isinstance(target.host, SshHost)
    return read_files((Path(target.host.path) / "current").resolve())


def test_publish_and_rollback_over_ssh(ssh_target: Directory, site_a: SiteBuild, site_b: SiteBuild) -> None:
    first = publish(ssh_target, site_a, POLICY, REQUEST)
    assert _current_files(ssh_target) == read_files(site_a.folder)
    assert publish(ssh_target, site_a, POLICY, REQUEST).plan == ()
    publish(ssh_target, site_b, POLICY, REQUEST)
    assert read_files(site_b.folder).items() <= _current_files(ssh_target).items()
    rollback(ssh_target, first.release.id, POLICY, REQUEST)
    assert WINNERS not in _current_files(ssh_target)
    assert [record.action for record in ssh_target.load_records()] == ["publish", "publish", "rollback"]


def test_second_publisher_over_ssh_gets_the_name_of_the_first(ssh_target: Directory, site_a: SiteBuild) -> None:
    with ssh_target.lock("Liu Xinshe", 0, lambda _: None), pytest.raises(PublishError) as caught:
        publish(ssh_target, site_a, POLICY, REQUEST)
    assert dict(caught.value.messages[0].values)["name"] == "Liu Xinshe"


def test_activation_without_the_lock_is_refused(ssh_target: Directory, site_a: SiteBuild) -> None:
    publish(ssh_target, site_a, POLICY, REQUEST)
    with ssh_target.lock("Mu Mu", 0, lambda _: None) as lock:
        lock.process.kill()  # type: ignore[attr-defined]  # the way there breaks
        lock.process.wait()  # type: ignore[attr-defined]
        with pytest.raises(PublishError) as caught:
            ssh_target.host.activate("elsewhere")
    assert [message.code for message in caught.value.messages] == ["lock_lost"]
    assert _current_files(ssh_target) == read_files(site_a.folder)


def test_unreachable_server_is_reported(options: tuple[str, ...], tmp_path: Path, site_a: SiteBuild) -> None:
    nowhere = Directory(SshHost("nobody@127.0.0.1", str(tmp_path), ("-p", "1", *options[2:])), 20)
    with pytest.raises(PublishError) as caught:
        publish(nowhere, site_a, POLICY, REQUEST)
    assert [message.code for message in caught.value.messages] == ["remote_failed"]


# what openrsync, which macOS has for rsync, knows of options
OPENRSYNC = """#!/bin/sh
for word in "$@"; do
  case "$word" in
    --*|-*[!-aDegIlnoprtvx]*) echo "rsync: unrecognized option $word" >&2; exit 1;;
  esac
done
exec /usr/bin/rsync "$@"
"""
BSD_FIND = """#!/bin/sh
case "$*" in *-printf*) echo "find: -printf: unknown primary or operator" >&2; exit 1;; esac
exec /usr/bin/find "$@"
"""
COMMANDS = ("cat", "chmod", "grep", "ln", "ls", "mkdir", "mv", "rm", "rsync", "sh", "sha256sum", "ssh", "sync", "xargs")


def _programs(folder: Path, scripts: dict[str, str]) -> str:
    """A folder with the usual programs, some of them replaced."""
    folder.mkdir()
    for name in COMMANDS:
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, script in scripts.items():
        (folder / name).unlink(missing_ok=True)
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    return str(folder)


def test_rsync_of_macos_brings_the_files(
    monkeypatch: pytest.MonkeyPatch, ssh_target: Directory, tmp_path: Path, site_a: SiteBuild
) -> None:
    monkeypatch.setenv("PATH", _programs(tmp_path / "bin", {"rsync": OPENRSYNC}))
    publish(ssh_target, site_a, POLICY, REQUEST)
    assert _current_files(ssh_target) == read_files(site_a.folder)
    blobs = [path.stat().st_mode & 0o777 for path in (tmp_path / "www/private/blobs").iterdir()]
    assert set(blobs) == {0o444}


def test_missing_gnu_tools_of_the_server_are_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # such a server cannot be had here: its shell is this machine's, with the programs of one
    ssh = '#!/bin/sh\nfor script; do :; done\nexec sh -c "$script"\n'
    monkeypatch.setenv("PATH", _programs(tmp_path / "bin", {"find": BSD_FIND, "ssh": ssh}))
    ssh_target = SshHost("server.example", str(tmp_path / "www"))
    with pytest.raises(PublishError) as caught, ssh_target.lock(lock_owner("Mu Mu"), 0, lambda _: None):
        pass
    lacking = [("server_lacks", "flock, GNU find (-printf)")]
    assert [(message.code, dict(message.values)["what"]) for message in caught.value.messages] == lacking
    with pytest.raises(PublishError) as caught:
        ssh_target.list_tree("private")
    assert [(message.code, dict(message.values)["what"]) for message in caught.value.messages] == lacking


def test_path_of_a_shared_connection_fits_into_a_socket_of_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T")
    monkeypatch.setattr(tempfile, "tempdir", None)
    socket_folder.cache_clear()
    # the hash that ssh puts for %C, and what it adds while it makes the socket
    assert len(f"{socket_folder()}/{'0' * 40}.{'0' * 16}") < 104
