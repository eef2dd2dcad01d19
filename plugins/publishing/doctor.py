"""What a target must be able to do, tried out: rights, clock, writes that refuse to replace, copies, and the edge."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import urllib3

from plugins.publishing.config import Configured
from plugins.publishing.messages import Message, PublishError, message
from plugins.publishing.s3.client import S3, default_lifetime
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.target import Target

MAX_CLOCK_SKEW_S = 60
PROBE_BODY = b"xunzhan doctor"
HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


def run_doctor(target: Target, settings: Configured) -> list[Message]:
    """Try everything; a mark before each says whether it works, and why not."""
    tries = [
        *(_bucket_tries(target) if isinstance(target, Bucket) else _folder_tries(target)),
        *_edge(target, settings),
    ]
    return [_run_probe(what, attempt) for what, attempt in tries]


Attempt = tuple[str, Callable[[], str]]


def _run_probe(what: str, attempt: Callable[[], str]) -> Message:
    try:
        why = attempt()
    except PublishError as error:
        why = " ".join(each.text("en") for each in error.messages)
    except (OSError, urllib3.exceptions.HTTPError) as error:
        why = type(error).__name__
    return message("doctor_bad", what=what, why=why) if why else message("doctor_good", what=what)


def _folder_tries(target: Target) -> Iterator[Attempt]:
    yield "read the state / 读取状态", lambda: _reads(target)
    yield "take the lock and give it back / 取得并释放锁", lambda: _locks(target)


def _reads(target: Target) -> str:
    target.load_state()
    return ""


def _locks(target: Target) -> str:
    with target.lock("doctor", 0, lambda _: None):
        return ""


def _bucket_tries(target: Bucket) -> Iterator[Attempt]:
    store, key = target.store, f"{target.layout.private}doctor/{uuid.uuid4().hex}"
    copy = f"{target.layout.private}doctor/{uuid.uuid4().hex} 汉字+~%.txt"
    yield "write / 写入", lambda: _writes(store, key)
    yield "read / 读取", lambda: "" if store.get(key) == PROBE_BODY else "other contents came back"
    yield "list, with MD5 / 列表与 MD5", lambda: _lists(target, key)
    yield "copy with headers, to any name / 带文件头复制", lambda: _copies(store, key, copy)
    yield "refuse to replace / 条件写入", lambda: _refuses_to_replace(store, key)
    yield "refuse what is signed for another time / 拒收过期请求", lambda: _refuses_old(store, key)
    yield "clock / 时钟", lambda: _clock(store)
    yield "keep the private part private / 私有区不公开", lambda: _is_private(store, key)
    yield "delete / 删除", lambda: _deletes(store, key, copy)
    yield "take the lock and give it back / 取得并释放锁", lambda: _locks(target)


def _writes(store: S3, key: str) -> str:
    store.put(key, PROBE_BODY, HEADERS)
    return ""


def _deletes(store: S3, *keys: str) -> str:
    for key in keys:
        store.delete(key)
    return "what was deleted is still there" if any(store.get(key) for key in keys) else ""


def _lists(target: Bucket, key: str) -> str:
    found = target.store.list_objects(key).get("")
    if found is None or found.size != len(PROBE_BODY):
        return "what was written is not listed"
    is_md5 = found.etag == hashlib.md5(PROBE_BODY, usedforsecurity=False).hexdigest()
    return (
        "" if is_md5 or not target.etag_is_md5 else f"the ETag {found.etag} is no MD5: encryption by a key of its own?"
    )


def _copies(store: S3, key: str, copy: str) -> str:
    store.copy(key, copy, default_lifetime)
    found = store.head(copy)
    wrong = [name for name, value in HEADERS.items() if not found or found.get(name) != value]
    return f"lost: {', '.join(wrong)}" if wrong else ""


def _refuses_to_replace(store: S3, key: str) -> str:
    return "two publishers could write at once: it replaced the file" if store.create(key, b"other") else ""


def _refuses_old(store: S3, key: str) -> str:
    late = S3(store.config, store.credentials, fixed=datetime(2020, 1, 1, tzinfo=UTC))
    try:
        late.put(key, PROBE_BODY, HEADERS)
    except PublishError:
        return ""
    return "it took a request that was signed long ago"


def _clock(store: S3) -> str:
    off = abs(store.clock_skew.total_seconds())
    return f"this machine and the store differ by {off:.0f} s" if off > MAX_CLOCK_SKEW_S else ""


def _is_private(store: S3, key: str) -> str:
    status = urllib3.request("GET", store.public_url(key), retries=False, timeout=10).status
    return "anybody can read it: take public reading away from the private prefix" if status == 200 else ""


def _edge(target: Target, settings: Configured) -> Iterator[Attempt]:
    yield "public address / 公开网址", lambda: _answers(settings.address)
    if isinstance(target, Bucket):
        private = f"{settings.address}../{target.layout.private}state.json.gz"
        yield "private part at the edge / 边缘不露私有区", lambda: _hides(private)


def _answers(address: str) -> str:
    reply = urllib3.request("GET", address, retries=False, timeout=10)
    if reply.status == 200 and not reply.headers.get("Cache-Control"):
        return "it answers without Cache-Control: the edge drops headers"
    return "" if reply.status in {200, 403, 404} else f"it answers {reply.status}"


def _hides(address: str) -> str:
    return "" if urllib3.request("GET", address, retries=False, timeout=10).status != 200 else "anybody can read it"
