"""Header lines of services, the expected verdict on framing, and the embedding origin."""

from __future__ import annotations

from typing import NamedTuple

from plugins.voting.framing import FramingReason

SITE = "https://vote.city.example"
# stands for the service's own origin
HOME = "home"
ALLOWED, OPTIONS, ANCESTORS = FramingReason.ALLOWED, FramingReason.FRAME_OPTIONS, FramingReason.FRAME_ANCESTORS


class Case(NamedTuple):
    headers: tuple[str, ...]
    reason: FramingReason
    embedder: str = SITE


def _options(*values: str) -> tuple[str, ...]:
    return tuple(f"X-Frame-Options: {value}" for value in values)


def _ancestors(*sources: str) -> tuple[str, ...]:
    return tuple(f"Content-Security-Policy: frame-ancestors {source}" for source in sources)


FRAME_OPTIONS = {
    "nothing": Case((), ALLOWED),
    "deny": Case(_options("DENY"), OPTIONS),
    "deny-in-small-letters": Case(_options("  deny "), OPTIONS),
    "sameorigin": Case(_options("SAMEORIGIN"), OPTIONS),
    "sameorigin-at-home": Case(_options("SAMEORIGIN"), ALLOWED, HOME),
    "deny-at-home": Case(_options("DENY"), OPTIONS, HOME),
    "allow-from-us": Case(_options(f"ALLOW-FROM {SITE}"), ALLOWED),
    "allow-from-others": Case(_options("ALLOW-FROM https://other.example"), ALLOWED),
    "allowall": Case(_options("ALLOWALL"), ALLOWED),
    "garbage": Case(_options("yes please"), ALLOWED),
    "empty": Case(_options(""), ALLOWED),
    "twice-the-same": Case(_options("SAMEORIGIN", "SAMEORIGIN"), ALLOWED, HOME),
    "two-in-one-line": Case(_options("SAMEORIGIN, DENY"), OPTIONS, HOME),
    "two-lines": Case(_options("ALLOWALL", "SAMEORIGIN"), OPTIONS, HOME),
    "garbage-and-sameorigin": Case(_options("maybe", "SAMEORIGIN"), OPTIONS, HOME),
    "garbage-twice": Case(_options("maybe", "perhaps"), ALLOWED),
}

