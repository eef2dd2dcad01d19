"""Exceptions of code, settings or theme as problems at a file and line."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError

from plugins.paths import ROOT
from plugins.preview.build.protocol import DisplayProblem
from plugins.preview.messages import say


def problem_from_exception(error: BaseException, lang: str) -> DisplayProblem:
    """Make a problem of an exception, at the last line of the project in its traceback."""
    file, line = _locate(error)
    path = _relative_path(file)
    reason = str(error).splitlines()[0] if str(error) else ""
    message = say("fault", lang, kind=type(error).__name__, reason=reason)
    return DisplayProblem(path, line, message, display_path=path)


def _locate(error: BaseException) -> tuple[str, int]:
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 1
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    frames = list(traceback.extract_tb(error.__traceback__))
    project_frames = [frame for frame in frames if _is_in_project(frame.filename)]
    last = (project_frames or frames)[-1:]
    return (last[0].filename, last[0].lineno or 1) if last else ("", 0)


def _is_in_project(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")


def _relative_path(file: str) -> str:
    return Path(file).relative_to(ROOT).as_posix() if file and _is_in_project(file) else file
