"""A local poll for development and tests: django-survey-and-report in its own process and environment.

It takes anonymous votes on loopback without any limit per voter: a stand-in for a real service.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from environment import OWN_ENVIRONMENTS, prepare
from plugins.content.stage_view import Competition
from plugins.system import textfile

SERVICE = Path(__file__).parent / "poll"
DATABASE = "poll.sqlite3"
LOG = "poll.log"


@dataclass(frozen=True)
class PollChoice:
    """A choice of the ballot: the entry's slug, which is stored, and the label shown."""

    slug: str
    label: str


@dataclass(frozen=True)
class Poll:
    """A running poll; ``url`` ends with a slash."""

    url: str
    folder: Path

    def ballot_url(self, slug: str = "") -> str:
        """Return the URL of the ballot, with this entry preselected if a slug is given."""
        return f"{self.url}1/?entry={slug}" if slug else f"{self.url}1/"


class PollError(Exception):
    """The poll did not start or did not answer; the message is its last line of output."""


def list_choices(competition: Competition) -> tuple[PollChoice, ...]:
    """List the shortlist as choices, in its order: number and title in the default language."""
    by_slug = {entry.slug: entry for entry in competition.entries}
    shortlist = [by_slug[slug] for slug in competition.shortlist]
    lang = competition.config.languages[0]
    return tuple(PollChoice(entry.slug, f"{entry.number} {entry.title.in_language(lang)}") for entry in shortlist)


def poll_title(competition: Competition) -> str:
    """Return the ballot's title: the competition's short name in its default language."""
    return str(competition.config.short_name.in_language(competition.config.languages[0]))


@contextmanager
def running_poll(
    choices: Sequence[PollChoice], folder: Path, port: int = 0, title: str = "市民投票", refuses_frames: bool = False
) -> Iterator[Poll]:
    """Run the poll with two or more choices on a port, 0 for any free one; its votes stay in the folder.

    Its process ends with the context, also if this process is killed. Raises ``PollError`` if it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"title": title, "choices": [asdict(choice) for choice in choices], "refuses_frames": refuses_frames}
    textfile.write_text(folder / "poll.json", json.dumps(settings, ensure_ascii=False))
    with (folder / LOG).open("w", encoding="utf-8", newline="\n") as log:
        command = [str(poll_python()), str(SERVICE / "serve.py"), str(port)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            command, env=_environment(folder), stdin=pipe, stdout=pipe, stderr=log, encoding="utf-8"
        )
    with process:
        try:
            yield Poll(_read_url(process, folder), folder)
        finally:
            process.kill()


def export_votes_csv(folder: Path) -> str:
    """Export the votes in this folder as the service's CSV: a header, then a row per vote with the entry's slug."""
    command = [str(poll_python()), "-m", "django", "exportresult", "--survey-id", "1", "--csv", "--force"]
    command += ["--language", "en", "--settings", "settings", "--pythonpath", str(SERVICE)]
    completed = subprocess.run(command, env=_environment(folder), capture_output=True, encoding="utf-8", check=False)
    if completed.returncode:
        raise PollError(_last_line(completed.stderr))
    return textfile.read_text(folder / "exports" / "poll.csv")


def _read_url(process: subprocess.Popen[str], folder: Path) -> str:
    url = process.stdout.readline().strip() if process.stdout else ""
    if not url:
        raise PollError(_last_line(textfile.read_text(folder / LOG)))
    return url


def _last_line(output: str) -> str:
    return output.strip().rpartition("\n")[2]


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "POLL_FOLDER": str(folder.resolve()), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def poll_python() -> Path:
    """Return the Python of the poll's environment, creating it on first use."""
    OWN_ENVIRONMENTS["poll"].parent.mkdir(parents=True, exist_ok=True)
    # concurrent processes wait for the first
    with FileLock(OWN_ENVIRONMENTS["poll"].parent / ".venv-lock", timeout=300):
        return prepare("poll")
