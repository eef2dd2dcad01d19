"""What a target remembers: stored states and records are read back, and decide what is known, hidden and kept."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from plugins.publishing.files import File
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
