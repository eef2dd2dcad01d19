"""Whether an answer's headers let a page of another origin frame it, as browsers read them.

Sources: HTML, "The X-Frame-Options header"; Content Security Policy Level 3, "frame-ancestors" and "Matching".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEME_SOURCE = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
HOST_SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}|\*))?(?P<path>/\S*)?",
    re.I,
)
KNOWN_FRAME_OPTIONS = {"deny", "sameorigin", "allowall"}


class Headers(Protocol):
    """An answer's headers, each value of a name by itself."""

    def getlist(self, key: str) -> list[str]:
        """The values of this header."""


@dataclass(frozen=True)
class Origin:
    """Where a page comes from; two pages of one origin trust each other."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        shown = "" if self.port == DEFAULT_PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{self.host}{shown}"


def origin_of(address: str) -> Origin:
    """The origin of a web address. Raises ``ValueError`` for what is none."""
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(address)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Origin(parts.scheme, host, parts.port or DEFAULT_PORTS[parts.scheme])


def is_allowed_by_ancestors(headers: Headers, framed: Origin, embedder: Origin) -> bool | None:
    """What ``frame-ancestors`` says; None where no policy names it. Every policy that does has to agree."""
    lists = [sources for policy in _listed(headers, "Content-Security-Policy") if (sources := _ancestors(policy))]
    if not lists:
        return None
    return all(any(_matches(source, framed, embedder) for source in sources[1:]) for sources in lists)


def is_allowed_by_frame_options(headers: Headers, framed: Origin, embedder: Origin) -> bool:
    """What ``X-Frame-Options`` says; browsers ask it only where ``frame-ancestors`` is silent."""
    values = {value.lower() for value in _listed(headers, "X-Frame-Options")}
    if len(values) > 1:
        return values.isdisjoint(KNOWN_FRAME_OPTIONS)
    return "deny" not in values and ("sameorigin" not in values or framed == embedder)


def has_obsolete_frame_options(headers: Headers) -> bool:
    """Whether it says ALLOW-FROM, which browsers of today ignore and old ones obey."""
    return any(value.lower().startswith("allow-from") for value in _listed(headers, "X-Frame-Options"))


def _listed(headers: Headers, name: str) -> list[str]:
    return [value.strip() for line in headers.getlist(name) for value in line.split(",") if value.strip()]


def _ancestors(policy: str) -> Sequence[str]:
    """The directive's words, its name first; of several in one policy the first counts."""
    directives = (directive.split() for directive in policy.split(";"))
    return next((words for words in directives if words and words[0].lower() == "frame-ancestors"), ())


def _matches(source: str, framed: Origin, embedder: Origin) -> bool:
    if source.lower() == "'self'":
        return _origin_fits(framed.scheme, framed.host, str(framed.port), embedder)
    if source == "*":
        return True
    if scheme := SCHEME_SOURCE.fullmatch(source):
        return _scheme_fits(scheme[1].lower(), embedder)
    if (host := HOST_SOURCE.fullmatch(source)) and host["path"] in {None, "/"}:
        # a source without a scheme means the framed page's own, or the safer one
        return _origin_fits((host["scheme"] or framed.scheme).lower(), host["host"].lower(), host["port"], embedder)
    return False


def _origin_fits(scheme: str, host: str, port: str | None, embedder: Origin) -> bool:
    return _scheme_fits(scheme, embedder) and _name_fits(host, embedder.host) and _port_fits(scheme, port, embedder)


def _scheme_fits(scheme: str, embedder: Origin) -> bool:
    return embedder.scheme in ({"http", "https"} if scheme == "http" else {scheme})


def _name_fits(pattern: str, host: str) -> bool:
    return host == pattern or pattern == "*" or (pattern.startswith("*.") and host.endswith(pattern[1:]))


def _port_fits(scheme: str, port: str | None, embedder: Origin) -> bool:
    if port is None:
        return embedder.port == DEFAULT_PORTS[embedder.scheme]
    if port == "*":
        return True
    # Chromium lets http mean https only where the port follows: stricter than the standard, and most visitors' browser
    return (port, embedder.port) == ("80", 443) if scheme != embedder.scheme else int(port) == embedder.port
