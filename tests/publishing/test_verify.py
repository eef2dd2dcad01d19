"""What counts as a leak: an embargoed address that is answered with anything but an error."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest
import urllib3

from plugins.publishing.files import File, md5_of
from plugins.publishing.release import Release
from plugins.publishing.verify import LiveFinding, LiveSite, find_embargoed_paths, group_findings, verify_site
from tests.support.ports import SilentHandler, serve, serve_folder


class _Answers(SilentHandler):
    """Answers with the status that the address names."""

    def do_GET(self) -> None:  # noqa: N802 - the name is given
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.mark.parametrize(
    ("status", "is_leak"), [(status, status < HTTPStatus.BAD_REQUEST) for status in (200, 206, 399, 400, 403, 404, 410)]
)
def test_embargoed_address_is_missing_if_its_answer_is_an_error(status: int, is_leak: bool) -> None:
    with serve(_Answers) as address, urllib3.PoolManager(retries=False) as http:
        site = LiveSite(Release("tour", ("tour",), {}, (), {}), f"{address}/", http)
        leaks = [(leak.kind, leak.url, leak.values) for leak in site.find_leak(str(status))]
    assert leaks == ([("live_leak", f"{address}/{status}", (("found", str(status)),))] if is_leak else [])


def _release(stage: str = "tour", **contents: str) -> Release:
    """A release of pages with these contents."""
    files = {
        f"{name}.html": File(f"{name}.html", name, 1, md5_of(text.encode()), (("Content-Type", "text/HTML "),))
        for name, text in contents.items()
    }
    return Release(stage, ("call", "tour", "awards"), {}, (), files)


def _write(folder: Path, **contents: str) -> Path:
    for name, text in contents.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def test_site_that_is_as_published_is_right(tmp_path: Path) -> None:
    progress: list[tuple[int, int]] = []
    with serve_folder(_write(tmp_path, a="A", b="B")) as address:
        result = verify_site(
            _release(a="A", b="B"), {"c.html"}, address, lambda done, total: progress.append((done, total))
        )
    assert result.messages == ()
    assert (result.summary.code, dict(result.summary.values)) == (
        "live_right",
        {"address": address, "count": "2", "hidden": "1", "wrong": "0", "urls": "0"},
    )
    assert progress == [(1, 3), (2, 3), (3, 3)]


def test_leak_ends_the_check(tmp_path: Path) -> None:
    progress: list[tuple[int, int]] = []
    with serve_folder(_write(tmp_path, c="C")) as address:
        result = verify_site(_release(a="A"), {"c.html"}, address, lambda done, total: progress.append((done, total)))
    assert [message.code for message in result.messages] == ["live_leak"]
    assert result.summary == result.messages[0]
    assert dict(result.summary.values)["first"] == f"{address}c.html"
    assert progress == [(1, 2)]


def test_what_differs_is_reported_by_its_kind(tmp_path: Path) -> None:
    release, former = _release(a="A", b="B", c="C", d="D"), _release(a="former", b="former")
    with serve_folder(_write(tmp_path, a="A", b="former", c="other")) as address:
        result = verify_site(release, set(), address, lambda *_: None, [former])
        (site := tmp_path / "d.html").write_text("D", encoding="utf-8")
        with urllib3.PoolManager(retries=False) as http:
            live = LiveSite(release, address, http)
            other = File("d.html", "", 1, md5_of(site.read_bytes()), (("X-A", "1"), ("Content-Type", "text/html")))
            headers = [list(LiveSite(release, address, http, (), ours).find_mistakes(other)) for ours in (True, False)]
            right = list(live.find_mistakes(release.files["a.html"]))
    codes = [message.code for message in result.messages]
    assert codes == ["live_status", "live_former", "live_contents"]
    values = dict(result.messages[0].values)
    assert (values["wanted"], values["found"], values["first"]) == ("200", "404", f"{address}d.html")
    assert dict(result.summary.values) == {"address": address, "count": "4", "hidden": "0", "wrong": "3", "urls": "3"}
    missing = LiveFinding("live_header", f"{address}d.html", (("header", "X-A"), ("wanted", "1"), ("found", "")))
    assert (headers, right) == ([[missing], []], [])


def test_page_for_what_is_missing_is_no_leak_but_reported(tmp_path: Path) -> None:
    release = _release(**{"404": "missing"})
    with serve_folder(_write(tmp_path, a="missing")) as address, urllib3.PoolManager(retries=False) as http:
        (finding,) = LiveSite(release, address, http).find_leak("a.html")
    assert finding == LiveFinding("live_soft_404", f"{address}a.html", (("found", "200"),))


def test_site_that_cannot_be_reached_is_reported_at_once() -> None:
    result = verify_site(_release(a="A"), set(), "http://127.0.0.1:1/", lambda *_: pytest.fail("nothing is fetched"))
    assert [message.code for message in result.messages] == ["live_unreachable"]


def test_findings_of_a_kind_are_one_message_the_gravest_first() -> None:
    def finding(kind: str, number: int, value: str = "") -> LiveFinding:
        return LiveFinding(kind, f"u{number}", (("found", value),))

    findings = [finding("live_header", 0), finding("live_status", 1, "500")]
    findings += [finding("live_status", number, "404") for number in (5, 4, 3, 2, 2)]
    messages = [dict(message.values) for message in group_findings(findings, _release())]
    assert [(values["found"], values["count"], values["first"]) for values in messages] == [
        ("404", "4", "u2, u3, u4"),
        ("500", "1", "u1"),
        ("", "1", "u0"),
    ]


def test_paths_of_later_stages_of_other_releases_are_embargoed() -> None:
    release = Release("tour", ("call", "tour", "awards"), {}, (), _release(here="x").files)
    later = {"here.html": 2, "later.html": 2, "now.html": 1, "2022/a.html": 2}
    other = Release("awards", release.stages, later, (), {})
    assert find_embargoed_paths(release, [other]) == {"later.html", "2022/a.html"}
    series = Release("tour", release.stages, {}, (), {}, edition="2024", editions={"2022": ("awards", 2)})
    assert find_embargoed_paths(series, [other]) == {"here.html", "later.html"}
