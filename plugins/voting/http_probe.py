"""Request an external service's URL, following redirects with cookies, within a time limit."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

import truststore
import urllib3

from plugins.voting.frame_policy import Origin, parse_origin

# twenty redirects, as in browsers
MAX_CHAIN_LENGTH = 21
# enough to see that the page is not empty and to find a password field
MAX_BODY_BYTES = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
Response = urllib3.BaseHTTPResponse


@dataclass
class HttpProbe:
    """The requested URLs, their responses, and the beginning of the last page; or the failure.

    The last URL has no response if it failed or is not http(s).
    """

    redirect_chain: list[str]
    responses: list[Response] = field(default_factory=list)
    body: bytes = b""
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


def parse_cookies(response: Response) -> Iterator[tuple[str, str, set[str]]]:
    """Yield name, value and lower-case attributes of each cookie that this response sets."""
    for line in response.headers.getlist("Set-Cookie"):
        pair, *attributes = line.split(";")
        name, _, value = pair.partition("=")
        yield name.strip(), value.strip(), {attribute.strip().lower() for attribute in attributes}


def _run_probe(probe: HttpProbe, embedder: Origin, timeout: float) -> None:
    try:
        with _open_pool(embedder, timeout) as pool:
            _follow_redirects(probe, pool)
            if len(probe.responses) == len(probe.redirect_chain):
                probe.body = probe.responses[-1].read(MAX_BODY_BYTES)
    except Exception as error:  # any error that a service provokes is the probe's result
        probe.failure = error


def _follow_redirects(probe: HttpProbe, pool: urllib3.PoolManager) -> None:
    cookies: dict[tuple[str, str], str] = {}
    while is_http_url(probe.redirect_chain[-1]):
        host = parse_origin(probe.redirect_chain[-1]).host
        cookie_header = "; ".join(f"{name}={value}" for (owner, name), value in cookies.items() if owner == host)
        headers = {**pool.headers, **({"Cookie": cookie_header} if cookie_header else {})}
        response = pool.request("GET", probe.redirect_chain[-1], headers=headers, redirect=False, preload_content=False)
        probe.responses.append(response)
        is_redirect = response.status in REDIRECTS and "Location" in response.headers
        if not is_redirect or len(probe.redirect_chain) == MAX_CHAIN_LENGTH:
            return
        # some services set a cookie and redirect to the same URL to check it
        cookies |= {(host, name): value for name, value, _ in parse_cookies(response)}
        probe.redirect_chain.append(_resolve(probe.redirect_chain[-1], response.headers["Location"]))


def _resolve(url: str, location: str) -> str:
    """Resolve a redirect. Raises ``ValueError`` if it is not a valid URL."""
    resolved = urljoin(url, location)
    if is_http_url(resolved):
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
