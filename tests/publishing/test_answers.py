"""What single answers of a store mean, without a store."""

from __future__ import annotations

from email.message import Message

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.s3.answers import (
    describe,
    error_code,
    is_busy,
    is_success,
    is_transient,
    is_web_page,
    normalize_etag,
    parse_listing,
    refusal,
)
from plugins.publishing.s3.connection import HttpResponse

PAGE = b" <!DOCTYPE html><title>login</title>"
LISTING = b"<ListBucketResult></ListBucketResult>\n"


def _response(status: int = 200, body: bytes = b"", **headers: str) -> HttpResponse:
    message = Message()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return HttpResponse(status, body, message)


def _error(status: int, code: str) -> HttpResponse:
    return _response(status, f"<Error><Code>{code}</Code></Error>".encode(), Content_Type="application/xml")


@pytest.mark.parametrize(
    ("response", "is_page"),
    [
        (_response(200, PAGE), True),
        (_response(403, b"<HTML>"), True),
        (_response(200, b"<!-- firewall -->"), True),
        (_response(200, b"x" * 100 + PAGE), False),
        (_response(200, PAGE, ETag='"0"'), False),
        (_response(200, b"", Content_Type="text/html", Content_Length="9"), True),
        (_response(404, b"", Content_Type="text/html", Content_Length="9"), False),
        (_response(200, b"", Content_Type="text/html", Content_Length="0"), False),
        (_response(200, b"", Content_Type="text/html"), False),
        (_response(200, b"", Content_Type="text/css", Content_Length="9"), False),
        (_response(200, b"words", Content_Type="text/html", Content_Length="5"), False),
        (_error(404, "NoSuchKey"), False),
    ],
)
def test_page_of_somebody_else_is_not_taken_for_a_store(response: HttpResponse, is_page: bool) -> None:
    assert is_web_page(response) is is_page


@pytest.mark.parametrize(
    ("response", "method", "is_listing", "expected"),
    [
        (_response(200), "PUT", False, True),
        (_response(204), "DELETE", False, True),
        (_response(299), "GET", False, True),
        (_response(300), "GET", False, False),
        (_error(404, "NoSuchKey"), "DELETE", False, True),
        (_error(404, "NoSuchBucket"), "DELETE", False, False),
        (_error(403, "AccessDenied"), "GET", False, False),
        (_error(200, "InternalError"), "PUT", False, False),
        (_error(200, "InternalError"), "GET", False, True),
        (_response(200, PAGE), "GET", False, False),
        (_response(200, LISTING), "GET", True, True),
        (_response(200, LISTING[:-3]), "GET", True, False),
        (_response(200, b"<half"), "GET", False, True),
    ],
)
def test_success_is_known_by_status_and_contents(
    response: HttpResponse, method: str, is_listing: bool, expected: bool
) -> None:
    assert is_success(response, method, {404}, is_listing) is expected


def test_answers_that_may_change_are_known_by_status_and_code() -> None:
    statuses = range(200, 600)
    assert [status for status in statuses if is_busy(_response(status))] == [429, 503]
    transient = [status for status in statuses if status >= 300 and is_transient(_response(status))]
    assert transient == [408, 409, 425, 500, 502, 504]
    assert [is_busy(_error(status, "SlowDown")) for status in (200, 399, 400, 403)] == [False, False, True, True]
    assert not is_busy(_error(403, "AccessDenied"))
    assert is_transient(_error(403, "RequestTimeTooSkewed"))
    assert not is_transient(_error(403, "AccessDenied"))
    assert is_transient(_response(200))
    assert is_transient(_response(403, PAGE))


def test_answer_is_described_in_a_few_words() -> None:
    assert describe(_error(403, "AccessDenied")) == "403 AccessDenied"
    assert describe(_response(200, PAGE)) == "200 text/html"
    assert describe(_response(404)) == "404"
    assert error_code(_response(404, b"<Code>A\xff</Code>")) == "A\ufffd"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ExpiredToken", "credentials_expired"),
        ("SignatureDoesNotMatch", "credentials_wrong"),
        ("NoSuchBucket", "no_bucket"),
        ("AccessDenied", "refused"),
    ],
)
def test_refusal_names_request_and_reason(code: str, message: str) -> None:
    (problem,) = refusal(_error(403, code), "PUT", "site/a", "bucket").messages
    values = {"method": "PUT", "key": "site/a", "bucket": "bucket", "status": f"403 {code}"}
    assert (problem.code, dict(problem.values)) == (message, values)


def test_etag_is_compared_without_its_dress() -> None:
    assert [normalize_etag(text) for text in ('"AB"', ' W/"ab" ', "ab")] == ["ab"] * 3


def _page(*keys: str, more: str) -> bytes:
    entries = "".join(
        f"<Contents><Key>{key}</Key><Size>7</Size><ETag>e</ETag><LastModified>x</LastModified></Contents>"
        for key in keys
    )
    return f"<ListBucketResult>{more}{entries}</ListBucketResult>".encode()


def test_listing_goes_on_by_token_or_after_its_last_key() -> None:
    truncated = "<IsTruncated>true</IsTruncated>"
    token = "<NextContinuationToken>t</NextContinuationToken>"
    assert parse_listing(_page("a", "b", more=truncated + token)).next_query == {"continuation-token": "t"}
    assert parse_listing(_page("a", "b", more=truncated)).next_query == {"marker": "b", "start-after": "b"}
    assert parse_listing(_page("a", "b", more=token)).next_query == {}
    with pytest.raises(PublishError):
        parse_listing(_page(more=truncated))
    assert [(key, info.size) for key, info in parse_listing(_page("a", "b", more="")).objects] == [("a", 7), ("b", 7)]
