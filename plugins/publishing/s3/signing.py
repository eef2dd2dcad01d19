"""Requests that are signed for a short time, as S3 asks (Signature Version 4 in the query).

A signed request dies with its time: one that lies in a sleeping process is refused by the store when at last it is
sent. Header signing could not do that, and it is why requests are signed here and not by a client library.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote


@dataclass(frozen=True)
class Credentials:
    """A key pair; what is secret in it is never printed."""

    key: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Signer:
    """Signs for one service in one region."""

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
        at: datetime,
        lifetime: int,
    ) -> str:
        """The signed query of a request that may be sent for ``lifetime`` seconds; ``path`` is encoded already.

        ``headers`` are those that the store must not accept changed (all that begin with ``x-amz-``).
        """
        stamp = at.strftime("%Y%m%dT%H%M%SZ")
        signed = {"host": host, **{name.lower(): value for name, value in headers.items()}}
        names = ";".join(sorted(signed))
        whole = {
            **query,
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{self.credentials.key}/{self._scope(stamp)}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(lifetime),
            "X-Amz-SignedHeaders": names,
            **({"X-Amz-Security-Token": self.credentials.token} if self.credentials.token else {}),
        }
        encoded = encoded_query(whole)
        lines = "".join(f"{name}:{' '.join(signed[name].split())}\n" for name in sorted(signed))
        request = f"{method}\n{path}\n{encoded}\n{lines}\n{names}\nUNSIGNED-PAYLOAD"
        return f"{encoded}&X-Amz-Signature={self.signature(request, stamp)}"

    def signature(self, request: str, stamp: str) -> str:
        """The signature of a canonical request."""
        digest = hashlib.sha256(request.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{self._scope(stamp)}\n{digest}"
        key = f"AWS4{self.credentials.secret}".encode()
        for part in self._scope(stamp).split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.new(key, text.encode(), "sha256").hexdigest()

    def _scope(self, stamp: str) -> str:
        return f"{stamp[:8]}/{self.region}/{self.service}/aws4_request"


def encoded_path(key: str) -> str:
    """A key as a path: everything but letters, digits, ``-_.~`` and slashes as ``%XX``."""
    return quote(key, safe="/-_.~")


def encoded_query(query: Mapping[str, str]) -> str:
    """A query in the order and encoding in which it is signed."""
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
    return "&".join(f"{name}={value}" for name, value in pairs)
