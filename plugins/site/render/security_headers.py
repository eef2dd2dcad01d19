"""What a page may load and do: its content security policy, and the headers that go with every file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from plugins.content.schema.site import Security
from plugins.site.files.outputs import Output, written


def hash_of(script: str) -> str:
    """The source expression that allows exactly this inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def page_policy(inline: str, frames: Iterable[str]) -> str:
    """The policy of a page with this inline script and frames from these origins; what it does not use is forbidden."""
    listed = " ".join(sorted(set(frames)))
    rules = [
        "default-src 'none'",
        f"script-src 'self' {hash_of(inline)}",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        *([f"frame-src {listed}"] if listed else []),
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    return "; ".join(rules)


def headers(policy: str, ancestors: str) -> dict[str, str]:
    """The headers of every file. ``ancestors`` says which sites may frame this one: only a header can."""
    return {
        "Content-Security-Policy": f"{policy}; frame-ancestors {ancestors}",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
    }


def security_txt(security: Security, address: str) -> Output:
    """Whom to tell of a hole, where people who look for holes look for it."""
    lines = [f"Contact: {security.contact}", f"Expires: {security.expires.isoformat()}T23:59:59+08:00"]
    path = ".well-known/security.txt"
    text = "\n".join([*lines, "Preferred-Languages: zh, en", f"Canonical: {address}/{path}"])
    return written(path, "security.txt", f"{text}\n".encode())


def headers_file(said: dict[str, str]) -> Output:
    """``_headers``, which several hosts of static sites read. A page's own ``<meta>`` narrows its frames further."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in said.items())]
    return written("_headers", "headers", ("\n".join(lines) + "\n").encode())
