"""Times that were published and then changed: reported before a publication unless the site announces the change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from plugins.cli import publish as commands
from plugins.publishing.publish import plan_publication, publish
from plugins.publishing.release import (
    Announcement,
    SiteBuild,
    deserialize_release,
    find_silent_changes,
    make_release,
    serialize_release,
)
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.release import prepare
from tests.publishing.publisher import POLICY, REQUEST
from tests.support.builds import TINY

BEFORE = {"call": Announcement("2024-01-01", "2024-02-29", 0), "tour": Announcement("", "", 0)}
CHANGES = {
    "nothing": (BEFORE, []),
    "a later end without a word": ({"call": Announcement("2024-01-01", "2024-03-10", 0)}, ["call"]),
    "a later end that is announced": ({"call": Announcement("2024-01-01", "2024-03-10", 1)}, []),
    "times that were not known before": ({"tour": Announcement("2024-04-01", "", 0)}, []),
    "a time taken back": ({"call": Announcement("2024-01-01", "", 0)}, ["call"]),
    "a new stage": ({"review": Announcement("2024-05-01", "", 0)}, []),
}


@pytest.mark.posix
@pytest.mark.parametrize("name", CHANGES)
def test_change_of_times_is_known_from_the_last_publication(tmp_path: Path, site_a: SiteBuild, name: str) -> None:
    announced, expected = CHANGES[name]
    target = Directory(LocalHost(tmp_path / "www"), keep_releases=20)
    publish(target, replace(site_a, announced=BEFORE), POLICY, REQUEST)
    plan = plan_publication(target, replace(site_a, announced={**BEFORE, **announced}), POLICY, REQUEST)
    # the store keeps what was said; a release with the same files is another one only in what it says
    former = target.load_release(target.load_state().release)
    assert former
    assert former.announced == BEFORE
    assert find_silent_changes(former, plan.release) == expected


def test_first_publication_and_other_contests_have_nothing_to_compare(site_a: SiteBuild) -> None:
    release = make_release(replace(site_a, announced=BEFORE, contest="one"))
    later = make_release(replace(site_a, announced={"call": Announcement("", "", 0)}, contest="other"))
    assert find_silent_changes(None, release) == []
    assert find_silent_changes(release, later) == []


def test_stored_release_knows_its_times(site_a: SiteBuild) -> None:
    release = make_release(replace(site_a, announced=BEFORE))
    assert deserialize_release(serialize_release(release)).announced == BEFORE
    assert "announced" not in str(serialize_release(make_release(site_a)))


@pytest.mark.posix
def test_dry_run_reports_times_that_change_without_a_word(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "REPORTS", tmp_path / "proofs")
    target = {"kind": "directory", "path": str(tmp_path / "www"), "address": "https://small-town.example/zt/"}
    config = tmp_path / "publish.yaml"
    config.write_text(yaml.safe_dump({"targets": {"stage": {**target, "rehearsal": True}}}), encoding="utf-8")
    options = {"allow_earlier_stage": False, "allow_deletes": False}
    status = commands.publish("stage", "tour", tiny, None, config, "en", dry_run=False, **options)
    assert status == 0, capsys.readouterr()
    text = (TINY / "competition.yaml").read_text(encoding="utf-8").replace("closes: 2024-03-09", "closes: 2024-03-08")
    (tiny / "competition.yaml").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert commands.publish("stage", "tour", tiny, None, config, "en", dry_run=True, **options) == 0
    message = capsys.readouterr().err
    assert 'stage "tour" have changed from 2024-03-01 – 2024-03-09 to 2024-03-01 – 2024-03-08 without a word' in message
    assert 'stage "call"' not in message
