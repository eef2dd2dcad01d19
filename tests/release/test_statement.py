"""``release.json``: what a stranger needs to compare the public site with the release, and nothing but Python."""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cli.publish import require_signer, save_statement, sign_public_statements
from plugins.cli.targets.doctor import verify_live
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import PublishResult
from plugins.publishing.release import Clearance, SiteBuild, make_release
from plugins.publishing.target_state import State
from plugins.release import statement
from plugins.release.statement import CHECKER, make_statement, write_statement
from plugins.site.files.statement import STATEMENT, write_site_statement
from tests.support.ports import serve_folder

PAGES = {
    "index.html": "<p>首页</p>",
    "entries/广州 一/index.html": "<p>one</p>",
    "data/list.csv": "a,b",
    "_headers": "/*\n  X: y\n",
    "404.html": "<p>lost</p>",
}


@pytest.fixture
def build(tmp_path: Path) -> SiteBuild:
    folder = tmp_path / "site"
    for path, text in PAGES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    clearance = Clearance(tmp_path / "proof.json", "0" * 64)
    return SiteBuild(folder, "tour", ("call", "tour"), clearance=clearance, commit="abc1234", contest="city")


@pytest.fixture
def address(build: SiteBuild) -> Iterator[str]:
    """A server that shows the site."""
    with serve_folder(build.folder) as url:
        yield url


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(statement, "REPORTS", tmp_path / "proofs")
    return tmp_path / "proofs"


def _check(file: Path, *arguments: str) -> tuple[int, list[str]]:
    """Run the checker beside a statement, with Python alone."""
    command = [sys.executable, "-I", str(file.with_name("check_release.py")), str(file), *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={"PYTHONUTF8": "1"})
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_statement_has_the_digest_of_every_public_file(build: SiteBuild) -> None:
    release = make_release(build)
    data = make_statement(release, build, "https://www.city.example/")
    assert data == make_statement(make_release(build), build, "https://www.city.example/")
    assert data.startswith(b'{\n "format": 1,\n')
    assert '"entries/广州 一/index.html"'.encode() in data
    stated = json.loads(data)
    assert stated.pop("files") == {
        path: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        for path, text in sorted(PAGES.items())
        if path != "_headers"
    }
    assert stated == {
        "format": 1,
        "release": release.id,
        "contest": "city",
        "stage": "tour",
        "address": "https://www.city.example/",
        "commit": "abc1234",
        "embargo_report": f"sha256:{'0' * 64}",
    }


def test_right_site_is_confirmed_at_its_own_address(build: SiteBuild, address: str, reports: Path) -> None:
    file = write_statement(make_release(build), build, address, None)
    assert file.parent == reports
    assert _check(file)[0] == 0
    status, lines = _check(file, address)
    assert (status, lines[-1]) == (0, f"OK 一致: 4  {address}")


