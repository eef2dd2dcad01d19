"""What the answers of a store mean: success, a failure that may pass, a refusal, or something that is no store."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from urllib.parse import unquote_plus

from plugins.publishing.messages import PublishError, publish_error
from plugins.publishing.s3.connection import HttpResponse

TRANSIENT_STATUSES = {408, 409, 425, 500, 502, 504}
# the store asks to come back later
BUSY_STATUSES = {429, 503}
BUSY_CODES = {"SlowDown", "ServiceUnavailable", "Throttling", "RequestLimitExceeded"}
TRANSIENT_CODES = {"RequestTimeTooSkewed", "RequestNotReadyYet", "BadDigest", "InternalError"}
PAGE_BEGINNINGS = {b"<html", b"<!doc", b"<head", b"<body", b"<!-- "}
# the messages of refusals that have one
REFUSALS = {
    "ExpiredToken": "credentials_expired",
    "SecurityTokenExpired": "credentials_expired",
    "InvalidAccessKeyId": "credentials_wrong",
    "SignatureDoesNotMatch": "credentials_wrong",
    "NoSuchBucket": "no_bucket",
}


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object in a listing: ``size`` in bytes, ``etag`` in lower case, ``modified`` as the store formats it."""

    size: int
    etag: str
    modified: str


def error_code(response: HttpResponse) -> str:
    """The error code in a body, or ``""``."""
    return response.body.partition(b"<Code>")[2].partition(b"</Code>")[0].decode("ascii", "replace")


def describe(response: HttpResponse) -> str:
    """Status and error code of an answer in a few words."""
    detail = "text/html" if is_web_page(response) else error_code(response)
    return f"{response.status} {detail}".strip()


def is_web_page(response: HttpResponse) -> bool:
    """Whether a login page or a firewall answered instead of the store, often with status 200.

    A store sends each object with an ETag, and its own answers as XML.
    """
    if "ETag" in response.headers:
        return False
    # the answer to a HEAD has no contents, but their length
    is_empty = not response.body and response.headers.get("Content-Length", "0") != "0"
    is_html = response.headers.get_content_type() == "text/html" and response.status == 200
    return response.body[:100].lstrip()[:5].lower() in PAGE_BEGINNINGS or (is_html and is_empty)


def is_success(response: HttpResponse, method: str, accepted: Set[int], is_listing: bool) -> bool:
    """Whether the store did what it was asked to. ``accepted`` are further statuses that are no error."""
    if response.status in accepted and error_code(response) != "NoSuchBucket":
        return True
    # a copy may answer 200 and fail afterwards, which only the body says
    failed = method == "PUT" and b"<Error>" in response.body
    is_complete = not is_listing or response.body.rstrip().endswith(b"</ListBucketResult>")
    return response.status < 300 and is_complete and not failed and not is_web_page(response)


def is_busy(response: HttpResponse) -> bool:
    """Whether the store asks to come back later."""
    return response.status in BUSY_STATUSES or (response.status >= 400 and error_code(response) in BUSY_CODES)


def is_transient(response: HttpResponse) -> bool:
    """Whether the same request may succeed later."""
    return (
        response.status in TRANSIENT_STATUSES
        or response.status < 300
        or is_web_page(response)
        or error_code(response) in TRANSIENT_CODES
    )


def refusal(response: HttpResponse, method: str, key: str, bucket: str) -> PublishError:
    """The error that an answer means."""
    code = REFUSALS.get(error_code(response), "refused")
    return publish_error(code, method=method, key=key, bucket=bucket, status=describe(response))


def normalize_etag(text: str) -> str:
    """An ETag without quotes and in lower case: OSS writes MD5s in upper case."""
    return text.strip().removeprefix("W/").strip('"').lower()


@dataclass(frozen=True)
class ListingPage:
    """A page of a listing. ``next_query`` leads to the next one, and is empty at the end."""

    objects: tuple[tuple[str, ObjectInfo], ...]
    next_query: Mapping[str, str]


def parse_listing(body: bytes) -> ListingPage:
    """A page of a listing. Raises ``PublishError`` if it is not one."""
    try:
        root = _parse_xml(body)
        # a store that ignores the wish for encoded keys does not say that they are encoded
        is_encoded = root.findtext("EncodingType") == "url"
        objects = tuple(_parse_object(entry, is_encoded) for entry in root.iter("Contents"))
    except (ElementTree.ParseError, KeyError, ValueError):
        raise publish_error("bad_listing") from None
    return ListingPage(objects, _next_query(root, objects))


def _next_query(root: ElementTree.Element, objects: Sequence[tuple[str, ObjectInfo]]) -> Mapping[str, str]:
    if root.findtext("IsTruncated") != "true":
        return {}
    if token := root.findtext("NextContinuationToken"):
        return {"continuation-token": token}
    if not objects:
        raise publish_error("bad_listing")
    # a store that knows only the first version of listings goes on after a marker
    last_key = objects[-1][0]
    return {"marker": last_key, "start-after": last_key}


def _parse_xml(body: bytes) -> ElementTree.Element:
    root = ElementTree.fromstring(body)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _parse_object(entry: ElementTree.Element, is_encoded: bool) -> tuple[str, ObjectInfo]:
    text = {child.tag: child.text or "" for child in entry}
    key = unquote_plus(text["Key"]) if is_encoded else text["Key"]
    return key, ObjectInfo(int(text["Size"]), normalize_etag(text["ETag"]), text["LastModified"])
