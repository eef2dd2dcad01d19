"""The content security policy of a page."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from zoneinfo import ZoneInfo

from plugins.content.schema.site import Security
from plugins.site.render.security_headers import headers_file, page_csp, security_txt

SCRIPT = "document.title"
HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()


def test_only_the_inline_script_of_the_page_and_its_own_files_are_allowed() -> None:
    rules = page_csp(SCRIPT, ()).split("; ")
    assert rules[:2] == ["default-src 'none'", f"script-src 'self' 'sha256-{HASH}'"]
    assert "frame-src" not in {rule.split()[0] for rule in rules}
    allowed = {source for rule in rules[2:] for source in rule.split()[1:]}
    assert allowed == {"'self'", "'none'", "'script'"}


def test_frames_are_listed_once_and_in_order() -> None:
    frames = ("https://b.example", "https://a.example", "https://b.example")
    assert "frame-src https://a.example https://b.example" in page_csp(SCRIPT, frames).split("; ")


def test_headers_are_those_of_every_file() -> None:
    output = headers_file("default-src 'none'")
    assert output.path == "_headers"
    assert output.data.decode().splitlines() == [
        "/*",
        "  Content-Security-Policy: default-src 'none'",
        "  Cross-Origin-Opener-Policy: same-origin",
        "  Cross-Origin-Resource-Policy: same-origin",
        "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "  Referrer-Policy: no-referrer",
        "  Strict-Transport-Security: max-age=63072000; includeSubDomains",
        "  X-Content-Type-Options: nosniff",
    ]


def test_contact_for_security_is_right_until_the_end_of_its_last_day() -> None:
    security = Security(contact="mailto:mu@example.org", expires=date(2024, 5, 2))
    output = security_txt(security, "https://x.example/zt", ZoneInfo("Asia/Shanghai"))
    assert output.path == ".well-known/security.txt"
    assert output.data.decode() == (
        "Contact: mailto:mu@example.org\n"
        "Expires: 2024-05-02T23:59:59+08:00\n"
        "Preferred-Languages: zh, en\n"
        "Canonical: https://x.example/zt/.well-known/security.txt\n"
    )
