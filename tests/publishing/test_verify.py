"""What counts as a leak: an embargoed address that is answered with anything but an error."""

from __future__ import annotations

from http import HTTPStatus

import pytest
import urllib3

from plugins.publishing.release import Release
from plugins.publishing.verify import LiveSite
from tests.support.ports import SilentHandler, serve


class _Answers(SilentHandler):
    """Answers with the status that the address names."""

    def do_GET(self) -> None:  # noqa: N802 - the name is given
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.mark.parametrize(
    ("status", "is_leak"), [(status, status < HTTPStatus.BAD_REQUEST) for status in (200, 206, 399, 400, 403, 404, 410)]
)
def test_embargoed_address_is_missing_if_its_answer_is_an_error(status: int, is_leak: bool) -> None:
    with serve(_Answers) as address, urllib3.PoolManager(retries=False) as http:
        site = LiveSite(Release("tour", ("tour",), {}, (), {}), f"{address}/", http)
        leaks = [(leak.kind, leak.url, leak.values) for leak in site.find_leak(str(status))]
    assert leaks == ([("live_leak", f"{address}/{status}", (("found", str(status)),))] if is_leak else [])
