"""Probe a vote's live page: can voters reach it, and may it be framed?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from urllib3.exceptions import NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as Urllib3TimeoutError

from plugins.voting.frame_policy import (
    Origin,
    has_obsolete_frame_options,
    is_allowed_by_ancestors,
    is_allowed_by_frame_options,
    parse_origin,
)
from plugins.voting.http_probe import (
    MAX_CHAIN_LENGTH,
    REDIRECTS,
    HttpProbe,
    Response,
    is_http_url,
    parse_cookies,
    probe_url,
)

# people begin to leave after this time
SLOW_AFTER_S = 3.0
LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
PASSWORD_FIELD = re.compile(rb"<input\b[^<>]*\btype\s*=\s*[\"']?password", re.I)
PAGE_TYPES = {"", "text/html", "application/xhtml+xml"}


class FramingReason(StrEnum):
    """Why a page may or may not be framed; ``UNREACHABLE_REASONS`` also stop a voter who follows the link."""

    ALLOWED = "allowed"
    FRAME_OPTIONS = "frame-options"
    FRAME_ANCESTORS = "frame-ancestors"
    INSECURE = "insecure"
    OTHER_SCHEME = "other-scheme"
    NOT_A_PAGE = "not-a-page"
    STATUS = "status"
    EMPTY = "empty"
    BROKEN = "broken"
    CERTIFICATE = "certificate"
    REDIRECT_LOOP = "redirect-loop"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"


class FramingNote(StrEnum):
    """Further facts an editor should know."""

    LOGIN = "login"
    COOKIES = "cookies"
    OTHER_ORIGIN = "other-origin"
    OBSOLETE = "obsolete"
    SLOW = "slow"


UNREACHABLE_REASONS = {FramingReason.STATUS, FramingReason.EMPTY, FramingReason.BROKEN, FramingReason.CERTIFICATE}
UNREACHABLE_REASONS |= {FramingReason.REDIRECT_LOOP, FramingReason.TIMEOUT, FramingReason.UNREACHABLE}
# in this order: urllib3's NewConnectionError is a TimeoutError
FAILURES = (
    (SSLError, FramingReason.CERTIFICATE),
    (NewConnectionError, FramingReason.UNREACHABLE),
    ((Urllib3TimeoutError, TimeoutError), FramingReason.TIMEOUT),
)


@dataclass(frozen=True)
class FramingResult:
    """The result of a probe. ``status`` is None without a response; ``seconds`` is the time until the page was read.

    ``origins`` are those of the redirect chain, the page's own last: a page that frames it must allow them all.
    """

    address: str
    final_address: str
    status: int | None
    reason: FramingReason
    notes: tuple[FramingNote, ...]
    origins: tuple[str, ...]
    seconds: float

    @property
    def may_be_framed(self) -> bool:
        return self.reason is FramingReason.ALLOWED

    @property
    def is_reached(self) -> bool:
        """True if a voter who follows the link reaches something."""
        return self.reason not in UNREACHABLE_REASONS

    @property
    def mode(self) -> str | None:
        """How to offer the vote: ``iframe``, ``link`` or None. A login cannot work in a frame that blocks cookies."""
        if not self.is_reached:
            return None
        return (
            "iframe"
            if self.may_be_framed and not {FramingNote.LOGIN, FramingNote.COOKIES} <= set(self.notes)
            else "link"
        )


def probe_framing(url: str, embedder_origin: str, timeout: float = 10) -> FramingResult:
    """Request a URL as a frame on a page of this origin would, within ``timeout`` seconds.

    Redirects by scripts or by ``<meta>`` are not followed. On loopback, http counts as secure.
    Raises ``ValueError`` if one of the two is not an http(s) URL.
    """
    parse_origin(url)
    embedder, started = parse_origin(embedder_origin), time.monotonic()
    probe = probe_url(url, embedder, timeout)
    seconds = time.monotonic() - started
    reason = _reason(probe, embedder)
    return FramingResult(
        address=url,
        final_address=probe.redirect_chain[-1],
        status=probe.responses[-1].status if probe.responses else None,
        reason=reason,
        notes=() if reason in UNREACHABLE_REASONS else tuple(_notes(probe, embedder, seconds)),
        origins=tuple(_origins(probe.redirect_chain)),
        seconds=seconds,
    )


def _reason(probe: HttpProbe, embedder: Origin) -> FramingReason:
    if probe.failure:
        return next((reason for kind, reason in FAILURES if isinstance(probe.failure, kind)), FramingReason.BROKEN)
    last = probe.responses[-1]
    if last.status in REDIRECTS and len(probe.redirect_chain) == MAX_CHAIN_LENGTH:
        return FramingReason.REDIRECT_LOOP
    if not is_http_url(probe.redirect_chain[-1]):
        return FramingReason.OTHER_SCHEME
    if last.status >= 300:
        return FramingReason.STATUS
    return _permission(probe.redirect_chain, last, embedder) if probe.body else FramingReason.EMPTY


def _permission(redirect_chain: list[str], last: Response, embedder: Origin) -> FramingReason:
    framed, headers = parse_origin(redirect_chain[-1]), last.headers
    if embedder.scheme == "https" and not all(map(_is_secure, redirect_chain)):
        return FramingReason.INSECURE
    if not _is_page(last):
        return FramingReason.NOT_A_PAGE
    allowed = is_allowed_by_ancestors(headers, framed, embedder)
    if allowed is None:
        return (
            FramingReason.ALLOWED
            if is_allowed_by_frame_options(headers, framed, embedder)
            else FramingReason.FRAME_OPTIONS
        )
    return FramingReason.ALLOWED if allowed else FramingReason.FRAME_ANCESTORS


def _notes(probe: HttpProbe, embedder: Origin, seconds: float) -> Iterator[FramingNote]:
    origins = list(_origins(probe.redirect_chain))
    if PASSWORD_FIELD.search(probe.body):
        yield FramingNote.LOGIN
    if parse_origin(origins[-1]).host != embedder.host and not all(map(_allows_frame_cookies, probe.responses)):
        yield FramingNote.COOKIES
    if origins[-1] != origins[0]:
        yield FramingNote.OTHER_ORIGIN
    if has_obsolete_frame_options(probe.responses[-1].headers):
        yield FramingNote.OBSOLETE
    if seconds > SLOW_AFTER_S:
        yield FramingNote.SLOW


def _origins(redirect_chain: list[str]) -> Iterator[str]:
    yield from dict.fromkeys(str(parse_origin(address)) for address in redirect_chain if is_http_url(address))


def _is_secure(address: str) -> bool:
    origin = parse_origin(address)
    return origin.scheme == "https" or origin.host in LOOPBACK_HOSTS


def _is_page(response: Response) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind in PAGE_TYPES and not response.headers.get("Content-Disposition", "").lower().startswith("attachment")


def _allows_frame_cookies(response: Response) -> bool:
    """Check that a browser sends back all cookies of this response from a frame on another site."""
    return all({"samesite=none", "secure"} <= attributes for _, _, attributes in parse_cookies(response))
