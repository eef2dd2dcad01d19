"""What takes a while is shown where somebody looks, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from plugins.cli.console import spinner


class _Stream(io.StringIO):
    def __init__(self, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "is_quiet", "is_shown"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_only_a_terminal_shows_what_takes_a_while(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, is_quiet: bool, is_shown: bool
) -> None:
    for name in ("TTY_COMPATIBLE", "TTY_INTERACTIVE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    stream = _Stream(is_terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    with spinner("build_running", "zh-Hans", quiet=is_quiet) as show:
        show("另一句")
    assert ("另一句" in stream.getvalue()) is is_shown
    assert bool(stream.getvalue()) is is_shown
