"""Presigned S3 requests (AWS Signature Version 4 in the query) with an expiry of seconds.

The store refuses a request that is sent after its expiry, as by a process that was suspended. A signature in the
headers is valid for 15 minutes, which is why no client library signs here.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from plugins.publishing.s3.credentials import Credentials


@dataclass(frozen=True)
class Signer:
    """Signs for one service of AWS or of a compatible store, in one region."""

    credentials: Credentials
    region: str
    service: str = "s3"

    def query(
        self,
        method: str,
        host: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        time: datetime,
        lifetime: int,
    ) -> str:
        """The signed query of a request that is valid for ``lifetime`` seconds.

        ``path`` is percent-encoded. ``headers`` are those to be signed, all that begin with ``x-``.
        """
        timestamp = time.strftime("%Y%m%dT%H%M%SZ")
        signed = {"host": host, **{name.lower(): value for name, value in headers.items()}}
        names = ";".join(sorted(signed))
        encoded = self._encoded_query(tuple(query.items()), timestamp, lifetime, names)
        lines = "".join(f"{name}:{' '.join(signed[name].split())}\n" for name in sorted(signed))
        request = f"{method}\n{path}\n{encoded}\n{lines}\n{names}\nUNSIGNED-PAYLOAD"
        return f"{encoded}&X-Amz-Signature={self.signature(request, timestamp)}"

    # thousands of requests in a second have the same query
    @lru_cache(maxsize=64)  # noqa: B019 - a signer lives as long as its process
    def _encoded_query(self, query: tuple[tuple[str, str], ...], timestamp: str, lifetime: int, names: str) -> str:
        parameters = {
            **dict(query),
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{self.credentials.key}/{self._scope(timestamp)}",
            "X-Amz-Date": timestamp,
            "X-Amz-Expires": str(lifetime),
            "X-Amz-SignedHeaders": names,
            **({"X-Amz-Security-Token": self.credentials.token} if self.credentials.token else {}),
        }
        return encoded_query(parameters)

    def signature(self, request: str, timestamp: str) -> str:
        """The signature of a canonical request."""
        digest = hashlib.sha256(request.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{timestamp}\n{self._scope(timestamp)}\n{digest}"
        return hmac.digest(self._signing_key(self._scope(timestamp)), text.encode(), "sha256").hex()

    @lru_cache(maxsize=2)  # noqa: B019
    def _signing_key(self, scope: str) -> bytes:
        key = f"AWS4{self.credentials.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return key

    def _scope(self, timestamp: str) -> str:
        return f"{timestamp[:8]}/{self.region}/{self.service}/aws4_request"


def encoded_path(key: str) -> str:
    """An object's key as a path; slashes stay."""
    return quote(key, safe="/-_.~")


def percent_encode(text: str) -> str:
    """Text with everything but letters, digits and ``-_.~`` as ``%XX`` (RFC 3986)."""
    return quote(text, safe="-_.~")


def encoded_query(query: Mapping[str, str]) -> str:
    """A query in the order and encoding in which it is signed."""
    pairs = sorted((percent_encode(name), percent_encode(value)) for name, value in query.items())
    return "&".join(f"{name}={value}" for name, value in pairs)
