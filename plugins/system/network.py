"""The network as this machine is set up for it: web proxies by ``HTTP_PROXY``, ``HTTPS_PROXY`` and ``NO_PROXY``."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

DEFAULT_PORT = 80


class ProxyError(OSError):
    """The environment names a proxy, in ``variable``, that does not speak HTTP."""

    def __init__(self, variable: str) -> None:
        # not its address, which may have a password
        super().__init__(variable)
        self.variable = variable


@dataclass(frozen=True)
class WebProxy:
    """A proxy; ``authorization`` is the value of its ``Proxy-Authorization`` header, or ``""``.

    Its ``repr`` shows no password.
    """

    host: str
    port: int
    authorization: str = field(default="", repr=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"Proxy-Authorization": self.authorization} if self.authorization else {}


def find_proxy(url: str) -> WebProxy | None:
    """The proxy by which a URL is to be reached, as the environment or the system's settings say.

    This machine itself is always reached directly. Raises ``ProxyError``.
    """
    server = urlsplit(url)
    host = server.hostname or ""
    if host == "localhost" or _is_in(host, ("127.0.0.0/8", "::1")) or _is_excluded(host, server.port):
        return None
    address = getproxies().get(server.scheme)
    if not address:
        return None
    failure = ProxyError(f"{server.scheme.upper()}_PROXY")
    try:
        proxy = urlsplit(address if "://" in address else f"http://{address}")
        port = proxy.port or DEFAULT_PORT
    except ValueError:
        raise failure from None
    if proxy.scheme != "http" or not proxy.hostname:
        raise failure
    return WebProxy(proxy.hostname, port, _authorization(proxy))


def open_pool(url: str, **options: Any) -> urllib3.PoolManager:
    """Connections to the server of a URL, by its proxy if it has one; ``options`` are those of urllib3.

    Raises ``ProxyError``.
    """
    proxy = find_proxy(url)
    if proxy is None:
        return urllib3.PoolManager(**options)
    return urllib3.ProxyManager(f"http://{proxy.host}:{proxy.port}", proxy_headers=proxy.headers, **options)


def _authorization(proxy: SplitResult) -> str:
    if not proxy.username:
        return ""
    user = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return f"Basic {base64.b64encode(user.encode()).decode()}"


def _is_excluded(host: str, port: int | None) -> bool:
    names = [name.strip() for name in getproxies().get("no", "").split(",")]
    return bool(proxy_bypass(f"{host}:{port}" if port else host)) or _is_in(host, names)


def _is_in(host: str, networks: Iterable[str]) -> bool:
    """Whether a host is an address in one of these networks, such as ``10.0.0.0/8``; other names are ignored."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in map(_network, networks) if network)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
