"""Faults of code, settings or theme, told as a problem at a file and line like those of the content."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError

from plugins.paths import ROOT
from plugins.preview.build.protocol import Finding
from plugins.preview.messages import say


def fault(error: BaseException, lang: str) -> Finding:
    """What went wrong, at the last line of ours that it went through."""
    file, line = _place(error)
    shown = _shown(file)
    said = str(error).splitlines()[0] if str(error) else ""
    return Finding(shown, line, say("fault", lang, kind=type(error).__name__, said=said), place=shown)


def _place(error: BaseException) -> tuple[str, int]:
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 1
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if _is_ours(each.filename)]
    last = (ours or list(frames))[-1:]
    return (last[0].filename, last[0].lineno or 1) if last else ("", 0)


def _is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")


def _shown(file: str) -> str:
    return Path(file).relative_to(ROOT).as_posix() if file and _is_ours(file) else file
