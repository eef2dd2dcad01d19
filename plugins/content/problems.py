"""Problems: what is wrong in a file of an editor's, said so that a person who does not program can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from plugins.system.messages import DEFAULT_LANG, Catalogue

CATALOGUE = Catalogue(__file__)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong (or, as a warning, doubtful) at a line of a file. ``file`` is relative to the content folder."""

    file: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    is_warning: bool = field(default=False, compare=False)

    def message(self, lang: str = DEFAULT_LANG) -> str:
        """What is wrong and what to do, in one sentence or two."""
        return CATALOGUE.text(self.code, lang, **dict(self.values))


def problem(file: str, line: int, code: str, **values: Any) -> Problem:
    """Make a problem; a list among the values is written out with commas."""
    warning = code.startswith("warn_")
    return Problem(file, line, code, tuple((key, _written(value)) for key, value in values.items()), warning)


def _written(value: Any) -> str:
    said = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return " ".join(said.splitlines())


def unknown(file: str, line: int, what: str, given: str, choices: Iterable[str]) -> Problem:
    """A name that is none of the choices, with the nearest of them as a guess: "did you mean"."""
    listed, given = list(choices), given[:80]
    near = difflib.get_close_matches(given, listed, n=1, cutoff=0.5)
    if near:
        return problem(file, line, f"unknown_{what}_near", given=given, near=near[0], choices=_some(listed))
    return problem(file, line, f"unknown_{what}", given=given, choices=_some(listed))


def _some(choices: list[str]) -> str:
    return ", ".join(choices[:12]) + (" …" if len(choices) > 12 else "")


class ContentError(Exception):
    """A file that cannot be read any further, for these reasons."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems
