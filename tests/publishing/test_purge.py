"""What is to be forgotten, and the calls that say so: signatures are held against those of the makers' own kits."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as Botocore

from plugins.publishing.cdn.networks import aliyun, invalidation, rpc_signature, tc3
from plugins.publishing.cdn.purge import make_purge_request, purge
from plugins.publishing.config import DirectoryTarget, PurgeConfig
from plugins.publishing.s3.signing import Credentials
from plugins.publishing.target_state import AuditRecord

BASE = "https://www.example.gov.cn/zt/xunzhan/"
URLS = [BASE, f"{BASE}%E5%B9%BF%20a+b~c.html"]
SETTINGS = DirectoryTarget(kind="directory", path="/srv", address=BASE)


def _record(*paths: str) -> AuditRecord:
    changes = tuple((path, "changed") for path in paths)
    return AuditRecord(
        2, "publish", "awards-1", "tour-1", "awards", "Mu Mu", "2026-11-23T09:00:00+00:00", "", "", changes
    )


def test_forget_names_a_page_also_as_its_folder() -> None:
    forget = make_purge_request(
        _record("index.html", "winners/index.html", "广 州.html"), SETTINGS, PurgeConfig(by="tencent")
    )
    assert forget.urls == (
        BASE,
        f"{BASE}%E5%B9%BF%20%E5%B7%9E.html",
        f"{BASE}index.html",
        f"{BASE}winners/",
        f"{BASE}winners/index.html",
    )


def test_forget_turns_to_folders_and_then_to_everything_as_the_quota_demands() -> None:
    record = _record("entries/a/index.html", "entries/b/index.html", "winners/index.html")
    folders = make_purge_request(record, SETTINGS, PurgeConfig(by="aliyun", most_urls=3))
    assert (folders.urls, folders.folders) == ((), (f"{BASE}entries/a/", f"{BASE}entries/b/", f"{BASE}winners/"))
    everything = make_purge_request(record, SETTINGS, PurgeConfig(by="aliyun", most_urls=3, most_folders=2))
    assert (everything.urls, everything.folders) == ((), (BASE,))


def test_command_gets_json_and_its_failure_is_told(tmp_path: Path) -> None:
    out = tmp_path / "given.json"
    script = f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read())"
    forget = make_purge_request(_record("index.html"), SETTINGS, PurgeConfig(by="command"))
    assert purge(forget, "www", PurgeConfig(by="command", command=(sys.executable, "-c", script))) is None
    assert json.loads(out.read_text()) == {
        "release": "awards-1",
        "base": BASE,
        "urls": [BASE, f"{BASE}index.html"],
        "folders": [],
    }
    failing = PurgeConfig(by="command", command=(sys.executable, "-c", "import sys; sys.exit('no quota left')"))
    failed = purge(forget, "www", failing)
    assert failed
    assert (failed.code, dict(failed.values)["why"]) == ("purge_failed", "no quota left")


# what tencentcloud-sdk-python 3.1.169 and aliyun-python-sdk-core 2.16.1 sent to a server on loopback, with these keys
TENCENT = [
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


def test_tencents_signature_is_its_own_kits() -> None:
    keys = Credentials("AKIDexample", "secret-example")
    for action, asked, stamp, signature in TENCENT:
        call = tc3("http://127.0.0.1:44431", action, asked, keys, datetime.fromtimestamp(stamp, UTC))
        assert dict(call.headers)["Authorization"].endswith(f"Signature={signature}")


def test_aliyuns_signature_is_its_own_kits() -> None:
    assert rpc_signature(ALIYUN, "secret-example") == "wuC6FMtlPRhZMvHa0mX7xY/o8VM="
    (call,) = aliyun(URLS, (), PurgeConfig(by="aliyun"), Credentials("LTAIexample", "secret-example"))
    assert b"ObjectType=File" in call.body
    assert b"secret-example" not in call.body


def test_cloudfronts_signature_is_botocores() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    endpoint = "https://cloudfront.amazonaws.com"
    call = invalidation(endpoint, "E2EXAMPLE", ["/zt/*", "/a&b"], Credentials("AKIA", "secret", "token"), at)
    headers = dict(call.headers)
    request = AWSRequest("POST", call.url, data=call.body, headers={"Host": urlsplit(endpoint).netloc})
    request.context["timestamp"] = headers["x-amz-date"]
    request.headers["X-Amz-Date"] = headers["x-amz-date"]
    request.headers["X-Amz-Security-Token"] = "token"
    signer = SigV4Auth(Botocore("AKIA", "secret", "token"), "cloudfront", "us-east-1")
    text = signer.string_to_sign(request, signer.canonical_request(request))
    assert headers["Authorization"].rpartition("=")[2] == signer.signature(text, request)
    assert b"/a&amp;b" in call.body
