"""The local poll: votes appear exactly in the service's own export."""

from __future__ import annotations

import ast
import csv
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import urllib3

from plugins.content.load import load
from plugins.paths import ROOT
from plugins.voting.local_poll import (
    Poll,
    PollChoice,
    PollError,
    export_votes_csv,
    list_choices,
    poll_title,
    running_poll,
)
from tests.support.builds import TINY
from tests.voting.http_client import POOL, chosen_entries, load_ballot, vote

CHOICES = (
    PollChoice("rain-garden", "01 雨水花园, 进社区"),
    PollChoice("lift-watch", '02 <b>"电梯"</b>'),
    PollChoice("2-a", "03 夜市"),
)


def votes(poll: Poll) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export_votes_csv(poll.folder))))


@pytest.fixture(scope="module")
def poll(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poll]:
    """A running poll, with the votes of the tests before."""
    with running_poll(CHOICES, tmp_path_factory.mktemp("poll")) as running:
        yield running


@pytest.fixture
def former(poll: Poll) -> list[list[str]]:
    """The poll's export before the test."""
    return votes(poll)


def test_votes_are_exported_as_they_were_cast(poll: Poll, former: list[list[str]]) -> None:
    assert former[0] == ["user", "entry"]
    vote(poll.ballot_url(), "lift-watch")
    assert votes(poll) == [*former, ["Anonymous", "lift-watch"]]
    page = vote(poll.ballot_url("2-a"))
    assert votes(poll) == [*former, ["Anonymous", "lift-watch"], ["Anonymous", "2-a"]]
    assert page.select_one("[role=status]") is not None


def test_votes_that_come_at_once_are_all_stored(poll: Poll, former: list[list[str]]) -> None:
    cast = [choice.slug for choice in CHOICES for _ in range(10)]
    with ThreadPoolExecutor(8) as voters:
        list(voters.map(lambda slug: vote(poll.ballot_url(slug)), cast))
    assert sorted(row[1] for row in votes(poll)[len(former) :]) == sorted(cast)


def test_ballot_shows_every_choice_in_its_order(poll: Poll) -> None:
    page, _ = load_ballot(poll.ballot_url())
    assert [label.text.strip() for label in page.select("label")] == [choice.label for choice in CHOICES]
    assert [radio["value"] for radio in page.select("input[type=radio]")] == [choice.slug for choice in CHOICES]


@pytest.mark.parametrize("slug", [choice.slug for choice in CHOICES])
def test_an_entry_in_the_address_is_chosen(poll: Poll, slug: str) -> None:
    assert chosen_entries(load_ballot(poll.ballot_url(slug))[0]) == [slug]


@pytest.mark.parametrize("slug", ["", "nobody", "%22%3E%3Cscript%3E"])
def test_an_unknown_entry_in_the_address_chooses_nothing(poll: Poll, slug: str) -> None:
    page, _ = load_ballot(poll.ballot_url(slug))
    assert chosen_entries(page) == []
    assert "><script>" not in str(page.select_one("form"))


def test_a_vote_for_nothing_or_whose_cookies_were_blocked_is_refused_and_not_stored(
    poll: Poll, former: list[list[str]]
) -> None:
    for slug in (None, "nobody"):
        assert vote(poll.ballot_url(), slug).select_one("[role=alert]") is not None
    assert vote(poll.ballot_url("2-a"), cookies="").select_one("[role=status]") is None
    assert votes(poll) == former


def test_cookies_come_back_from_a_frame(poll: Poll) -> None:
    (cookie,) = POOL.request("GET", poll.ballot_url()).headers.getlist("Set-Cookie")
    assert {"SameSite=None", "Secure", "Partitioned"} <= set(cookie.split("; "))


def test_framing_is_allowed_unless_switched_off(poll: Poll, tmp_path: Path) -> None:
    assert _frame_options(poll) is None
    with running_poll(CHOICES, tmp_path, refuses_frames=True) as refusing:
        assert _frame_options(refusing) == "DENY"


def _frame_options(poll: Poll) -> str | None:
    return POOL.request("GET", poll.ballot_url()).headers.get("X-Frame-Options")


def test_process_ends_with_its_context_and_votes_stay_when_the_poll_starts_again(tmp_path: Path) -> None:
    for slug in ("2-a", "rain-garden"):
        with running_poll(CHOICES, tmp_path) as running:
            vote(running.ballot_url(slug))
            stored = votes(running)
        with pytest.raises(urllib3.exceptions.NewConnectionError):
            POOL.request("GET", running.url)
    assert [row[1] for row in stored] == ["entry", "2-a", "rain-garden"]


def test_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = """
import sys, time
from pathlib import Path
from plugins.voting.local_poll import PollChoice, running_poll
with running_poll([PollChoice("a", "A"), PollChoice("b", "B")], Path(sys.argv[1])) as running:
    print(running.url, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE) as starter:
        assert starter.stdout
        address = starter.stdout.readline().decode().strip()
        POOL.clear()
        assert POOL.request("GET", address).status == 200
        starter.kill()
    deadline = time.monotonic() + 60
    while _answers(address):
        assert time.monotonic() < deadline, "the poll outlived its starter"
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        return urllib3.PoolManager(retries=False).request("GET", address, timeout=1).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def test_taken_port_is_reported(poll: Poll, tmp_path: Path) -> None:
    port = urllib3.util.parse_url(poll.url).port or 0
    with pytest.raises(PollError, match="Address already in use"), running_poll(CHOICES, tmp_path / "other", port):
        pass


def test_poll_offers_the_shortlist_in_the_default_language() -> None:
    competition = load(TINY).require()
    assert poll_title(competition) == "小城大赛"
    expected = (PollChoice("rain-garden", "01 雨水花园"), PollChoice("lift-watch", "02 电梯看护"))
    assert list_choices(competition) == expected


def test_only_the_poll_imports_django() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py")}
    importing = {
        path.relative_to(ROOT).as_posix()
        for path, text in texts.items()
        if "django" in text or "survey" in text
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in {"django", "survey"})
        or (isinstance(node, ast.Import) and {name.name.split(".")[0] for name in node.names} & {"django", "survey"})
    }
    assert {path.rpartition("/")[0] for path in importing} == {"plugins/voting/poll"}
