"""A series of three editions, published one after the other: each its own, with a front page over all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from plugins.cli.build import build, check
from plugins.cli.publish import publish
from plugins.cli.serve import newest_edition
from plugins.cli.stages import add_series
from plugins.content.series.record import read_series
from plugins.publishing.messages import PublishError
from plugins.publishing.release import SiteBuild, make_release
from plugins.publishing.target_state import State
from plugins.release import prepare, statement
from plugins.release.series import SeriesFront, add_edition, build_series, check_front_for_leaks, moved_pages
from plugins.site.build_result import BuildOptions, BuildResult
from tests.support.builds import files, soup
from tests.support.compression import compress_once

URL = "https://www.small-town.gov.cn/zt"
CONFIG = """id: town-{edition}
edition: "{edition}"
languages: [zh-Hans]
name: 某市创新大赛（{edition}年）
short_name: 创新大赛{edition}
period: {edition}年
theme: 一起想办法
purpose: 让好办法被更多人看见。
organisers: [{{name: 某市组织委员会}}]
stages:
  - {{id: show, name: 巡展, kinds: [tour]}}
  - {{id: awards, name: 颁奖, kinds: [awards]}}
current_stage: {stage}
tracks: [{{id: water, name: 水环境}}]
award_levels: [{{id: gold, name: 金奖, size: 1, public_from: show}}]
site: {{url: "{url}/{edition}", entry_cards: false}}
"""
UNITS = """kinds: [{id: department, name: 部门}]
units:
  - {id: water-bureau, name: 某市水务局, kind: department}
  - {id: street-office, name: 东区某街道, kind: department}
"""
ENTRY = """---
number: "{number}"
title: {edition}年第{number}号办法
units: [{unit}]
track: water
summary: 简介
{more}---

正文。
"""
SERIES = f"""id: town
languages: [zh-Hans]
name: 某市创新大赛
about: 每两年一届的大赛。
url: {URL}
formerly_at_root: "2020"
editions:
  - {{id: "2020", name: 第一届, frozen: true}}
  - {{id: "2022", name: 第二届}}
  - {{id: "2024", name: 第三届}}
