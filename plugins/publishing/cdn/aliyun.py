"""Alibaba Cloud CDN: ``RefreshObjectCaches``, signed with HMAC-SHA1 as its RPC interface requires."""

from __future__ import annotations

import base64
import hmac
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from pydantic.dataclasses import dataclass

from plugins.publishing.cdn import STRICT, ApiCdn, SignedRequest, to_json
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.s3.signing import encoded_query, percent_encode
from plugins.publishing.yaml_config import PlainAddress


@dataclass(frozen=True, config=STRICT, kw_only=True)
class AliyunCdn(ApiCdn):
    """Settings of Alibaba Cloud CDN."""

    VENDOR_MAX_URLS: ClassVar[int] = 1000
    VENDOR_MAX_FOLDERS: ClassVar[int] = 100
    endpoint: PlainAddress = "https://cdn.aliyuncs.com"

    def sign(self, urls: Sequence[str], folders: Sequence[str], keys: Credentials) -> Iterator[SignedRequest]:
        for object_type, paths in (("File", urls), ("Directory", folders)):
            if paths:
                yield self._refresh(object_type, paths, keys)

    def _refresh(self, object_type: str, paths: Sequence[str], keys: Credentials) -> SignedRequest:
        parameters = {
            "AccessKeyId": keys.key,
            "Action": "RefreshObjectCaches",
            "Format": "JSON",
            "ObjectPath": "\n".join(paths),
            "ObjectType": object_type,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": uuid.uuid4().hex,
            "SignatureVersion": "1.0",
            "Timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "Version": "2018-05-10",
            **({"SecurityToken": keys.token} if keys.token else {}),
        }
        signature = percent_encode(sign_rpc(parameters, keys.secret))
        body = f"{encoded_query(parameters)}&Signature={signature}".encode()
        headers = (("Content-Type", "application/x-www-form-urlencoded"),)
        return SignedRequest("POST", f"{self.endpoint}/", headers, body)

    @staticmethod
    def format_headers(headers: dict[str, str]) -> str:
        """Functions of BatchSetCdnDomainConfig."""
        return to_json([_header_function(name, value) for name, value in headers.items()])


def _header_function(name: str, value: str) -> dict[str, object]:
    arguments = {"header_operation_type": "add", "header_name": name, "header_value": value, "duplicate": "off"}
    return {
        "functionName": "origin_response_header",
        "functionArgs": [{"argName": key, "argValue": argument} for key, argument in arguments.items()],
    }


def sign_rpc(parameters: Mapping[str, str], secret: str) -> str:
    """The signature of the parameters of a POST."""
    text = f"POST&%2F&{percent_encode(encoded_query(parameters))}"
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()
