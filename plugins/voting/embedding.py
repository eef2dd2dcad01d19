"""What a page tells its script about a ballot's frame: where it comes from, what it may do, and how it speaks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.content.model import Ballot
from plugins.content.schema.providers import Format, Message, origin_of


@dataclass(frozen=True)
class Embedding:
    """A frame that opens on a tap. ``settings`` is JSON for the page's script, the same bytes for the same ballot."""

    origin: str
    settings: str


def embedding(ballot: Ballot) -> Embedding | None:
    """The frame of this ballot, if it is open and its provider and channel allow one."""
    if not (ballot.frame and ballot.address):
        return None
    frame, provider = ballot.frame, ballot.provider
    address = provider.frame_address(ballot.address)
    settings = {
        "src": address,
        "origin": origin_of(address),
        "sandbox": " ".join(frame.sandbox),
        "height": frame.height,
        "hello": frame.hello,
        "resize": [_told(message) for message in frame.resize],
        "done": [_told(message) for message in frame.done],
    }
    said = {key: value for key, value in settings.items() if value}
    return Embedding(origin_of(address), json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def frame_origins(ballots: Iterable[Ballot]) -> tuple[str, ...]:
    """Every origin that a page with these ballots may frame, and no other; sorted."""
    return tuple(sorted({each.origin for ballot in ballots if (each := embedding(ballot))}))


def _told(message: Message) -> dict[str, Any]:
    told: dict[str, Any] = {"format": message.format.value, "match": dict(message.match)}
    if message.height:
        told["height"] = message.height
    if message.format is Format.DELIMITED:
        told["separator"] = message.separator
    return told
