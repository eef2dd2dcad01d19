"""Another machine as a host, over ssh and rsync. A remote shell holds the lock and switches ``current``.

The line may be cut at any byte, and the far shell then sees the end of a file. So what a command reads is written to a
file there, and the command starts only if that has the digest which came with the command itself. rsync compares the
digest of each file before it gives it its name.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import posixpath
import shlex
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from plugins.publishing.files import File
from plugins.publishing.messages import Notify, publish_error
from plugins.publishing.targets.host import (
    BLOBS,
    CURRENT,
    DAMAGED,
    INCOMING,
    LOCK_FILE,
    OWNER_FILE,
    TREES,
    Host,
    StoredFile,
    aside_name,
    check_names,
    compressed_variants,
    wait_for_lock,
)
from plugins.publishing.targets.lease import LockOwner
from plugins.publishing.targets.target import STEADY_LOCK_S, Lock, ProgressCallback

# exit statuses: the file does not exist; the input was cut; somebody else has the lock; ssh itself failed
NO_FILE, CUT_INPUT, LOCKED, NO_LOGIN = 44, 45, 1, 255
# options of old and new rsyncs and of openrsync; without times, as blobs are named by the hash of their contents
RSYNC = ("rsync", "-rpI")
# commands that not every server has, and a harmless use of each
REQUIRED_COMMANDS = {
    "rsync": "rsync --version",
    "flock": "flock /dev/null true",
    "GNU find (-printf)": "find . -maxdepth 0 -printf ''",
    "GNU xargs (-0 -r)": "xargs -0 -r true < /dev/null",
    "sha256sum": "sha256sum /dev/null",
    "GNU mv (-T)": "{ mv --help 2>&1 | grep -q -e '-T'; }",
}
LIST_MISSING_COMMANDS = "\n".join(
    f"{use} > /dev/null 2>&1 || echo {shlex.quote(name)}" for name, use in REQUIRED_COMMANDS.items()
)
# the lock is held as long as this shell lives; it makes each tree current whose name it reads
SESSION = f"""rm -rf {INCOMING}
cat <<'OWNER' > {OWNER_FILE}
{{owner}}
OWNER
echo held
while IFS= read -r tree; do
  [ -d "{TREES}/$tree" ] && rm -f .{CURRENT}-new && ln -s "{TREES}/$tree" .{CURRENT}-new &&
    mv -T .{CURRENT}-new {CURRENT} && echo activated || echo failed
done"""
LINK = """while IFS= read -r path && IFS= read -r source; do ln -- "$source" {tree}/"$path" || exit 1; done"""
# saves the input, checks it and gives it to a script; the digest is a part of the command, which arrives whole or not
CHECKED = f"""umask 077 && mkdir -p {INCOMING} && input={INCOMING}/{{nonce}} && trap 'rm -f "$input"' EXIT &&
  cat > "$input" && echo "{{digest}}  $input" | sha256sum -c > /dev/null || exit {CUT_INPUT}
