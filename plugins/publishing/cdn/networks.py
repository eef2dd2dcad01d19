"""Signed calls of three networks that make them forget addresses; each network has its own way to sign."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from plugins.publishing.config import PurgeConfig
from plugins.publishing.s3.signing import Credentials, Signer


@dataclass(frozen=True)
class SignedRequest:
    """A request, signed and ready to be sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def tencent(urls: Sequence[str], folders: Sequence[str], by: PurgeConfig, keys: Credentials) -> Iterator[SignedRequest]:
    """Tencent Cloud CDN: ``PurgeUrlsCache`` and ``PurgePathCache``, signed with TC3-HMAC-SHA256."""
    endpoint = by.endpoint or "https://cdn.tencentcloudapi.com"
    if urls:
        yield tc3(endpoint, "PurgeUrlsCache", {"Urls": list(urls)}, keys, datetime.now(UTC))
    if folders:
        # "flush" forgets what has changed, "delete" everything; a folder is asked for when all of it is stale
        yield tc3(endpoint, "PurgePathCache", {"Paths": list(folders), "FlushType": "delete"}, keys, datetime.now(UTC))


def tc3(endpoint: str, action: str, asked: Mapping[str, object], keys: Credentials, at: datetime) -> SignedRequest:
    """A call of Tencent Cloud's at this time."""
    host, body, stamp = urlsplit(endpoint).netloc, json.dumps(asked).encode(), str(int(at.timestamp()))
    kind = "application/json"
    signed = f"content-type:{kind}\nhost:{host}\n"
    request = f"POST\n/\n\n{signed}\ncontent-type;host\n{hashlib.sha256(body).hexdigest()}"
    day = at.strftime("%Y-%m-%d")
    scope = f"{day}/cdn/tc3_request"
    text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"TC3{keys.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    credential = f"Credential={keys.key}/{scope}, SignedHeaders=content-type;host, Signature={signature}"
    headers = [
        ("Authorization", f"TC3-HMAC-SHA256 {credential}"),
        ("Content-Type", kind),
        ("Host", host),
        ("X-TC-Action", action),
        ("X-TC-Timestamp", stamp),
        ("X-TC-Version", "2018-06-06"),
        *([("X-TC-Token", keys.token)] if keys.token else []),
    ]
    return SignedRequest("POST", f"{endpoint}/", tuple(headers), body)


def aliyun(urls: Sequence[str], folders: Sequence[str], by: PurgeConfig, keys: Credentials) -> Iterator[SignedRequest]:
    """Aliyun CDN: ``RefreshObjectCaches``, signed with HMAC-SHA1 as its RPC interface asks."""
    for kind, paths in (("File", urls), ("Directory", folders)):
        if paths:
            yield _rpc(
                by.endpoint or "https://cdn.aliyuncs.com", kind, paths, keys, datetime.now(UTC), uuid.uuid4().hex
            )


def _rpc(endpoint: str, kind: str, paths: Sequence[str], keys: Credentials, at: datetime, nonce: str) -> SignedRequest:
    asked = {
        "AccessKeyId": keys.key,
        "Action": "RefreshObjectCaches",
        "Format": "JSON",
        "ObjectPath": "\n".join(paths),
        "ObjectType": kind,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": nonce,
        "SignatureVersion": "1.0",
        "Timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Version": "2018-05-10",
        **({"SecurityToken": keys.token} if keys.token else {}),
    }
    body = f"{_query(asked)}&Signature={_quoted(rpc_signature(asked, keys.secret))}".encode()
    return SignedRequest("POST", f"{endpoint}/", (("Content-Type", "application/x-www-form-urlencoded"),), body)


def rpc_signature(asked: Mapping[str, str], secret: str) -> str:
    """Aliyun's signature of the parameters of a POST."""
    text = f"POST&%2F&{_quoted(_query(asked))}"
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()


def _query(asked: Mapping[str, str]) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(asked[name])}" for name in sorted(asked))


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")


def cloudfront(
    urls: Sequence[str], folders: Sequence[str], by: PurgeConfig, keys: Credentials
) -> Iterator[SignedRequest]:
    """Amazon CloudFront: an invalidation of paths, signed as S3 is, in the region where it lives."""
    paths = [urlsplit(url).path for url in urls] + [f"{urlsplit(url).path}*" for url in folders]
    if paths:
        endpoint = by.endpoint or "https://cloudfront.amazonaws.com"
        yield invalidation(endpoint, by.distribution, paths, keys, datetime.now(UTC))


def invalidation(
    endpoint: str, distribution: str, paths: Sequence[str], keys: Credentials, at: datetime
) -> SignedRequest:
    """A call of CloudFront's at this time; the reference follows from time and paths."""
    items = "".join(f"<Path>{escape(path)}</Path>" for path in paths)
    reference = hashlib.sha256("\n".join([at.isoformat(), *paths]).encode()).hexdigest()[:32]
    body = (
        '<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">'
        f"<Paths><Quantity>{len(paths)}</Quantity><Items>{items}</Items></Paths>"
        f"<CallerReference>{reference}</CallerReference></InvalidationBatch>"
    ).encode()
    path = f"/2020-05-31/distribution/{distribution}/invalidation"
    host, stamp = urlsplit(endpoint).netloc, at.strftime("%Y%m%dT%H%M%SZ")
    signed = {"host": host, "x-amz-date": stamp, **({"x-amz-security-token": keys.token} if keys.token else {})}
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = f"POST\n{path}\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    signer = Signer(keys, "us-east-1", "cloudfront")
    credential = f"{keys.key}/{stamp[:8]}/us-east-1/cloudfront/aws4_request"
    signature = signer.signature(request, stamp)
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    headers = (("Authorization", authorization), ("Content-Type", "text/xml"), *signed.items())
    return SignedRequest("POST", f"{endpoint}{path}", tuple(headers), body)
