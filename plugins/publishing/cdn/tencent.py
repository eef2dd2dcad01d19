"""Tencent Cloud CDN: ``PurgeUrlsCache`` and ``PurgePathCache``, signed with TC3-HMAC-SHA256."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic.dataclasses import dataclass

from plugins.publishing.cdn import STRICT, ApiCdn, SignedRequest, to_json
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.yaml_config import PlainAddress


@dataclass(frozen=True, config=STRICT, kw_only=True)
class TencentCdn(ApiCdn):
    """Settings of Tencent Cloud CDN."""

    VENDOR_MAX_URLS: ClassVar[int] = 1000
    VENDOR_MAX_FOLDERS: ClassVar[int] = 100
    endpoint: PlainAddress = "https://cdn.tencentcloudapi.com"

    def sign(self, urls: Sequence[str], folders: Sequence[str], keys: Credentials) -> Iterator[SignedRequest]:
        now = datetime.now(UTC)
        if urls:
            yield sign_tc3(self.endpoint, "PurgeUrlsCache", {"Urls": list(urls)}, keys, now)
        if folders:
            # "flush" purges what has changed, "delete" everything: all of a folder that is listed is stale
            data = {"Paths": list(folders), "FlushType": "delete"}
            yield sign_tc3(self.endpoint, "PurgePathCache", data, keys, now)

    @staticmethod
    def format_headers(headers: dict[str, str]) -> str:
        """``ResponseHeader`` of UpdateDomainConfig."""
        scope = {"RuleType": "all", "RulePaths": ["*"]}
        rules = [
            {"HeaderMode": "set", "HeaderName": name, "HeaderValue": value, **scope} for name, value in headers.items()
        ]
        return to_json({"ResponseHeader": {"Switch": "on", "HeaderRules": rules}})


def sign_tc3(
    endpoint: str, action: str, data: Mapping[str, object], keys: Credentials, time: datetime
) -> SignedRequest:
    """A request of the CDN API of version 2018-06-06, signed for this time."""
    host, body, timestamp = urlsplit(endpoint).netloc, json.dumps(data).encode(), str(int(time.timestamp()))
    content_type = "application/json"
    canonical_headers = f"content-type:{content_type}\nhost:{host}\n"
    request = f"POST\n/\n\n{canonical_headers}\ncontent-type;host\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{time:%Y-%m-%d}/cdn/tc3_request"
    text = f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"TC3{keys.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    credential = f"Credential={keys.key}/{scope}, SignedHeaders=content-type;host, Signature={signature}"
    headers = [
        ("Authorization", f"TC3-HMAC-SHA256 {credential}"),
        ("Content-Type", content_type),
        ("Host", host),
        ("X-TC-Action", action),
        ("X-TC-Timestamp", timestamp),
        ("X-TC-Version", "2018-06-06"),
        *([("X-TC-Token", keys.token)] if keys.token else []),
    ]
    return SignedRequest("POST", f"{endpoint}/", tuple(headers), body)
