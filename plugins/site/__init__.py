"""The site generator. This module is also the plugin in ``pelicanconf.py``, the entry point of plain Pelican."""

from __future__ import annotations

import sys
from typing import Any


def register() -> None:
    """Called by Pelican when it loads the plugin."""
    from pelican import signals

    signals.get_generators.connect(_get_generators)


def _get_generators(pelican: Any) -> Any:
    """The generator of plain Pelican, which prints problems and exits with status 1."""
    # a build by plugins.site.build has another plugin in the place of this one
    if __name__ not in pelican.settings["PLUGINS"]:
        return None
    from pelican.generators import Generator

    from plugins.content.report import format_problems
    from plugins.site.generator import generate_site

    class ConsoleGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
        def generate_output(self, _: Any) -> None:
            lang = self.settings["MESSAGES_LANG"]
            result = generate_site(self.settings)
            for line in format_problems(result.problems, self.settings["PATH"], lang):
                print(line, file=sys.stderr)
            if not result.ok:
                sys.exit(result.failure_message(lang) or 1)

    return ConsoleGenerator
