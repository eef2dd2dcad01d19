"""Amazon CloudFront: an invalidation of paths, signed with Signature Version 4 in the headers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from pydantic.dataclasses import dataclass

from plugins.publishing.cdn import STRICT, ApiCdn, SignedRequest, to_json
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.s3.signing import Signer
from plugins.publishing.yaml_config import PlainAddress

# the only region in which CloudFront takes requests
REGION = "us-east-1"


@dataclass(frozen=True, config=STRICT, kw_only=True)
class CloudFront(ApiCdn):
    """Settings of CloudFront. ``distribution`` is the id of one."""

    VENDOR_MAX_URLS: ClassVar[int] = 3000
    VENDOR_MAX_FOLDERS: ClassVar[int] = 15
    endpoint: PlainAddress = "https://cloudfront.amazonaws.com"
    distribution: str

    def sign(self, urls: Sequence[str], folders: Sequence[str], keys: Credentials) -> Iterator[SignedRequest]:
        paths = [urlsplit(url).path for url in urls] + [f"{urlsplit(url).path}*" for url in folders]
        if paths:
            yield sign_invalidation(self.endpoint, self.distribution, paths, keys, datetime.now(UTC))

    @staticmethod
    def format_headers(headers: dict[str, str]) -> str:
        """A response headers policy; every header replaces that of the origin."""
        items = [{"Header": name, "Value": value, "Override": True} for name, value in headers.items()]
        return to_json({"Name": "xunzhan", "CustomHeadersConfig": {"Quantity": len(items), "Items": items}})


def sign_invalidation(
    endpoint: str, distribution: str, paths: Sequence[str], keys: Credentials, time: datetime
) -> SignedRequest:
    """The request of an invalidation; its caller reference follows from time and paths, so a repeat is idempotent."""
    items = "".join(f"<Path>{escape(path)}</Path>" for path in paths)
    reference = hashlib.sha256("\n".join([time.isoformat(), *paths]).encode()).hexdigest()[:32]
    body = (
        '<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">'
        f"<Paths><Quantity>{len(paths)}</Quantity><Items>{items}</Items></Paths>"
        f"<CallerReference>{reference}</CallerReference></InvalidationBatch>"
    ).encode()
    path = f"/2020-05-31/distribution/{distribution}/invalidation"
    host, timestamp = urlsplit(endpoint).netloc, f"{time:%Y%m%dT%H%M%SZ}"
    signed = {"host": host, "x-amz-date": timestamp, **({"x-amz-security-token": keys.token} if keys.token else {})}
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = f"POST\n{path}\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    signature = Signer(keys, REGION, "cloudfront").signature(request, timestamp)
    credential = f"{keys.key}/{timestamp[:8]}/{REGION}/cloudfront/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    headers = (("Authorization", authorization), ("Content-Type", "text/xml"), *signed.items())
    return SignedRequest("POST", f"{endpoint}{path}", headers, body)
