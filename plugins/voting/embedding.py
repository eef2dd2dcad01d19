"""Frames of vote services: the settings a page passes to its script, and the origins it may frame."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.content.model import Ballot
from plugins.content.schema.providers import FrameMessage, MessageFormat
from plugins.content.schema.web_urls import url_origin


@dataclass(frozen=True)
class Embedding:
    """A frame that opens on a tap; ``settings`` is deterministic JSON for the page's script."""

    origin: str
    settings: str


def build_embedding(ballot: Ballot) -> Embedding | None:
    """Build the frame of a ballot; None unless the ballot is open and its provider and channel allow a frame."""
    if not (ballot.frame and ballot.address):
        return None
    frame, provider = ballot.frame, ballot.provider
    address = provider.frame_url(ballot.address)
    settings = {
        "src": address,
        "origin": url_origin(address),
        "sandbox": " ".join(frame.sandbox),
        "height": frame.height,
        "hello": frame.hello,
        "resize": [_message_settings(message) for message in frame.resize],
        "done": [_message_settings(message) for message in frame.done],
    }
    nonempty = {key: value for key, value in settings.items() if value}
    return Embedding(
        url_origin(address), json.dumps(nonempty, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    )


def list_frame_origins(ballots: Iterable[Ballot]) -> tuple[str, ...]:
    """List the origins that a page with these ballots may frame, sorted."""
    return tuple(sorted({frame.origin for ballot in ballots if (frame := build_embedding(ballot))}))


def _message_settings(message: FrameMessage) -> dict[str, Any]:
    settings: dict[str, Any] = {"format": message.format.value, "match": dict(message.match)}
    if message.height:
        settings["height"] = message.height
    if message.format is MessageFormat.DELIMITED:
        settings["separator"] = message.separator
    return settings
