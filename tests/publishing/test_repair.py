"""State, lock, releases and records that were cut off or overwritten: reported in a sentence, and rebuilt."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild, deserialize_release
from plugins.publishing.repair import carry_out, plan_repair
from plugins.publishing.target_state import State, deserialize_record, deserialize_state
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.targets.target import Target
from plugins.system.messages import LANGS
from tests.publishing.buckets import public_files
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, read_files

pytestmark = pytest.mark.posix

# what a disk or a careless person leaves
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda data: data[: len(data) // 2],
    "text": lambda _: b"<Error><Code>AccessDenied</Code></Error>",
    "list": lambda _: gzip.compress(b"[]", mtime=0),
    "null": lambda _: gzip.compress(b"null", mtime=0),
    "other": lambda _: gzip.compress(b'{"format": 1, "files": {}}', mtime=0),
    "bare": lambda _: b"{}",
}


@dataclass(frozen=True)
class Place:
    """A target, and how its private part is read and spoilt by names below it."""

    target: Target
    read: Callable[[str], bytes]
    write: Callable[[str, bytes], None]
    public: Callable[[], dict[str, bytes]]


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


@pytest.fixture(params=["bucket", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "bucket":
        bucket: Bucket = request.getfixturevalue("bucket")
        private = bucket.layout.private
        return Place(
            bucket,
            lambda name: bucket.store.get(private + name) or b"",
            lambda name, data: bucket.store.put(private + name, data, {}),
            lambda: public_files(bucket),
        )
    root = tmp_path / "www"
    target = Directory(LocalHost(root), keep_releases=20)
    return Place(
        # a new command has read nothing yet
        target,
        lambda name: (root / "private" / name).read_bytes(),
        lambda name, data: _write(root / "private" / name, data),
        lambda: read_files((root / "current").resolve()),
    )


def _again(place: Place) -> Target:
    """The target as the next command opens it."""
    target = place.target
    return Directory(target.host, target.keep_releases) if isinstance(target, Directory) else target


def _names_of_damaged(place: Place) -> list[str]:
    with pytest.raises(PublishError) as caught:
        _again(place).load_state()
    return [dict(problem.values)["name"] for problem in caught.value.messages if problem.code == "damaged"]


def _repair(place: Place) -> list[str]:
    plan = plan_repair(_again(place), ())
    carry_out(_again(place), plan, "Mu Mu", 0, lambda _: None)
    return [step.code for step in plan.messages()]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_state_is_reported_and_made_again(
    place: Place, site_a: SiteBuild, site_b: SiteBuild, damage: str
) -> None:
    first = publish(place.target, site_a, POLICY, REQUEST)
    publish(place.target, site_b, POLICY, REQUEST)
    before, stored = place.target.load_state(), place.read("state.json.gz")
    place.write("state.json.gz", DAMAGE[damage](stored))
    (name,) = _names_of_damaged(place)
    assert name.endswith("/state.json.gz")
    with pytest.raises(PublishError) as caught:
        publish(_again(place), site_b, POLICY, REQUEST)
    assert [problem.code for problem in caught.value.messages] == ["damaged"]
    assert _repair(place) == ["repair_state"]
    after = _again(place).load_state()
    assert (after.release, after.stage_index, after.sequence) == (before.release, before.stage_index, before.sequence)
    assert after.remote_files.keys() == before.remote_files.keys()
    assert {path: file.blob for path, file in after.remote_files.items()} == {
        path: file.blob for path, file in before.remote_files.items()
    }
    assert (after.unfinished, after.foreign) == ({}, frozenset())
    assert publish(_again(place), site_b, POLICY, REQUEST).plan == ()
    assert place.read("damaged/state.json.gz") == DAMAGE[damage](stored)
    rollback(_again(place), first.release.id, POLICY, REQUEST)
    assert WINNERS not in place.public()


def test_sound_target_needs_no_repair(place: Place, site_a: SiteBuild) -> None:
    assert plan_repair(place.target, ()).is_empty
    publish(place.target, site_a, POLICY, REQUEST)
    assert plan_repair(_again(place), ()).is_empty


@pytest.mark.parametrize("damage", ["half", "list", "other"])
def test_damaged_current_release_is_set_aside_and_published_again(
    place: Place, site_a: SiteBuild, site_b: SiteBuild, damage: str
) -> None:
    publish(place.target, site_a, POLICY, REQUEST)
    second = publish(place.target, site_b, POLICY, REQUEST).release.id
    place.write(f"releases/{second}", DAMAGE[damage](place.read(f"releases/{second}")))
    (name,) = _names_of_damaged(place)
    assert name.endswith(f"releases/{second}")
    assert _repair(place)[:2] == ["repair_aside", "repair_state"]
    # what only the damaged release had is of no readable one any more, so it stays until it is published again
    publish(_again(place), site_b, POLICY, replace(REQUEST, allow_deletes=True))
    assert read_files(site_b.folder).items() <= place.public().items()
    assert _again(place).load_state().release == second


def test_nothing_that_can_be_read_leaves_all_files_to_others(place: Place, site_a: SiteBuild) -> None:
    release = publish(place.target, site_a, POLICY, REQUEST).release.id
    damaged = (f"releases/{release}", "records/000001.json")
    for name in ("state.json.gz", *damaged):
        place.write(name, b"")
    plan = plan_repair(_again(place), ())
    assert plan.damaged == damaged
    # the name of the record says how many publications there were
    assert plan.state == State(sequence=1, foreign=frozenset(place.public()))


def test_release_that_was_changed_by_hand_is_reported(bucket: Bucket, site_a: SiteBuild) -> None:
    release = publish(bucket, site_a, POLICY, REQUEST).release.id
    key = f"{bucket.layout.private}releases/{release}"
    record = json.loads(gzip.decompress(bucket.store.get(key) or b""))
    record["files"][0][0] = "../../escape.html"
    bucket.store.put(key, gzip.compress(json.dumps(record).encode()), {})
    with pytest.raises(PublishError) as caught:
        bucket.load_release(release)
    assert [problem.code for problem in caught.value.messages] == ["damaged"]


@pytest.mark.parametrize("damage", ["half", "text", "bare"])
def test_damaged_record_is_set_aside(place: Place, site_a: SiteBuild, site_b: SiteBuild, damage: str) -> None:
    publish(place.target, site_a, POLICY, REQUEST)
    publish(place.target, site_b, POLICY, REQUEST)
    place.write("records/000001.json", DAMAGE[damage](place.read("records/000001.json")))
    with pytest.raises(PublishError) as caught:
        _again(place).load_records()
    assert [problem.code for problem in caught.value.messages] == ["damaged"]
    assert _repair(place) == ["repair_aside"]
    assert [record.sequence for record in _again(place).load_records()] == [2]
    assert place.read("damaged/records-000001.json") != b""


def test_lost_state_with_an_edited_page_leaves_that_to_the_next_publication(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    bucket.store.put(f"{bucket.layout.public}about/index.html", b"defaced", {})
    bucket.store.put(f"{bucket.layout.public}uploads/minutes.pdf", b"theirs", {})
    bucket.store.put(f"{bucket.layout.private}state.json.gz", b"cut", {})
    plan = plan_repair(bucket, ())
    assert [step.code for step in plan.messages()] == ["repair_state", "repair_rewrite", "repair_foreign"]
    assert plan.state
    assert (dict(plan.state.unfinished), plan.state.foreign) == ({"about/index.html": 0}, {"uploads/minutes.pdf"})
    assert bucket.store.get(f"{bucket.layout.private}state.json.gz") == b"cut"
    carry_out(bucket, plan, "Mu Mu", 0, lambda _: None)
    assert [change.path for change in publish(bucket, site_a, POLICY, REQUEST).plan] == ["about/index.html"]
    assert public_files(bucket) == read_files(site_a.folder) | {"uploads/minutes.pdf": b"theirs"}


def test_damaged_lock_is_set_aside_with_a_warning(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    bucket.store.put(f"{bucket.layout.lock}00000009", b"{", {})
    plan = plan_repair(bucket, ())
    assert [step.code for step in plan.messages()] == ["repair_aside", "repair_lock"]
    carry_out(bucket, plan, "Mu Mu", 0, lambda _: None)
    with bucket.lock("Mu Mu", 0, lambda _: None):
        pass


def test_plan_is_in_both_languages(bucket: Bucket, site_a: SiteBuild) -> None:
    publish(bucket, site_a, POLICY, REQUEST)
    bucket.store.put(f"{bucket.layout.private}state.json.gz", b"cut", {})
    texts = [[step.text(lang) for step in plan_repair(bucket, ()).messages()] for lang in LANGS]
    assert all(all(text for text in sentences) for sentences in texts)
    assert texts[0] != texts[1]


@pytest.mark.parametrize("count", [60, pytest.param(3000, marks=pytest.mark.exhaustive)])
def test_any_change_of_stored_bytes_is_read_or_reported(
    tmp_path: Path, site_a: SiteBuild, site_b: SiteBuild, count: int
) -> None:
    root, chance = tmp_path / "www", random.Random(20)
    target = Directory(LocalHost(root), keep_releases=20)
    for site in (site_a, site_b):
        publish(target, site, POLICY, REQUEST)
    release = deserialize_release(next((root / "private/releases").iterdir()).read_bytes())
    parsers: list[tuple[str, Callable[[bytes], object]]] = [
        ("state.json.gz", lambda data: deserialize_state(data, lambda _: release)),
        ("releases", deserialize_release),
        ("records", deserialize_record),
    ]
    for name, parse in parsers:
        path = root / "private" / name
        data = (path if path.is_file() else next(path.iterdir())).read_bytes()
        plain = data if name == "records" else gzip.decompress(data)
        for _ in range(count):
            spoilt = bytearray(plain)
            for _ in range(chance.randint(1, 3)):
                spoilt[chance.randrange(len(spoilt))] = chance.choice(b'0[]{}",:xn-')
            changed = bytes(spoilt) if name == "records" else gzip.compress(bytes(spoilt))
            try:
                parse(changed)
            except ValueError:
                continue
