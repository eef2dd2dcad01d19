"""The order and the limits of public changes, without a store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugins.publishing.files import File
from plugins.publishing.messages import PublishError
from plugins.publishing.plan import PublicFiles, Reason, check_delete_limit, make_plan, split_phases
from plugins.publishing.release import Release

PATHS = (
    "index.html",
    "entries/index.html",
    "entries/baiyun/index.html",
    "winners/index.html",
    "theme/site.css",
    "media/medal.svg",
    "sitemap.xml",
)
RELEASE = Release(
    stage="awards",
    stages=("tour", "awards"),
    stage_indexes={"winners/index.html": 1, "media/medal.svg": 1},
    hashed=("theme/*", "media/*"),
    files={path: File(path, f"blob of {path}", 1, "", ()) for path in PATHS},
    links={
        "index.html": ("entries/index.html", "winners/index.html"),
        "entries/index.html": ("entries/baiyun/index.html",),
        "entries/baiyun/index.html": ("index.html",),
        "winners/index.html": ("media/medal.svg",),
    },
)
EMBARGOED = frozenset(RELEASE.stage_indexes)


def _phases(release: Release, public: PublicFiles, embargoed: frozenset[str] = frozenset()) -> list[list[str]]:
    return [[change.path for change in changes] for changes in split_phases(make_plan(release, public, (), embargoed))]


def _public(*changed: str) -> dict[str, str | None]:
    return {path: "other" if path in changed else file.blob for path, file in RELEASE.files.items()}


def test_unchanged_files_need_no_plan() -> None:
    assert _phases(RELEASE, _public()) == []


def test_assets_come_before_pages_and_pages_before_what_lists_them() -> None:
    assert _phases(RELEASE, _public(*PATHS)) == [
        ["media/medal.svg", "theme/site.css"],
        ["entries/baiyun/index.html", "winners/index.html"],
        ["entries/index.html", "index.html"],
        ["sitemap.xml"],
    ]


def test_home_page_of_a_first_publication_comes_after_all_other_pages() -> None:
    assert _phases(RELEASE, {}) == [
        ["media/medal.svg", "theme/site.css"],
        ["entries/baiyun/index.html", "entries/index.html", "winners/index.html"],
        ["index.html"],
        ["sitemap.xml"],
    ]


def test_nothing_waits_where_nothing_is_revealed() -> None:
    for public in ({}, _public(*PATHS)):
        assert [change.path for change in make_plan(RELEASE, public, (), frozenset()) if change.deferred] == []


def test_what_is_revealed_comes_last_before_the_pages_that_lead_to_it() -> None:
    public = _public("index.html", "entries/index.html", "theme/site.css", "sitemap.xml")
    public = {path: blob for path, blob in public.items() if path not in EMBARGOED}
    assert _phases(RELEASE, public, EMBARGOED) == [
        ["theme/site.css"],
        ["entries/index.html"],
        ["media/medal.svg"],
        ["winners/index.html"],
        ["index.html"],
        ["sitemap.xml"],
    ]


def test_removed_pages_go_after_everything_else_and_their_assets_after_them() -> None:
    public = _public("sitemap.xml") | {"old/index.html": None, "media/old.svg": None, "media/kept.svg": None}
    plan = make_plan(RELEASE, public, ["media/kept.svg"], frozenset())
    assert [(change.path, change.reason) for change in plan] == [
        ("sitemap.xml", Reason.CHANGED),
        ("old/index.html", Reason.GONE),
        ("media/old.svg", Reason.GONE),
    ]


def test_reason_says_what_is_known_of_the_public_file() -> None:
    public = {**_public("index.html"), "sitemap.xml": None}
    del public["theme/site.css"]
    reasons = {change.path: change.reason for change in make_plan(RELEASE, public, (), frozenset())}
    assert reasons == {"theme/site.css": Reason.NEW, "index.html": Reason.CHANGED, "sitemap.xml": Reason.UNKNOWN}


@pytest.mark.parametrize(
    ("pages", "removed", "is_refused"), [(10, 2, False), (10, 3, True), (3, 1, False), (3, 2, True)]
)
def test_more_than_a_fifth_of_the_pages_and_more_than_one_is_refused(
    pages: int, removed: int, is_refused: bool
) -> None:
    public: PublicFiles = {f"{number}.html": f"blob {number}" for number in range(pages)}
    remaining = {path: File(path, str(blob), 1, "", ()) for path, blob in list(public.items())[removed:]}
    plan = make_plan(replace(RELEASE, files=remaining, links={}), public, (), frozenset())
    if is_refused:
        with pytest.raises(PublishError) as caught:
            check_delete_limit(plan, public, 0.2)
        assert [message.code for message in caught.value.messages] == ["many_deletes"]
    else:
        check_delete_limit(plan, public, 0.2)
