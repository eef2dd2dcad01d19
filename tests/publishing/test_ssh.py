"""A folder on another machine as a target: a real sshd on loopback, real rsync."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.publishing.directory import Directory
from plugins.publishing.handover import Built
from plugins.publishing.messages import Stopped
from plugins.publishing.publish import Order, Rules, publish, rollback
from plugins.publishing.ssh import There
from tests.publishing.sites import WINNERS
from tests.sites.needs import need, needs

pytestmark = [pytest.mark.posix, needs("sshd", "ssh", "rsync")]
RULES = Rules("https://xunzhan.example/", wait=0)
ORDER = Order("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """The options with which ssh reaches a server of this test's own."""
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("host", "mine"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_text((folder / "mine.pub").read_text())
    (folder / "authorized").chmod(0o600)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        # an ordinary user's server does without
        Path("/run/sshd").mkdir(exist_ok=True)
    settings = ["HostKey", "AuthorizedKeysFile", "StrictModes", "UsePAM", "PidFile", "ListenAddress"]
    values = [folder / "host", folder / "authorized", "no", "no", folder / "pid", "127.0.0.1"]
    command = [need("sshd"), "-D", "-e", "-f", "/dev/null", "-p", str(port)]
    command += [part for name, value in zip(settings, values, strict=True) for part in ("-o", f"{name}={value}")]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    known = ("-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={folder / 'known'}", "-o", "LogLevel=ERROR")
    try:
        _await(port)
        yield ("-p", str(port), "-i", str(folder / "mine"), *known)
    finally:
        server.terminate()
        server.wait()


def _await(port: int) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture
def there(options: tuple[str, ...], tmp_path: Path) -> Directory:
    return Directory(There(f"{getpass.getuser()}@127.0.0.1", str(tmp_path / "www"), options), keep_releases=20)


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _shown(target: Directory) -> dict[str, bytes]:
    assert isinstance(target.host, There)
    return _files((Path(target.host.path) / "current").resolve())


def test_publish_and_rollback_over_ssh(there: Directory, site_a: Built, site_b: Built) -> None:
    first = publish(there, site_a, RULES, ORDER)
    assert _shown(there) == _files(site_a.folder)
    assert publish(there, site_a, RULES, ORDER).plan == ()
    publish(there, site_b, RULES, ORDER)
    assert _files(site_b.folder).items() <= _shown(there).items()
    rollback(there, first.release.id, RULES, ORDER)
    assert WINNERS not in _shown(there)
    assert [record.action for record in there.records()] == ["publish", "publish", "rollback"]


def test_second_publisher_over_ssh_is_told_who_is_publishing(there: Directory, site_a: Built) -> None:
    with there.locked("Liu Xinshe", 0, lambda _: None), pytest.raises(Stopped) as stopped:
        publish(there, site_a, RULES, ORDER)
    assert dict(stopped.value.notes[0].values)["name"] == "Liu Xinshe"


def test_flip_without_the_lock_is_refused(there: Directory, site_a: Built) -> None:
    publish(there, site_a, RULES, ORDER)
    with there.locked("Mu Mu", 0, lambda _: None) as lock:
        lock.process.kill()  # type: ignore[attr-defined]  # the way there breaks
        lock.process.wait()  # type: ignore[attr-defined]
        with pytest.raises(Stopped) as stopped:
            there.host.flip("elsewhere")
    assert [note.code for note in stopped.value.notes] == ["lock_lost"]
    assert _shown(there) == _files(site_a.folder)


def test_server_that_cannot_be_reached_is_told(options: tuple[str, ...], tmp_path: Path, site_a: Built) -> None:
    nowhere = Directory(There("nobody@127.0.0.1", str(tmp_path), ("-p", "1", *options[2:])), 20)
    with pytest.raises(Stopped) as stopped:
        publish(nowhere, site_a, RULES, ORDER)
    assert [note.code for note in stopped.value.notes] == ["remote_failed"]
