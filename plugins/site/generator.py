"""The Pelican generator: the one way through, from the content folder to the files of the site."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from plugins.content.load import Loaded, load
from plugins.content.problems import Refused
from plugins.content.report import report
from plugins.content.stage_view import Competition, Exhibition
from plugins.results.certificates import certificates_of
from plugins.site import LOADED
from plugins.site.files.media import Media
from plugins.site.files.open_data import open_data
from plugins.site.files.outputs import Output, distinct
from plugins.site.files.search_index import MANY
from plugins.site.files.theme_assets import Assets
from plugins.site.incremental.atomic_output import replacement
from plugins.site.incremental.cache_keys import PageNames
from plugins.site.incremental.output_writer import SiteWriter
from plugins.site.incremental.page_cache import place, write_pages
from plugins.site.incremental.single_page import Built
from plugins.site.language_site import Page
from plugins.site.pages.page_kinds import pages_of
from plugins.site.pages.styleguide import styleguide
from plugins.site.render.renderer import House, Renderer
from plugins.site.render.security_headers import headers, headers_file, page_policy, security_txt
from plugins.site.translations import read_phrases
from plugins.site.urls import Addresses
from plugins.system.disk import explain
from plugins.voting.test_ballots import to_vote_on

BUILT = "EXHIBITION_BUILT"
# a build replaces its output folder whole
OVER_CONTENT = {
    "zh-Hans": "输出文件夹不能包含内容文件夹，否则内容会被覆盖。请用 --output 指定另一个文件夹。",
    "en": "The output folder must not hold the content, or the content would be replaced. Give another --output.",
}

UNCHANGED = {"zh-Hans": "原来的网站没有改动。", "en": " The former site is as it was."}


def load_content(pelican: Any) -> None:
    """Load the competition before Pelican does anything; end the build with all problems if there are errors."""
    settings = pelican.settings
    if Path(settings["PATH"]).resolve().is_relative_to(Path(settings["OUTPUT_PATH"]).resolve()):
        sys.exit(OVER_CONTENT[settings["MESSAGES_LANG"]])
    loaded: Loaded = settings.get(LOADED) or load(Path(settings["PATH"]), settings["STAGE"])
    report(loaded.problems, settings["PATH"], settings["MESSAGES_LANG"])
    if not loaded.competition:
        sys.exit(1)
    settings[LOADED] = loaded
    settings["EXHIBITION_STAGE"] = settings["STAGE"] or loaded.competition.contest.current_stage


class ExhibitionGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Makes every file of the site from what the stage shows."""

    def generate_output(self, _: Any) -> None:
        loaded: Loaded = self.settings[LOADED]
        assert loaded.competition
        try:
            with self._disk(), replacement(Path(self.output_path)) as writer:
                self._write(loaded.competition, writer)
        except Refused as refused:
            report(refused.problems, self.settings["PATH"], self.settings["MESSAGES_LANG"])
            sys.exit(1)

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """A disk that is full, broken or closed is no bug: it is told in a sentence."""
        try:
            yield
        except OSError as error:
            lang = self.settings["MESSAGES_LANG"]
            sys.exit(explain(error, lang, self.output_path) + UNCHANGED[lang])

    def _write(self, competition: Competition, writer: SiteWriter) -> None:
        stage, poll = self.settings["EXHIBITION_STAGE"], self.settings["TRIAL_POLL"]
        show = to_vote_on(competition, poll).at(stage)
        house = self._house(competition, show)
        folders = Path(self.settings["PATH"]), Path(self.output_path)
        self.settings[BUILT] = Built(*folders, competition, stage, poll, house)
        renderers = {lang: Renderer(show, lang, house) for lang in competition.contest.languages}
        names = PageNames(show, renderers, str(folders[0]))
        pages = [placed for renderer in renderers.values() for placed in place(renderer, self._pages(renderer))]
        outputs = [*self._outputs(renderers, [placed.page for placed in pages]), *house.assets.outputs.values()]
        claims = [placed.claim for placed in pages]
        # before anything is written, and once more when it is known what the pages ask for
        distinct([*claims, *outputs])

        def write_others() -> None:
            _search_indexes(renderers)
            for renderer in renderers.values():
                outputs.extend(open_data(renderer.edition, names.things))
            outputs.extend(house.media.attached.values())
            for output in outputs:
                writer.write(output)

        if len(show.tour) >= MANY:
            # so many names go to all processors themselves
            _search_indexes(renderers)
        write_pages(renderers, pages, names, writer, write_others)
        for asked in writer.asked:
            house.media.ask_for(asked)
        media = list(house.media.outputs())
        distinct([*claims, *outputs, *media])
        for output in media:
            writer.write(output)

    def _pages(self, renderer: Renderer) -> list[Page]:
        archived = renderer.house.archived
        pages = [page for page in pages_of(renderer.edition) if page.path != "404.html" or not archived]
        return [*pages, *styleguide(renderer.edition)] if self.settings["PREVIEW"] else pages

    def _outputs(self, renderers: Mapping[str, Renderer], pages: list[Page]) -> Iterator[Output]:
        """What is neither a page nor asked for by one."""
        for renderer in renderers.values():
            yield from renderer.feeds()
        if not renderer.house.archived:
            # what speaks for the whole of a site, its live part does
            yield from renderer.for_machines(pages)
            yield self._headers(renderer, pages)
            if security := renderer.edition.contest.site.security:
                yield security_txt(security, renderer.house.addresses.site_url)

    def _headers(self, renderer: Renderer, pages: list[Page]) -> Output:
        policy = page_policy(renderer.early, (origin for page in pages for origin in page.frames))
        return headers_file(headers(policy, self.settings["FRAME_ANCESTORS"]))

    def _house(self, competition: Competition, show: Exhibition) -> House:
        contest, theme = competition.contest, Path(self.theme)
        archived = self.settings["ARCHIVED"]
        site_url = (self.settings["SITEURL"] or contest.site.url).rstrip("/")
        return House(
            addresses=Addresses(site_url, contest.languages, self.settings["RELATIVE_URLS"], bool(archived)),
            phrases=read_phrases(theme, contest.languages),
            assets=Assets(theme / "static"),
            media=Media(Path(self.settings["CACHE_PATH"]) / "pictures"),
            theme=theme,
            certificates=certificates_of(show, self.settings["CERTIFICATE_KEY"]),
            rehearsal=self.settings["REHEARSAL"],
            archived=date.fromisoformat(archived) if archived else None,
        )


def _search_indexes(renderers: Mapping[str, Renderer]) -> None:
    for renderer in renderers.values():
        if renderer.edition.show.stage.shows_entries:
            _ = renderer.index_paths