FRAME_ANCESTORS = {
    "none": Case(_ancestors("'none'"), ANCESTORS),
    "no-source": Case(_ancestors(""), ANCESTORS),
    "none-beside-another": Case(_ancestors("'none' *"), ALLOWED),
    "star": Case(_ancestors("*"), ALLOWED),
    "self-abroad": Case(_ancestors("'self'"), ANCESTORS),
    "self-at-home": Case(_ancestors("'SELF'"), ALLOWED, HOME),
    "scheme-https": Case(_ancestors("https:"), ALLOWED),
    "scheme-https-from-http": Case(_ancestors("https:"), ANCESTORS, "http://vote.city.example"),
    "scheme-http-from-https": Case(_ancestors("http:"), ALLOWED),
    "scheme-data": Case(_ancestors("data:"), ANCESTORS),
    "host": Case(_ancestors("https://vote.city.example"), ALLOWED),
    "host-in-capitals": Case(_ancestors("HTTPS://VOTE.City.Example"), ALLOWED),
    "host-without-scheme": Case(_ancestors("vote.city.example"), ALLOWED),
    "host-with-slash": Case(_ancestors("https://vote.city.example/"), ALLOWED),
    "host-with-path": Case(_ancestors("https://vote.city.example/page"), ANCESTORS),
    "host-without-scheme-from-http": Case(_ancestors("vote.city.example"), ALLOWED, "http://vote.city.example"),
    "host-with-odd-characters": Case(_ancestors("https://vote_city.example", "https://vote.city.example?x"), ANCESTORS),
    "star-with-port": Case(_ancestors("*:8443"), ALLOWED, "http://vote.city.example:8443"),
    "star-with-port-from-https": Case(_ancestors("*:8443"), ANCESTORS, f"{SITE}:8443"),
    "nonce": Case(_ancestors("'nonce-abc' 'unsafe-inline'"), ANCESTORS),
    "tab-between": Case(("Content-Security-Policy:\tframe-ancestors\t'none'",), ANCESTORS),
    "port-443-with-http": Case(_ancestors("http://vote.city.example:443"), ANCESTORS),
    "port-80-from-8443": Case(_ancestors("http://vote.city.example:80"), ANCESTORS, f"{SITE}:8443"),
    "http-host-from-other-port": Case(_ancestors("http://vote.city.example"), ANCESTORS, f"{SITE}:8443"),
    "http-host-with-port-from-https": Case(_ancestors("http://vote.city.example:8443"), ANCESTORS, f"{SITE}:8443"),
    "websocket-scheme": Case(_ancestors("wss:", "wss://vote.city.example"), ANCESTORS),
    "http-host-from-https": Case(_ancestors("http://vote.city.example"), ALLOWED),
    "https-host-from-http": Case(_ancestors(SITE), ANCESTORS, "http://vote.city.example"),
    "other-host": Case(_ancestors("https://other.example"), ANCESTORS),
    "host-as-a-tail": Case(_ancestors("https://city.example"), ANCESTORS),
    "host-as-a-beginning": Case(_ancestors("https://vote.city.example.org"), ANCESTORS),
    "wildcard": Case(_ancestors("https://*.city.example"), ALLOWED),
    "wildcard-two-levels": Case(_ancestors("*.example"), ALLOWED),
    "wildcard-not-the-name-itself": Case(_ancestors("https://*.vote.city.example"), ANCESTORS),
    "wildcard-in-the-middle": Case(_ancestors("https://vote.*.example"), ANCESTORS),
    "scheme-and-star": Case(_ancestors("https://*"), ALLOWED),
    "port": Case(_ancestors("https://vote.city.example:8443"), ALLOWED, f"{SITE}:8443"),
    "port-missing": Case(_ancestors(SITE), ANCESTORS, f"{SITE}:8443"),
    "port-other": Case(_ancestors("https://vote.city.example:8444"), ANCESTORS, f"{SITE}:8443"),
    "port-star": Case(_ancestors("https://vote.city.example:*"), ALLOWED, f"{SITE}:8443"),
    "port-default": Case(_ancestors("https://vote.city.example:443"), ALLOWED),
    "port-80-from-443": Case(_ancestors("http://vote.city.example:80"), ALLOWED),
    "one-of-several": Case(_ancestors("'self' https://other.example https://*.city.example"), ALLOWED),
    "garbage": Case(_ancestors("vote!city"), ANCESTORS),
    "name-in-capitals": Case(("content-security-policy: FRAME-ANCESTORS 'none'",), ANCESTORS),
    "beside-other-directives": Case(
        ("Content-Security-Policy: default-src 'self'; frame-ancestors 'none'; img-src *",), ANCESTORS
    ),
    "only-other-directives": Case(("Content-Security-Policy: default-src 'none'; frame-src 'none'",), ALLOWED),
    "twice-in-a-policy": Case(("Content-Security-Policy: frame-ancestors *; frame-ancestors 'none'",), ALLOWED),
    "two-policies-in-a-line": Case(("Content-Security-Policy: frame-ancestors *, frame-ancestors 'none'",), ANCESTORS),
    "two-lines": Case(_ancestors("*", "'none'"), ANCESTORS),
    "two-lines-that-agree": Case(_ancestors("*", "https:"), ALLOWED),
    "report-only": Case(("Content-Security-Policy-Report-Only: frame-ancestors 'none'",), ALLOWED),
    "over-frame-options": Case((*_options("DENY"), *_ancestors("*")), ALLOWED),
    "over-lenient-frame-options": Case((*_options("ALLOWALL"), *_ancestors("'none'")), ANCESTORS),
    "report-only-not-over-frame-options": Case(
        (*_options("DENY"), "Content-Security-Policy-Report-Only: frame-ancestors *"), OPTIONS
    ),
    "other-directives-not-over-frame-options": Case(
        (*_options("DENY"), "Content-Security-Policy: default-src *"), OPTIONS
    ),
}
CASES = {
    f"{group}/{name}": case
    for group, cases in (("options", FRAME_OPTIONS), ("ancestors", FRAME_ANCESTORS))
    for name, case in cases.items()
}
