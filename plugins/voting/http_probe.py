"""A visit to somebody else's service, from the first address over all redirects to the page, within a set time."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

import truststore
import urllib3

from plugins.voting.frame_policy import Origin, origin_of

# addresses, so twenty redirects, as browsers hold it
LONGEST_WAY = 21
# enough to tell a page from nothing and to meet its password field; the rest is never asked for
READ_AT_MOST = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
Answer = urllib3.BaseHTTPResponse


@dataclass
class Visit:
    """The addresses that were asked, the answers they gave, and how the last page begins; or what went wrong.

    The last address has no answer where it went wrong there, or where it opens an app.
    """

    way: list[str]
    answers: list[Answer] = field(default_factory=list)
    body: bytes = b""
    failure: Exception | None = None


def visit(url: str, embedder: Origin, timeout: float) -> Visit:
    """Visit this address as a frame on a page of the embedder does; over after ``timeout`` seconds at most."""
    made = Visit([url])
    # what hangs (name, handshake, headers that drip) is left behind in a thread that nobody waits for
    thread = threading.Thread(target=_make, args=(made, embedder, timeout), daemon=True)
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        return replace(made, way=[*made.way], answers=[*made.answers], failure=TimeoutError())
    return made


def is_web(address: str) -> bool:
    """Whether a browser asks for this address itself and does not hand it to an app."""
    return address.lower().startswith(("http://", "https://"))


def cookies_of(answer: Answer) -> Iterator[tuple[str, str, set[str]]]:
    """Name and value of each cookie that this answer sets, and its attributes in small letters."""
    for line in answer.headers.getlist("Set-Cookie"):
        pair, *attributes = line.split(";")
        name, _, value = pair.partition("=")
        yield name.strip(), value.strip(), {attribute.strip().lower() for attribute in attributes}


def _make(made: Visit, embedder: Origin, timeout: float) -> None:
    try:
        with _pool(embedder, timeout) as pool:
            _follow(made, pool)
            if len(made.answers) == len(made.way):
                made.body = made.answers[-1].read(READ_AT_MOST)
    except Exception as error:  # whatever a service can make a client raise is what was to be found out
        made.failure = error


def _follow(made: Visit, pool: urllib3.PoolManager) -> None:
    cookies: dict[tuple[str, str], str] = {}
    while is_web(made.way[-1]):
        host = origin_of(made.way[-1]).host
        kept = "; ".join(f"{name}={value}" for (owner, name), value in cookies.items() if owner == host)
        headers = {**pool.headers, **({"Cookie": kept} if kept else {})}
        answer = pool.request("GET", made.way[-1], headers=headers, redirect=False, preload_content=False)
        made.answers.append(answer)
        if answer.status not in REDIRECTS or "Location" not in answer.headers or len(made.way) == LONGEST_WAY:
            return
        # many a service sets a cookie, comes back to the same address and looks for it
        cookies |= {(host, name): value for name, value, _ in cookies_of(answer)}
        made.way.append(_joined(made.way[-1], answer.headers["Location"]))


def _joined(address: str, location: str) -> str:
    """Where a redirect leads. Raises ``ValueError`` where that is no address."""
    joined = urljoin(address, location)
    if is_web(joined):
        origin_of(joined)
    return joined


def _pool(embedder: Origin, timeout: float) -> urllib3.PoolManager:
    # the system's own list of certificate authorities, as its browsers use it
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
