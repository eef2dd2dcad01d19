"""Problems in the editors' files, with messages that help a person who does not program."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from plugins.system.messages import DEFAULT_LANG, Catalogue, UserError

CATALOGUE = Catalogue(__file__)
# the folder of the content below which each round but the last has a folder with results of its own
ROUNDS = "rounds"
MAX_CHOICES = 12
MAX_QUOTED = 60
MIN_LIKENESS = 0.3


@dataclass(frozen=True, order=True)
class Problem:
    """An error or a warning at a line of a file. ``file`` is relative to the content folder."""

    file: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    is_warning: bool = field(default=False, compare=False)

    def message(self, lang: str = DEFAULT_LANG) -> str:
        """What is wrong and what to do, in one or two sentences."""
        return CATALOGUE.text(self.code, lang, **dict(self.values))

    def of_round(self, round_id: str) -> Problem:
        """The same problem where the results are those of this round; empty for the content's own."""
        is_below = round_id and self.file.startswith("results/")
        return replace(self, file=f"{ROUNDS}/{round_id}/{self.file}") if is_below else self


def problem(file: str, line: int, code: str, **values: Any) -> Problem:
    """Create a problem, a warning if its code begins with ``warn_``. Lists among the values are joined by commas."""
    texts = tuple((key, _to_text(value)) for key, value in values.items())
    return Problem(file, line, code, texts, is_warning=code.startswith("warn_"))


def _to_text(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return " ".join(text.splitlines())


def quote(text: str) -> str:
    """The beginning of what a file says: enough to find it again."""
    return text.strip()[:MAX_QUOTED]


def unknown(file: str, line: int, what: str, name: str, choices: Iterable[str]) -> Problem:
    """The problem of a name that is not one of the choices; the most similar choice is suggested.

    ``what`` is the kind of thing that is named, such as ``track``.
    """
    name = quote(name)
    # the nearest first, because a long list is cut
    names = sorted(choices, key=lambda choice: -_likeness(name, choice))
    listed = ", ".join(names[:MAX_CHOICES] or ["—"]) + (" …" if len(names) > MAX_CHOICES else "")
    if similar := difflib.get_close_matches(name, names, n=1, cutoff=0.5):
        return problem(file, line, f"unknown_{what}_near", given=name, near=similar[0], choices=listed)
    return problem(file, line, f"unknown_{what}", given=name, choices=listed)


def _likeness(name: str, choice: str) -> float:
    """How alike two names are, from 0 to 1; 0 for a likeness that is chance."""
    ratio = difflib.SequenceMatcher(None, name, choice).ratio()
    return ratio if ratio >= MIN_LIKENESS else 0.0


class ContentError(UserError):
    """Files cannot be read or used, for the reasons in ``problems``."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems
