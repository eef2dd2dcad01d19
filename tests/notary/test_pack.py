"""The notary's pack: complete, signed, and recounted by a Python that has nothing of this software."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from plugins.cli.tally import pack_result
from plugins.system.signatures import signer_of
from tests.results.tally_inputs import tally_result, vote_table, with_tally
from tests.support.builds import run_task


@pytest.fixture
def content(tiny: Path) -> Path:
    with_tally()(tiny)
    return tiny


def _recount(pack: Path) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", str(pack / "recount.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={"PYTHONUTF8": "1"})
    return done.returncode, done.stdout + done.stderr


def _pack(content: Path, folder: Path, key: str | None = None) -> int:
    return pack_result(content, tally_result(content), folder, key, "en")


def test_the_script_recounts_without_this_software(content: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert _pack(content, tmp_path / "empty") == 0
    status, printed = _recount(tmp_path / "empty")
    assert (status, "DIFFERS" in printed) == (0, False), printed
    kinds = {line.split()[1] for line in printed.splitlines() if line.startswith("OK")}
    assert kinds == {"file", "votes", "points", "total", "order", "awards"}, printed


def test_the_pack_has_everything_and_the_same_bytes(content: Path, tmp_path: Path) -> None:
    for name in ("one", "new/two"):
        assert _pack(content, tmp_path / name) == 0
    packs = [
        {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "new/two")
    ]
    assert packs[0] == packs[1]
    figures = {"record.json", "awards.yaml", "published.yaml", "report.pdf"}
    assert figures | {"guide.json", "recount.py", "results.md", "results.zh.md"} < set(packs[0])
    assert packs[0]["guide.json"].startswith(b'{\n "counted": {\n  "app": [\n')
    assert {name for name in packs[0] if name.startswith("inputs/")} == {
        f"inputs/{Path(file).name}" for file in tally_result(content).inputs.hashes
    }


def test_the_report_has_rule_ranking_and_hashes(content: Path, tmp_path: Path) -> None:
    assert _pack(content, tmp_path / "pack") == 0
    document = pypdfium2.PdfDocument(tmp_path / "pack" / "report.pdf")
    text = "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert all(word in text for word in ("计票计分报告", "雨水花园", "金奖", "results/votes.yaml"))


@pytest.mark.parametrize("part", ["votes", "total", "awards"])
def test_an_edited_record_does_not_recount(content: Path, tmp_path: Path, part: str) -> None:
    pack = tmp_path / "pack"
    assert _pack(content, pack) == 0
    record = json.loads((pack / "record.json").read_text(encoding="utf-8"))
    if part == "votes":
        record["votes"][0]["valid"]["rain-garden"] = "999"
    elif part == "total":
        record["ranking"][0]["total"] = "99"
    else:
        record["awards"]["gold"] = []
    (pack / "record.json").write_text(json.dumps(record), encoding="utf-8")
    status, printed = _recount(pack)
    assert status == 1
    lines = [line.split()[2] for line in printed.splitlines() if line.startswith("DIFFERS")]
    assert {"file", part} <= set(lines)


def test_a_key_signs_the_hashes(content: Path, tmp_path: Path) -> None:
    if not (signer := shutil.which("ssh-keygen")):
        pytest.skip("ssh-keygen is not installed")
    key, pack = tmp_path / "key", tmp_path / "pack"
    subprocess.run([signer, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    assert _pack(content, pack, str(key)) == 0
    (tmp_path / "signers").write_text(f"notary {key.with_suffix('.pub').read_text(encoding='utf-8')}", encoding="utf-8")
    command = [signer, "-Y", "verify", "-f", str(tmp_path / "signers"), "-I", "notary", "-n", "tally"]
    command += ["-s", str(pack / "SHA256SUMS.sig")]
    sums = (pack / "SHA256SUMS").read_bytes()
    assert subprocess.run(command, input=sums, capture_output=True, check=False).returncode == 0
    assert subprocess.run(command, input=sums + b" ", capture_output=True, check=False).returncode != 0


def test_a_key_of_minisign_signs_the_hashes(content: Path, tmp_path: Path) -> None:
    if not (signer := shutil.which("minisign")):
        pytest.skip("minisign is not installed")
    key, public, pack = tmp_path / "key", tmp_path / "key.pub", tmp_path / "pack"
    subprocess.run([signer, "-G", "-W", "-s", str(key), "-p", str(public)], check=True, capture_output=True)
    assert _pack(content, pack, str(key)) == 0
    command = [signer, "-V", "-p", str(public), "-m", str(pack / "SHA256SUMS")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (pack / "SHA256SUMS").write_bytes((pack / "SHA256SUMS").read_bytes() + b" ")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize(("text", "signer"), [("untrusted comment: x\n", "minisign"), ("-----BEGIN", "ssh-keygen")])
def test_a_key_is_signed_with_by_its_own_program(tmp_path: Path, text: str, signer: str) -> None:
    (tmp_path / "key").write_text(text, encoding="utf-8")
    assert signer_of(tmp_path / "key") == signer


def test_a_key_that_is_none_writes_nothing(content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not shutil.which("ssh-keygen"):
        pytest.skip("ssh-keygen is not installed")
    assert _pack(content, tmp_path / "pack", str(tmp_path / "none")) == 1
    assert "Cannot sign with" in capsys.readouterr().err
    assert not (tmp_path / "pack").exists()


def test_a_machine_that_cannot_sign_says_so(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _pack(content, tmp_path / "pack", "key") == 1
    assert capsys.readouterr().err.startswith("There is no ssh-keygen on this machine")


def test_a_folder_with_files_is_not_written_over(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").write_text("", encoding="utf-8")
    assert _pack(content, tmp_path) == 1
    assert "There are files in" in capsys.readouterr().err


def test_the_task_hands_over_its_options(content: Path, tmp_path: Path) -> None:
    done = run_task("tally", "--content", str(content), "--pack", str(tmp_path / "pack"), "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert _recount(tmp_path / "pack")[0] == 0


def test_tables_in_other_dress_are_recounted(tiny: Path, tmp_path: Path) -> None:
    table = "项目；备注\t票数\n雨水花园\t1,200.0票\n电梯看护\t３４\n合计\t1234\n"
    with_tally(vote_table(table.encode("gbk"), entry="项目;备注", encoding="gbk", totals=["合计"]))(tiny)
    assert _pack(tiny, tmp_path / "pack") == 0
    status, printed = _recount(tmp_path / "pack")
    assert (status, "OK votes app" in printed) == (0, True), printed


def test_what_has_no_plain_formula_is_taken_from_the_record_by_name(tiny: Path, tmp_path: Path) -> None:
    with_tally(normalise="z_score")(tiny)
    assert _pack(tiny, tmp_path / "pack") == 0
    status, printed = _recount(tmp_path / "pack")
    assert (status, [line for line in printed.splitlines() if line.startswith("TAKEN")]) == (
        0, ["TAKEN FROM THE RECORD 取自记录 points experts"],
    )  # fmt: skip
