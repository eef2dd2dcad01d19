"""The options of a build, and its result. Nothing here prints: that is for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.content.problems import ContentError, Problem
from plugins.paths import ROOT
from plugins.system.disk import explain
from plugins.system.messages import Catalogue, UserError

if TYPE_CHECKING:
    from plugins.site.incremental.single_page import BuildState

THEME = ROOT / "theme"
MESSAGES = Catalogue(__file__)


@dataclass(frozen=True, kw_only=True)
class BuildOptions:
    """A build to make. Without a ``stage`` or ``site_url`` it is that of the content.

    ``preview`` adds the style guide; ballots lead to ``trial_poll`` if given. A ``rehearsal`` has made-up results
    and says so on every page. An ``archived`` site is frozen on that day.
    """

    content: Path
    output: Path
    stage: str | None = None
    site_url: str | None = None
    preview: bool = False
    trial_poll: str = ""
    rehearsal: bool = False
    archived: date | None = None

    def to_settings(self) -> dict[str, Any]:
        """The settings of Pelican in which this build differs from ``pelicanconf.py``."""
        return {
            # absolute, because Pelican would look for them beside its settings, not in the working folder
            "PATH": str(self.content.absolute()),
            "OUTPUT_PATH": str(self.output.absolute()),
            "THEME": str(THEME),
            "STAGE": self.stage,
            "SITEURL": self.site_url or "",
            "PREVIEW": self.preview,
            "TRIAL_POLL": self.trial_poll,
            "REHEARSAL": self.rehearsal,
            "ARCHIVED": self.archived.isoformat() if self.archived else "",
        }


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """The outcome of a build. If it is not ``ok``, the output folder is unchanged.

    ``stage`` is the stage that was built. ``problems`` are those of the content, with warnings. ``failure`` is why it
    failed otherwise: the code of a message, or the error of the disk. ``state`` is what the pages were made of; there
    is none if the output was up to date.
    """

    output: Path
    stage: str = ""
    problems: tuple[Problem, ...] = ()
    failure: str | OSError | None = None
    state: BuildState | None = None

    @property
    def ok(self) -> bool:
        """Whether there is a site."""
        return self.failure is None and all(problem.is_warning for problem in self.problems)

    def raise_for_failure(self) -> None:
        """Raise ``ContentError`` for errors in the content, ``OSError`` or ``BuildError`` if it failed otherwise."""
        if isinstance(self.failure, OSError):
            raise self.failure
        if self.failure:
            raise BuildError(self)
        if not self.ok:
            raise ContentError(*self.problems)

    def failure_message(self, lang: str) -> str | None:
        """Why it failed other than by its content, and what to do, for people."""
        if isinstance(self.failure, OSError):
            return explain(self.failure, lang, self.output) + MESSAGES.text("site_unchanged", lang)
        return MESSAGES.text(self.failure, lang) if self.failure else None


class BuildError(UserError):
    """A build that failed for another reason than the content or the disk."""

    def __init__(self, result: BuildResult) -> None:
        super().__init__(result)
        self.result, self.problems = result, result.problems

    def text(self, lang: str) -> str:
        """Why it failed other than by its content, and what to do."""
        return self.result.failure_message(lang) or ""
