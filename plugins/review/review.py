"""What a change of the content does to the site in each stage: both sites are built and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.content.load import LoadResult, check_and_resolve
from plugins.content.problems import ContentError, unknown
from plugins.content.reader import read_content
from plugins.content.sources import RawContent
from plugins.content.stage_view import Competition
from plugins.review.changes import number_of, review_pages
from plugins.review.earlier_content import write_earlier_content
from plugins.review.page import render_review
from plugins.site.build_process import build_stages
from plugins.site.build_result import BuildError


@dataclass(frozen=True)
class Review:
    """The page, the number of pages that differ in all stages, and the number of the change."""

    page: str
    count: int
    number: str


class EarlierContentError(Exception):
    """The content of the revision has errors, so there is no earlier site."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


def make_review(content: Path, revision: str, stage: str | None, lang: str) -> Review:
    """Compare the content with that of a revision, in a stage or in all stages that both have.

    Raises ``ContentError`` for problems of the content, ``EarlierContentError`` for those of the earlier one,
    ``RevisionError`` if that cannot be read, ``BuildError`` if a build fails.
    """
    raw = read_content(content)
    competition = _require(check_and_resolve(raw, stage))
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_earlier_content(content, revision, folder / "content")
        before = read_content(folder / "content")
        earlier = check_and_resolve(before).competition
        if earlier is None:
            raise EarlierContentError(revision)
        stages = [item for item in competition.config.stages if stage in (None, item.id)]
        if not stages:
            choices = [item.id for item in competition.config.stages]
            raise ContentError(unknown("competition.yaml", 1, "stage", stage or "", choices))
        known = {item.id for item in earlier.config.stages}
        new = {item.id: folder / "new" / item.id for item in stages}
        old = {item.id: folder / "old" / item.id for item in stages if item.id in known}
        _build(raw, new)
        _build(before, old)
        # a stage that was not there had no site
        reviews = {item: review_pages(old.get(item, folder / "nothing"), site) for item, site in new.items()}
        names = {item.id: str(item.name.in_language(lang)) for item in stages}
        page = render_review(reviews, names, _facts(competition, revision, lang), lang)
        return Review(page, sum(map(len, reviews.values())), number_of(reviews))


def _require(loaded: LoadResult) -> Competition:
    if loaded.competition is None:
        raise ContentError(*loaded.problems)
    return loaded.competition


def _build(raw: RawContent, sites: dict[str, Path]) -> None:
    for result in build_stages(raw, sites, None):
        if not result.ok:
            raise BuildError(result)


def _facts(competition: Competition, revision: str, lang: str) -> dict[str, str]:
    config = competition.config
    day = datetime.now(config.zone).date().isoformat()
    return {"title": str(config.name.in_language(lang)), "revision": revision, "day": day}
