"""What must not be published, and whose files are whose, without a target."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from plugins.publishing.archive import check_archives
from plugins.publishing.files import File
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import (
    PublishRequest,
    TargetPolicy,
    check_clearance,
    check_contest,
    check_direction,
    find_foreign,
    is_adopted,
)
from plugins.publishing.release import Clearance, Release, SiteBuild
from plugins.publishing.target_state import RemoteFileState, State
from plugins.publishing.targets.target import Target

RELEASE = Release("tour", ("call", "tour", "awards"), {}, (), {"a.html": File("a.html", "blob", 1, "md5", ())})
BUILD = SiteBuild(Path("none"), "tour", RELEASE.stages)
POLICY = TargetPolicy("https://town.example/")
REQUEST = PublishRequest("Mu Mu", datetime(2026, 11, 28, tzinfo=UTC))
CLEARED = Clearance(Path("proof.json"), "0" * 64)


def _refusal(check: Any, *arguments: Any, **options: Any) -> list[tuple[str, dict[str, str]]]:
    """The codes and values of what a check refuses."""
    try:
        check(*arguments, **options)
    except PublishError as error:
        return [(message.code, dict(message.values)) for message in error.messages]
    return []


def test_site_needs_a_clean_clearance_unless_it_is_a_rehearsal() -> None:
    unclean = replace(CLEARED, findings=("samples", "a placeholder"))
    assert _refusal(check_clearance, replace(BUILD, clearance=CLEARED), POLICY) == []
    assert _refusal(check_clearance, BUILD, POLICY) == [("no_clearance", {})]
    findings = [("findings", {"findings": "samples · a placeholder"})]
    assert _refusal(check_clearance, replace(BUILD, clearance=unclean), POLICY) == findings
    for build in (BUILD, replace(BUILD, clearance=unclean)):
        assert _refusal(check_clearance, build, replace(POLICY, rehearsal=True)) == []


def test_other_contest_is_replaced_only_if_deletes_are_allowed() -> None:
    village = replace(RELEASE, contest="village")
    state = State(current=replace(RELEASE, contest="town"))
    refused = [("other_contest", {"public": "town", "contest": "village"})]
    assert _refusal(check_contest, village, BUILD, state, allow_deletes=False) == refused
    assert _refusal(check_contest, village, BUILD, state, allow_deletes=True) == []
    assert _refusal(check_contest, village, BUILD, State(), allow_deletes=False) == []
    assert _refusal(check_contest, replace(RELEASE, contest="town"), BUILD, state, allow_deletes=False) == []


def test_other_editions_must_be_those_of_the_front_page() -> None:
    editions = {"2022": ("awards", 2), "2024": ("tour", 1)}
    state = State(current=replace(RELEASE, editions=editions))
    build = replace(BUILD, edition="2024", other_editions={"2022": "awards"})
    assert _refusal(check_contest, RELEASE, build, state, allow_deletes=False) == []
    changed = replace(build, other_editions={"2022": "tour"})
    assert _refusal(check_contest, RELEASE, changed, state, allow_deletes=False) == [("editions_changed", {})]
    assert _refusal(check_contest, RELEASE, BUILD, state, allow_deletes=False) == []


@pytest.mark.parametrize(
    ("stage", "public", "allowed", "refused"),
    [
        ("tour", 1, False, []),
        ("awards", 1, False, []),
        ("call", 1, False, [("backward", {"stage": "call", "public": "tour"})]),
        ("call", 1, True, []),
        ("call", -1, False, []),
        ("none", -1, True, [("unknown_stage", {"stage": "none", "choices": "call, tour, awards"})]),
    ],
)
def test_site_goes_back_to_an_earlier_stage_only_if_that_is_allowed(
    stage: str, public: int, allowed: bool, refused: list[tuple[str, dict[str, str]]]
) -> None:
    request = replace(REQUEST, allow_earlier_stage=allowed)
    state = State("x", "tour", public, 1, current=RELEASE)
    assert _refusal(check_direction, replace(RELEASE, stage=stage), state, request) == refused


def test_stages_of_another_contest_do_not_matter() -> None:
    state = State("x", "awards", 2, 1, current=replace(RELEASE, contest="town"))
    assert _refusal(check_direction, replace(RELEASE, contest="village"), state, REQUEST) == []


@pytest.mark.parametrize(
    ("path", "patterns", "adopted"),
    [
        ("old/a/b.html", ["old/*"], True),
        ("old/a.html", ["new/*", "*.html"], True),
        ("old/a.html", [], False),
        ("OLD/a.html", ["old/*"], False),
        ("old/\udcff.html", ["*"], False),
    ],
)
def test_files_of_others_are_adopted_by_pattern(path: str, patterns: list[str], adopted: bool) -> None:
    assert is_adopted(path, patterns) is adopted


class _Target:
    """A target with one former release."""

    loads = 0

    def load_releases(self) -> list[Release]:
        self.loads += 1
        return [replace(RELEASE, files={"former.html": RELEASE.files["a.html"]})]


def test_files_that_no_release_has_are_of_others() -> None:
    current = replace(RELEASE, files={"current.html": RELEASE.files["a.html"]})
    state = State(
        remote_files={"remote.html": RemoteFileState("", "", "", 1, 0)},
        unfinished={"begun.html": 0},
        current=current,
        foreign=frozenset({"known.html"}),
    )
    ours = ["a.html", "current.html", "remote.html", "begun.html", "adopted.html"]
    target = _Target()

    def find(*paths: str) -> frozenset[str]:
        return find_foreign(cast(Target, target), RELEASE, state, [*ours, *paths], ["adopted*"])

    # what is known as another's is not looked for in all former releases again
    assert (find("known.html"), target.loads) == ({"known.html"}, 0)
    assert (find("known.html", "new.html", "former.html"), target.loads) == ({"known.html", "new.html"}, 1)


def test_archive_that_is_public_never_changes() -> None:
    def release(md5: str, blob: str = "blob", name: str = "archive/call/a.html", **keys: Any) -> Release:
        return replace(RELEASE, files={name: File(name, blob, 1, md5, ())}, **keys)

    state = State(current=release("one"))
    assert _refusal(check_archives, release("one", "other headers"), state) == []
    changed = [("archive_changed", {"first": "archive/call/a.html", "count": "1"})]
    assert _refusal(check_archives, release("two"), state) == changed
    assert _refusal(check_archives, release("two", name="archive/index.html"), state) == []
    town, village = release("one", contest="town"), release("two", contest="village")
    assert _refusal(check_archives, village, State(current=town)) == []
    # one that the current release does not have, but that is still public
    for blob, refused in (("blob", []), ("", []), ("former", changed)):
        remote = {"archive/call/a.html": RemoteFileState(blob, "", "", 1, 0)}
        assert _refusal(check_archives, release("two"), State(remote_files=remote)) == refused
