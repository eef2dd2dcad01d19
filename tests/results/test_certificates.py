"""Ids of certificates, the key they are derived from, and what voids one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from plugins.content.load import load
from plugins.results import certificate_key as certificate_key_module
from plugins.results.certificate_key import FILE, VARIABLE, certificate_key, create_certificate_key
from plugins.results.certificates import ID_LENGTH, derive_certificate_id, list_certificates, list_void_certificates
from tests.content.invalid_shapes import statuses
from tests.content.mutations import combine, replace_text, write_file
from tests.support.published_result import seal_figures


def test_id_is_stable_and_changes_with_the_key_and_with_every_part() -> None:
    ids = [
        derive_certificate_id("key", "2024", "gold", "rain-garden", "east-office"),
        derive_certificate_id("other", "2024", "gold", "rain-garden", "east-office"),
        derive_certificate_id("key", "2023", "gold", "rain-garden", "east-office"),
        derive_certificate_id("key", "2024", "praise", "rain-garden", "east-office"),
        derive_certificate_id("key", "2024", "gold", "lift-watch", "east-office"),
        derive_certificate_id("key", "2024", "gold", "rain-garden", "west-office"),
    ]
    assert len(set(ids)) == len(ids)
    # changing this value breaks the address on every printed certificate
    assert ids[0] == "4mq52no6dnviqge5jtqroiczyj"
    assert {len(value) for value in ids} == {ID_LENGTH}


def test_key_comes_from_the_environment_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert certificate_key(tmp_path) == ""
    (tmp_path / FILE).write_text("from-file\n", encoding="utf-8")
    assert certificate_key(tmp_path) == "from-file"
    monkeypatch.setenv(VARIABLE, "from-environment")
    assert certificate_key(tmp_path) == "from-environment"


def test_new_key_is_long_and_is_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    create_certificate_key(tmp_path)
    key = certificate_key(tmp_path)
    assert len(key) >= 43
    with pytest.raises(FileExistsError):
        create_certificate_key(tmp_path)
    assert certificate_key(tmp_path) == key


# rain-garden had the praise, which two units took part in, and lost it by a decision of 20 May
AWARDS = "awards: {gold: [lift-watch], praise: []}\nvacant: {praise: {places: 1, reason: 撤销}}\n"
DECISION = {
    "kind": "disqualified",
    "entry": "rain-garden",
    "reason": "材料不实",
    "author": "组委会",
    "date": "2024-05-20",
    "changes": [{"winner": "rain-garden", "before": "praise", "after": ""}],
}


@pytest.mark.parametrize(("issued", "void"), [("2024-05-19", 2), ("2024-05-20", 2), ("2024-05-21", 0)])
def test_decision_voids_the_certificates_that_were_issued_by_its_day(tiny: Path, issued: str, void: int) -> None:
    digest = hashlib.sha256(AWARDS.encode()).hexdigest()
    published = yaml.safe_dump({"record": "abc", "awards": digest, "decisions": [DECISION]}, allow_unicode=True)
    combine(
        replace_text("competition.yaml", ("site:\n", "result_rule: {public: 20, experts: 80}\nsite:\n")),
        write_file("results/awards.yaml", AWARDS),
        write_file("results/published.yaml", seal_figures(published)),
        write_file("results/certificates.yaml", f"issued: {issued}\n"),
    )(tiny)
    show = load(tiny).require().at("awards")
    certificates = list_void_certificates(show, "key")
    assert [(item.entry and item.entry.slug, item.level.id) for item in certificates] == [
        ("rain-garden", "praise")
    ] * void
    assert {item.entry and item.entry.slug for item in list_certificates(show, "key")} == {"lift-watch"}


def test_entry_that_leaves_with_an_award_takes_its_certificates_along(tiny: Path) -> None:
    statuses(
        "entry: rain-garden, kind: withdrawn, public_from: awards",
        "entry: lift-watch, kind: withdrawn, public_from: archive",
    )(tiny)
    show = load(tiny).require().at("awards")
    void = [(item.entry and item.entry.slug, item.level.id) for item in list_void_certificates(show, "key")]
    assert void == [("rain-garden", "praise")] * 2
    assert {item.entry and item.entry.slug for item in list_certificates(show, "key")} == {"lift-watch"}


def test_key_that_others_can_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate_key_module, "HAS_MODES", False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert create_certificate_key(tmp_path) == (tmp_path / FILE, False)
    monkeypatch.setattr(certificate_key_module, "HAS_MODES", True)
    (tmp_path / FILE).unlink()
    assert create_certificate_key(tmp_path) == (tmp_path / FILE, True)
