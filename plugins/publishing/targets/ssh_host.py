"""Another machine as a host, over ssh and rsync. A shell over there holds the lock and flips: without it, no flip."""

from __future__ import annotations

import atexit
import posixpath
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from plugins.publishing.messages import message, publish_error
from plugins.publishing.release import File
from plugins.publishing.targets.compression import variants
from plugins.publishing.targets.lease import LockOwner, Notify
from plugins.publishing.targets.local_host import (
    BLOBS,
    CURRENT,
    LOCK_FILE,
    OWNER_FILE,
    POLL_S,
    TREES,
    Stored,
    parse_lock_owner,
)
from plugins.publishing.targets.target import Lock, ProgressCallback

# exit statuses: the file asked for is not there; somebody else has the lock; ssh itself failed
NOT_THERE, LOCKED, NO_LOGIN = 44, 1, 255
# what old and new rsyncs and the one of macOS know alike; times would tell of this machine, the name has the hash
RSYNC = ("rsync", "-rpI")
# commands over there that not every system has, and a harmless use of each that shows whether it has
NEEDED = {
    "rsync": "rsync --version",
    "flock": "flock /dev/null true",
    "GNU find (-printf)": "find . -maxdepth 0 -printf ''",
    "GNU xargs (-0 -r)": "xargs -0 -r true < /dev/null",
    "GNU mv (-T)": "{ mv --help 2>&1 | grep -q -e '-T'; }",
}
LACKING = "\n".join(f"{use} > /dev/null 2>&1 || echo {shlex.quote(name)}" for name, use in NEEDED.items())
# the lock lives as long as this shell; it flips for whoever it belongs to
SESSION = f"""cat <<'OWNER_FILE' > {OWNER_FILE}
{{holder}}
OWNER_FILE
echo held
while read -r tree; do
  rm -f .{CURRENT}-new && ln -s "{TREES}/$tree" .{CURRENT}-new && mv -T .{CURRENT}-new {CURRENT} && echo flipped
done"""
LINK = """while IFS= read -r path && IFS= read -r blob; do ln {blobs}/"$blob" {tree}/"$path" || exit 1; done"""

# to log in takes longer than most of what is asked: one connection serves all of a command
_SHARED = ("-oControlMaster=auto", "-oControlPersist=20")


@cache
def sockets() -> str:
    """A folder for the connections that commands share."""
    # not in TMPDIR: a socket's path has at most 104 signs, of which a Mac's TMPDIR takes half
    folder = tempfile.mkdtemp(prefix="xunzhan-", dir="/tmp")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass
class Session:
    """The shell over there that holds the lock."""

    process: subprocess.Popen[bytes]
    host: str

    def remaining_seconds(self) -> int:
        if self.process.poll() is not None:
            raise publish_error("lock_lost")
        return 60

    def activate(self, tree: str) -> None:
        self.remaining_seconds()
        assert self.process.stdin and self.process.stdout
        try:
            self.process.stdin.write(f"{tree}\n".encode())
            self.process.stdin.flush()
            done = self.process.stdout.readline()
        except OSError:
            raise publish_error("lock_lost") from None
        if done != b"flipped\n":
            raise publish_error("remote_failed", host=self.host, why=f"{TREES}/{tree} → {CURRENT}")


