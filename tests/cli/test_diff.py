"""The command ``diff``."""

from __future__ import annotations

import pytest

from plugins.cli.stages import diff
from tests.support.builds import TINY


def test_same_stage_has_no_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(TINY, "tour", "tour", "en") == 0
    assert capsys.readouterr().out == "From tour to tour the public sees no changed page.\n"


def test_unknown_stage_is_an_error_with_the_known_stages(capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(TINY, "tuor", "notice", "en") == 1
    error = capsys.readouterr().err
    assert 'There is no stage "tuor". Did you mean "tour"?' in error
    assert "notice" in error


def test_changed_pages_are_listed_with_their_new_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(TINY, "review", "notice", "en") == 0
    output = capsys.readouterr().out
    assert "review → notice" in output
    assert "winners/" in output
