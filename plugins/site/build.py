"""Building a site in this process: Pelican with the project's settings, or nothing if the output is up to date."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from plugins.cache.fingerprints import code_digest
from plugins.paths import ROOT
from plugins.results.certificate_key import certificate_key
from plugins.site.build_result import THEME, BuildOptions, BuildResult
from plugins.site.incremental.up_to_date import build_key, find_up_to_date_build, save_stamp
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
    result = _run_pelican(settings, load_result or _load(options), progress)
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


def _load(options: BuildOptions) -> LoadResult:
    from plugins.content.load import load

    # Pelican is imported by this process while others read
    return load(options.content, options.stage, _import_generator)


def _import_generator() -> None:
    import pelican.settings  # noqa: F401

    import plugins.site.generator  # noqa: F401


def _run_pelican(settings: dict[str, Any], load_result: LoadResult, progress: PictureProgress | None) -> BuildResult:
    from pelican import Pelican
    from pelican import log as pelican_log
    from pelican.settings import read_settings

    # a plugin that fails must end the build: Pelican by itself would log it and go on
    pelican_log.init(logging.WARNING, fatal="errors")
    pelican_log.console.quiet = True
    plugin = _BuildPlugin(load_result, progress)
    try:
        Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=settings | {"PLUGINS": [plugin]})).run()
    finally:
        plugin.unregister()
    assert plugin.result
    return plugin.result


class _BuildPlugin:
    """Takes the place of the plugin in ``pelicanconf.py`` during one build, and keeps its result."""

    def __init__(self, load_result: LoadResult, progress: PictureProgress | None) -> None:
        self.load_result = load_result
        self.progress = progress
        self.result: BuildResult | None = None

    def register(self) -> None:
        from pelican import signals

        signals.get_generators.connect(self._get_generators)

    def unregister(self) -> None:
        from pelican import signals

        signals.get_generators.disconnect(self._get_generators)

    def _get_generators(self, _: Any) -> Any:
        from pelican.generators import Generator

        from plugins.site.generator import generate_site

        plugin = self

        class SiteGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
            def generate_output(self, _: Any) -> None:
                plugin.result = generate_site(self.settings, plugin.load_result, plugin.progress)

        return SiteGenerator
