"""Vendors of CDNs: purge requests are signed as the vendors' own SDKs sign them, headers are in their formats."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials

from plugins.publishing.cdn import header_formats, vendors
from plugins.publishing.cdn.aliyun import AliyunCdn, sign_rpc
from plugins.publishing.cdn.cloudfront import sign_invalidation
from plugins.publishing.cdn.tencent import sign_tc3
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.servers import server_formats

BASE = "https://www.example.gov.cn/zt/xunzhan/"
URLS = [BASE, f"{BASE}%E5%B9%BF%20a+b~c.html"]
HEADERS = {"Referrer-Policy": "no-referrer", "Permissions-Policy": 'camera=(), fullscreen=(self "https://a.cn")'}

# what tencentcloud-sdk-python 3.1.169 and aliyun-python-sdk-core 2.16.1 sent to a local server with these credentials
TENCENT: list[tuple[str, dict[str, object], int, str]] = [
    ("PurgeUrlsCache", {"Urls": URLS}, 1795434457, "656a53eca4da5fae19fc9a5636c3871157e8d909bba94278c692d96123c0a44f"),
    (
        "PurgePathCache",
        {"Paths": URLS[:1], "FlushType": "delete"},
        1795434458,
        "64bdc2e2f68841144f2c797fe71efba54a58f7fa66028d0db60f7763b2f1d8de",
    ),
]
ALIYUN = {
    "ObjectPath": "\n".join(URLS),
    "ObjectType": "File",
    "Version": "2018-05-10",
    "Action": "RefreshObjectCaches",
    "Format": "JSON",
    "RegionId": "cn-hangzhou",
    "Timestamp": "2026-11-23T11:47:39Z",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureType": "",
    "SignatureVersion": "1.0",
    "SignatureNonce": "fdfd65ad28d67662e2b407ba8f393bb4",
    "AccessKeyId": "LTAIexample",
}


def test_every_module_of_the_package_is_a_vendor() -> None:
    assert list(vendors()) == ["aliyun", "cloudfront", "command", "nginx", "tencent"]
    assert list(server_formats()) == ["apache", "caddy", "nginx"]
    assert list(header_formats()) == ["aliyun", "cloudfront", "tencent"]


def test_tencent_signature_is_that_of_its_sdk() -> None:
    keys = Credentials("AKIDexample", "secret-example")
    for action, data, timestamp, signature in TENCENT:
        request = sign_tc3("http://127.0.0.1:44431", action, data, keys, datetime.fromtimestamp(timestamp, UTC))
        assert dict(request.headers)["Authorization"].rpartition("=")[2] == signature


def test_aliyun_signature_is_that_of_its_sdk() -> None:
    assert sign_rpc(ALIYUN, "secret-example") == "wuC6FMtlPRhZMvHa0mX7xY/o8VM="


def test_aliyun_purges_urls_and_folders_in_two_requests() -> None:
    cdn = AliyunCdn(provider="aliyun")
    bodies = [request.body.decode() for request in cdn.sign(URLS, [BASE], Credentials("LTAIexample", "secret-example"))]
    parameters = [parse_qs(body) for body in bodies]
    assert [(body["ObjectType"], body["ObjectPath"]) for body in parameters] == [
        (["File"], ["\n".join(URLS)]),
        (["Directory"], [BASE]),
    ]
    assert [body for body in bodies if "secret-example" in body] == []


def test_cloudfront_signature_is_that_of_botocore() -> None:
    time = datetime(2026, 11, 23, 9, tzinfo=UTC)
    endpoint = "https://cloudfront.amazonaws.com"
    keys = Credentials("AKIA", "secret", "token")
    signed = sign_invalidation(endpoint, "E2EXAMPLE", ["/zt/*", "/a&b"], keys, time)
    headers = dict(signed.headers)
    request = AWSRequest("POST", signed.url, data=signed.body, headers={"Host": urlsplit(endpoint).netloc})
    request.context["timestamp"] = headers["x-amz-date"]
    request.headers["X-Amz-Date"] = headers["x-amz-date"]
    request.headers["X-Amz-Security-Token"] = "token"
    signer = SigV4Auth(BotocoreCredentials("AKIA", "secret", "token"), "cloudfront", "us-east-1")
    text = signer.string_to_sign(request, signer.canonical_request(request))
    assert headers["Authorization"].rpartition("=")[2] == signer.signature(text, request)
    assert b"<Quantity>2</Quantity><Items><Path>/zt/*</Path><Path>/a&amp;b</Path></Items>" in signed.body


def test_tencent_headers_are_rules_for_all_paths() -> None:
    rules = json.loads(header_formats()["tencent"](HEADERS))["ResponseHeader"]
    scope = {"HeaderMode": "set", "RuleType": "all", "RulePaths": ["*"]}
    assert rules == {
        "Switch": "on",
        "HeaderRules": [{"HeaderName": name, "HeaderValue": value, **scope} for name, value in HEADERS.items()],
    }


def test_aliyun_headers_are_one_function_each() -> None:
    functions = json.loads(header_formats()["aliyun"](HEADERS))
    assert {function["functionName"] for function in functions} == {"origin_response_header"}
    arguments = [
        {argument["argName"]: argument["argValue"] for argument in function["functionArgs"]} for function in functions
    ]
    assert arguments == [
        {"header_operation_type": "add", "header_name": name, "header_value": value, "duplicate": "off"}
        for name, value in HEADERS.items()
    ]


def test_cloudfront_headers_are_a_policy_that_overrides_the_origin() -> None:
    assert json.loads(header_formats()["cloudfront"](HEADERS)) == {
        "Name": "xunzhan",
        "CustomHeadersConfig": {
            "Quantity": 2,
            "Items": [{"Header": name, "Value": value, "Override": True} for name, value in HEADERS.items()],
        },
    }
