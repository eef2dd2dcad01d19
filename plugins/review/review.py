"""What a change of the content does to the site in each stage: both sites are built and compared."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from plugins.content.load import check_and_resolve
from plugins.content.reader import read_content
from plugins.content.sources import RawContent
from plugins.content.stage_view import Competition
from plugins.review.changes import change_number, review_pages
from plugins.review.page import ReviewFacts, StageReview, render_review, say
from plugins.site.build_process import build_stages
from plugins.site.build_result import BuildError
from plugins.system.messages import COMMON, UserError


class RevisionError(UserError):
    """A revision cannot be read; ``code`` is that of the message that says why."""

    def __init__(self, code: str, revision: str) -> None:
        super().__init__(code, revision)
        self.code, self.revision = code, revision

    def text(self, lang: str) -> str:
        """What is wrong and what to do."""
        return say(self.code, lang, revision=self.revision)


@dataclass(frozen=True)
class Review:
    """The page, the number of pages that differ in all stages, and the number of the change."""

    page: bytes
    count: int
    number: str


def make_review(content: Path, revision: str, stage: str | None, lang: str) -> Review:
    """Compare the content with that of a revision: in a stage, or in all stages whose content is prepared.

    A stage that the earlier content cannot be built for is compared with the stage before it. Raises ``ContentError``
    for problems of the content, ``RevisionError`` if the earlier one cannot be read or used, ``BuildError`` if a build
    fails.
    """
    raw = read_content(content)
    competition = check_and_resolve(raw, stage).require()
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_earlier_content(content, revision, folder / "content")
        before = read_content(folder / "content")
        earlier = check_and_resolve(before).competition
        if earlier is None:
            raise RevisionError("review_old_errors", revision)
        config = competition.config
        prepared, was_built = _prepared_stages(raw, competition), set(_prepared_stages(before, earlier))
        chosen = [item for item in prepared if stage in (None, item)]
        stage_before = dict(zip(prepared[1:], prepared, strict=False))
        needed = {*chosen, *(stage_before.get(item, item) for item in chosen if item not in was_built)}
        new = {item: folder / "new" / item for item in prepared if item in needed}
        old = {item: folder / "old" / item for item in chosen if item in was_built}
        _build(raw, new)
        _build(before, old)
        # before the first stage there is nothing
        former = {item: old.get(item) or new.get(stage_before.get(item, ""), folder / "nothing") for item in chosen}
        reviews = {item: review_pages(former[item], new[item]) for item in chosen}
        names = {item.id: str(item.name.in_language(lang)) for item in config.stages}
        facts = ReviewFacts(
            title=str(config.name.in_language(lang)),
            revision=revision,
            day=datetime.now(config.zone).date().isoformat(),
            number=change_number(reviews),
            unprepared=COMMON.text("list_separator", lang).join(names[item] for item in names if item not in prepared),
            language_folders=frozenset(language.lower() for language in config.languages[1:]),
        )
        stages = [StageReview(names[item], reviews[item], is_first=item not in old) for item in chosen]
        return Review(render_review(stages, facts, lang), sum(map(len, reviews.values())), facts.number)


def _prepared_stages(raw: RawContent, competition: Competition) -> list[str]:
    """The ids of stages for which everything is there; before the awards, for instance, nobody has won yet."""
    return [stage.id for stage in competition.config.stages if check_and_resolve(raw, stage.id).competition]


def _build(raw: RawContent, sites: dict[str, Path]) -> None:
    for result in build_stages(raw, sites, None):
        if not result.ok:
            raise BuildError(result)


def write_earlier_content(content: Path, revision: str, folder: Path) -> None:
    """Write the content as of a revision, such as ``HEAD`` or ``origin/main``, to a folder that is new.

    Raises ``RevisionError`` if there is no git, no repository, no such revision, or no content in it.
    """
    # named in full first: what begins with a hyphen would be an option of git archive
    name = _git(content, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    # of the folder it runs in
    packed = _git(content, revision, "archive", "--format=zip", name.decode().strip())
    with ZipFile(BytesIO(packed)) as archive:
        # a symbolic link becomes a file with its target's name, which no content refers to
        archive.extractall(folder)


def _git(content: Path, revision: str, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=content, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise RevisionError("review_no_git", revision) from error
    if done.returncode:
        raise RevisionError("review_no_revision", revision)
    return done.stdout
