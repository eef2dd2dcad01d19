"""What a command shows: the plan as a table that a person can sign, progress, notes, and what was published before."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from plugins.publishing.messages import Message, PublishError, messages
from plugins.publishing.plan import Change, Plan, Reason
from plugins.publishing.publish import PublishResult
from plugins.publishing.target_state import AuditRecord
from plugins.publishing.targets.target import ProgressCallback

# so many pages that merely change; the rest is counted. What appears, goes or is revealed is told one by one
MAX_ROWS = 40
# columns where there is no terminal to tell them
WIDTH = 140


def words(code: str, lang: str) -> str:
    """A word or heading of a table."""
    return messages()[code][lang]


def show_plan(result: PublishResult, lang: str) -> None:
    """Print what appears, changes, goes and is revealed: pages one by one, other files as a number."""
    table = Table(title=_title(result, lang), title_justify="left")
    for column in ("plan_what", "plan_page", "plan_why"):
        table.add_column(words(column, lang), overflow="fold")
    for code, changes in _groups(result.plan):
        most = MAX_ROWS if code == "plan_changed" else len(changes)
        for change in changes[:most]:
            table.add_row(words(code, lang), address(change.path), words(f"reason_{change.reason}", lang))
        if len(changes) > most:
            table.add_row(words(code, lang), f"… +{len(changes) - most}", "")
    _show(table)
    others = sum(1 for change in result.plan if not change.path.endswith(".html"))
    print(words("plan_others", lang).format(count=others))


def _show(table: Table) -> None:
    console = Console()
    (console if console.is_terminal else Console(width=WIDTH)).print(table)


def _title(result: PublishResult, lang: str) -> str:
    former = result.former.release or "—"
    return words("plan_title", lang).format(former=former, release=result.release.id)


def _groups(plan: Plan) -> Iterator[tuple[str, Sequence[Change]]]:
    pages = [change for change in plan if change.path.endswith(".html")]
    yield "plan_revealed", [change for change in pages if change.is_revealed]
    yield "plan_new", [change for change in pages if change.reason is Reason.NEW and not change.is_revealed]
    yield "plan_changed", [change for change in pages if change.reason in {Reason.CHANGED, Reason.UNKNOWN}]
    yield "plan_gone", [change for change in pages if change.reason is Reason.GONE]


def address(path: str) -> str:
    """The address of a page from the site's root, as visitors know it."""
    return f"/{path.removesuffix('index.html')}"


def show_records(records: Sequence[AuditRecord], current: str, lang: str) -> None:
    """Print all publications, newest first; the release that is public now is marked."""
    table = Table()
    for column in ("record_number", "record_when", "record_who", "record_action", "record_release", "record_changes"):
        table.add_column(words(column, lang))
    for record in reversed(records):
        mark = " ←" if record.release == current and record is _latest(records, current) else ""
        action = words(f"action_{record.action}", lang)
        changes = str(len(record.changes))
        table.add_row(str(record.sequence), record.when, record.who, action, record.release + mark, changes)
    _show(table)


def _latest(records: Sequence[AuditRecord], release: str) -> AuditRecord | None:
    return next((record for record in reversed(records) if record.release == release), None)


@contextmanager
def progress(lang: str) -> Iterator[ProgressCallback]:
    """A bar for what takes its time; nothing where nobody watches."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(words("working", lang), total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def tell(message: Message, lang: str) -> None:
    """Say something on the way."""
    print(message.text(lang), file=sys.stderr)


def run(command: Callable[[], int], lang: str) -> int:
    """Run a command; what stops it is said, and is exit status 1."""
    try:
        return command()
    except PublishError as error:
        for message in error.messages:
            tell(message, lang)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read has seen enough; what is still to be said goes nowhere
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115 - open until the end
        return 1
