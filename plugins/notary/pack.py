"""Writes the notary's pack: inputs, record, report, hashes, a script that recounts, and a signature of the hashes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from plugins.notary.guide import make_guide
from plugins.notary.report import make_report
from plugins.paths import ROOT
from plugins.results.record import build_record, serialize_awards, serialize_published_result, serialize_record
from plugins.results.result import TallyResult
from plugins.system import textfile
from plugins.system.disk import hash_file
from plugins.system.signatures import sign_file

SCRIPT = Path(__file__).parent / "recount.py"
SUMS = "SHA256SUMS"
# what the hashes are signed for
NAMESPACE = "tally"
# what the figures follow from, in both languages
MANUALS = ("results.zh.md", "results.md")


def write_pack(content: Path, result: TallyResult, folder: Path, key: Path | None) -> None:
    """Write the pack into a new folder, complete or not at all. Raises ``SigningError``."""
    with TemporaryDirectory() as temporary:
        pack = Path(temporary) / "pack"
        _write_files(content, result, pack)
        if key:
            sign_file(pack / SUMS, key, NAMESPACE)
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
    lines = [f"{hash_file(pack / name)}  {name}\n" for name in names]
    (pack / SUMS).write_bytes("".join(lines).encode())
