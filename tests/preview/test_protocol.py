"""Requests and responses survive the way through a line."""

from __future__ import annotations

import pytest

from plugins.preview.build.protocol import (
    BuildRequest,
    BuildResponse,
    DisplayProblem,
    PageRequest,
    parse_build_response,
    parse_page,
    parse_request,
    serialize_request,
    serialize_response,
)

BUILD = BuildRequest(content="内容", output="o", stage="", site_url="http://127.0.0.1:1", lang="en", poll_url="p")


@pytest.mark.parametrize("request_", [BUILD, PageRequest("entries/a", "en/entries/a/")])
def test_request_is_read_back(request_: BuildRequest | PageRequest) -> None:
    line = serialize_request(request_)
    assert "\n" not in line
    assert parse_request(line) == request_


def test_build_response_is_read_back() -> None:
    response = BuildResponse(False, (DisplayProblem("a\udcff", 1, "两\n行", True, "content/a"),), renders_pages=True)
    line = serialize_response(response)
    assert line.isascii() and "\n" not in line
    assert parse_build_response(line) == response


@pytest.mark.parametrize("page", [None, b"\0\n\xff"])
def test_page_is_read_back(page: bytes | None) -> None:
    assert parse_page(serialize_response(page)) == page
