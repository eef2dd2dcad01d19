"""Whether a vote's live page may be framed, and whether a voter gets to it at all."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from urllib3.exceptions import NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as NoAnswerInTime

from plugins.voting.frame_policy import (
    Origin,
    has_obsolete_frame_options,
    is_allowed_by_ancestors,
    is_allowed_by_frame_options,
    origin_of,
)
from plugins.voting.http_probe import LONGEST_WAY, REDIRECTS, Answer, Visit, cookies_of, is_web, visit

# seconds after which people begin to leave
SLOW = 3.0
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
PASSWORD_FIELD = re.compile(rb"<input\b[^<>]*\btype\s*=\s*[\"']?password", re.I)
PAGES = {"", "text/html", "application/xhtml+xml"}


class Reason(StrEnum):
    """Why a page may be framed, or may not; those of ``LOST`` stop a voter who follows the link as well."""

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


class Note(StrEnum):
    """What an editor should know besides."""

    LOGIN = "login"
    COOKIES = "cookies"
    OTHER_ORIGIN = "other-origin"
    OBSOLETE = "obsolete"
    SLOW = "slow"


LOST = {Reason.STATUS, Reason.EMPTY, Reason.BROKEN, Reason.CERTIFICATE}
LOST |= {Reason.REDIRECT_LOOP, Reason.TIMEOUT, Reason.UNREACHABLE}
# in this order: to the library, a connection that was refused is one that took too long
FAILURES = (
    (SSLError, Reason.CERTIFICATE),
    (NewConnectionError, Reason.UNREACHABLE),
    ((NoAnswerInTime, TimeoutError), Reason.TIMEOUT),
)


@dataclass(frozen=True)
class Framing:
    """What a service answered. ``status`` is None where it gave no answer; ``seconds`` is until the page was there.

    ``origins`` are those passed on the way, the last one the page's own: a page that frames it has to allow them all.
    """

    address: str
    final_address: str
    status: int | None
    reason: Reason
    notes: tuple[Note, ...]
    origins: tuple[str, ...]
    seconds: float

    @property
    def may_be_framed(self) -> bool:
        return self.reason is Reason.ALLOWED

    @property
    def is_reached(self) -> bool:
        """Whether a voter who follows the link gets to something."""
        return self.reason not in LOST

    @property
    def mode(self) -> str | None:
        """How to offer the vote: ``iframe``, ``link``, or nothing. Nobody can log in where no cookie comes back."""
        if not self.is_reached:
            return None
        return "iframe" if self.may_be_framed and not {Note.LOGIN, Note.COOKIES} <= set(self.notes) else "link"


def examine(url: str, embedder_origin: str, timeout: float = 10) -> Framing:
    """Ask this address as a frame on a page of this origin would; it takes ``timeout`` seconds at most.

    Redirects by scripts or by ``<meta>`` are not followed. On loopback plain http is as good as https.
    Raises ``ValueError`` where one of the two is no web address.
    """
    origin_of(url)
    embedder, started = origin_of(embedder_origin), time.monotonic()
    made = visit(url, embedder, timeout)
    seconds = time.monotonic() - started
    reason = _reason(made, embedder)
    return Framing(
        address=url,
        final_address=made.way[-1],
        status=made.answers[-1].status if made.answers else None,
        reason=reason,
        notes=() if reason in LOST else tuple(_notes(made, embedder, seconds)),
        origins=tuple(_origins(made.way)),
        seconds=seconds,
    )


def _reason(made: Visit, embedder: Origin) -> Reason:
    if made.failure:
        return next((reason for kind, reason in FAILURES if isinstance(made.failure, kind)), Reason.BROKEN)
    last = made.answers[-1]
    if last.status in REDIRECTS and len(made.way) == LONGEST_WAY:
        return Reason.REDIRECT_LOOP
    if not is_web(made.way[-1]):
        return Reason.OTHER_SCHEME
    if last.status >= 300:
        return Reason.STATUS
    return _permission(made.way, last, embedder) if made.body else Reason.EMPTY


def _permission(way: list[str], last: Answer, embedder: Origin) -> Reason:
    framed, headers = origin_of(way[-1]), last.headers
    if embedder.scheme == "https" and not all(map(_is_secure, way)):
        return Reason.INSECURE
    if not _is_page(last):
        return Reason.NOT_A_PAGE
    allowed = is_allowed_by_ancestors(headers, framed, embedder)
    if allowed is None:
        return Reason.ALLOWED if is_allowed_by_frame_options(headers, framed, embedder) else Reason.FRAME_OPTIONS
    return Reason.ALLOWED if allowed else Reason.FRAME_ANCESTORS


def _notes(made: Visit, embedder: Origin, seconds: float) -> Iterator[Note]:
    origins = list(_origins(made.way))
    if PASSWORD_FIELD.search(made.body):
        yield Note.LOGIN
    if origin_of(origins[-1]).host != embedder.host and not all(map(_comes_back, made.answers)):
        yield Note.COOKIES
    if origins[-1] != origins[0]:
        yield Note.OTHER_ORIGIN
    if has_obsolete_frame_options(made.answers[-1].headers):
        yield Note.OBSOLETE
    if seconds > SLOW:
        yield Note.SLOW


def _origins(way: list[str]) -> Iterator[str]:
    yield from dict.fromkeys(str(origin_of(address)) for address in way if is_web(address))


def _is_secure(address: str) -> bool:
    origin = origin_of(address)
    return origin.scheme == "https" or origin.host in LOOPBACK


def _is_page(answer: Answer) -> bool:
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind in PAGES and not answer.headers.get("Content-Disposition", "").lower().startswith("attachment")


def _comes_back(answer: Answer) -> bool:
    """Whether all cookies of this answer come back from a frame on another site."""
    return all({"samesite=none", "secure"} <= attributes for _, _, attributes in cookies_of(answer))
