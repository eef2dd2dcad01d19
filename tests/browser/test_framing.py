"""The judgement of framing held against a real browser: what we say may be framed, Chromium shows, and nothing else."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from plugins.voting.framing import FramingReason
from tests.support.chromium import FLAGS
from tests.support.needs import require_tool
from tests.voting.fake_service import Service, page, service
from tests.voting.framing_cases import CASES, HOME, Case

# the embedding page comes from nowhere, so Chromium would keep it from loopback
ANYWHERE = "--disable-features=LocalNetworkAccessChecks"
FRAMING = '<!DOCTYPE html><title>page</title><iframe src="ADDRESS" title="vote"></iframe>'


def _is_shown(tab: Page, host: Service, case: Case) -> bool:
    address = host.add(page(*case.headers))
    embedder = f"{host.url if case.embedder == HOME else case.embedder}/page"
    tab.route(embedder, lambda route: route.fulfill(body=FRAMING.replace("ADDRESS", address), content_type="text/html"))
    tab.goto(embedder)
    shown = tab.frames[1].content() if tab.frames[1].url == address else ""
    tab.unroute_all()
    return "<p>vote</p>" in shown


def test_chromium_agrees_with_every_case(browser: Browser) -> None:
    opened = browser.browser_type.launch(executable_path=require_tool("chromium"), args=[*FLAGS, ANYWHERE])
    tab = opened.new_page()
    with service() as host:
        shown = {name: _is_shown(tab, host, case) for name, case in CASES.items()}
    opened.close()
    assert shown == {name: case.reason is FramingReason.ALLOWED for name, case in CASES.items()}