"""
SIZES = {"2020": (15, "awards"), "2022": (22, "awards"), "2024": (50, "show")}


def write_edition(folder: Path, edition: str, count: int, stage: str) -> None:
    content = folder / edition
    (content / "results").mkdir(parents=True)
    (content / "competition.yaml").write_text(CONFIG.format(edition=edition, stage=stage, url=URL), encoding="utf-8")
    (content / "units.yaml").write_text(UNITS, encoding="utf-8")
    slugs = [f"way-{number:03}" for number in range(1, count + 1)]
    for number, slug in enumerate(slugs, start=1):
        unit = "water-bureau" if number % 7 == 0 else "street-office"
        more = "continues: 2020/way-001\n" if (edition, number) == ("2022", 5) else ""
        (content / "entries" / slug).mkdir(parents=True)
        text = ENTRY.format(number=number, edition=edition, unit=unit, more=more)
        (content / "entries" / slug / "index.md").write_text(text, encoding="utf-8")
    (content / "results/shortlist.yaml").write_text(yaml.safe_dump({"shortlist": slugs}), encoding="utf-8")
    (content / "results/awards.yaml").write_text("awards: {gold: [way-014]}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    for edition, (count, stage) in SIZES.items():
        write_edition(folder, edition, count, stage)
    (folder / "series.yaml").write_text(SERIES, encoding="utf-8")
    return folder


@pytest.mark.posix
def test_third_edition_changes_no_byte_of_the_first_two(
    series: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (prepare, statement):
        monkeypatch.setattr(module, "REPORTS", tmp_path / "proofs")
    compress_once(monkeypatch)
    monkeypatch.chdir(tmp_path)
    target = {"kind": "directory", "path": str(tmp_path / "www"), "address": f"{URL}/"}
    Path("publish.yaml").write_text(yaml.safe_dump({"targets": {"public": target}}), encoding="utf-8")

    def publish_edition(edition: str) -> tuple[int, dict[str, bytes]]:
        config = tmp_path / "publish.yaml"
        options = {"dry_run": False, "allow_earlier_stage": False, "allow_deletes": False}
        status = publish("public", None, series / edition, None, config, "en", **options)
        return status, files((tmp_path / "www/current").resolve())

    assert check(series, None, "text", "en") == 0
    assert publish_edition("2020")[0] == 0, capsys.readouterr()
    status, before = publish_edition("2022")
    assert status == 0, capsys.readouterr()
    status, after = publish_edition("2024")
    assert status == 0, capsys.readouterr()
    former = {path: data for path, data in before.items() if path.startswith(("2020/", "2022/"))}
    assert {path: after.get(path) for path in former} == former
    assert len([path for path in after if re.fullmatch("2024/entries/way-.*/index.html", path)]) == 50
    check_front((tmp_path / "www/current").resolve())
    check_statements(after)
    assert publish_edition("2020")[0] == 1
    assert "is frozen" in capsys.readouterr().err


def check_statements(public: dict[str, bytes]) -> None:
    """Each edition states its files, the front page the others."""
    names = ["release.json", *(f"{edition}/release.json" for edition in SIZES)]
    stated: dict[str, str] = {}
    for name in names:
        folder, data = name.removesuffix("release.json"), json.loads(public[name])
        assert data["address"] == f"{URL}/{folder}"
        for path, digest in data["files"].items():
            assert stated.setdefault(folder + path, digest) is digest
    assert stated == {path: f"sha256:{sha256(public[path]).hexdigest()}" for path in stated}
    # search indexes of former releases stay for pages in a cache
    passing = re.compile(r".*\.(gz|br)|data/search-.*\.[0-9a-f]{12}\.json")
    unstated = {path for path in public.keys() - stated.keys() if not passing.fullmatch(path)}
    assert unstated == {*names, *(name.replace("release.json", "_headers") for name in names)}


def check_front(site: Path) -> None:
    """The front page lists the years, and one search finds a unit in all of them."""
    home = soup(site, "index.html")
    assert [link.get_text() for link in home.select("#years a")] == ["第三届", "第二届", "第一届"]
    assert [str(link["href"]) for link in home.select("#years a")] == ["2024/", "2022/", "2020/"]
    search = soup(site, "years/search/index.html")
    assert len(search.select("[data-entry]")) == 87
    names = search.select_one("#catalogue")
    assert names
    index = json.loads((site / "years/search" / str(names["data-names"])).read_bytes())
    matches = [key for key, text in index.items() if "shuiwuju" in text]
    assert [key for key in matches if "某市水务局" not in index[key]] == []
    assert {edition: sum(key.startswith(edition) for key in matches) for edition in SIZES} == {
        "2020": 2,
        "2022": 3,
        "2024": 7,
    }
    winners = soup(site, "years/winners/index.html")
    assert [link.get_text() for link in winners.select("section li a")] == ["2022年第14号办法", "2020年第14号办法"]
    chains = soup(site, "years/projects/index.html").select("section")
    assert [[link["href"] for link in chain.select("li a")] for chain in chains] == [
        ["../../2022/entries/way-005/", "../../2020/entries/way-001/"]
    ]
    units = soup(site, "years/units/index.html")
    assert len(units.select("#water-bureau li")) == 12
    moved = soup(site, "entries/way-001/index.html")
    assert str(moved.select_one("meta[http-equiv=refresh]")) == (
        '<meta content="0; url=../../2020/entries/way-001/" http-equiv="refresh"/>'
    )
    entry = soup(site, "2022/entries/way-005/index.html")
    assert "../../../2020/entries/way-001/" in [link["href"] for link in entry.select(".entry-facts a")]
    assert soup(site, "2024/news/index.html").select_one('.footer a[href="../../"]')


def test_front_page_shows_nothing_that_an_edition_hides(series: Path, tmp_path: Path) -> None:
    stages = {"2020": "awards", "2022": "show", "2024": "show"}
    front = SeriesFront(read_series(series), stages, URL)
    front.write(tmp_path / "front")
    report = check_front_for_leaks(front, tmp_path / "front")
    assert (report.leaks, report.differences, report.passed) == ((), (), True)
    written = files(tmp_path / "front")
    assert (report.files, report.bytes) == (len(written), sum(map(len, written.values())))
    assert (report.competition, report.stage) == ("town", "2020: awards, 2022: show, 2024: show")
    assert (report.site_url, report.rehearsal, report.replaced) == (URL, False, True)
    assert report.terms > 0
    assert (report.pieces_too_short, report.pieces_also_public) == (0, 2)
    stated = json.loads(written["release.json"])
    assert (stated["contest"], stated["address"]) == ("town", f"{URL}/")
    assert stated["stage"] == "2020/awards, 2022/show, 2024/show"
    winners = soup(tmp_path / "front", "years/winners/index.html")
    assert [link.get_text() for link in winners.select("section li a")] == ["2020年第14号办法"]
    early = SeriesFront(read_series(series), {**stages, "2022": "awards"}, URL)
    early.write(tmp_path / "early")
    assert not check_front_for_leaks(front, tmp_path / "early").passed


def test_edition_that_was_at_the_root_goes_first(series: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"home")
    build = SiteBuild(tmp_path, "show", ("show", "awards"))
    public = make_release(build)
    state = State(public.id, "show", 0, 1, current=public)
    with pytest.raises(PublishError) as caught:
        add_series(read_series(series), "2022", build, state, URL, "en")
    assert [message.text("en")[:48] for message in caught.value.messages] == [
        'The edition "2020", which was at the root before'
    ]


@pytest.mark.parametrize(
    ("former", "moved"),
    [(None, []), ("2022", ["index.html", "rules/index.html"]), ("2020", ["index.html", "news/index.html"])],
)
def test_only_pages_of_the_edition_that_was_at_the_root_have_moved(
    series: Path, former: str | None, moved: list[str]
) -> None:
    known = read_series(series)
    known = replace(known, record=replace(known.record, formerly_at_root=former))
    public = ["2020/news/index.html", "2020/index.html", "2020/feed.xml", "2024/index.html", "index.html"]
    assert moved_pages(known, "2022", ["rules/index.html", "index.html", "feed.xml"], public) == moved


def test_whole_series_is_built_to_look_at(series: Path, tmp_path: Path) -> None:
    options = {"fake_results": False, "quiet": True, "preview": False, "trial_poll": ""}
    assert build(series, tmp_path / "out", None, None, "en", **options) == 0
    assert json.loads((tmp_path / "out/release.json").read_bytes())["address"] == f"{URL}/"
    assert (tmp_path / "out/entries/way-001/index.html").exists()
    assert (tmp_path / "out/2022/entries/way-001/index.html").exists()
    assert [str(link["href"]) for link in soup(tmp_path / "out", "index.html").select("#years a")] == [
        "2024/",
        "2022/",
        "2020/",
    ]


def test_edition_is_a_part_of_the_series_in_a_folder_of_its_own(series: Path, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build/index.html").write_bytes(b"edition")
    (tmp_path / "front").mkdir()
    build = SiteBuild(tmp_path / "build", "show", ("show", "awards"), {"index.html": "show"}, ("theme/*",))
    front = SeriesFront(read_series(series), {"2022": "awards", "2024": "show"}, URL)
    site = add_edition(front, replace(build, contest="town-2024"), "2024", tmp_path / "front")
    assert (tmp_path / "front/2024/index.html").read_bytes() == b"edition"
    assert site == SiteBuild(
        tmp_path / "front",
        "show",
        ("show", "awards"),
        {"2024/index.html": "show"},
        ("theme/*", "2024/theme/*"),
        contest="town",
        former_contests=("town-2020",),
        edition="2024",
        other_editions={"2022": "awards"},
    )


def test_address_of_a_series_is_that_of_its_record_or_another(
    series: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[BuildOptions] = []

    def start(options: BuildOptions) -> Callable[[], BuildResult]:
        built.append(options)
        return lambda: BuildResult(output=options.output, failure="stopped")

    monkeypatch.setattr("plugins.release.series.start_build", start)
    for address in (None, "http://127.0.0.1:8000/"):
        results = build_series(read_series(series), tmp_path / "out", address)
        assert [result.failure for result in results] == ["stopped"] * 3
    assert [options.site_url for options in built] == [
        *(f"{URL}/{edition}" for edition in SIZES),
        *(f"http://127.0.0.1:8000/{edition}" for edition in SIZES),
    ]
    assert [options.content for options in built] == [series / edition for edition in SIZES] * 2
    # nothing is shown unless every edition was built
    assert list(tmp_path.iterdir()) == []


def test_preview_of_a_series_shows_its_last_edition(series: Path) -> None:
    assert newest_edition(series) == series / "2024"
