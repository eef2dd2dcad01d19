"""Request an external service's URL, following redirects with cookies, within a time limit."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import truststore
import urllib3

from plugins.voting.frame_policy import Origin, parse_origin
from plugins.voting.page_content import PageContent, read_page

# twenty redirects, as in browsers
MAX_CHAIN_LENGTH = 21
# enough to see that the page is not empty and to find a password field
MAX_BODY_BYTES = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
PAGE_TYPES = {"", "text/html", "application/xhtml+xml"}
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
# what an address keeps as it is; everything beyond ASCII is percent-encoded
URL_CHARACTERS = "%!$&'()*+,;=:@/?#[]-._~"
Response = urllib3.BaseHTTPResponse


@dataclass
class HttpProbe:
    """The requested URLs, their responses, the beginning of the last page and what it says; or the failure.

    The last URL has no response if it failed or is not http(s).
    """

    redirect_chain: list[str]
    responses: list[Response] = field(default_factory=list)
    body: bytes = b""
    content: PageContent = field(default_factory=PageContent)
    failure: Exception | None = None


def probe_url(url: str, embedder: Origin, timeout: float) -> HttpProbe:
    """Request a URL as a frame on a page of the embedder does; returns after ``timeout`` seconds at the latest."""
    probe = HttpProbe([url])
    # a hanging lookup, handshake or slow header is abandoned in a daemon thread
    thread = threading.Thread(target=_run_probe, args=(probe, embedder, timeout), daemon=True)
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        return replace(
            probe, redirect_chain=[*probe.redirect_chain], responses=[*probe.responses], failure=TimeoutError()
        )
    return probe


def is_http_url(url: str) -> bool:
    """Check that a browser requests this URL itself instead of opening an app."""
    return url.lower().startswith(("http://", "https://"))


def is_redirect(response: Response) -> bool:
    """Check that browsers follow this response to another address."""
    return response.status in REDIRECTS and "Location" in response.headers


def is_page(response: Response) -> bool:
    """Check that browsers show this response as a page instead of saving it."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind in PAGE_TYPES and not response.headers.get("Content-Disposition", "").lower().startswith("attachment")


def parse_cookies(response: Response) -> Iterator[tuple[str, str, set[str]]]:
    """Yield name, value and lower-case attributes of each cookie that this response sets."""
    for line in response.headers.getlist("Set-Cookie"):
        pair, *attributes = line.split(";")
        name, _, value = pair.partition("=")
        yield name.strip(), value.strip(), {attribute.strip().lower() for attribute in attributes}


def _run_probe(probe: HttpProbe, embedder: Origin, timeout: float) -> None:
    try:
        with _open_pool(embedder, timeout) as pool:
            _follow(probe, pool)
    except Exception as error:  # any error that a service provokes is the probe's result
        probe.failure = error


def _follow(probe: HttpProbe, pool: urllib3.PoolManager) -> None:
    cookies: dict[tuple[str, str], str] = {}
    while is_http_url(probe.redirect_chain[-1]):
        host = parse_origin(probe.redirect_chain[-1]).host
        cookie_header = "; ".join(f"{name}={value}" for (owner, name), value in cookies.items() if owner == host)
        headers = {**pool.headers, **({"Cookie": cookie_header} if cookie_header else {})}
        response = pool.request("GET", probe.redirect_chain[-1], headers=headers, redirect=False, preload_content=False)
        probe.responses.append(response)
        target = _next_address(probe, response)
        if target is None or len(probe.redirect_chain) == MAX_CHAIN_LENGTH:
            return
        # some services set a cookie and redirect to the same URL to check it
        cookies |= {(host, name): value for name, value, _ in parse_cookies(response)}
        probe.redirect_chain.append(_resolve(probe.redirect_chain[-1], target))


def _next_address(probe: HttpProbe, response: Response) -> str | None:
    """Return where the response leads, or read its page and return where that leads by itself."""
    if is_redirect(response):
        return _decode_location(response.headers["Location"])
    probe.body = response.read(MAX_BODY_BYTES)
    if response.status >= 300 or not is_page(response):
        return None
    charset = CHARSET.search(response.headers.get("Content-Type", ""))
    refresh_header = response.headers.get("Refresh")
    probe.content = read_page(probe.body, probe.redirect_chain[-1], charset and charset[1], refresh_header)
    return probe.content.refresh


def _decode_location(location: str) -> str:
    """Decode an address whose bytes are UTF-8, which headers are read as Latin-1; others are kept byte by byte."""
    raw = location.encode("latin-1", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return quote(raw, safe=URL_CHARACTERS)


def _resolve(url: str, target: str) -> str:
    """Resolve a redirect as browsers do, in ASCII. Raises ``ValueError`` if it is not a valid URL."""
    resolved = urljoin(url, target)
    if not is_http_url(resolved):
        return resolved
    parts = urlsplit(resolved)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query, fragment = (quote(part, safe=URL_CHARACTERS) for part in (parts.path, parts.query, parts.fragment))
    resolved = urlunsplit((parts.scheme, host, path, query, fragment))
    parse_origin(resolved)
    return resolved


def _open_pool(embedder: Origin, timeout: float) -> urllib3.PoolManager:
    # the system's certificate authorities, as browsers use them
    trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    headers = {
        "User-Agent": "Mozilla/5.0 (compatible; Xunzhan)",
        "Accept": "text/html,application/xhtml+xml",
        "Accept-Encoding": "identity",
        "Referer": f"{embedder}/",
        "Sec-Fetch-Dest": "iframe",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Site": "cross-site",
    }
    return urllib3.PoolManager(headers=headers, timeout=urllib3.Timeout(timeout), retries=False, ssl_context=trust)