@pytest.mark.usefixtures("reports")
def test_output_that_takes_no_chinese_is_no_failure(build: SiteBuild, address: str) -> None:
    file = write_statement(make_release(build), build, address, None)
    command = [sys.executable, str(file.with_name("check_release.py")), str(file)]
    done = subprocess.run(command, capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.splitlines()[-1].startswith(b"OK ")


@pytest.mark.usefixtures("reports")
def test_answer_that_is_cut_off_is_reported(build: SiteBuild) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_answer_half, args=(server, len(PAGES) - 1), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        status, lines = _check(write_statement(make_release(build), build, address, None))
    assert (status, lines[1]) == (1, "NO ANSWER 没有回答 (IncompleteRead): 4")


def _answer_half(server: socket.socket, count: int) -> None:
    for _ in range(count):
        connection, _ = server.accept()
        with connection:
            connection.recv(100_000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")


@pytest.mark.usefixtures("reports")
def test_changed_and_missing_files_are_named(build: SiteBuild, address: str) -> None:
    file = write_statement(make_release(build), build, address, None)
    (build.folder / "index.html").write_text("<p>changed</p>", encoding="utf-8")
    (build.folder / "data/list.csv").unlink()
    status, lines = _check(file)
    assert status == 1
    assert lines[1:] == [
        "NOT PUBLIC 打不开 (404): 1",
        f"  {address}data/list.csv",
        "OTHER CONTENTS 内容不同: 1",
        f"  {address}",
        f"DIFFERS 不一致: 2 / 4  {address}",
    ]


@pytest.mark.usefixtures("reports")
def test_what_is_no_statement_is_refused_without_a_traceback(build: SiteBuild, tmp_path: Path) -> None:
    file = write_statement(make_release(build), build, "http://127.0.0.1:9/", None)
    for text in (
        "",
        "[]",
        '{"release": 1}',
        '{"files": [], "address": "x", "release": "r", "stage": "s", "commit": ""}',
    ):
        (file.parent / "other.json").write_text(text, encoding="utf-8")
        assert _check(file.parent / "other.json")[0] == 1
    assert _check(tmp_path / "proofs" / "none.json")[0] == 1


def test_site_is_checked_by_its_own_statement_where_it_is_public(
    build: SiteBuild, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # a mirror shows what belongs elsewhere
    write_site_statement(build.folder, "city", "tour", "https://www.city.example/")
    command = [sys.executable, "-I", str(CHECKER), f"{address}release.json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={"PYTHONUTF8": "1"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["city  tour  —  —", f"OK 一致: 4  {address}"]
    (build.folder / "404.html").write_bytes(b"changed")
    assert verify_live(None, f"{address}release.json", build.folder / "none.yaml", "en") == 1
    assert f"DIFFERS 不一致: 1 / 4  {address}" in capsys.readouterr().out


def test_statement_that_is_not_public_is_reported(
    address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert verify_live(None, f"{address}release.json", tmp_path / "none.yaml", "en") == 1
    assert capsys.readouterr().err.startswith(f"{address}release.json is no release.json, or cannot be read.")


@pytest.mark.parametrize("signer", ["ssh-keygen", "minisign"])
@pytest.mark.usefixtures("reports")
def test_statement_is_signed_with_either_kind_of_key(build: SiteBuild, tmp_path: Path, signer: str) -> None:
    if not (program := shutil.which(signer)):
        pytest.skip(f"{signer} is not installed")
    key, public = tmp_path / "key", tmp_path / "key.pub"
    if signer == "minisign":
        subprocess.run([program, "-G", "-W", "-s", key, "-p", public], check=True, capture_output=True)
        verify = [program, "-V", "-p", public, "-m"]
    else:
        subprocess.run([program, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key], check=True)
        (tmp_path / "signers").write_text(f"city {public.read_text(encoding='utf-8')}", encoding="utf-8")
        verify = [program, "-Y", "verify", "-f", tmp_path / "signers", "-I", "city", "-n", "release", "-s"]
    for _ in range(2):
        file = write_statement(make_release(build), build, "https://www.city.example/", key)
    write_site_statement(build.folder, "city", "tour", "https://www.city.example/")
    sign_public_statements(build, key)
    for signed in (file, build.folder / STATEMENT):
        _check_signature(verify, signed, signer)


def _check_signature(verify: list[str | Path], file: Path, signer: str) -> None:
    arguments = [file] if signer == "minisign" else [f"{file}.sig"]
    for data, is_valid in ((file.read_bytes(), True), (file.read_bytes() + b" ", False)):
        file.write_bytes(data)
        done = subprocess.run([*verify, *arguments], input=data, capture_output=True, check=False)
        assert (done.returncode == 0) is is_valid


def test_command_compares_a_site_with_a_statement(
    build: SiteBuild, address: str, reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_statement(make_release(build), build, address, None)
    assert verify_live(None, str(file), reports / "none.yaml", "en") == 0
    (build.folder / "404.html").unlink()
    assert verify_live(None, str(file), reports / "none.yaml", "en") == 1
    assert f"DIFFERS 不一致: 1 / 4  {address}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"files": {"a": 1}}',
        '{"files": {}, "address": 1, "release": "r"}',
        '{"files": {}, "address": "http://127.0.0.1:1/"}',
        '{"files": {"a": "sha256:1"}, "address": "http://127.0.0.1:1/", "stage": ["tour"]}',
        '{"files": {"a": "sha256:1"}, "address": "http://127.0.0.1:1/", "contest": 1}',
        '{"files": {"a": "sha256:1"}, "address": "http://127.0.0.1:1/", "stage": "\\u001b[2J"}',
        '{"files": {"a": "crc:1"}, "address": "http://127.0.0.1:1/", "release": "r", "stage": "s", "commit": ""}',
    ],
)
def test_command_says_what_is_no_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    file = tmp_path / "release.json"
    file.write_text(text, encoding="utf-8")
    assert verify_live(None, str(file), tmp_path / "none.yaml", "en") == 1
    assert capsys.readouterr().err == (
        f"{file} is no release.json, or cannot be read. Use the one that publish wrote, "
        "or the address of release.json on the site.\n"
    )


def test_command_needs_a_target_or_a_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_live(None, None, tmp_path / "none.yaml", "zh-Hans") == 1
    assert capsys.readouterr().err.startswith("请写 --target")


def test_key_is_looked_for_before_anything_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert require_signer(None) is None
    (tmp_path / "key").write_text("-----BEGIN", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    for key, code in (("none", "no_key"), ("key", "no_signer")):
        with pytest.raises(PublishError) as caught:
            require_signer(str(tmp_path / key))
        assert [problem.code for problem in caught.value.messages] == [code]


@pytest.mark.usefixtures("reports")
def test_statement_that_cannot_be_signed_is_said(
    build: SiteBuild, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not shutil.which("ssh-keygen"):
        pytest.skip("ssh-keygen is not installed")
    key = tmp_path / "key"
    key.write_text("no key at all", encoding="utf-8")
    key.chmod(0o600)
    result = PublishResult(make_release(build), State(), ())
    with pytest.raises(PublishError) as caught:
        sign_public_statements(build, key)
    assert caught.value.text("en").startswith(f"release.json was not signed ({key}): ")
    sign_public_statements(build, None)
    assert save_statement(result, build, "https://www.city.example/", key, "en") == 1
    assert f"release.json was not signed ({key}): " in capsys.readouterr().err
    assert save_statement(result, build, "https://www.city.example/", None, "en") == 0
    assert "public with it. Another one, which names its sources, is " in capsys.readouterr().err
