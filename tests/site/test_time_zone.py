"""A contest elsewhere: its days begin and end there, its clock times are those of its clocks and say so."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.release.archive import build_archive
from tests.content.mutations import SITE, combine, replace_text
from tests.support.builds import TINY, pelican, soup

BERLIN = combine(
    replace_text(
        SITE,
        ("period: 2024年", "period: 2024年\ntimezone: Europe/Berlin"),
        (
            '"2024-03-10T09:00:00+08:00", closes: "2024-03-20T18:00:00+08:00"',
            '"2024-03-10T09:00+01:00", closes: 2024-03-31',
        ),
        ("opens: 2024-03-21", "opens: 2024-04-01"),
        ("site:\n", "site:\n  security: {contact: 'mailto:security@small-town.example', expires: 2024-10-26}\n"),
    ),
    replace_text(
        "pages/rules/index.md", ("public_from: call", "public_from: call\nevent: {starts: 2024-05-01T22:30Z}")
    ),
)


@pytest.fixture(scope="module")
def berlin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("berlin") / "content"))
    BERLIN(content)
    return content


@pytest.fixture(scope="module")
def site(berlin: Path) -> Path:
    return pelican(berlin, berlin.parent / "site", STAGE="vote")


@pytest.mark.parametrize("path", ["vote/", "en/vote/", "entries/rain-garden/"])
def test_the_vote_ends_with_the_last_day_there(site: Path, path: str) -> None:
    body = soup(site, path).body
    assert body
    # summer time began on that morning
    assert (body["data-opens"], body["data-closes"]) == ("2024-03-10T09:00:00+01:00", "2024-04-01T00:00:00+02:00")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("vote/", "请在下列时间内投票（柏林时间）。"),
        ("en/vote/", "Vote between these times (Berlin time)."),
        ("rules/", "2024年5月2日00:30（柏林时间）"),
        ("", "2024年3月10日09:00—2024年3月31日（柏林时间）"),
        ("en/", "(Berlin time)"),
    ],
)
def test_clock_times_say_whose_they_are(site: Path, path: str, words: str) -> None:
    text = soup(site, path).get_text()
    assert words in re.sub(r"\s*\n\s*", "", text)


def test_what_machines_read_begins_and_ends_there(site: Path) -> None:
    feed = (site / "feed.xml").read_text(encoding="utf-8")
    assert re.findall("<published>(.*?)</published>", feed) == ["2024-01-01T00:00:00+01:00"]
    security = (site / ".well-known/security.txt").read_text(encoding="utf-8")
    assert "Expires: 2024-10-26T23:59:59+02:00" in security


def test_nothing_of_it_is_in_beijing(site: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in {".html", ".xml", ".js"}]
    assert [word for word in ("北京时间", "Beijing", "+08:00", "Asia/") for text in texts if word in text] == []


def test_before_the_vote_its_times_name_their_zone(berlin: Path) -> None:
    site = pelican(berlin, berlin.parent / "before", STAGE="tour")
    labels = [label.get_text() for label in soup(site, "vote/").select(".ballot dt")]
    values = [value.get_text() for value in soup(site, "vote/").select(".ballot dd")]
    assert dict(zip(labels, values, strict=True)) == {
        "开始时间": "2024年3月10日09:00",
        "结束时间": "2024年3月31日",
        "时区": "柏林时间",
    }


def test_a_zone_that_no_phrase_names_goes_by_its_city(tiny: Path, tmp_path: Path) -> None:
    zone = ("period: 2024年", "period: 2024年\ntimezone: America/Argentina/Buenos_Aires")
    replace_text(SITE, zone, ("2024-03-10T09:00:00+08:00", "2024-03-10T09:00:00-03:00"))(tiny)
    site = pelican(tiny, tmp_path / "site", STAGE="vote")
    text = soup(site, "en/vote/").get_text()
    assert "Vote between these times (Buenos Aires time)." in text
    assert "请在下列时间内投票（Buenos Aires时间）。" in soup(site, "vote/").get_text()


def test_a_stage_is_archived_as_of_its_last_day_there(berlin: Path, tmp_path: Path) -> None:
    content = Path(shutil.copytree(berlin, tmp_path / "content"))
    replace_text(SITE, ("closes: 2024-03-31", 'closes: "2024-03-31T21:30Z"'))(content)
    build_archive(content, "vote", "", tmp_path / "site")
    assert "截至2024年3月31日" in str(soup(tmp_path / "site", "index.html").select_one("#archived"))
