"""What is purged after a publication: URLs, folders or everything, within the quota of the CDN."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from plugins.publishing.cdn import Cdn, make_purge_request, merge_records, send_purge
from plugins.publishing.cdn.aliyun import AliyunCdn
from plugins.publishing.cdn.command import PurgeCommand
from plugins.publishing.cdn.tencent import TencentCdn
from plugins.publishing.target_state import AuditRecord
from tests.support.ports import SilentHandler, serve

BASE = "https://www.example.gov.cn/zt/xunzhan/"


def _record(*paths: str, sequence: int = 2) -> AuditRecord:
    return AuditRecord(
        sequence=sequence,
        action="publish",
        release=f"awards-{sequence}",
        former="tour-1",
        stage="awards",
        who="Mu Mu",
        when="2026-11-23T09:00:00+00:00",
        changes=tuple((path, "changed") for path in paths),
    )


def _command(*arguments: str) -> PurgeCommand:
    return PurgeCommand(provider="command", command=(sys.executable, "-c", *arguments))


def test_a_page_is_purged_also_as_its_folder() -> None:
    record = _record("index.html", "winners/index.html", "广 州.html")
    assert make_purge_request(record, BASE, TencentCdn(provider="tencent")).urls == (
        BASE,
        f"{BASE}%E5%B9%BF%20%E5%B7%9E.html",
        f"{BASE}index.html",
        f"{BASE}winners/",
        f"{BASE}winners/index.html",
    )


def test_quota_turns_urls_into_folders_and_then_into_everything() -> None:
    record = _record("entries/a/index.html", "entries/b/index.html", "winners/index.html")

    def purge_with(cdn: Cdn) -> tuple[tuple[str, ...], tuple[str, ...]]:
        request = make_purge_request(record, BASE, cdn)
        return request.urls, request.folders

    folders = (f"{BASE}entries/a/", f"{BASE}entries/b/", f"{BASE}winners/")
    assert purge_with(AliyunCdn(provider="aliyun", most_urls=6))[1] == ()
    assert purge_with(AliyunCdn(provider="aliyun", most_urls=5)) == ((), folders)
    assert purge_with(AliyunCdn(provider="aliyun", most_urls=5, most_folders=3)) == ((), folders)
    assert purge_with(AliyunCdn(provider="aliyun", most_urls=5, most_folders=2)) == ((), (BASE,))


def test_a_folder_within_another_is_not_purged_twice() -> None:
    record = _record("entries/a/index.html", "entries/index.html")
    request = make_purge_request(record, BASE, AliyunCdn(provider="aliyun", most_urls=1))
    assert request.folders == (f"{BASE}entries/",)


def test_merged_record_is_the_last_with_the_changes_of_all() -> None:
    merged = merge_records([_record("b.html", "a.html"), _record("a.html", "c.html", sequence=3)])
    assert (merged.sequence, merged.release) == (3, "awards-3")
    assert merged.changes == (("a.html", "changed"), ("b.html", "changed"), ("c.html", "changed"))


def test_command_gets_the_request_as_json(tmp_path: Path) -> None:
    out = tmp_path / "request.json"
    command = _command(f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read())")
    assert send_purge(make_purge_request(_record("index.html"), BASE, command), "www", command) is None
    assert json.loads(out.read_text()) == {
        "release": "awards-2",
        "base": BASE,
        "urls": [BASE, f"{BASE}index.html"],
        "folders": [],
    }


def test_failure_of_the_command_is_reported() -> None:
    command = _command("import sys; sys.exit('no quota left')")
    failure = send_purge(make_purge_request(_record("index.html"), BASE, command), "www", command)
    assert failure
    assert (failure.code, dict(failure.values)) == (
        "purge_failed",
        {"by": "command", "why": "no quota left", "target": "www"},
    )


def test_nothing_is_sent_when_nothing_changed() -> None:
    command = _command("import sys; sys.exit(1)")
    assert send_purge(make_purge_request(_record(), BASE, command), "www", command) is None


class _Api(SilentHandler):
    """Answers a purge with the status and the words that its path has."""

    asked: ClassVar[list[tuple[str, str, bytes]]] = []

    def do_POST(self) -> None:  # noqa: N802 - the name is given
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, self.headers["X-TC-Action"], body))
        _, status, words = self.path.rstrip("/").split("/")
        self.send_response(int(status))
        data = words.replace("_", '"').encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("200/done", ""),
        ("299/done", ""),
        ("300/hush", "300 ***"),
        ("200/_Error_hush", '200 "Error"***'),
        (f"500/{'x' * 400}", f"500 {'x' * 300}"),
    ],
)
def test_api_says_what_went_wrong_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, answer: str, failure: str
) -> None:
    monkeypatch.setattr(_Api, "asked", [])
    monkeypatch.setenv("XUNZHAN_WWW_PURGE_KEY", "AK")
    monkeypatch.setenv("XUNZHAN_WWW_PURGE_SECRET", "hush")
    with serve(_Api) as address:
        cdn = TencentCdn(provider="tencent", endpoint=f"{address}/{answer}")
        request = make_purge_request(_record("index.html"), BASE, cdn)
        assert cdn.purge(request, "www") == failure
    ((path, action, body),) = _Api.asked
    assert (path, action) == (f"/{answer}/", "PurgeUrlsCache")
    assert json.loads(body) == {"Urls": [BASE, f"{BASE}index.html"]}


def test_last_words_of_a_command_are_reported_or_its_status() -> None:
    request = make_purge_request(_record("index.html"), BASE, _command(""))
    assert _command("import sys; sys.exit('a' * 9 + 'b' * 300)").purge(request, "www") == "b" * 300
    assert _command("import sys; sys.exit(3)").purge(request, "www") == "3"


def test_limits_are_those_of_the_vendor_unless_the_settings_have_others() -> None:
    limits = [(cdn.max_urls, cdn.max_folders) for cdn in (
        TencentCdn(provider="tencent"),
        TencentCdn(provider="tencent", most_urls=5, most_folders=0),
        _command(""),
    )]  # fmt: skip
    assert limits == [(1000, 100), (5, 0), (100_000, 0)]
