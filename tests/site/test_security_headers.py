"""The content security policy of a page."""

from __future__ import annotations

import base64
import hashlib

from plugins.site.render.security_headers import page_csp

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
