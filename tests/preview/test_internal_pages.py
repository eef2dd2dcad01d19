"""The preview's own pages: the manual that its messages name, problems of all stages, and what each stage reveals."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.paths import ROOT
from plugins.preview.build.protocol import BuildRequest, DisplayProblem
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.messages import say
from plugins.preview.server.internal_pages import manual_page, problems_page, stages_page
from plugins.release.stage_diff import PageChange


@pytest.mark.parametrize(("lang", "name"), [("zh-Hans", "editors.zh.md"), ("en", "editors.en.md")])
def test_manual_is_shown_with_every_heading_and_table(lang: str, name: str) -> None:
    source = (ROOT / "docs" / name).read_text(encoding="utf-8")
    outside_blocks = re.sub(r"^```.*?^```$", "", source, flags=re.M | re.S)
    page = BeautifulSoup(manual_page("", lang) or b"", "html.parser")
    headings = [heading.get_text() for heading in page.select("h1, h2, h3, h4")]
    assert headings == [re.sub("[`*]", "", heading) for heading in re.findall("^#+ (.+)$", outside_blocks, re.M)]
    assert all(heading.get("id") for heading in page.select("h2, h3, h4"))
    assert len(page.select("table")) == len(re.findall(r"^\|[-| :]+\|$", outside_blocks, re.M))


def test_only_pages_of_the_manual_are_shown() -> None:
    assert manual_page("publishers.md", "en")
    assert [manual_page(name, "en") for name in ("none.md", "../README.md", "dev/overview.md")] == [None] * 3


@pytest.fixture
def scheduler(tiny: Path, tmp_path: Path) -> BuildScheduler:
    """A scheduler that builds nothing."""
    request = BuildRequest(
        content=str(tiny), output=str(tmp_path), stage="vote", site_url="http://127.0.0.1", lang="en"
    )
    return BuildScheduler(request, lambda *_: None)


def _problems(scheduler: BuildScheduler) -> list[str]:
    return [row.get_text() for row in BeautifulSoup(problems_page(scheduler), "html.parser").select(".pv-problem p")]


def test_problems_of_all_stages_are_listed_once_errors_first(scheduler: BuildScheduler) -> None:
    assert _problems(scheduler) == []
    rows = (("b", 1, "third"), ("a", 20, "second"), ("a", 3, "first"))
    problems = tuple(DisplayProblem(file, line, message) for file, line, message in rows)
    warning = DisplayProblem("a", 1, "last", is_warning=True)
    build = scheduler.latest_build("vote")
    scheduler.builds = {
        "vote": replace(build, state=0, problems=(warning, *problems)),
        "tour": replace(build, state=0, problems=problems[:1]),
    }
    # nothing is built of the latest state yet
    assert _problems(scheduler) == ["first", "second", "third", "last"]
    scheduler.builds["tour"] = replace(build, state=1, problems=problems[:1])
    assert _problems(scheduler) == ["third"]


def test_what_a_stage_reveals_is_grouped_and_leads_to_its_pages(scheduler: BuildScheduler) -> None:
    scheduler._comparisons["call", "tour"] = (
        (1, 1),
        (
            PageChange("new", "entries/a/", "A - Fair - Town"),
            PageChange("new", "en/entries/a/", "A"),
            PageChange("changed", "", "", words="now"),
            PageChange("changed", "rules/", "Rules"),
            PageChange("gone", "old/", ""),
        ),
    )
    scheduler._comparisons["tour", "vote"] = (1, 1), ()
    scheduler.builds["review"] = replace(scheduler.latest_build("review"), state=1)
    page = BeautifulSoup(stages_page(scheduler), "html.parser")
    steps = {str(step["id"]): step for step in page.select(".pv-step")}
    assert next(heading.get_text() for heading in page.select("h2")) == "征集 → 巡展"
    links = [(link.get_text(), link["href"]) for link in steps["tour"].select("a")]
    assert links == [
        ("A - Fair", "/.stage/tour/entries/a/"),
        ("A", "/.stage/tour/en/entries/a/"),
        ("", "/.stage/tour/"),
        ("old/", "/.stage/call/old/"),
    ]
    assert [link.get_text() for link in steps["tour"].select(".pv-rest a")] == ["A"]
    groups = [str(group["class"][-1]) for group in steps["tour"].select(".pv-group")]
    assert groups == ["pv-group--new", "pv-group--changed", "pv-group--gone"]
    notes = {
        name: [note.get_text() for note in step.select(".pv-quiet, .pv-step__wait")] for name, step in steps.items()
    }
    broken, waiting = [f"{say('not_compared', 'en')} {say('all_problems', 'en')}"], [say("comparing", "en")]
    assert notes == {
        "tour": [say("quiet", "en", count=1)],
        "vote": [say("same", "en")],
        "review": broken,
        "notice": broken,
        "awards": waiting,
        "archive": waiting,
    }
