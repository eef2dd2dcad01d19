"""Contests of many shapes, each carried through all its stages.

Every folder here is a shape, except ``base``, which is a small whole contest. A shape holds only the files that it has
otherwise than ``base``: they are laid over a copy of it. Of ``competition.yaml`` it holds only the keys that differ; a
key without a value takes that of ``base`` away. ``shape.yaml`` says what must come of it::

    about: 一句话：这是什么样的大赛
    without: [results/scores.yaml]        # files of base that it has not
    completed: [ar]                       # languages whose missing phrases check adds, here left in English
    extra_entries: 20                     # this many entries more, extra-01 and so on, over all tracks, shortlisted
    tally: {gold: [rain], praise: [lift]} # the awards that the tally must propose; they are used from then on
    # tally: {problems: [no_result_rule]} # or what the tally must say; then awards.yaml is among the shape's files
    # tally: {first: {final: [rain]}, final: {gold: [rain]}}   # of each round, where there are rounds
    blockers: [示例]                       # words of what must keep it from the public, one for each reason
    archived: [show]                      # stages that are archived; their pages below archive/ are not listed here
    always: ["", news/, "tracks/{water,street}/"]   # addresses in every stage; {a,b} stands for both
    stages:                               # every stage of the contest, in order
      call:
        pages: [...]                      # all further addresses, exactly
        also: [...]                       # and these, where several stages share pages
        shows: {"vote/": [文字]}           # what must stand on every page at this address, * for any part of it
        hides: {"*": [文字]}               # what must stand in no file at this address: text, attributes, data

Addresses are those of pages, feeds and data; ``_headers``, ``robots.txt`` and ``sitemap.xml`` are always there. A file
in a language folder has its address, such as ``en/vote/``. Everything but ``stages`` and ``always`` can be left out.

Each shape is tallied, then each stage is checked, built, and searched for what is not public yet; its addresses and
sentences are compared; those of some shapes are published one after the other to a folder, with archives, and rolled
back.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

from plugins.cli.tally import write_proposal
from plugins.content.load import load, load_before_results
from plugins.content.problems import ContentError
from plugins.content.reader import read_competition_config
from plugins.embargo.check import check_for_leaks, report_path, write_report
from plugins.publishing.archive import freeze
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import PublishRequest, TargetPolicy, publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.release import prepare
from plugins.release.archive import build_archive, write_manifest
from plugins.release.prepare import ReleaseBuild, add_clearance, build_release
from plugins.results.result import compute_result
from plugins.results.tally import read_inputs
from plugins.site.files.statement import STATEMENT
from tests.shapes.shapes import NAMES, SHAPES, Shape, expand, merge_competition, read_shape, write_shape
from tests.support.builds import page_urls
from tests.support.compression import compress_once
from tests.support.scanning import read_files_once

pytestmark = pytest.mark.posix

ADDRESS = "https://www.small-town.gov.cn/zt/"
# what publishing does does not depend on the shape, but for archives, rounds, statuses and what is made up
PUBLISHED = {"plain", "two_rounds", "statuses", "made_up"}
POLICY = TargetPolicy(ADDRESS, wait=0)
REQUEST = PublishRequest("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC), allow_deletes=True)


@pytest.mark.parametrize("name", NAMES)
def test_shape_is_carried_through_all_stages(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "REPORTS", tmp_path / "proofs")
    compress_once(monkeypatch)
    read_files_once(monkeypatch)
    shape = read_shape(name)
    content = write_shape(shape, tmp_path / "content")
    if "tally" in shape.data:
        assert tally(content) == shape.data["tally"]
    check_every_stage(shape, content)
    last = list(shape.stages)[-1]
    archive_stages(shape, content, tmp_path / "frozen")
    build = build_release(content, last, tmp_path / "sites", ADDRESS.rstrip("/"), "zh-Hans")
    assert build.stages == tuple(shape.stages)
    sites = {stage: build.folder.with_name(stage) for stage in build.stages}
    # of the sites that are built together, the one that is to be published states its files
    stated = {last: {STATEMENT}}
    assert {stage: _addresses(site) for stage, site in sites.items()} == {
        stage: shape.addresses(stage) | stated.get(stage, set()) for stage in build.stages
    }
    assert [line for stage, site in sites.items() for line in wrong_sentences(shape.stages[stage], stage, site)] == []
    for stage, site in sites.items():
        report = check_for_leaks(site, content, stage, ADDRESS.rstrip("/"))
        assert (stage, report.leaks, report.differences, report.passed) == (stage, (), (), True)
        write_report(site, report)
    check_blockers(shape, build)
    if name in PUBLISHED:
        publish_stages(build, tmp_path)


def tally(content: Path) -> Mapping[str, Any]:
    """Tally a content, round after round if it has several; return what ``tally`` in ``shape.yaml`` states."""
    config = read_competition_config(content)
    assert config
    folders = {part.id: content / part.folder for part in config.rounds[:-1]}
    folders |= {part.id: content for part in config.rounds[-1:]}
    return {round_id: tally_round(folder) for round_id, folder in folders.items()} or tally_round(content)


def tally_round(content: Path) -> Mapping[str, Any]:
    """Tally a content or the folder of a round, and write what is proposed; return the awards, or problems by code."""
    loaded = load_before_results(content)
    assert loaded.competition, loaded.problems
    try:
        compute_result(read_inputs(content, loaded.competition))
    except ContentError as error:
        return {"problems": [problem.code for problem in error.problems]}
    assert write_proposal(content, "zh-Hans") == 0
    awards: Mapping[str, Any] = yaml.safe_load((content / "results/awards.yaml").read_text(encoding="utf-8"))["awards"]
    return awards


def check_every_stage(shape: Shape, content: Path) -> None:
    """Check the content as of each stage."""
    messages = {
        stage: [f"{problem.file}:{problem.line}: {problem.message('en')}" for problem in load(content, stage).problems]
        for stage in shape.stages
    }
    assert messages == {stage: [] for stage in shape.stages}


def wrong_sentences(stage: Mapping[str, Any], name: str, site: Path) -> Iterator[str]:
    """A line for each sentence that stands where it must not, or does not stand where it must."""
    texts = {address: _text(site, address) for address in _addresses(site)}
    for kind in ("shows", "hides"):
        for pattern, sentences in (stage.get(kind) or {}).items():
            matching = [address for address in texts if fnmatchcase(address, pattern)]
            if not matching:
                yield f"{name}: no page {pattern}"
            for address, sentence in itertools.product(matching, map(str, sentences)):
                if (sentence in texts[address]) is (kind == "hides"):
                    yield f"{name}: {address or '/'} {kind} “{sentence}”: no"


def _addresses(site: Path) -> set[str]:
    return {address for address in page_urls(site) if not re.match("archive/.", address)}


def _text(site: Path, address: str) -> str:
    """What people read of a file, and its source."""
    file = site / address / "index.html" if address == "" or address.endswith("/") else site / address
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".html":
        return source
    return " ".join(lxml.html.document_fromstring(source).text_content().split()) + "\n" + source


def archive_stages(shape: Shape, content: Path, folder: Path) -> None:
    """Archive the stages that are to be archived, with the content."""
    for stage in shape.data.get("archived", ()):
        build = build_archive(content, stage, "", folder / stage)
        report = check_for_leaks(build.folder, content, stage, build.address, archived=build.day)
        assert (stage, report.leaks, report.differences, report.passed) == (stage, (), (), True)
        write_manifest(build)
        freeze(build.folder, stage, content / "archives")


def check_blockers(shape: Shape, build: ReleaseBuild) -> None:
    """Check what keeps the sites from the public, and which archives they have."""
    expected = list(shape.data.get("blockers", ()))
    assert len(build.blockers) == len(expected)
    assert [words for words, blocker in zip(expected, build.blockers, strict=True) if words not in blocker] == []
    archives = set[str]()
    for stage in build.stages:
        archives |= {stage, "index.html"} if stage in shape.data.get("archived", ()) else set()
        site = build.folder.with_name(stage)
        assert {address.split("/")[1] for address in _pages(site) if address.startswith("archive/")} == archives


def publish_stages(build: ReleaseBuild, folder: Path) -> None:
    """Publish all stages to a folder, with archives, and roll back to the first."""
    host = LocalHost(folder / "www")
    is_blocked = bool(build.blockers)
    target, policy = Directory(host, keep_releases=20), replace(POLICY, rehearsal=is_blocked)
    releases = {}
    for stage in build.stages:
        site = _clear(build, stage)
        if is_blocked:
            with pytest.raises(PublishError):
                publish(target, site, POLICY, REQUEST)
        releases[stage] = publish(target, site, policy, REQUEST).release.id
        assert _pages(host.root / "current") == _pages(site.folder)
    first = build.stages[0]
    rollback(target, releases[first], policy, REQUEST)
    assert _pages(host.root / "current") == _pages(build.folder.with_name(first))


def _clear(build: ReleaseBuild, stage: str) -> SiteBuild:
    site = build.folder.with_name(stage)
    return add_clearance(replace(build, folder=site, stage=stage), report_path(site))


def _pages(folder: Path) -> dict[str, bytes]:
    folder = folder.resolve()
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.html")}


def test_every_folder_is_a_shape() -> None:
    folders = {path.name for path in SHAPES.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert folders == {"base", *NAMES}


@pytest.mark.parametrize(
    ("pattern", "addresses"),
    [("vote/", ["vote/"]), ("{a,b}/{c,d}/", ["a/c/", "a/d/", "b/c/", "b/d/"]), ("{,en/}vote/", ["vote/", "en/vote/"])],
)
def test_pattern_stands_for_addresses(pattern: str, addresses: list[str]) -> None:
    assert list(expand(pattern)) == addresses


def test_key_without_a_value_takes_it_away(tmp_path: Path) -> None:
    base, over = tmp_path / "base.yaml", tmp_path / "over.yaml"
    base.write_text("# head\na: 1\nb:\n  - {c: 2}\nd: 3\n", encoding="utf-8")
    over.write_text("b:\nd: 4\ne: 5\n", encoding="utf-8")
    merge_competition(base, over)
    assert yaml.safe_load(base.read_text(encoding="utf-8")) == {"a": 1, "d": 4, "e": 5}
