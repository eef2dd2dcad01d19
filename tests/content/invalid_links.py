"""Deceptive links: script schemes hidden in entities or white space, and misleading hosts."""

from __future__ import annotations

from tests.content.mutations import LIFT, InvalidCase, invalid_case, replace_body


def link(name: str, target: str, code: str) -> InvalidCase:
    """A link on line 14, which must be refused there."""
    return invalid_case(f"link {name}", replace_body(f"\n一。\n\n[雨]({target})\n"), (LIFT, 14, code))


def invalid_link(name: str, markdown: str, code: str = "bad_scheme", line: int = 14) -> InvalidCase:
    """A link written in another way than usual."""
    return invalid_case(f"link {name}", replace_body(f"\n一。\n\n{markdown}\n"), (LIFT, line, code))


RUN = {
    "by VBScript": "vbscript:msgbox(1)",
    "to a page in itself": "data:text/html;base64,PHNjcmlwdD4=",
    "to a drawing in itself": "data:image/svg+xml,<svg/onload=alert(1)>",
    "with a colon as an entity": "javascript&colon;alert(1)",
    "with a letter in hexadecimal": "&#x6A;avascript:alert(1)",
    "with a letter of many noughts": "&#0000106;avascript:alert(1)",
    "with a blank before": "< javascript:alert(1)>",
    "to a blob": "blob:https://a.example/b",
    "to a disk": "file:///etc/passwd",
    "to a source": "view-source:https://a.example",
    "into an app": "intent://a#Intent;scheme=http;end",
    "into a chat": "weixin://dl/chat",
    "to a blank page": "about:blank",
    "to a socket": "wss://a.example",
    "to a file server": "ftp://a.example/a",
}
# what no browser takes for a scheme is then no path of the site
NOWHERE = {
    "with a control sign before": "&#1;javascript:alert(1)",
    "with a tab as an entity": "java&Tab;script:alert(1)",
    "with a line's end as an entity": "java&NewLine;script:alert(1)",
    "with a letter without semicolon": "&#x6Aavascript:alert(1)",
    "escaped by per cent": "javascript%3Aalert(1)",
    "escaped twice": "&amp;#106;avascript:alert(1)",
    "with a wide colon": "javascript：alert(1)",
    "that leaves its quotes": 'x"onmouseover="alert(1)',
    "with a slash and a backslash": "/\\evil.example",
    "with backslashes": "\\\\\\\\evil.example",
}
ELSEWHERE = {
    "of whatever scheme": "//evil.example/a",
    "with a name before the host": "https://gov.example@evil.example/",
    "with a name and a backslash": "https://gov.example\\@evil.example/",
    "with a backslash after the host": "https://evil.example\\a.gov.example/",
    "without slashes": "https:evil.example",
    "with three slashes": "https:///evil.example",
    "with a blank in the host": "<https://a b.example/>",
    "to no such port": "https://a.example:99999/",
}
WRITTEN = [
    invalid_link("by reference with brackets", "[雨][r]\n\n[r]: <javascript:alert(1)> '雨'", line=16),
    invalid_link("in a heading", "# [雨](javascript:alert(1))"),
    invalid_link("in a table", "|[雨](javascript:alert(1))|水|\n|-|-|\n|一|二|"),
    invalid_link("in a footnote", "雨[^1]\n\n[^1]: [水](javascript:alert(1))", line=16),
    invalid_link("in a quotation", "> > [雨](javascript:alert(1))"),
    invalid_link("in a definition", "雨\n: [水](javascript:alert(1))", line=15),
    invalid_link("that leaves its attribute", '[雨](#"onclick=alert(1))', code="broken_fragment"),
]
BROKEN_LINKS = [
    *[link(name, target, "bad_scheme") for name, target in RUN.items()],
    *[link(name, target, "broken_link") for name, target in NOWHERE.items()],
    *[link(name, target, "bad_address") for name, target in ELSEWHERE.items()],
    *WRITTEN,
]
