"""Public files that no release put there: a search engine's proof of ownership, another system's uploads. They stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

from plugins.publishing.plan import PublicFiles
from plugins.publishing.release import Release
from plugins.publishing.target_state import State, is_storable
from plugins.publishing.targets.target import Target


def find_foreign(
    target: Target, release: Release | None, state: State, public: Iterable[str], adopted: Collection[str]
) -> frozenset[str]:
    """The public paths that neither this release nor a former one has, and that match no ``adopted`` pattern.

    A file that a former release had is ours also when another tool has put it back.
    """
    ours = {*state.remote_files, *state.unfinished, *(release.files if release else ())}
    ours |= set(state.current.files) if state.current else set()
    strangers = {path for path in public if path not in ours and not is_adopted(path, adopted)}
    if strangers - state.foreign:
        strangers -= {path for former in load_releases(target) for path in former.files}
    return frozenset(strangers)


def without_foreign(public: PublicFiles, foreign: frozenset[str]) -> PublicFiles:
    """The public files that a publication may replace and remove."""
    return {path: blob for path, blob in public.items() if path not in foreign} if foreign else public


def is_adopted(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path matches one of the patterns by which files of others become ours; ``*`` matches slashes too."""
    return is_storable(path) and any(fnmatchcase(path, pattern) for pattern in patterns)


def load_releases(target: Target) -> list[Release]:
    """All releases that were ever public, the last one first."""
    ids = dict.fromkeys(record.release for record in reversed(target.load_records()))
    return [release for release_id in ids if (release := target.load_release(release_id))]
