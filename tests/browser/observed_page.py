"""A page of the real site with something hostile in it, opened in a browser that notes whatever it does."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.browser.payloads import EVENTS

ORIGIN = "http://site.example"
CSP_META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
CANARY = "window.alert = window.confirm = window.prompt = window.print = () => { window.__xss = 1; return true }"
# every handler is called, and every link clicked that would run something
POKE = """events => {
    const ran = /^(javascript|data|vbscript|blob):/i;
    for (const element of document.querySelectorAll('main *')) {
        for (const name of events) element.dispatchEvent(new Event(name));
        const address = element.getAttribute('href') || element.getAttribute('xlink:href') || '';
        if (ran.test(address.replace(/[\\u0000-\\u0020]/g, ''))) element.dispatchEvent(new MouseEvent('click'));
    }
    return new Promise(done => setTimeout(() => done(window.__xss === 1), 20));
}"""
# what could run, load, style or lead astray, outside and inside of the prose
ACTIVE = """allowed => {
    const found = [], bad = /^(javascript|data|vbscript|blob|xunzhan):/i;
    for (const element of document.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name) || bad.test(value.replace(/[\\u0000-\\u0020]/g, ''))) found.push(name + '=' + value);
        }
        if (element.closest('.prose') && !allowed.includes(element.localName)) found.push(element.localName);
    }
    return found;
}"""
# without what the page itself adds once it is at rest
FRAME = """() => {
    const path = element => element ? path(element.parentElement) + '>' + element.localName : '';
    const landmarks = [...document.querySelectorAll('h1, header, nav, main, footer, body > *, script, iframe, object, '
        + 'embed, base, style, link:not([rel=prefetch]), meta, form')].filter(element => !element.closest('.prose'));
    return landmarks.map(path).concat(document.compatMode, document.documentElement.lang);
}"""


@dataclass
class ObservedPage:
    """A tab on the site's folder, pages put in front of it, and what it asked for elsewhere."""

    tab: Page
    site: Path
    pages: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    with_policy: bool = False
    asked: list[str] = field(default_factory=list)

    def open(self, path: str, html: str | None = None) -> bool:
        """Open a page, or this HTML in its place, and poke it; whether anything ran."""
        if html is not None:
            self.pages[path] = html
        self.asked.clear()
        self.tab.goto(f"{ORIGIN}/{path}", wait_until="domcontentloaded")
        return bool(self.tab.evaluate(POKE, EVENTS.split()))

    def active(self, allowed: set[str]) -> list[str]:
        return list(self.tab.evaluate(ACTIVE, sorted(allowed)))

    def frame(self) -> list[str]:
        return list(self.tab.evaluate(FRAME))

    def text(self, selector: str) -> str:
        return " ".join((self.tab.locator(selector).first.text_content() or "").split())

    def answer(self, route: Route) -> None:
        """The site's own files; everything else is refused and noted."""
        parts = urlsplit(route.request.url)
        if parts.hostname != urlsplit(ORIGIN).hostname:
            self.asked.append(route.request.url)
            route.abort()
            return
        path = unquote(parts.path).lstrip("/")
        file = self.site / path / "index.html" if path.endswith("/") or not path else self.site / path
        if path in self.pages or (file.suffix == ".html" and file.is_file()):
            html = self.pages.get(path) or file.read_text(encoding="utf-8")
            html = html if self.with_policy else CSP_META.sub("", html)
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=self.headers)
        elif file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0])
        else:
            route.fulfill(status=404, body="")


@contextmanager
def open_observed_page(
    browser: Browser, site: Path, *, with_policy: bool, headers: dict[str, str]
) -> Iterator[ObservedPage]:
    context = browser.new_context(locale="zh-CN")
    context.add_init_script(CANARY)
    observed = ObservedPage(context.new_page(), site, with_policy=with_policy, headers=headers)
    context.route("**/*", observed.answer)
    yield observed
    context.close()
