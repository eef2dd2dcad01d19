"""What is purged after a publication: URLs, folders or everything, within the quota of the CDN."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from plugins.publishing.cdn import Cdn, make_purge_request, merge_records, send_purge
from plugins.publishing.cdn.aliyun import AliyunCdn
from plugins.publishing.cdn.command import PurgeCommand
from plugins.publishing.cdn.tencent import TencentCdn
from plugins.publishing.target_state import AuditRecord

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
