"""Frames of ballots: the settings of the page's script, and the origins that a page may frame."""

from __future__ import annotations

import json
from dataclasses import replace

from plugins.content.model import Ballot
from plugins.content.schema.config import VoteChannel
from plugins.content.schema.localized import TranslatedText
from plugins.content.schema.providers import Frame, FrameMessage, MessageFormat, Mode, Provider
from plugins.voting.embedding import build_embedding, list_frame_origins

NAME = TranslatedText("zh-Hans", {"zh-Hans": "x"})
ADDRESS = "https://vote.example:8443/f/1?a=b"
PLAIN = Provider("p", NAME, (Mode.IFRAME, Mode.LINK), frame=Frame(("allow-scripts", "allow-forms"), height=700))
TALKATIVE = Frame(
    ("allow-scripts",),
    query={"embed": "1"},
    resize=(FrameMessage(MessageFormat.DELIMITED, {"0": "height"}, height="1", separator="|"),),
    done=(FrameMessage(MessageFormat.OBJECT, {"type": "done"}),),
    hello="hi",
)


def _ballot(provider: Provider = PLAIN, address: str | None = ADDRESS, *modes: Mode) -> Ballot:
    return Ballot(VoteChannel("app", NAME, modes=modes), provider, address, names_entry=True)


def test_frame_has_its_address_its_permissions_and_its_height() -> None:
    embedding = build_embedding(_ballot())
    assert embedding
    assert embedding.origin == "https://vote.example:8443"
    assert embedding.settings == (
        f'{{"height":700,"origin":"https://vote.example:8443","sandbox":"allow-scripts allow-forms","src":"{ADDRESS}"}}'
    )


def test_messages_of_a_frame_are_described_with_what_their_format_needs() -> None:
    embedding = build_embedding(_ballot(replace(PLAIN, frame=TALKATIVE)))
    assert embedding
    assert json.loads(embedding.settings) == {
        "src": f"{ADDRESS}&embed=1",
        "origin": "https://vote.example:8443",
        "sandbox": "allow-scripts",
        "height": 900,
        "hello": "hi",
        "resize": [
            {"format": MessageFormat.DELIMITED.value, "match": {"0": "height"}, "height": "1", "separator": "|"}
        ],
        "done": [{"format": MessageFormat.OBJECT.value, "match": {"type": "done"}}],
    }


def test_ballots_that_are_closed_or_only_linked_have_no_frame() -> None:
    closed, linked = _ballot(PLAIN, None), _ballot(PLAIN, ADDRESS, Mode.LINK)
    assert (build_embedding(closed), build_embedding(linked)) == (None, None)
    assert build_embedding(_ballot(replace(PLAIN, modes=(Mode.LINK,)))) is None


def test_each_origin_is_listed_once_and_in_order() -> None:
    addresses = [ADDRESS, None, "https://b.example/1", "https://b.example/2", "https://a.example/"]
    origins = list_frame_origins(_ballot(PLAIN, address) for address in addresses)
    assert origins == ("https://a.example", "https://b.example", "https://vote.example:8443")
