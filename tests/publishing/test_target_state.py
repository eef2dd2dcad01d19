"""What a target remembers: stored states and records are read back, and decide what is known, hidden and kept."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from plugins.publishing.files import File
from plugins.publishing.plan import Change, Phase, Reason
from plugins.publishing.release import Release, deserialize_release, serialize_release
from plugins.publishing.target_state import (
    AuditRecord,
    RemoteFileState,
    State,
    deserialize_record,
    deserialize_state,
    serialize_state,
)

HEADERS = (("Content-Type", "text/html"),)
PATHS = ("a.html", "b.html", "theme/c.css", "广.html")
RELEASE = Release(
    "tour",
    ("call", "tour", "awards"),
    {"b.html": 1},
    ("theme/*",),
    {path: File(path, f"blob-{path}", 5, f"md5-{path}", HEADERS) for path in PATHS},
    {"a.html": ("b.html", "theme/c.css")},
)
STATE = State(
    RELEASE.id,
    "tour",
    1,
    7,
    {
        "a.html": RemoteFileState("blob-a.html", "md5-a.html", "monday", 7, 0),
        "b.html": RemoteFileState("blob-b.html", "another etag", "monday", 7, 1),
        "theme/old.css": RemoteFileState("blob-old", "etag", "sunday", 5, 0),
        "theme/c.css": RemoteFileState("blob-earlier", "etag", "sunday", 6, 0),
    },
    {"c.html": 2},
    RELEASE,
)


def test_release_is_read_back_as_it_was_stored() -> None:
    stored = deserialize_release(serialize_release(RELEASE))
    assert (stored, stored.links, stored.id) == (RELEASE, RELEASE.links, RELEASE.id)


def test_state_is_read_back_as_it_was_stored() -> None:
    assert deserialize_state(serialize_state(STATE), {RELEASE.id: RELEASE}.get) == STATE


def test_state_of_an_earlier_version_is_read() -> None:
    record = {
        "format": 1,
        "release": RELEASE.id,
        "stage": "tour",
        "place": 1,
        "sequence": 7,
        "marks": [["", "monday", 1], ["another etag", "monday", 1], ["?", "", 2]],
        "others": {
            "theme/old.css": ["blob-old", "etag", "sunday", 5, 0],
            "theme/c.css": ["blob-earlier", "etag", "sunday", 6, 0],
        },
        "unfinished": {"c.html": 2},
    }
    assert deserialize_state(gzip.compress(json.dumps(record).encode()), {RELEASE.id: RELEASE}.get) == STATE


def test_record_is_read_back_as_it_was_stored() -> None:
    record = AuditRecord(
        sequence=7,
        action="publish",
        release="tour-1",
        former="call-1",
        stage="tour",
        who="Mu Mu",
        when="2026-11-23T09:00:00+00:00",
        changes=(("a.html", "new"),),
    )
    assert deserialize_record(record.to_json()) == record


@pytest.mark.parametrize(
    ("path", "etag", "modified", "blob"),
    [
        ("a.html", "md5-a.html", "monday", "blob-a.html"),
        ("a.html", "md5-a.html", "tuesday", None),
        ("a.html", "other", "monday", None),
        ("never.html", "", "", None),
    ],
)
def test_blob_is_known_only_while_nothing_has_written_the_file(
    path: str, etag: str, modified: str, blob: str | None
) -> None:
    assert STATE.known_blob(path, etag, modified) == blob


def test_blob_of_a_file_that_may_have_been_written_is_unknown() -> None:
    assert replace(STATE, unfinished={"a.html": 0}).known_blob("a.html", "md5-a.html", "monday") is None


def test_paths_of_a_later_stage_are_embargoed() -> None:
    awards = replace(RELEASE, stage="awards", stage_indexes={"a.html": 2, "b.html": 1})
    assert STATE.embargoed_paths(awards) == {"a.html"}
    # a first publication reveals only what its own stage adds
    assert State().embargoed_paths(awards) == {"a.html"}


@pytest.mark.parametrize(
    ("path", "grace", "is_retained"),
    [
        ("theme/old.css", 3, True),
        ("theme/old.css", 2, False),
        ("archive/call/index.html", 1, True),
        ("old.html", 3, False),
        ("theme/unknown.css", 3, False),
    ],
)
def test_old_assets_stay_for_the_grace_and_archives_permanently(path: str, grace: int, is_retained: bool) -> None:
    assert STATE.retained_paths(RELEASE, [path], grace) == ({path} if is_retained else set())


def test_asset_of_an_unfinished_publication_stays_unless_its_stage_is_later() -> None:
    unfinished = replace(STATE, unfinished={"theme/new.css": 1, "theme/awards.css": 2})
    assert unfinished.retained_paths(RELEASE, ["theme/new.css", "theme/awards.css"], 3) == {"theme/new.css"}


def test_nothing_of_another_contest_stays() -> None:
    of_town = replace(STATE, current=replace(RELEASE, contest="town"))
    paths = ["theme/old.css", "archive/call/index.html"]
    assert of_town.retained_paths(replace(RELEASE, contest="town"), paths, 3) == set(paths)
    assert of_town.retained_paths(replace(RELEASE, contest="village"), paths, 3) == set()
    taken_over = replace(RELEASE, contest="village", former_contests=("town",))
    assert of_town.retained_paths(taken_over, paths, 3) == set(paths)


def test_all_of_other_editions_stays() -> None:
    release = replace(RELEASE, edition="2024", editions={"2022": ("awards", 2), "2024": ("tour", 1)})
    paths = ["2022/a.html", "2024/a.html", "a.html", "2022/theme/x.css"]
    assert STATE.retained_paths(release, paths, 3) == {"2022/a.html", "2022/theme/x.css"}


def test_stage_that_is_public_is_that_of_the_edition() -> None:
    assert STATE.public_stage(RELEASE) == ("tour", 1)
    assert (State().public_stage(RELEASE), State().editions) == (("", -1), {})
    series = replace(STATE, current=replace(RELEASE, edition="2022", editions={"2022": ("awards", 2)}))
    assert series.public_stage(replace(RELEASE, edition="2022")) == ("awards", 2)
    new = replace(RELEASE, edition="2024", stage="awards", stage_indexes={"a.html": 2, "b.html": 1})
    assert series.public_stage(new) == ("", -1)
    # the first publication of an edition reveals only what its own stage adds
    assert series.embargoed_paths(new) == {"a.html"}
    assert State().embargoed_paths(replace(new, stage="call")) == {"a.html", "b.html"}


def test_stage_of_a_path_is_that_of_the_release_then_of_the_target_then_of_the_plan() -> None:
    paths = ("b.html", "a.html", "theme/old.css", "c.html", "never.html")
    moved = replace(STATE, remote_files={**STATE.remote_files, "theme/old.css": RemoteFileState("x", "", "", 1, 2)})
    assert [moved.stage_index_of(path, RELEASE) for path in paths] == [1, 0, 2, 2, 0]
    change = Change(path="b.html", reason=Reason.NEW, phase=Phase.PAGE, deferred=False)
    assert STATE.with_unfinished(RELEASE, (change,)).unfinished == {"c.html": 2, "b.html": 1}


def test_verified_file_is_of_the_release_or_as_it_was() -> None:
    def state_of(path: str) -> RemoteFileState:
        return STATE.verified_file(path, RELEASE, "e", "m", 9)

    assert state_of("b.html") == RemoteFileState("blob-b.html", "e", "m", 9, 1)
    assert state_of("theme/old.css") == RemoteFileState("blob-old", "e", "m", 5, 0)
    assert state_of("c.html") == RemoteFileState("", "e", "m", 7, 2)
    assert State().verified_file("x", RELEASE, "e", "m", 1) == RemoteFileState("", "e", "m", 1, 0)


def test_record_is_named_by_its_number() -> None:
    record = AuditRecord(sequence=7, action="a", release="r", former="f", stage="s", who="w", when="t")
    assert record.file_name == "000007.json"
    assert record.to_json().startswith(b'{\n "sequence": 7,\n')


def test_names_of_other_tools_are_stored_if_they_are_text() -> None:
    state = replace(STATE, foreign=frozenset({"a.txt", "b\udcff.txt"}))
    assert deserialize_state(serialize_state(state), {RELEASE.id: RELEASE}.get).foreign == {"a.txt"}


def test_state_whose_release_is_missing_is_an_error() -> None:
    with pytest.raises(ValueError, match=RELEASE.id):
        deserialize_state(serialize_state(STATE), lambda _: None)
    assert deserialize_state(serialize_state(State()), lambda _: None) == State()
