"""The headers of a built site as each kind of server wants to be told them."""

from __future__ import annotations

import json
from pathlib import Path

from plugins.publishing.headers import file_headers
from plugins.system import textfile


def site_headers(site: Path) -> dict[str, str]:
    """What the build wants every file to be served with, from its ``_headers``."""
    lines = textfile.read_text(site / "_headers").splitlines()
    return dict(line.strip().split(": ", 1) for line in lines if line.startswith("  "))


def as_nginx(headers: dict[str, str]) -> str:
    """Directives for the ``server`` or ``location`` that shows the site; errors have the headers too."""
    said = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    lasting = dict(file_headers("theme/x.css", ("theme/*",)))["Cache-Control"]
    other = dict(file_headers("index.html", ()))["Cache-Control"]
    names = r"^/(.*/)?(theme|media)/|/data/search[^/]*\.[0-9a-f]{12}\.json$"
    said += ["add_header Cache-Control $xunzhan_cache always;", "charset utf-8;", "etag on;", "server_tokens off;"]
    said += ["location = /_headers { return 404; }", "error_page 404 /404.html;"]
    cache = [f'map $uri $xunzhan_cache {{ "~{names}" "{lasting}"; default "{other}"; }}']
    return "\n".join(["# in http { }", *cache, "# in server { }", *said]) + "\n"


def as_tencent(headers: dict[str, str]) -> str:
    """``ResponseHeader`` of Tencent Cloud CDN's UpdateDomainConfig."""
    rules = [_tencent_rule(name, value) for name, value in headers.items()]
    return _json({"ResponseHeader": {"Switch": "on", "HeaderRules": rules}})


def _tencent_rule(name: str, value: str) -> dict[str, object]:
    place = {"RuleType": "all", "RulePaths": ["*"]}
    return {"HeaderMode": "set", "HeaderName": name, "HeaderValue": value, **place}


def as_aliyun(headers: dict[str, str]) -> str:
    """Functions of Alibaba Cloud CDN's BatchSetCdnDomainConfig."""
    return _json([_aliyun_function(name, value) for name, value in headers.items()])


def _aliyun_function(name: str, value: str) -> dict[str, object]:
    said = {"header_operation_type": "add", "header_name": name, "header_value": value, "duplicate": "off"}
    return {
        "functionName": "origin_response_header",
        "functionArgs": [{"argName": key, "argValue": each} for key, each in said.items()],
    }


def as_cloudfront(headers: dict[str, str]) -> str:
    """A response headers policy of CloudFront; every header overrides what the origin says."""
    items = [{"Header": name, "Value": value, "Override": True} for name, value in headers.items()]
    return _json({"Name": "xunzhan", "CustomHeadersConfig": {"Quantity": len(items), "Items": items}})


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


FORMS = {"nginx": as_nginx, "tencent": as_tencent, "aliyun": as_aliyun, "cloudfront": as_cloudfront}
