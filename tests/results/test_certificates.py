"""Ids of certificates, and the key they are derived from."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.results.certificate_key import FILE, VARIABLE, certificate_key, create_certificate_key
from plugins.results.certificates import ID_LENGTH, derive_certificate_id


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
