"""Which http and https URLs are accepted from editors, and their origins."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# browsers leave these out of an origin
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
# the name of a host, or an IP address; a semicolon or star would mean something in a Content-Security-Policy
HOST = re.compile(r"[\w.:-]+")


def is_public_url(value: str) -> bool:
    """True for an http or https URL whose host is evident: without user name, backslash, white space or odd signs."""
    if re.search(r"[\s\\]", value):
        return False
    try:
        parts = urlsplit(value)
        has_host = HOST.fullmatch(parts.hostname or "") is not None
        return parts.scheme in {"http", "https"} and has_host and parts.username is None and parts.port != 0
    except ValueError:
        return False


def is_web_url(value: str) -> bool:
    """True for an absolute http or https URL that can be put into a page without escaping."""
    return value.isascii() and value.isprintable() and not re.search(r'[\s<>"\\^`{|}]', value) and is_public_url(value)


def url_origin(url: str) -> str:
    """Scheme, host and port of a URL, as browsers compare them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower().removesuffix(DEFAULT_PORTS.get(parts.scheme, " "))
