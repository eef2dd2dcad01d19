"""The changes that turn what is public into a release: which files, why, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import groupby

from plugins.publishing.files import File
from plugins.publishing.messages import publish_error
from plugins.publishing.release import Links, Release

HOME = "index.html"
# the blob from which each public file was made, by path; ``None`` where that is not known
PublicFiles = Mapping[str, str | None]


class Phase(IntEnum):
    """The order of public changes, twice: first what shows nothing new of this stage, then what is deferred.

    A file comes after everything it needs, and a page that reveals something before those that lead to it.
    """

    ASSET = 0
    REVEALED_PAGE = 1
    NEW_PAGE = 2
    PAGE = 3
    HUB = 4
    INDEX = 5
    REMOVED_PAGE = 6
    REMOVED = 7


class Reason(StrEnum):
    """Why a file is written or removed. The values are part of stored records."""

    NEW = "new"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One public write: a copy of ``file``, or the removal of ``path`` where there is no file.

    ``deferred`` changes come after all others, see ``Phase``. ``is_revealed`` marks what was embargoed until now.
    """

    path: str
    reason: Reason
    phase: Phase
    deferred: bool
    file: File | None = None
    is_revealed: bool = False


Plan = tuple[Change, ...]


def make_plan(release: Release, public: PublicFiles, retained: Iterable[str], embargoed: frozenset[str]) -> Plan:
    """The changes in order.

    ``retained`` are old assets that stay for visitors with an older page, ``embargoed`` the paths of the release that
    nobody may have seen yet.
    """
    wanted = [
        file
        for path, file in release.files.items()
        if (path not in public or public[path] != file.blob) and not release.is_of_other_edition(path)
    ]
    revealed = embargoed - public.keys()
    deferred, hubs = _deferred_paths(release, wanted, public, revealed), _hubs(release)
    copies = [
        Change(
            path=file.path,
            reason=Reason.NEW if file.path not in public else Reason.CHANGED if public[file.path] else Reason.UNKNOWN,
            phase=_phase(release, file.path, public, revealed, hubs),
            deferred=file.path in deferred,
            file=file,
            is_revealed=file.path in revealed,
        )
        for file in wanted
    ]
    removals = [_make_removal(path) for path in public.keys() - release.files.keys() - set(retained)]
    return tuple(sorted([*copies, *removals], key=lambda change: (change.deferred, change.phase, change.path)))


def _make_removal(path: str) -> Change:
    phase = Phase.REMOVED_PAGE if _is_page(path) else Phase.REMOVED
    return Change(path=path, reason=Reason.GONE, phase=phase, deferred=True)


def _phase(release: Release, path: str, public: PublicFiles, revealed: Set[str], hubs: Set[str]) -> Phase:
    if path in revealed and _is_page(path):
        return Phase.REVEALED_PAGE
    if release.is_asset(path):
        return Phase.ASSET
    if not _is_page(path):
        return Phase.INDEX
    # visitors come through the home page: even a new one must follow all that it leads to
    if path not in public and path != HOME:
        return Phase.NEW_PAGE
    return Phase.HUB if path in hubs else Phase.PAGE


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _hubs(release: Release) -> set[str]:
    """The pages with other pages below them, through which visitors find those."""
    folders = {
        "".join(f"{part}/" for part in path.split("/")[:depth])
        for path in release.files
        if _is_page(path)
        for depth in range(path.removesuffix("/index.html").count("/") + 1)
    }
    return {f"{folder}index.html" for folder in folders}


def _deferred_paths(release: Release, wanted: list[File], public: PublicFiles, revealed: Set[str]) -> set[str]:
    """The revealed pages, and the changes that must wait for what is revealed: they show it or lead to it."""
    paths = {file.path for file in wanted}
    if not revealed & paths:
        return set()
    # without a home page nobody can follow a link, so new pages need not wait for those they lead to
    new = paths - public.keys() if HOME in public else set()
    pages = _find_leading_pages({path for path in revealed if _is_page(path)}, paths, new, release.links)
    pages |= {HOME} - public.keys()
    needed = {target for page, targets in release.links.items() if page not in pages for target in targets}
    assets = {path for path in revealed if release.is_asset(path)} - needed
    # sitemaps, feeds and data may name anything
    indexes = {path for path in paths if not _is_page(path) and not release.is_asset(path)}
    return pages | assets | indexes


def _find_leading_pages(revealed: set[str], wanted: set[str], new: set[str], links: Links) -> set[str]:
    """The revealed pages, the wanted ones that link to them, and so on through new pages."""
    pages, frontier = set(revealed), set(revealed)
    while frontier:
        leading = {
            page for page, targets in links.items() if page in wanted and page not in pages and frontier & set(targets)
        }
        pages |= leading
        # an old page may be linked at any time; a new one only once it is public
        frontier = leading & new
    return pages


def split_phases(plan: Plan) -> Iterator[list[Change]]:
    """The changes of each phase together: all of one are done before the next begins."""
    for _, changes in groupby(plan, key=lambda change: (change.deferred, change.phase)):
        yield list(changes)


def check_delete_limit(plan: Plan, public: PublicFiles, largest_share: float) -> None:
    """Raise ``PublishError`` if more than this share of the public pages would be removed: the build may be wrong."""
    pages = sum(1 for path in public if _is_page(path))
    going = sum(1 for change in plan if change.reason is Reason.GONE and _is_page(change.path))
    if going > max(1, pages * largest_share):
        raise publish_error("many_deletes", going=going, pages=pages)
