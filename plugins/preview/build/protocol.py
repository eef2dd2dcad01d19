"""What the preview and its worker say to each other: an order for a build, the reply with all that was found wrong."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Order:
    """A build to be made. ``stage`` is empty for the current one; ``output`` is replaced, or left as it was."""

    content: str
    output: str
    stage: str
    site_url: str
    lang: str
    trial_poll: str = ""


@dataclass(frozen=True)
class Finding:
    """One problem as the preview shows it. ``file`` is relative to the content, or to the project for a fault in code
    or theme; ``place`` is the same file as a person in the working folder writes it."""

    file: str
    line: int
    message: str
    is_warning: bool = False
    place: str = ""


@dataclass(frozen=True)
class Reply:
    """Whether there is a new site, what was found on the way, and whom to ask for glimpses of its pages to come."""

    ok: bool
    findings: tuple[Finding, ...] = ()
    glimpses: str = ""


def written(said: Order | Reply) -> str:
    """As one line."""
    return json.dumps(asdict(said), ensure_ascii=True)


def read_order(line: str) -> Order:
    return Order(**json.loads(line))


def read_reply(line: str) -> Reply:
    said = json.loads(line)
    return Reply(said["ok"], tuple(Finding(**each) for each in said["findings"]), said["glimpses"])
