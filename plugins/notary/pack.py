"""Writes the notary's pack: inputs, record, report, hashes, a script that recounts, and a signature of the hashes."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from plugins.notary.guide import make_guide
from plugins.notary.report import make_report
from plugins.paths import ROOT
from plugins.results.public_result import serialize_awards, serialize_published_result
from plugins.results.record import build_record, serialize_record
from plugins.results.result import TallyResult
from plugins.system import textfile

SCRIPT = Path(__file__).parent / "recount.py"
SUMS = "SHA256SUMS"
# ssh-keygen signs for a purpose, which whoever verifies has to name
NAMESPACE = "tally"
SSH_KEYGEN, MINISIGN = "ssh-keygen", "minisign"
MINISIGN_HEAD = b"untrusted comment:"
# what the figures follow from, in both languages
MANUALS = ("results.zh.md", "results.md")


class SigningError(Exception):
    """The hashes were not signed; the message is what the signing program says."""


def write_pack(content: Path, result: TallyResult, folder: Path, key: Path | None) -> None:
    """Write the pack into a new folder, complete or not at all. Raises ``SigningError``."""
    with TemporaryDirectory() as temporary:
        pack = Path(temporary) / "pack"
        _write_files(content, result, pack)
        if key:
            _sign(pack / SUMS, key)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(pack, folder, dirs_exist_ok=True)


def _write_files(content: Path, result: TallyResult, pack: Path) -> None:
    inputs = pack / "inputs"
    inputs.mkdir(parents=True)
    for file in result.inputs.hashes:
        shutil.copyfile(content / file, inputs / PurePosixPath(file).name)
    record = build_record(result)
    guide = json.dumps(make_guide(content, result), ensure_ascii=False, indent=1, sort_keys=True)
    files = {
        "record.json": serialize_record(record),
        "awards.yaml": serialize_awards(result),
        "published.yaml": serialize_published_result(result),
        "report.pdf": make_report(result, record),
        "guide.json": f"{guide}\n".encode(),
        SCRIPT.name: textfile.read_bytes(SCRIPT),
        **{name: textfile.read_bytes(ROOT / "docs" / name) for name in MANUALS},
    }
    for name, data in files.items():
        (pack / name).write_bytes(data)
    names = sorted(path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file())
    lines = [f"{_hash_file(pack / name)}  {name}\n" for name in names]
    (pack / SUMS).write_bytes("".join(lines).encode())


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def signer_of(key: Path) -> str:
    """Return the program that signs with a key: minisign with its own keys, ssh-keygen with all others."""
    try:
        with key.open("rb") as file:
            return MINISIGN if file.read(len(MINISIGN_HEAD)) == MINISIGN_HEAD else SSH_KEYGEN
    except OSError:
        return SSH_KEYGEN


def find_signer(key: Path) -> str | None:
    """Return the place of the program that signs with this key on this machine, or None."""
    return shutil.which(signer_of(key))


def _sign(file: Path, key: Path) -> None:
    signer = signer_of(key)
    if signer == MINISIGN:
        # the comment is signed too; its default would be the time
        options = ["-S", "-s", str(key), "-m", str(file), "-x", f"{file}.minisig", "-t", NAMESPACE]
    else:
        options = ["-Y", "sign", "-n", NAMESPACE, "-f", str(key), str(file)]
    command = [find_signer(key) or signer, *options]
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise SigningError((done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2])
