"""The Pelican plugin: what one stage shows, as pages, feeds and files. The one room that knows Pelican."""

from __future__ import annotations

from typing import Any

# the setting by which a content that was loaded before comes to the generator
LOADED = "EXHIBITION_LOADED"


def register() -> None:
    """Called by Pelican: load and check everything first, then let one generator make the site."""
    from pelican import signals

    from plugins.site.generator import load_content

    signals.initialized.connect(load_content)
    signals.get_generators.connect(_generators)


def _generators(_: Any) -> Any:
    from plugins.site.generator import ExhibitionGenerator

    return ExhibitionGenerator
