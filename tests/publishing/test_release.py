"""A release: which paths stay, whose they are, and what makes its identity."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.publishing.files import File, md5_of
from plugins.publishing.messages import PublishError
from plugins.publishing.release import (
    Announcement,
    Release,
    SiteBuild,
    deserialize_release,
    edition_of,
    find_silent_changes,
    is_archived,
    make_release,
    serialize_release,
)

HEADERS = (("Content-Type", "text/html"),)
RELEASE = Release(
    "tour", ("call", "tour"), {"b.html": 1}, ("theme/*",), {"a.html": File("a.html", "x", 1, "m", HEADERS)}
)


@pytest.mark.parametrize(
    ("path", "archived"),
    [
        ("archive/call/index.html", True),
        ("archive/call.zip", True),
        ("2024/archive/call/a.css", True),
        ("archive/index.html", False),
        ("archive/call.txt", False),
        ("archive/call.zip.html", False),
        ("a/b/archive/call.zip", False),
        ("myarchive/call.zip", False),
    ],
)
def test_archives_stay_but_not_the_list_of_them(path: str, archived: bool) -> None:
    assert is_archived(path) is archived
    assert RELEASE.is_lasting(path) is archived
    assert RELEASE.is_lasting("theme/a.css")


def test_path_belongs_to_the_edition_of_its_folder() -> None:
    paths = ("2024/index.html", "2022/a", "2024", "index.html", "2020/a")
    assert [edition_of(path, {"2022", "2024"}) for path in paths] == ["2024", "2022", "", "", ""]
    release = replace(RELEASE, edition="2024", editions={"2022": ("awards", 1), "2024": ("tour", 0)})
    assert [release.is_of_other_edition(path) for path in paths] == [False, True, False, False, False]


def test_stage_outside_of_the_stages_has_no_index() -> None:
    assert (RELEASE.stage_index, replace(RELEASE, stage="none").stage_index) == (1, -1)


@pytest.mark.parametrize(
    ("ours", "former", "theirs", "expected"),
    [
        ("a", (), "a", True),
        ("a", (), "b", False),
        ("a", ("b",), "b", True),
        ("", (), "b", True),
        ("a", (), "", True),
    ],
)
def test_contest_is_the_same_or_taken_over_or_not_named(
    ours: str, former: tuple[str, ...], theirs: str, expected: bool
) -> None:
    release = replace(RELEASE, contest=ours, former_contests=former)
    assert release.is_same_contest(replace(RELEASE, contest=theirs)) is expected


@pytest.mark.parametrize(
    "change",
    [
        {"stage": "call"},
        {"stages": ("call", "tour", "awards")},
        {"stage_indexes": {"b.html": 0}},
        {"hashed": ()},
        {"files": {"a.html": File("a.html", "y", 1, "m", HEADERS)}},
        {"files": {}},
        {"edition": "2024"},
        {"edition": "2024", "editions": {"2022": ("tour", 1)}},
    ],
)
def test_identity_changes_with_everything_that_is_published(change: dict[str, Any]) -> None:
    changed = replace(RELEASE, **change)
    assert changed.id != RELEASE.id
    assert changed.id.startswith(f"{changed.stage}-")
    assert len(changed.id) == len(changed.stage) + 13


def test_identity_does_not_change_with_what_follows_or_is_only_known() -> None:
    changed = replace(RELEASE, links={"a.html": ()}, contest="a", announced={"call": Announcement("1", "2", 0)})
    assert changed.id == RELEASE.id
    assert replace(RELEASE, editions={"2022": ("tour", 1)}).id == RELEASE.id


def test_stored_release_of_a_series_is_read_back() -> None:
    editions = {"2022": ("awards", 1), "2024": ("tour", 0)}
    release = replace(RELEASE, contest="town", edition="2024", editions=editions, announced={})
    stored = deserialize_release(serialize_release(release), release.id)
    assert (stored, stored.contest, stored.editions) == (release, "town", editions)


def test_other_bytes_are_no_release() -> None:
    stored = serialize_release(RELEASE)
    for data in (b"", b"no gzip", gzip.compress(b"{}"), gzip.compress(b"[]"), stored[:-9]):
        with pytest.raises(ValueError, match=r"\S"):
            deserialize_release(data)
    with pytest.raises(ValueError, match=RELEASE.id):
        deserialize_release(stored, "tour-0")


@pytest.mark.parametrize(
    ("before", "after", "is_silent"),
    [
        (("1", "2", 0), ("1", "3", 0), True),
        (("1", "2", 0), ("0", "2", 0), True),
        (("1", "2", 1), ("1", "3", 1), True),
        (("1", "2", 1), ("1", "3", 2), False),
        (("1", "", 0), ("1", "3", 0), True),
        (("", "2", 0), ("", "3", 0), True),
        (("", "", 0), ("1", "3", 0), False),
        (("1", "2", 0), ("1", "2", 0), False),
    ],
)
def test_change_of_times_is_silent_unless_it_is_announced(
    before: tuple[str, str, int], after: tuple[str, str, int], is_silent: bool
) -> None:
    former = replace(RELEASE, announced={"call": Announcement(*before)})
    release = replace(RELEASE, announced={"call": Announcement(*after), "tour": Announcement("1", "2", 0)})
    assert find_silent_changes(None, release) == []
    assert find_silent_changes(former, release) == ["call"] * is_silent
    assert find_silent_changes(replace(former, edition="2022"), release) == []
    assert find_silent_changes(replace(former, contest="other"), release) == []


def test_build_becomes_a_release_of_its_files(tmp_path: Path) -> None:
    build = SiteBuild(tmp_path, "tour", ("call", "tour"), {"index.html": "call", "a.html": "tour", "gone": "tour"})
    with pytest.raises(PublishError) as caught:
        make_release(build)
    assert [message.code for message in caught.value.messages] == ["nothing_built"]
    for name in ("index.html", "a.html"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    release = make_release(build)
    assert release.stage_indexes == {"index.html": 0, "a.html": 1}
    assert {path: file.md5 for path, file in release.files.items()} == {
        name: md5_of(name.encode()) for name in ("a.html", "index.html")
    }
    # what is as before need not be read again
    known = replace(release, files={path: replace(file, md5="known") for path, file in release.files.items()})
    (tmp_path / "a.html").write_text("other", encoding="utf-8")
    again = make_release(build, former=known)
    assert (again.files["index.html"].md5, len(again.files["a.html"].md5)) == ("known", 32)
    edition = make_release(replace(build, edition="2024"))
    assert edition.editions == {"2024": ("tour", 1)}
