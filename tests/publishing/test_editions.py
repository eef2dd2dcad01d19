"""Editions of a series on one target: publishing one neither changes nor deletes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import plan_publication, publish, rollback
from plugins.publishing.release import SiteBuild, deserialize_release, is_archived, make_release, serialize_release
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.target import Target
from plugins.publishing.verify import find_embargoed_paths
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import HASHED, make_build, write_site

DELETING = replace(REQUEST, allow_deletes=True)
ENTRIES = {"2020": ("baiyun", "huadu"), "2022": ("liwan", "panyu", "tianhe"), "2024": ("conghua", "zengcheng")}


def _edition(
    folder: Path, edition: str, others: Mapping[str, str], style: str = "red", *, awards: bool = True
) -> SiteBuild:
    """A build of an edition below a front page that names all editions."""
    whole = folder / f"{edition}-{style}-{awards}"
    stage = "awards" if awards else "tour"
    build = make_build(write_site(whole / edition, ENTRIES[edition], style, awards=awards), stage)
    listed = "".join(f'<a href="{name}/">{name}</a>' for name in sorted({*others, edition}))
    (whole / "index.html").write_text(listed, encoding="utf-8")
    return replace(
        build,
        folder=whole,
        public_from={f"{edition}/{path}": stage for path, stage in build.public_from.items()},
        hashed=(*HASHED, *(f"{edition}/{pattern}" for pattern in HASHED)),
        contest="town-series",
        edition=edition,
        other_editions=others,
    )


@pytest.fixture(params=["bucket", "folder"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    if request.param == "bucket":
        bucket: Bucket = request.getfixturevalue("bucket")
        return bucket
    return Directory(LocalHost(tmp_path / "www"), keep_releases=20)


def _blobs(target: Target, edition: str) -> dict[str, str | None]:
    public = target.list_public(target.load_state())
    return {path: blob for path, blob in public.items() if path.startswith(f"{edition}/")}


def _codes(error: pytest.ExceptionInfo[PublishError]) -> list[str]:
    return [message.code for message in error.value.messages]


def test_publishing_an_edition_changes_no_file_of_another(target: Target, tmp_path: Path) -> None:
    publish(target, _edition(tmp_path, "2020", {}), POLICY, REQUEST)
    publish(target, _edition(tmp_path, "2022", {"2020": "awards"}), POLICY, REQUEST)
    before = {edition: _blobs(target, edition) for edition in ("2020", "2022")}
    others = {"2020": "awards", "2022": "awards"}
    result = publish(target, _edition(tmp_path, "2024", others, awards=False), POLICY, REQUEST)
    assert {path.split("/")[0] for path, _ in result.record.changes} == {"2024", "index.html"} if result.record else 0
    assert {edition: _blobs(target, edition) for edition in ("2020", "2022")} == before
    assert all(before.values())
    assert result.release.editions == {"2020": ("awards", 2), "2022": ("awards", 2), "2024": ("tour", 1)}


def test_each_edition_has_its_own_stage_and_cannot_go_back(target: Target, tmp_path: Path) -> None:
    publish(target, _edition(tmp_path, "2020", {}), POLICY, REQUEST)
    publish(target, _edition(tmp_path, "2022", {"2020": "awards"}, awards=False), POLICY, REQUEST)
    with pytest.raises(PublishError) as caught:
        publish(target, _edition(tmp_path, "2020", {"2022": "tour"}, "blue", awards=False), POLICY, REQUEST)
    assert _codes(caught) == ["backward"]
    publish(target, _edition(tmp_path, "2022", {"2020": "awards"}, "blue"), POLICY, DELETING)
    assert "2022/winners/index.html" in _blobs(target, "2022")


def test_old_assets_and_archives_of_another_edition_stay(target: Target, tmp_path: Path) -> None:
    first = _edition(tmp_path, "2020", {}, "red")
    (first.folder / "2020/archive/tour").mkdir(parents=True)
    (first.folder / "2020/archive/tour/index.html").write_bytes(b"frozen")
    publish(target, first, POLICY, REQUEST)
    publish(target, _edition(tmp_path, "2020", {}, "green"), POLICY, REQUEST)
    before = _blobs(target, "2020")
    assert "2020/archive/tour/index.html" in before
    assert len([path for path in before if path.startswith("2020/theme/")]) == 2
    for style in ("red", "green", "blue", "pink", "gold"):
        publish(target, _edition(tmp_path, "2022", {"2020": "awards"}, style, awards=False), POLICY, REQUEST)
    assert _blobs(target, "2020") == before


def test_pages_of_another_edition_are_not_taken_for_early(target: Target, tmp_path: Path) -> None:
    first = publish(target, _edition(tmp_path, "2020", {}, "red"), POLICY, REQUEST).release
    publish(target, _edition(tmp_path, "2020", {}, "green"), POLICY, REQUEST)
    second = publish(target, _edition(tmp_path, "2022", {"2020": "awards"}, awards=False), POLICY, REQUEST).release
    assert find_embargoed_paths(second, [first]) == set()


def test_front_page_of_other_editions_than_are_public_is_refused(target: Target, tmp_path: Path) -> None:
    publish(target, _edition(tmp_path, "2020", {}), POLICY, REQUEST)
    with pytest.raises(PublishError) as caught:
        publish(target, _edition(tmp_path, "2022", {}), POLICY, REQUEST)
    assert _codes(caught) == ["editions_changed"]


def test_rolling_back_restores_all_editions_as_they_were(target: Target, tmp_path: Path) -> None:
    publish(target, _edition(tmp_path, "2020", {}), POLICY, REQUEST)
    second = publish(target, _edition(tmp_path, "2022", {"2020": "awards"}), POLICY, REQUEST)
    before = {edition: _blobs(target, edition) for edition in ("2020", "2022")}
    publish(target, _edition(tmp_path, "2020", {"2022": "awards"}, "blue"), POLICY, DELETING)
    assert _blobs(target, "2020") != before["2020"]
    rollback(target, second.release.id, POLICY, DELETING)
    current = {edition: _blobs(target, edition) for edition in ("2020", "2022")}
    assert {name: before[name].items() - current[name].items() for name in before} == {"2020": set(), "2022": set()}


def test_repeated_publication_of_an_edition_does_nothing(target: Target, tmp_path: Path) -> None:
    publish(target, _edition(tmp_path, "2020", {}), POLICY, REQUEST)
    build = _edition(tmp_path, "2022", {"2020": "awards"})
    publish(target, build, POLICY, REQUEST)
    assert publish(target, build, POLICY, REQUEST).record is None
    assert plan_publication(target, build, POLICY, REQUEST).plan == ()


def test_another_contest_at_a_target_is_refused_or_replaces_all_of_it(target: Target, tmp_path: Path) -> None:
    one = make_build(write_site(tmp_path / "one", ("baiyun", "huadu"), "red", awards=True), "awards")
    (one.folder / "archive/tour").mkdir(parents=True)
    (one.folder / "archive/tour/index.html").write_bytes(b"frozen")
    publish(target, replace(one, contest="one-2020"), POLICY, REQUEST)
    other = make_build(write_site(tmp_path / "other", ("liwan", "panyu"), "blue", awards=False), "tour")
    other = replace(other, contest="other-2021")
    with pytest.raises(PublishError) as caught:
        publish(target, other, POLICY, REQUEST)
    assert _codes(caught) == ["other_contest"]
    assert "other-2021" in caught.value.messages[0].text("en")
    publish(target, other, POLICY, DELETING)
    pages = {path for path in target.list_public(target.load_state()) if path.endswith(".html")}
    assert pages == {path for path in make_release(other).files if path.endswith(".html")}


def test_series_takes_over_the_site_of_its_first_edition(target: Target, tmp_path: Path) -> None:
    one = make_build(write_site(tmp_path / "one", ("baiyun", "huadu"), "red", awards=True), "awards")
    publish(target, replace(one, contest="town-2020"), POLICY, REQUEST)
    series = replace(_edition(tmp_path, "2020", {}), former_contests=("town-2020",))
    publish(target, series, replace(POLICY, largest_share=1.0), REQUEST)
    assert "2020/winners/index.html" in _blobs(target, "2020")


def test_release_of_an_edition_is_stored_and_read(tmp_path: Path) -> None:
    release = make_release(_edition(tmp_path, "2022", {"2020": "awards"}))
    stored = deserialize_release(serialize_release(release))
    assert (stored, stored.contest, stored.id) == (release, "town-series", release.id)


def test_release_without_editions_has_the_same_name_as_before(tmp_path: Path) -> None:
    build = make_build(write_site(tmp_path / "one", ("baiyun",), "red", awards=False), "tour")
    assert make_release(build).id == make_release(replace(build, contest="town-2020")).id


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("archive/tour/index.html", True),
        ("archive/tour.zip", True),
        ("archive/index.html", False),
        ("en/archive/index.html", False),
        ("2022/archive/tour/index.html", True),
        ("2022/archive/tour.zip", True),
        ("2022/archive/index.html", False),
        ("entries/archive/index.html", False),
    ],
)
def test_files_of_archives_stay_but_not_their_list(path: str, expected: bool) -> None:
    assert is_archived(path) is expected
