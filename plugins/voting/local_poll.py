"""A real poll for development and tests: django-survey-and-report, in a process and an environment of its own.

It takes anonymous votes on loopback and holds nobody to one vote a day: it stands in for a real service, it is none.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from environment import OWN_ENVIRONMENTS, prepare
from plugins.content.stage_view import Competition
from plugins.system import textfile

SERVICE = Path(__file__).parent / "poll"
DATABASE = "poll.sqlite3"
LOG = "poll.log"


@dataclass(frozen=True)
class PollChoice:
    """What a citizen can choose: the entry's slug, which is stored, and the label, which is read."""

    slug: str
    label: str


@dataclass(frozen=True)
class Poll:
    """A poll that runs. ``url`` is its address, with a slash at the end."""

    url: str
    folder: Path

    def ballot_url(self, slug: str = "") -> str:
        """The address of the ballot, with this entry chosen already; with none where no slug is given."""
        return f"{self.url}1/?entry={slug}" if slug else f"{self.url}1/"

    def csv(self) -> str:
        """The votes so far, see ``exported``."""
        return export_votes_csv(self.folder)


class PollError(Exception):
    """The poll did not start or did not answer; the text is the last thing it said."""


def list_choices(competition: Competition) -> tuple[PollChoice, ...]:
    """The shortlist as choices, in its own order: number and title in the default language."""
    by_slug = {entry.slug: entry for entry in competition.entries}
    shortlist = [by_slug[slug] for slug in competition.shortlist]
    lang = competition.contest.languages[0]
    return tuple(PollChoice(entry.slug, f"{entry.number} {entry.title.in_language(lang)}") for entry in shortlist)


def poll_title(competition: Competition) -> str:
    """What the ballot is headed: the competition's short name in its default language."""
    return str(competition.contest.short_name.in_language(competition.contest.languages[0]))


@contextmanager
def running_poll(
    choices: Sequence[PollChoice], folder: Path, port: int = 0, title: str = "市民投票", refuses_frames: bool = False
) -> Iterator[Poll]:
    """Run the poll with these choices (two at least) on a port, or on a free one; its votes stay in the folder.

    Its process ends with the context, and also when ours is killed. Raises ``PollFailed`` where it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    terms = {"title": title, "choices": [asdict(choice) for choice in choices], "refuses_frames": refuses_frames}
    textfile.write_text(folder / "poll.json", json.dumps(terms, ensure_ascii=False))
    with (folder / LOG).open("w", encoding="utf-8", newline="\n") as log:
        command = [str(poll_python()), str(SERVICE / "serve.py"), str(port)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            command, env=_variables(folder), stdin=pipe, stdout=pipe, stderr=log, encoding="utf-8"
        )
    with process:
        try:
            yield Poll(_address(process, folder), folder)
        finally:
            process.kill()


def export_votes_csv(folder: Path) -> str:
    """The votes in this folder as the service's own CSV: a head, then a row for each vote, with the entry's slug."""
    command = [str(poll_python()), "-m", "django", "exportresult", "--survey-id", "1", "--csv", "--force"]
    command += ["--language", "en", "--settings", "settings", "--pythonpath", str(SERVICE)]
    done = subprocess.run(command, env=_variables(folder), capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise PollError(_last_line(done.stderr))
    return textfile.read_text(folder / "exports" / "poll.csv")


def _address(process: subprocess.Popen[str], folder: Path) -> str:
    address = process.stdout.readline().strip() if process.stdout else ""
    if not address:
        raise PollError(_last_line(textfile.read_text(folder / LOG)))
    return address


def _last_line(said: str) -> str:
    return said.strip().rpartition("\n")[2]


def _variables(folder: Path) -> dict[str, str]:
    return {**os.environ, "POLL_FOLDER": str(folder.resolve()), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def poll_python() -> Path:
    """The Python of the service's environment, which is made on first use."""
    OWN_ENVIRONMENTS["poll"].parent.mkdir(parents=True, exist_ok=True)
    # processes that come at once wait for the first; a lock in a database goes when its holder does
    with closing(sqlite3.connect(OWN_ENVIRONMENTS["poll"].parent / "making.sqlite3", timeout=300)) as making:
        making.execute("BEGIN EXCLUSIVE")
        return prepare("poll")