umask 022
{{script}}"""

# a login takes longer than most commands: one connection serves all of them
_SHARED = ("-oControlMaster=auto", "-oControlPersist=20")


@cache
def socket_folder() -> str:
    """A folder for the sockets of shared connections."""
    # not in TMPDIR: a socket's path has at most 104 characters, of which TMPDIR on macOS takes half
    folder = tempfile.mkdtemp(prefix="xunzhan-", dir="/tmp")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass
class Session(Lock):
    """The remote shell that holds the lock."""

    process: subprocess.Popen[bytes]
    host: str

    def remaining_seconds(self) -> int:
        if self.process.poll() is not None:
            raise publish_error("lock_lost")
        return STEADY_LOCK_S

    def activate(self, tree: str) -> None:
        self.remaining_seconds()
        assert self.process.stdin and self.process.stdout
        try:
            self.process.stdin.write(f"{tree}\n".encode())
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except OSError:
            raise publish_error("lock_lost") from None
        if answer != b"activated\n":
            raise publish_error("remote_failed", host=self.host, why=f"{TREES}/{tree} → {CURRENT}")


@dataclass
class SshHost(Host):
    """A machine that ssh knows as ``host``; ``path`` is the target's folder, ``options`` are options of ssh."""

    host: str
    path: str
    options: tuple[str, ...] = ()
    _session: Session | None = None

    def read_file(self, name: str) -> bytes | None:
        quoted = shlex.quote(name)
        process = self._run(f"if [ -f {quoted} ]; then cat {quoted}; else exit {NO_FILE}; fi", accepted={NO_FILE})
        return process.stdout if process.returncode == 0 else None

    def write_file(self, name: str, data: bytes) -> None:
        quoted, folder = shlex.quote(name), shlex.quote(posixpath.dirname(name))
        self._run_with_input(f'mkdir -p {folder} && chmod 644 "$input" && mv -f -T "$input" {quoted}', data)

    def list_names(self, folder: str) -> list[str]:
        quoted = shlex.quote(folder)
        return sorted(self._run(f"[ ! -d {quoted} ] || ls -1A {quoted}").stdout.decode().splitlines())

    def list_tree(self, folder: str) -> Mapping[str, StoredFile]:
        quoted = shlex.quote(folder)
        # links of others inside are listed, not followed
        script = rf"[ ! -d {quoted} ] || find -H {quoted} ! -type d -printf '%P\t%s\t%T@\0'"
        lines = os.fsdecode(self._run(script).stdout).split("\0")[:-1]
        rows = (line.rsplit("\t", 2) for line in lines)
        return {path: StoredFile(int(size), modified) for path, size, modified in rows}

    def upload(self, files: Iterable[File], source: Path, on_progress: ProgressCallback) -> None:
        with tempfile.TemporaryDirectory() as folder:
            # rsync sends its mode with its contents
            Path(folder).chmod(0o755)
            listed = list(files)
            for number, file in enumerate(listed):
                for suffix, data in compressed_variants(file.path, (source / file.path).read_bytes()):
                    blob = Path(folder) / f"{file.blob}{suffix}"
                    blob.write_bytes(data)
                    blob.chmod(0o444)
                on_progress(number + 1, len(listed))
            self._run(f"mkdir -p {BLOBS}")
            command = [*RSYNC, "-e", shlex.join(self._ssh), f"{folder}/", f"{self.host}:{self.path}/{BLOBS}/"]
            self._check_exit(subprocess.run(command, capture_output=True, check=False))

    def create_tree(self, tree: str, links: Mapping[str, str]) -> None:
        root = f"{TREES}/{tree}"
        folders = sorted({posixpath.dirname(f"{root}/{path}") for path in links})
        self._run_with_input('xargs -0 mkdir -p -- < "$input"', os.fsencode("\0".join(folders)))
        lines = "".join(f"{path}\n{source}\n" for path, source in links.items())
        script = f'{{ {LINK.format(tree=shlex.quote(root))}; }} < "$input" && sync'
        # names of others may be in any encoding
        self._run_with_input(script, os.fsencode(lines))

    def activate(self, tree: str) -> None:
        if self._session is None:
            raise publish_error("lock_lost")
        self._session.activate(tree)

    def remove(self, folder: str, names: Iterable[str]) -> None:
        if data := "\0".join(check_names(folder, names)).encode():
            script = f'input="$PWD/$input" && cd {shlex.quote(folder)} && xargs -0 -r rm -rf -- < "$input"'
            self._run_with_input(script, data)

    def set_aside(self, name: str) -> None:
        source, to = shlex.quote(name), shlex.quote(aside_name(name))
        self._run(f"mkdir -p {DAMAGED} && mv -f -T {source} {to}")

    @contextmanager
    def lock(self, owner: LockOwner, wait: float, notify: Notify) -> Iterator[Lock]:
        self._run("mkdir -p private && chmod 700 private")
        session = self._session = wait_for_lock(self, partial(self._try_lock, owner), wait, notify)
        try:
            yield session
        finally:
            self._session = None
            session.process.communicate()

    def _try_lock(self, owner: LockOwner) -> Session | None:
        since = datetime.now(UTC).isoformat(timespec="seconds")
        script = SESSION.format(owner=replace(owner, since=since).to_json().decode())
        command = self._command(f"flock -n {LOCK_FILE} sh -c {shlex.quote(script)}")
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        assert process.stdout
        if process.stdout.readline() == b"held\n":
            return Session(process, self.host)
        process.communicate()
        self._check_exit(subprocess.CompletedProcess(command, process.returncode, b"", b""), {LOCKED})
        return None

    @property
    def _ssh(self) -> list[str]:
        return ["ssh", *_SHARED, f"-oControlPath={socket_folder()}/%C", *self.options]

    def _command(self, script: str) -> list[str]:
        folder = shlex.quote(self.path)
        return [*self._ssh, self.host, f"umask 022 && mkdir -p {folder} && cd {folder} && {{ {script}\n}}"]

    def _run_with_input(self, script: str, data: bytes) -> None:
        """Run a script that finds this input, whole, in the file ``$input``."""
        digest = hashlib.sha256(data).hexdigest()
        self._run(CHECKED.format(nonce=uuid.uuid4().hex, digest=digest, script=script), data)

    def _run(self, script: str, data: bytes = b"", accepted: Iterable[int] = ()) -> subprocess.CompletedProcess[bytes]:
        process = subprocess.run(self._command(script), input=data, capture_output=True, check=False)
        return self._check_exit(process, accepted)

    def _check_exit(
        self, process: subprocess.CompletedProcess[bytes], accepted: Iterable[int] = ()
    ) -> subprocess.CompletedProcess[bytes]:
        if process.returncode in {0, *accepted}:
            return process
        if process.returncode != NO_LOGIN and (missing := self._list_missing_commands()):
            raise publish_error("server_lacks", host=self.host, what=missing)
        lines = process.stderr.decode("utf-8", "replace").strip().splitlines()
        raise publish_error("remote_failed", host=self.host, why=lines[-1] if lines else process.returncode)

    def _list_missing_commands(self) -> list[str]:
        process = subprocess.run(self._command(LIST_MISSING_COMMANDS), capture_output=True, check=False)
        return process.stdout.decode("utf-8", "replace").splitlines()
