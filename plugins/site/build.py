"""Building a site in this process: Pelican with the project's settings, or nothing if the output is up to date."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from plugins.cache.fingerprints import code_digest
from plugins.paths import ROOT
from plugins.results.certificate_key import certificate_key
from plugins.site.build_result import THEME, BuildOptions, BuildResult
from plugins.site.incremental.manifest import build_key, find_up_to_date_build, save_stamp
from plugins.system.messages import LANGS

if TYPE_CHECKING:
    from plugins.content.load import LoadResult
    from plugins.site.files.media import PictureProgress


def build_site(
    options: BuildOptions,
    load_result: LoadResult | None = None,
    progress: PictureProgress | None = None,
) -> BuildResult:
    """Build a site of content that is read now, or that was ``load_result`` for the same stage.

    ``progress`` is called with the number of pictures made so far and in all.
    """
    settings = options.to_settings()
    key = build_key(options.content, settings | {"CERTIFICATE_KEY": certificate_key(ROOT)})
    if stamp := find_up_to_date_build(key, options.output):
        return BuildResult(output=options.output, stage=stamp.stage, problems=stamp.problems)
    if load_result is None:
        from plugins.content.load import load

        # Pelican is imported by this process while others read
        load_result = load(options.content, options.stage, _import_generator)
    if load_result.competition is None:
        # nothing to build; where there is no such folder Pelican would end with a traceback
        return BuildResult(output=options.output, problems=load_result.problems)
    result = _run_pelican(settings, load_result, progress)
    if result.ok:
        save_stamp(key, options.output, result.stage, result.problems)
    return result


@cache
def warm_up() -> None:
    """Do once what every build begins with, for a process that makes many builds, each in a fork."""
    from plugins.content import documents
    from plugins.site.files.search_folding import variants
    from plugins.site.phrases import theme_phrases
    from plugins.site.render.engine import compile_templates
    from plugins.site.render.headlines import read_dictionaries

    _import_generator()
    compile_templates()
    for lang in LANGS:
        theme_phrases(THEME, lang)
    documents.warm_up()
    read_dictionaries()
    variants()
    code_digest()
    _warm_up_pelican()


def _warm_up_pelican() -> None:
    from jinja2 import Environment
    from pelican import log
    from pelican.settings import DEFAULT_CONFIG

    # every build would compile the expressions of both after its fork, though nothing of them is shown
    Environment(**DEFAULT_CONFIG["JINJA_ENVIRONMENT"]).from_string("")
    log.console.render_str("1")


def _import_generator() -> None:
    import pelican.settings  # noqa: F401

    import plugins.site.generator  # noqa: F401


def _run_pelican(settings: dict[str, Any], load_result: LoadResult, progress: PictureProgress | None) -> BuildResult:
    from pelican import Pelican, signals
    from pelican import log as pelican_log
    from pelican.generators import Generator
    from pelican.settings import read_settings

    from plugins.site.generator import generate_site

    class SiteGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
        result: BuildResult

        def generate_output(self, _: Any) -> None:
            SiteGenerator.result = generate_site(self.settings, load_result, progress)

    def get_generators(_: Any) -> type[SiteGenerator]:
        return SiteGenerator

    # a generator that fails must end the build: Pelican by itself would log it and go on
    pelican_log.init(logging.WARNING, fatal="errors")
    pelican_log.console.quiet = True
    # in the place of the plugin in pelicanconf.py, which prints and exits
    with signals.get_generators.connected_to(get_generators):
        Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=settings | {"PLUGINS": []})).run()
    return SiteGenerator.result
