"""Making the network in front forget what has changed: addresses, or folders, or everything, as its quota demands."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import quote

import urllib3

from plugins.publishing.cdn.networks import aliyun, cloudfront, tencent
from plugins.publishing.config import Configured, PurgeConfig
from plugins.publishing.messages import Message, message
from plugins.publishing.s3.credentials import credentials, redacted
from plugins.publishing.target_state import AuditRecord

TIMEOUT_S = 30.0
# what a network takes in one go, unless the target says otherwise: as their documentation has it
QUOTAS = {
    "tencent": (1000, 100),
    "aliyun": (1000, 100),
    "cloudfront": (3000, 15),
    "nginx": (100_000, 0),
    "command": (100_000, 0),
}


@dataclass(frozen=True)
class PurgeRequest:
    """What is to be forgotten of a release. Addresses are whole; where ``folders`` are given they are enough, and one
    that is the base means everything."""

    release: str
    base: str
    urls: tuple[str, ...]
    folders: tuple[str, ...]


def make_purge_request(record: AuditRecord, settings: Configured, purge: PurgeConfig) -> PurgeRequest:
    """What a publication has made stale: what it changed or removed, and what was missing until then."""
    most_urls, most_folders = QUOTAS[purge.by]
    most_urls, most_folders = (
        purge.most_urls or most_urls,
        most_folders if purge.most_folders is None else purge.most_folders,
    )
    urls = tuple(sorted({url for path, _ in record.changes for url in addresses(settings.address, path)}))
    if len(urls) <= most_urls:
        return PurgeRequest(record.release, settings.address, urls, ())
    folders = tuple(sorted({url.rpartition("/")[0] + "/" for url in urls}))
    top = tuple(each for each in folders if not any(each != other and each.startswith(other) for other in folders))
    return PurgeRequest(record.release, settings.address, (), top if len(top) <= most_folders else (settings.address,))


def addresses(base: str, path: str) -> Iterable[str]:
    """The addresses under which a network may have kept a file: a page also as its folder."""
    yield base + quote(path)
    if path == "index.html" or path.endswith("/index.html"):
        yield base + quote(path.removesuffix("index.html"))


def purge(forget: PurgeRequest, name: str, by: PurgeConfig) -> Message | None:
    """Let the network forget; say what went wrong. It may be run again as often as one likes."""
    if not forget.urls and not forget.folders:
        return None
    try:
        failed = {"command": _command, "nginx": _nginx}.get(by.by, _signed)(forget, name, by)
    except (urllib3.exceptions.HTTPError, OSError, subprocess.TimeoutExpired) as error:
        failed = type(error).__name__
    return message("purge_failed", by=by.by, why=failed, target=name) if failed else None


def _command(forget: PurgeRequest, _: str, by: PurgeConfig) -> str:
    given = json.dumps(asdict(forget), ensure_ascii=False).encode()
    done = subprocess.run(by.command, input=given, capture_output=True, timeout=300, check=False)
    return "" if done.returncode == 0 else done.stderr.decode("utf-8", "replace").strip()[-300:] or str(done.returncode)


def _nginx(forget: PurgeRequest, _: str, by: PurgeConfig) -> str:
    with urllib3.PoolManager(timeout=TIMEOUT_S, retries=False) as pool:
        # such an edge keeps a page and its folder as one, and fails when it is to forget that twice
        for url in (url for url in forget.urls if not url.endswith("/index.html")):
            asked = url.replace(forget.base, by.edge, 1) if by.edge else url
            status = pool.request("PURGE", asked).status
            # 404 and 412 say that it was not kept
            if status not in {200, 204, 404, 412}:
                return f"PURGE {asked}: {status}"
    return ""


def _signed(forget: PurgeRequest, name: str, by: PurgeConfig) -> str:
    keys = credentials(f"{name}-purge", by.credentials)
    calls = {"tencent": tencent, "aliyun": aliyun, "cloudfront": cloudfront}[by.by](
        forget.urls, forget.folders, by, keys
    )
    with urllib3.PoolManager(timeout=TIMEOUT_S, retries=False) as pool:
        for call in calls:
            answer = pool.request(call.method, call.url, headers=dict(call.headers), body=call.body)
            if answer.status >= 300 or b'"Error"' in answer.data:
                return redacted(f"{answer.status} {answer.data[:300].decode('utf-8', 'replace')}", keys)
    return ""


def merge_records(records: Sequence[AuditRecord]) -> AuditRecord:
    """One record with the changes of several, to repeat what was not forgotten."""
    changes = tuple(sorted({change for record in records for change in record.changes}))
    return AuditRecord(**{**asdict(records[-1]), "changes": changes})
