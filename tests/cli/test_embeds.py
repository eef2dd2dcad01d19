"""The ``check-embeds`` command: every ballot is asked, a table says what came of it, and the exit status tells."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cli.console import MESSAGES, table_heads
from plugins.cli.embeds import MAX_CONCURRENT, ask_services, check_embeds
from plugins.system.messages import LANGS
from plugins.voting.framing import FramingNote, FramingReason
from tests.support.builds import run_task
from tests.voting.fake_service import Service, page, redirect, service

LOCAL = """providers:
  - {id: local, name: 本机, modes: [link, qr, iframe], for_tests: true, frame: {sandbox: [allow-forms]}}
"""


@pytest.fixture
def host() -> Iterator[Service]:
    with service() as running:
        yield running


def _ballots(tiny: Path, lift: str, rain: str, channel: str = "") -> None:
    """Let the tiny competition vote at these addresses."""
    for name, slug, url in (("lift", "lift-watch", lift), ("rain", "rain-garden", rain)):
        path = tiny / "entries" / slug / "index.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f"https://vote.example.com/{name}", url), encoding="utf-8")
    (tiny / "providers.yaml").write_text(LOCAL, encoding="utf-8")
    path = tiny / "competition.yaml"
    main = f', ballot: "{channel}"' if channel else ""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: 小城客户端}", f"name: 小城客户端, provider: local{main}}}"), encoding="utf-8")


def _rows(printed: str) -> list[list[str]]:
    """The table's rows without the time, which is never twice the same."""
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.splitlines() if line.startswith("│")]
    return [row[:4] + row[5:] for row in rows]


def test_every_ballot_is_in_the_table(host: Service, tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    allowed, refused = host.add(page(), "/a"), host.add(page("X-Frame-Options: DENY"), "/b")
    channel = host.add(page("Content-Security-Policy: frame-ancestors 'none'", "Set-Cookie: s=1"), "/c")
    _ballots(tiny, allowed, refused, channel)
    assert check_embeds(tiny, 10, "en") == 0
    printed = capsys.readouterr()
    assert _rows(printed.out) == [
        ["app", channel, "refuses frames (frame-ancestors)", "its cookies do not come back from a frame", "link"],
        ["01 app", refused, "refuses frames (X-Frame-Options)", "", "link"],
        ["02 app", allowed, "may be framed", "", "iframe"],
    ]
    assert printed.err == ""


def test_a_ballot_that_cannot_be_opened_is_an_error(
    host: Service, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _ballots(tiny, host.add(page(), "/a"), host.add(page(status="404 Not Found"), "/b"))
    assert check_embeds(tiny, 10, "zh-Hans") == 1
    printed = capsys.readouterr()
    assert [(row[2], row[4]) for row in _rows(printed.out)] == [("平台答复错误 404", "—"), ("可以嵌入", "iframe")]
    assert printed.err == "有 1 个投票网址打不开或投不了票（见“—”），请先核对网址，或联系投票平台。\n"


def test_a_redirect_cannot_write_to_the_terminal(host: Service, tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = host.add(redirect("weixin://dl/\x1b[2J\x07[bold]x"), "/a")
    _ballots(tiny, bad, bad)
    assert check_embeds(tiny, 10, "en") == 0
    printed = capsys.readouterr().out
    assert "→ weixin://dl/\\x1b[2J\\x07[bold]x" in printed
    assert "\x1b" not in printed


def test_a_content_without_ballots_says_so(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for slug in ("lift-watch", "rain-garden"):
        path = tiny / "entries" / slug / "index.md"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "ballots:" not in line and " app:" not in line), "utf-8")
    assert check_embeds(tiny, 10, "en") == 0
    assert capsys.readouterr().out == "There are no addresses of ballots in the content yet.\n"


def test_a_broken_content_is_reported_first(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _ballots(tiny, "vote.example.com", "vote.example.com")
    assert check_embeds(tiny, 10, "en") == 1
    assert capsys.readouterr().out == ""


def test_services_are_asked_together_and_not_too_many(host: Service) -> None:
    together, lock, waiting, most = threading.Barrier(MAX_CONCURRENT), threading.Lock(), [0], [0]

    def speak(connection: socket.socket, request: str) -> None:
        with lock:
            waiting[0] += 1
            most[0] = max(most[0], waiting[0])
        together.wait(60)
        with lock:
            waiting[0] -= 1
        page()(connection, request)

    urls = [host.add(speak, f"/{number}") for number in range(MAX_CONCURRENT * 2)]
    results = ask_services(urls, "https://city.example", 90, "en")
    assert {result.reason for result in results.values()} == {FramingReason.ALLOWED}
    assert most[0] == MAX_CONCURRENT


def test_every_answer_of_a_service_has_a_message() -> None:
    codes = {f"embeds_{code}" for code in (*FramingReason, *FramingNote, "iframe", "link", "qr", "lost")}
    assert codes - set(MESSAGES.texts) == set()
    assert [len(table_heads("embeds_heads", lang)) for lang in LANGS] == [6, 6]


def test_the_task_hands_over_its_options(host: Service, tiny: Path) -> None:
    _ballots(tiny, host.add(page(), "/a"), host.add(page(), "/b"))
    done = run_task("check-embeds", "--content", str(tiny), "--timeout", "5", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert [row[4] for row in _rows(done.stdout)] == ["iframe", "iframe"]
