"""The preview beside other sites: a page of theirs can neither frame it nor load its pictures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email.message import Message

import pytest
import urllib3

from plugins.preview.server.assets import INTERNAL_PREFIX
from plugins.preview.server.http import create_server, is_foreign_request

ASSET = f"{INTERNAL_PREFIX}bar.css"
# as Chromium sends them: site, mode, destination
TYPED = ("none", "navigate", "document")
RELOADED = ("same-origin", "navigate", "document")
FOLLOWED = ("cross-site", "navigate", "document")
FRAMED = ("cross-site", "navigate", "iframe")
PICTURE = ("cross-site", "no-cors", "image")
FETCHED = ("cross-site", "cors", "empty")
OTHER_PORT = ("same-site", "no-cors", "script")


def _headers(site: str, mode: str, destination: str) -> dict[str, str]:
    return {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a preview's server; its own files need no build."""
    server = create_server(0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("request_kind", "is_foreign"),
    [
        (TYPED, False),
        (RELOADED, False),
        (FOLLOWED, False),
        (FRAMED, True),
        (PICTURE, True),
        (FETCHED, True),
        (OTHER_PORT, True),
    ],
)
def test_only_links_lead_from_another_site_into_the_preview(
    address: str, request_kind: tuple[str, str, str], is_foreign: bool
) -> None:
    response = urllib3.request("GET", address + ASSET, headers=_headers(*request_kind))
    assert response.status == (403 if is_foreign else 200)
    assert bool(response.data) is not is_foreign


def test_programs_that_are_no_browsers_are_served(address: str) -> None:
    assert not is_foreign_request(Message())
    assert urllib3.request("GET", address + ASSET).status == 200


@pytest.mark.parametrize("path", [ASSET, f"{INTERNAL_PREFIX}nothing"])
def test_every_answer_forbids_frames_and_pictures_of_other_sites(address: str, path: str) -> None:
    headers = urllib3.request("GET", address + path).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
