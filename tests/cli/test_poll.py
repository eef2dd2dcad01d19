"""The ``poll`` command: it serves the shortlist until interrupted, and writes the votes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.cli import poll
from plugins.cli.poll import export_votes
from plugins.paths import ROOT
from plugins.system.command_text import command
from plugins.voting.local_poll import poll_python
from tests.support.builds import TINY
from tests.voting.http_client import load_ballot, vote

pytestmark = pytest.mark.posix

# a shell that runs the tests in the background has its children ignore the interrupt
RUN = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
RUN += "from pathlib import Path; from plugins.cli.poll import run_poll\n"
RUN += "sys.exit(run_poll(Path(sys.argv[1]), Path(sys.argv[2]), 0, 'en'))"


@pytest.fixture(autouse=True, scope="module")
def _environment() -> None:
    """The service's environment, made before: pip's words are none of the poll's."""
    poll_python()


@contextmanager
def _start(content: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", RUN, str(content), str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            # without this a test that fails would wait for it for ever
            running.kill()


def test_the_poll_serves_the_shortlist_until_interrupted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _start(TINY, tmp_path) as running:
        assert running.stdout
        printed = "".join(running.stdout.readline() for _ in range(3))
        addresses = re.findall(r"http\S+", printed)
        assert [heading.text for heading in load_ballot(addresses[0])[0].select("h1")] == ["小城大赛"]
        vote(addresses[1])
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=120) == ("", "")
    assert running.returncode == 0
    assert export_votes(tmp_path, tmp_path / "votes.csv", "en") == 0
    slug = addresses[1].partition("entry=")[2]
    assert (tmp_path / "votes.csv").read_text(encoding="utf-8") == f"user,entry\nAnonymous,{slug}\n"
    assert capsys.readouterr().out.endswith("with 1 votes.\n")


def test_a_shortlist_of_one_is_refused_with_a_sentence(tiny: Path, tmp_path: Path) -> None:
    (tiny / "results" / "shortlist.yaml").write_text("shortlist: [rain-garden]\n", encoding="utf-8")
    (tiny / "results" / "awards.yaml").unlink()
    with _start(tiny, tmp_path / "poll") as running:
        _, printed = running.communicate(timeout=120)
    assert running.returncode == 1
    assert printed == "There must be two entries or more in results/shortlist.yaml to vote on.\n"


def test_the_poll_of_the_command_is_that_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(poll, "ROOT", tmp_path)
    monkeypatch.setattr(poll, "run_poll", lambda *arguments: 0 if arguments == served else 2)
    served = (TINY, tmp_path / ".cache" / "poll", 8600, "en")
    assert poll.serve_poll(TINY, 8600, None, "en") == 0
    assert poll.serve_poll(TINY, 8600, str(tmp_path / "votes.csv"), "en") == 1
    assert "test-poll" in capsys.readouterr().err


def test_an_export_before_any_poll_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export_votes(tmp_path, tmp_path / "votes.csv", "zh-Hans") == 1
    assert capsys.readouterr().err == f"还没有可以导出的投票。请先运行 {command('test-poll')}，投几票再试。\n"
    assert not (tmp_path / "votes.csv").exists()
