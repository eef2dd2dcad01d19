"""What is printed of a publication: which pages appear, change and go, and what was published when."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli import publish
from plugins.cli.console import text
from plugins.publishing.cdn import PurgeRequest
from plugins.publishing.plan import Change, Phase, Reason
from plugins.publishing.publish import PublishResult
from plugins.publishing.release import Announcement, Release
from plugins.publishing.servers import server_formats
from plugins.publishing.target_state import AuditRecord, State


def _change(path: str, reason: Reason, *, is_revealed: bool = False) -> Change:
    return Change(path=path, reason=reason, phase=Phase.PAGE, deferred=False, is_revealed=is_revealed)


def _record(number: int, release: str, changes: tuple[tuple[str, str], ...]) -> AuditRecord:
    return AuditRecord(
        sequence=number,
        action="publish",
        release=release,
        former="",
        stage="tour",
        who="mu@host",
        when="2024-05-02",
        changes=changes,
    )


def _rows(printed: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in printed.splitlines() if line[:1] == "│"]


def test_plan_is_listed_by_page_with_what_is_revealed_first(capsys: pytest.CaptureFixture[str]) -> None:
    plan = (
        _change("old/index.html", Reason.GONE),
        _change("index.html", Reason.CHANGED),
        _change("a/index.html", Reason.UNKNOWN),
        _change("rules/index.html", Reason.NEW),
        _change("winners/index.html", Reason.NEW, is_revealed=True),
        _change("404.html", Reason.CHANGED, is_revealed=True),
        _change("feed.xml", Reason.CHANGED),
        _change("theme/site.css", Reason.NEW),
    )
    release = Release("tour", ("tour",), {}, (), {})
    publish._print_plan(PublishResult(release, State(), plan), "en")
    printed = capsys.readouterr().out
    assert printed.splitlines()[0].strip() == f"What publishing changes: — → {release.id}"
    assert [row[:2] for row in _rows(printed)] == [
        ["revealed", "/winners/"],
        ["revealed", "/404.html"],
        ["appears", "/rules/"],
        ["changes", "/"],
        ["changes", "/a/"],
        ["changes", "/404.html"],
        ["goes", "/old/"],
    ]
    assert printed.endswith("\nAnd 2 other files (styles, pictures, data, feeds).\n")


@pytest.mark.parametrize(
    ("reason", "count", "shown", "end"),
    [
        (Reason.CHANGED, 40, 40, "/39/"),
        (Reason.CHANGED, 43, 41, "… +3"),
        # each of these is a decision
        (Reason.NEW, 43, 43, "/42/"),
        (Reason.GONE, 43, 43, "/42/"),
    ],
)
def test_pages_that_only_change_are_listed_up_to_forty(
    capsys: pytest.CaptureFixture[str], reason: Reason, count: int, shown: int, end: str
) -> None:
    plan = tuple(_change(f"{number}/index.html", reason) for number in range(count))
    publish._print_plan(PublishResult(Release("tour", ("tour",), {}, (), {}), State(), plan), "en")
    rows = _rows(capsys.readouterr().out)
    assert (len(rows), rows[-1][1]) == (shown, end)


def test_publications_are_listed_newest_first_and_the_last_of_the_public_release_is_marked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    records = [
        _record(number, release, (("a", "new"),) * number)
        for number, release in enumerate(("tour-1", "tour-2", "tour-1", "tour-3"), start=1)
    ]
    publish._print_records(records, "tour-1", "en")
    assert [[row[0], row[4], row[5]] for row in _rows(capsys.readouterr().out)] == [
        ["4", "tour-3", "4"],
        ["3", "tour-1 ←", "3"],
        ["2", "tour-2", "2"],
        ["1", "tour-1", "1"],
    ]
    publish._print_records(records, "", "en")
    assert "←" not in capsys.readouterr().out


def test_times_that_change_without_an_announcement_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    former, new = (
        Release("tour", ("tour",), {}, (), {}, announced={"tour": Announcement(*times, 0)})
        for times in (("2024-05-02", "2024-05-09"), ("2024-05-02", ""))
    )
    publish._print_silent_changes(PublishResult(new, State(current=former), ()), "en")
    printed = capsys.readouterr().err
    assert "2024-05-02 – 2024-05-09" in printed
    assert "2024-05-02 – …" in printed


def test_archives_are_in_the_content_or_where_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content"
    assert publish._find_archives(content, "elsewhere", "en") == Path("elsewhere")
    assert publish._find_archives(content, None, "en") is None
    assert capsys.readouterr().err == ""
    Path("archives").mkdir()
    Path("archives/call.zip").touch()
    assert publish._find_archives(content, None, "en") == Path("archives")
    assert str(content / "archives") in capsys.readouterr().err
    (content / "archives").mkdir(parents=True)
    (content / "archives/call.zip").touch()
    assert publish._find_archives(content, None, "en") is None
    assert str(content / "archives") in capsys.readouterr().err


@pytest.mark.parametrize(
    ("published", "since", "purged"),
    [(3, 0, [3]), (3, 2, [2, 3]), (3, 3, [3]), (3, 4, None), (0, 0, None), (0, 1, None)],
)
def test_what_the_last_publications_changed_is_purged_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    published: int,
    since: int,
    purged: list[int] | None,
) -> None:
    file = tmp_path / "publish.yaml"
    purge = "{provider: tencent}"
    keys = f"kind: directory, path: {tmp_path.as_posix()}, address: 'https://a.cn/', purge: {purge}"
    file.write_text(f"targets: {{one: {{{keys}}}}}", encoding="utf-8")
    records = [_record(number, "tour-1", ((f"{number}.html", "new"),)) for number in range(1, published + 1)]
    sent: list[PurgeRequest] = []
    monkeypatch.setattr("plugins.publishing.targets.target.Target.load_records", lambda _: records)
    monkeypatch.setattr(publish, "send_purge", lambda request, *_: sent.append(request))
    assert publish.purge("one", since, file, "en") == (purged is None)
    urls = [f"https://a.cn/{number}.html" for number in purged or ()]
    assert [url for request in sent for url in request.urls] == urls
    printed = capsys.readouterr().err
    if purged:
        assert printed == f"The CDN was purged: {len(purged)} URLs or folders.\n"


def test_headers_of_a_site_are_printed_in_the_format_of_a_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish.headers("nginx", tmp_path, "en") == 1
    assert publish.headers("iis", tmp_path, "en") == 1
    no_site, no_format = capsys.readouterr().err.splitlines()
    assert no_site == text("headers_no_site", "en", path=tmp_path / "_headers")
    formats = "aliyun, apache, caddy, cloudfront, nginx, tencent"
    assert no_format == text("headers_bad_format", "en", format="iis", formats=formats)
    (tmp_path / "_headers").write_text("/*\n  X-A: b\n", encoding="utf-8")
    assert publish.headers("nginx", tmp_path, "en") == 0
    assert capsys.readouterr() == (server_formats()["nginx"]({"X-A": "b"}), "")


def test_publications_of_a_target_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "publish.yaml"
    keys = f"kind: directory, path: {tmp_path.as_posix()}/site, address: 'https://a.cn/'"
    file.write_text(f"targets: {{one: {{{keys}}}}}", encoding="utf-8")
    records = [_record(1, "tour-1", ())]
    monkeypatch.setattr("plugins.publishing.targets.target.Target.load_records", lambda _: records)
    assert publish.releases("one", file, "en") == 0
    assert [row[0] for row in _rows(capsys.readouterr().out)] == ["1"]
