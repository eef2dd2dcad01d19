"""Decide from a response's headers, as browsers do, whether another origin may frame it.

Sources: HTML, "The X-Frame-Options header"; Content Security Policy Level 3, "frame-ancestors" and "Matching".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from urllib3 import HTTPHeaderDict

DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEME_SOURCE = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
HOST_SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}|\*))?(?P<path>/\S*)?",
    re.I,
)
KNOWN_FRAME_OPTIONS = {"deny", "sameorigin", "allowall"}


@dataclass(frozen=True)
class Origin:
    """A web origin: scheme, host and port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        port_suffix = "" if self.port == DEFAULT_PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{self.host}{port_suffix}"


def parse_origin(address: str) -> Origin:
    """Parse the origin of an http(s) URL. Raises ``ValueError`` for anything else."""
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(address)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Origin(parts.scheme, host, parts.port or DEFAULT_PORTS[parts.scheme])


def is_allowed_by_ancestors(headers: HTTPHeaderDict, framed: Origin, embedder: Origin) -> bool | None:
    """Evaluate ``frame-ancestors``: every policy that has it must allow the embedder. None if no policy has it."""
    lists = [
        sources
        for policy in _split_values(headers, "Content-Security-Policy")
        if (sources := _ancestor_sources(policy))
    ]
    if not lists:
        return None
    return all(any(_matches_source(source, framed, embedder) for source in sources[1:]) for sources in lists)


def is_allowed_by_frame_options(headers: HTTPHeaderDict, framed: Origin, embedder: Origin) -> bool:
    """Evaluate ``X-Frame-Options``, which browsers ignore if there is a ``frame-ancestors``."""
    values = {value.lower() for value in _split_values(headers, "X-Frame-Options")}
    if len(values) > 1:
        return values.isdisjoint(KNOWN_FRAME_OPTIONS)
    return "deny" not in values and ("sameorigin" not in values or framed == embedder)


def has_obsolete_frame_options(headers: HTTPHeaderDict) -> bool:
    """Check for ALLOW-FROM, which current browsers ignore and old ones obey."""
    return any(value.lower().startswith("allow-from") for value in _split_values(headers, "X-Frame-Options"))


def _split_values(headers: HTTPHeaderDict, name: str) -> list[str]:
    return [value.strip() for line in headers.getlist(name) for value in line.split(",") if value.strip()]


def _ancestor_sources(policy: str) -> Sequence[str]:
    """Return the directive's name and sources, or nothing; the first of several in a policy counts."""
    directives = (directive.split() for directive in policy.split(";"))
    return next((words for words in directives if words and words[0].lower() == "frame-ancestors"), ())


def _matches_source(source: str, framed: Origin, embedder: Origin) -> bool:
    if source.lower() == "'self'":
        return _matches_origin(framed.scheme, framed.host, str(framed.port), embedder)
    if source == "*":
        return True
    if scheme := SCHEME_SOURCE.fullmatch(source):
        return _matches_scheme(scheme[1].lower(), embedder)
    if (host := HOST_SOURCE.fullmatch(source)) and host["path"] in {None, "/"}:
        # a source without a scheme means the framed page's scheme or its secure version
        return _matches_origin((host["scheme"] or framed.scheme).lower(), host["host"].lower(), host["port"], embedder)
    return False


def _matches_origin(scheme: str, host: str, port: str | None, embedder: Origin) -> bool:
    return (
        _matches_scheme(scheme, embedder)
        and _matches_host(host, embedder.host)
        and _matches_port(scheme, port, embedder)
    )


def _matches_scheme(scheme: str, embedder: Origin) -> bool:
    return embedder.scheme in ({"http", "https"} if scheme == "http" else {scheme})


def _matches_host(pattern: str, host: str) -> bool:
    return host == pattern or pattern == "*" or (pattern.startswith("*.") and host.endswith(pattern[1:]))


def _matches_port(scheme: str, port: str | None, embedder: Origin) -> bool:
    if port is None:
        return embedder.port == DEFAULT_PORTS[embedder.scheme]
    if port == "*":
        return True
    # Chromium upgrades http to https only with the default port; stricter than the standard
    return (port, embedder.port) == ("80", 443) if scheme != embedder.scheme else int(port) == embedder.port
