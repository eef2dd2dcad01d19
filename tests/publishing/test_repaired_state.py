"""A new state from what can be read of a target: which release is public, and which files are whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from plugins.publishing.files import File
from plugins.publishing.plan import PublicFiles
from plugins.publishing.release import Release, serialize_release
from plugins.publishing.repair import ReadableParts, RepairPlan, make_state, read_parts
from plugins.publishing.target_state import AuditRecord, RemoteFileState, State
from plugins.publishing.targets.target import Job, StoredKind, Target

Listing = Mapping[str, tuple[str, str]]


def _release(stage: str, *paths: str) -> Release:
    files = {path: File(path, f"{stage} {path}", 1, "", ()) for path in paths}
    indexes = {"winners.html": 2, "tour.html": 1}
    return Release(stage, ("call", "tour", "awards"), indexes, (), files)


CALL = _release("call", "index.html", "old.css")
TOUR = _release("tour", "index.html", "tour.html", "new.css")
AWARDS = _release("awards", "index.html", "winners.html")


@dataclass
class _Target:
    """A target that shows these files, which match releases so."""

    public: tuple[str, ...]
    matches: Mapping[str, Listing]

    def list_public(self, _: State) -> PublicFiles:
        return dict.fromkeys(self.public)

    def match_public(self, release: Release) -> Listing:
        return self.matches[release.id]


def _make(public: tuple[str, ...], matches: Mapping[str, Listing], *releases: Release) -> State:
    """The state by these releases, the last one first, of publications 9, 8 and so on."""
    last = {release.id: 9 - number for number, release in enumerate(releases)}
    parts = ReadableParts({release.id: release for release in releases}, last, 9, ())
    return make_state(cast(Target, _Target(public, matches)), parts, ["adopted*"])


def test_without_a_release_every_public_file_is_of_others() -> None:
    assert _make(("a", "b"), {}) == State(sequence=9, foreign=frozenset({"a", "b"}))


def test_release_of_which_most_is_public_is_the_current_one() -> None:
    tour = {"index.html": ("e1", "m1"), "tour.html": ("e2", "m2")}
    matches = {AWARDS.id: {"index.html": ("e1", "m1")}, TOUR.id: tour, CALL.id: {"old.css": ("e3", "m3")}}
    public = ("index.html", "tour.html", "new.css", "old.css", "winners.html", "adopted.txt", "proof.txt")
    state = _make(public, matches, AWARDS, TOUR, CALL)
    assert (state.release, state.stage, state.stage_index, state.sequence) == (TOUR.id, "tour", 1, 9)
    assert state.current is TOUR
    assert state.remote_files == {
        "index.html": RemoteFileState("tour index.html", "e1", "m1", 9, 0),
        "tour.html": RemoteFileState("tour tour.html", "e2", "m2", 9, 1),
        # of an earlier release, and not in the current one
        "old.css": RemoteFileState("call old.css", "e3", "m3", 7, 0),
    }
    # what has other contents than any release is written or removed by the next publication
    assert state.unfinished == {"new.css": 0, "winners.html": 2, "adopted.txt": 0}
    assert state.foreign == {"proof.txt"}


def test_first_of_several_that_are_public_as_a_whole_is_the_current_one() -> None:
    both = {"index.html": ("e", "m"), "old.css": ("e", "m")}
    other = replace(CALL, hashed=("x",))
    assert _make(("index.html",), {CALL.id: both, other.id: both}, other, CALL).release == other.id
    assert _make(("index.html",), {CALL.id: both, other.id: both}, CALL, other).release == CALL.id


def test_plan_says_what_it_does() -> None:
    assert RepairPlan().is_empty
    assert not RepairPlan(("state",)).is_empty
    assert not RepairPlan(state=State()).is_empty
    remote = {"a": RemoteFileState("", "", "", 1, 0)}
    names = [f"{number}.html" for number in range(4)]
    state = State("tour-1", "tour", 1, 7, remote, dict.fromkeys(names, 0), foreign=frozenset(names))
    messages = [(item.code, dict(item.values)) for item in RepairPlan(("lock/00000001", "state"), state).messages()]
    first = {"count": "4", "first": "0.html, 1.html, 2.html"}
    assert messages == [
        ("repair_aside", {"name": "private/lock/00000001"}),
        ("repair_aside", {"name": "private/state"}),
        ("repair_lock", {}),
        ("repair_state", {"release": "tour-1", "number": "7", "count": "1"}),
        ("repair_rewrite", first),
        ("repair_foreign", first),
    ]
    (empty,) = RepairPlan(state=State()).messages()
    assert dict(empty.values) == {"release": "—", "number": "0", "count": "0"}


def test_state_after_a_job_has_the_files_of_the_release_and_those_that_stay() -> None:
    former = State("call-1", "call", 0, 1, {"old.css": RemoteFileState("b", "e", "m", 1, 0)}, {"begun": 0})
    public = {"index.html": None, "old.css": "b"}
    job = Job(TOUR, (), former, public, None, frozenset({"proof.txt", "tour.html"}))
    listing = dict.fromkeys(("index.html", "tour.html", "old.css", "stranger.html"), ("e", "m"))
    state = job.state_after(2, listing)
    assert {path: (file.blob, file.last) for path, file in state.remote_files.items()} == {
        "index.html": ("tour index.html", 2),
        "tour.html": ("tour tour.html", 2),
        "old.css": ("b", 1),
    }
    assert (state.release, state.stage, state.stage_index, state.sequence) == (TOUR.id, "tour", 1, 2)
    assert (state.unfinished, state.current, state.foreign) == ({}, TOUR, {"proof.txt"})


@dataclass
class _Stored:
    """A target that has stored this, by name."""

    files: Mapping[str, bytes]

    def list_stored(self, kind: StoredKind) -> list[str]:
        return sorted(name.partition("/")[2] for name in self.files if name.startswith(f"{kind}/"))

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)


def test_last_release_comes_first_and_one_without_a_record_last() -> None:
    releases = {release.id: release for release in (AWARDS, TOUR, CALL)}
    files = {f"{StoredKind.RELEASE}/{name}": serialize_release(release) for name, release in releases.items()}
    for number, release in ((1, TOUR), (2, CALL)):
        record = AuditRecord(
            sequence=number, action="publish", release=release.id, former="", stage=release.stage, who="", when=""
        )
        files[f"{StoredKind.RECORD}/{record.file_name}"] = record.to_json()
    files[f"{StoredKind.RECORD}/000007.json"] = b"half"
    files[f"{StoredKind.RELEASE}/other"] = serialize_release(TOUR)
    parts = read_parts(cast(Target, _Stored(files)))
    assert list(parts.releases) == [CALL.id, TOUR.id, AWARDS.id]
    assert (parts.last_needed, parts.sequence) == ({TOUR.id: 1, CALL.id: 2}, 7)
    assert parts.damaged == (f"{StoredKind.RELEASE}/other", f"{StoredKind.RECORD}/000007.json")
    assert read_parts(cast(Target, _Stored({}))).sequence == 0
