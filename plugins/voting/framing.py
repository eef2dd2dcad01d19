"""Probe a vote's live page: can voters reach it, and may it be framed?"""

from __future__ import annotations

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
    HttpProbe,
    Response,
    is_http_url,
    is_page,
    is_redirect,
    parse_cookies,
    probe_url,
)

# people begin to leave after this time
SLOW_AFTER_S = 3.0
LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
# WeChat's login, which browsers outside WeChat cannot pass, and the links of mini programs
WECHAT_HOSTS = {"open.weixin.qq.com", "wxaurl.cn", "wxmpurl.cn"}


class FramingReason(StrEnum):
    """Why a page may or may not be framed; ``UNREACHABLE_REASONS`` also stop a voter who follows the link."""

    ALLOWED = "allowed"
    FRAME_OPTIONS = "frame-options"
    FRAME_ANCESTORS = "frame-ancestors"
    WECHAT_ONLY = "wechat-only"
    INSECURE = "insecure"
    OTHER_SCHEME = "other-scheme"
    NOT_A_PAGE = "not-a-page"
    STATUS = "status"
    EMPTY = "empty"
    CLOSED = "closed"
    BROKEN = "broken"
    CERTIFICATE = "certificate"
    REDIRECT_LOOP = "redirect-loop"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"


class FramingNote(StrEnum):
    """Further facts an editor should know."""

    NOT_STARTED = "not-started"
    PLAIN_HTTP = "plain-http"
    LOGIN = "login"
    COOKIES = "cookies"
    OTHER_ORIGIN = "other-origin"
    OBSOLETE = "obsolete"
    SLOW = "slow"


UNREACHABLE_REASONS = {FramingReason.STATUS, FramingReason.EMPTY, FramingReason.CLOSED, FramingReason.BROKEN}
UNREACHABLE_REASONS |= {FramingReason.CERTIFICATE, FramingReason.REDIRECT_LOOP, FramingReason.TIMEOUT}
UNREACHABLE_REASONS |= {FramingReason.UNREACHABLE}
# in this order: urllib3's NewConnectionError is a TimeoutError
FAILURES = (
    (SSLError, FramingReason.CERTIFICATE),
    (NewConnectionError, FramingReason.UNREACHABLE),
    ((Urllib3TimeoutError, TimeoutError), FramingReason.TIMEOUT),
)


@dataclass(frozen=True)
class FramingResult:
    """The result of a probe. ``status`` is None without a response; ``seconds`` is the time until the page was read."""

    address: str
    final_address: str
    status: int | None
    reason: FramingReason
    notes: tuple[FramingNote, ...]
    seconds: float

    @property
    def is_reached(self) -> bool:
        """True if a voter who follows the link reaches something to vote with."""
        return self.reason not in UNREACHABLE_REASONS

    @property
    def mode(self) -> str | None:
        """How to offer the vote: ``iframe``, ``link``, ``qr`` or None.

        A login cannot work in a frame that blocks cookies; what opens in WeChat alone is scanned with it.
        """
        if not self.is_reached:
            return None
        if self.reason is FramingReason.WECHAT_ONLY:
            return "qr"
        loses_login = {FramingNote.LOGIN, FramingNote.COOKIES} <= set(self.notes)
        return "iframe" if self.reason is FramingReason.ALLOWED and not loses_login else "link"


def probe_framing(url: str, embedder_origin: str, timeout: float = 10) -> FramingResult:
    """Request a URL as a frame on a page of this origin would, within ``timeout`` seconds.

    Redirects by scripts are not followed. On loopback, http counts as secure.
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
        seconds=seconds,
    )


def _reason(probe: HttpProbe, embedder: Origin) -> FramingReason:
    if probe.failure:
        return next((reason for kind, reason in FAILURES if isinstance(probe.failure, kind)), FramingReason.BROKEN)
    last = probe.responses[-1]
    if len(probe.redirect_chain) == MAX_CHAIN_LENGTH and (is_redirect(last) or probe.content.refresh):
        return FramingReason.REDIRECT_LOOP
    if not is_http_url(probe.redirect_chain[-1]):
        return FramingReason.OTHER_SCHEME
    if last.status >= 300:
        return FramingReason.STATUS
    if not probe.body:
        return FramingReason.EMPTY
    return _voter_reason(probe) or _permission(probe, embedder)


def _voter_reason(probe: HttpProbe) -> FramingReason | None:
    """Return what the page says that concerns every voter, framed or not."""
    if probe.content.is_closed:
        return FramingReason.CLOSED
    hosts = {parse_origin(address).host for address in probe.redirect_chain}
    return FramingReason.WECHAT_ONLY if probe.content.is_for_wechat or hosts & WECHAT_HOSTS else None


def _permission(probe: HttpProbe, embedder: Origin) -> FramingReason:
    if embedder.scheme == "https" and not all(map(_is_secure, probe.redirect_chain)):
        return FramingReason.INSECURE
    if not is_page(probe.responses[-1]):
        return FramingReason.NOT_A_PAGE
    reasons = [
        _document_permission(address, response, embedder)
        for address, response in zip(probe.redirect_chain, probe.responses, strict=True)
        if not is_redirect(response)
    ]
    return next((reason for reason in reasons if reason is not FramingReason.ALLOWED), FramingReason.ALLOWED)


def _document_permission(address: str, response: Response, embedder: Origin) -> FramingReason:
    framed, headers = parse_origin(address), response.headers
    allowed = is_allowed_by_ancestors(headers, framed, embedder)
    if allowed is None:
        return (
            FramingReason.ALLOWED
            if is_allowed_by_frame_options(headers, framed, embedder)
            else FramingReason.FRAME_OPTIONS
        )
    return FramingReason.ALLOWED if allowed else FramingReason.FRAME_ANCESTORS


def _notes(probe: HttpProbe, embedder: Origin, seconds: float) -> Iterator[FramingNote]:
    origins = [parse_origin(address) for address in probe.redirect_chain if is_http_url(address)]
    if probe.content.is_not_started:
        yield FramingNote.NOT_STARTED
    if not all(map(_is_secure, filter(is_http_url, probe.redirect_chain))):
        yield FramingNote.PLAIN_HTTP
    if probe.content.has_password_field:
        yield FramingNote.LOGIN
    if origins[-1].host != embedder.host and not all(map(_allows_frame_cookies, probe.responses)):
        yield FramingNote.COOKIES
    if origins[-1] != origins[0]:
        yield FramingNote.OTHER_ORIGIN
    if has_obsolete_frame_options(probe.responses[-1].headers):
        yield FramingNote.OBSOLETE
    if seconds > SLOW_AFTER_S:
        yield FramingNote.SLOW


def _is_secure(address: str) -> bool:
    origin = parse_origin(address)
    return origin.scheme == "https" or origin.host in LOOPBACK_HOSTS


def _allows_frame_cookies(response: Response) -> bool:
    """Check that a browser sends back all cookies of this response from a frame on another site."""
    return all({"samesite=none", "secure"} <= attributes for _, _, attributes in parse_cookies(response))