@dataclass
class SshHost:
    """A folder on a machine that ssh reaches by this name; ``options`` are ssh's own."""

    host: str
    path: str
    options: tuple[str, ...] = ()
    _session: list[Session] = field(default_factory=list)

    def read_file(self, name: str) -> bytes | None:
        quoted = shlex.quote(name)
        done = self._run(f"if [ -f {quoted} ]; then cat {quoted}; else exit {NOT_THERE}; fi", accepted={NOT_THERE})
        return done.stdout if done.returncode == 0 else None

    def write_file(self, name: str, data: bytes) -> None:
        quoted, fresh = shlex.quote(name), shlex.quote(f"{name}-new")
        self._run(f"mkdir -p {shlex.quote(posixpath.dirname(name))} && cat > {fresh} && mv -f {fresh} {quoted}", data)

    def list_names(self, folder: str) -> list[str]:
        quoted = shlex.quote(folder)
        return sorted(self._run(f"[ ! -d {quoted} ] || ls -1A {quoted}").stdout.decode().splitlines())

    def list_tree(self, folder: str) -> Mapping[str, Stored]:
        quoted = shlex.quote(folder)
        script = rf"[ ! -d {quoted} ] || find -L {quoted} -type f -printf '%P\t%s\t%T@\0'"
        lines = self._run(script).stdout.decode().split("\0")[:-1]
        rows = (line.split("\t") for line in lines)
        return {path: Stored(int(size), modified) for path, size, modified in rows}

    def upload(self, files: Iterable[File], source: Path, on_progress: ProgressCallback) -> None:
        with tempfile.TemporaryDirectory() as folder:
            # its rights go with what is in it
            Path(folder).chmod(0o755)
            listed = list(files)
            for number, file in enumerate(listed):
                for suffix, data in variants(file.path, (source / file.path).read_bytes()):
                    blob = Path(folder) / f"{file.blob}{suffix}"
                    blob.write_bytes(data)
                    blob.chmod(0o444)
                on_progress(number + 1, len(listed))
            self._run(f"mkdir -p {BLOBS}")
            command = [*RSYNC, "-e", shlex.join(self._ssh), f"{folder}/", f"{self.host}:{self.path}/{BLOBS}/"]
            self._check(subprocess.run(command, capture_output=True, check=False))

    def create_tree(self, tree: str, links: Mapping[str, str]) -> None:
        root = f"{TREES}/{tree}"
        folders = sorted({posixpath.dirname(f"{root}/{path}") for path in links})
        self._run("xargs -0 mkdir -p --", "\0".join(folders).encode())
        lines = "".join(f"{path}\n{blob}\n" for path, blob in links.items())
        self._run(f"{LINK.format(blobs=BLOBS, tree=shlex.quote(root))} && sync", lines.encode())

    def activate(self, tree: str) -> None:
        if not self._session:
            raise publish_error("lock_lost")
        self._session[-1].activate(tree)

    def remove(self, names: Iterable[str]) -> None:
        self._run("xargs -0 -r rm -rf --", "\0".join(names).encode())

    @contextmanager
    def lock(self, me: LockOwner, wait: float, notify: Notify) -> Iterator[Lock]:
        self._run("mkdir -p private && chmod 700 private")
        session = self._try_acquire(me, wait, notify)
        self._session.append(session)
        try:
            yield session
        finally:
            self._session.remove(session)
            session.process.communicate()

    def _try_acquire(self, me: LockOwner, wait: float, notify: Notify) -> Session:
        deadline, told = time.monotonic() + wait, False
        while True:
            since = datetime.now(UTC).isoformat(timespec="seconds")
            script = SESSION.format(holder=replace(me, since=since).to_json().decode())
            command = self._command(f"flock -n {LOCK_FILE} sh -c {shlex.quote(script)}")
            pipe = subprocess.PIPE
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            assert process.stdout
            if process.stdout.readline() == b"held\n":
                return Session(process, self.host)
            process.communicate()
            self._check(subprocess.CompletedProcess(command, process.returncode, b"", b""), {LOCKED})
            other = parse_lock_owner(self.read_file(OWNER_FILE) or b"")
            if time.monotonic() >= deadline:
                raise publish_error("locked", name=other.name, since=other.since, until="—")
            if not told:
                notify(message("waiting", name=other.name, since=other.since))
            told = True
            time.sleep(POLL_S)

    @property
    def _ssh(self) -> list[str]:
        return ["ssh", *_SHARED, f"-oControlPath={sockets()}/%C", *self.options]

    def _command(self, script: str) -> list[str]:
        folder = shlex.quote(self.path)
        return [*self._ssh, self.host, f"mkdir -p {folder} && cd {folder} && {{ {script}\n}}"]

    def _run(self, script: str, data: bytes = b"", accepted: Iterable[int] = ()) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(self._command(script), input=data, capture_output=True, check=False)
        return self._check(done, accepted)

    def _check(
        self, done: subprocess.CompletedProcess[bytes], accepted: Iterable[int] = ()
    ) -> subprocess.CompletedProcess[bytes]:
        if done.returncode not in {0, *accepted}:
            if done.returncode != NO_LOGIN and (lacking := self._lacking()):
                raise publish_error("server_lacks", host=self.host, what=lacking)
            why = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [str(done.returncode)]
            raise publish_error("remote_failed", host=self.host, why=why[0])
        return done

    def _lacking(self) -> list[str]:
        done = subprocess.run(self._command(LACKING), capture_output=True, check=False)
        return done.stdout.decode("utf-8", "replace").splitlines()
