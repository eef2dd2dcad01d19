"""Content security policies, and the headers to send with every file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, tzinfo

from plugins.content.schema.dates import closing_instant
from plugins.content.schema.site import Security
from plugins.site.files.outputs import Output, integrity


def page_csp(inline_script: str, frames: Iterable[str]) -> str:
    """The policy of a page with this inline script and frames of these origins; all else is forbidden."""
    frame_sources = " ".join(sorted(set(frames)))
    rules = [
        "default-src 'none'",
        f"script-src 'self' '{integrity(inline_script.encode(), 'sha256')}'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        *([f"frame-src {frame_sources}"] if frame_sources else []),
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    return "; ".join(rules)


def headers_file(policy: str) -> Output:
    """``_headers``, which several hosts of static sites read: the headers of every file, with this content policy.

    A page's ``<meta>`` restricts its frames further. Which sites may frame this one only a header can state.
    """
    fields = {
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
    }
    lines = ["/*", *(f"  {name}: {value}" for name, value in fields.items())]
    return Output.from_bytes("_headers", "headers", ("\n".join(lines) + "\n").encode())


def security_txt(security: Security, site_url: str, zone: tzinfo) -> Output:
    """``security.txt`` (RFC 9116): whom to inform of a vulnerability. ``site_url`` has no slash at its end.

    It expires with the last second of its last day in this time zone.
    """
    expires = closing_instant(security.expires, zone) - timedelta(seconds=1)
    lines = [f"Contact: {security.contact}", f"Expires: {expires.isoformat()}"]
    path = ".well-known/security.txt"
    text = "\n".join([*lines, "Preferred-Languages: zh, en", f"Canonical: {site_url}/{path}"])
    return Output.from_bytes(path, "security.txt", f"{text}\n".encode())
