"""What each stage reveals after the one before, compared from their builds."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from plugins.preview.build.stages import StageBuild
from plugins.release.stage_diff import PageChange, compare_sites

StagePair = tuple[str, str]


class StageComparisons:
    """The changes between stages. ``find_build`` returns what is built of a stage."""

    def __init__(self, find_build: Callable[[str], StageBuild]) -> None:
        self._find_build = find_build
        # the changes of each pair, and the numbers of the builds that were compared
        self._results: dict[StagePair, tuple[tuple[int, int], tuple[PageChange, ...]]] = {}

    def changes(self, pair: StagePair) -> tuple[PageChange, ...] | None:
        """Return the changes as compared last, or ``None`` before the first comparison."""
        return self._results[pair][1] if pair in self._results else None

    def is_due(self, pair: StagePair) -> bool:
        """Tell whether both stages are built, and at least one of them since the last comparison."""
        numbers = self._numbers(pair)
        return all(numbers) and (pair not in self._results or self._results[pair][0] != numbers)

    def compare(self, pair: StagePair, site_urls: tuple[str, str]) -> None:
        """Compare the builds of a pair. The URL of each site, which is in its pages, is no difference."""
        numbers = self._numbers(pair)
        old, new = (self._find_build(stage).folder for stage in pair)
        changes = compare_sites(old, new, _ignored_texts(site_urls))
        # only the preview has the style guide
        self._results[pair] = numbers, tuple(change for change in changes if not change.path.endswith("styleguide/"))

    def _numbers(self, pair: StagePair) -> tuple[int, int]:
        return self._find_build(pair[0]).number, self._find_build(pair[1]).number


def _ignored_texts(site_urls: tuple[str, str]) -> tuple[str, ...]:
    return tuple(text for url in site_urls if urlsplit(url).path for text in (url, urlsplit(url).path))
