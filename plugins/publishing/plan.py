"""What has to change in public to make a release of what is there, why, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from plugins.publishing.messages import publish_error
from plugins.publishing.release import File, Links, Release

HOME = "index.html"


class Phase(IntEnum):
    """The order of public changes: nothing is public before what it needs, what this stage reveals comes last."""

    ASSET = 0
    NEW_PAGE = 1
    PAGE = 2
    HUB = 3
    INDEX = 4
    REVEALED_ASSET = 5
    REVEALED_PAGE = 6
    LATE_NEW_PAGE = 7
    LATE_PAGE = 8
    LATE_HUB = 9
    LATE_INDEX = 10
    GONE_PAGE = 11
    GONE = 12


class Reason(StrEnum):
    """Why a file is written or removed."""

    NEW = "new"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """One public write: a copy of ``file``, or the removal of ``path`` where there is none."""

    path: str
    reason: Reason
    rank: Phase
    file: File | None = None
    is_revealed: bool = False


@dataclass(frozen=True)
class RemoteFile:
    """A public file as the target lists it; ``blob`` is empty where it is not known what it was made from."""

    blob: str


Plan = tuple[Change, ...]


def make_plan(release: Release, live: Mapping[str, RemoteFile], kept: Iterable[str], hidden: frozenset[str]) -> Plan:
    """The changes in order. ``kept`` are old assets that stay for those who still look at an older page, ``hidden``
    the paths that are embargoed until now."""
    wanted = [file for path, file in release.files.items() if path not in live or live[path].blob != file.blob]
    revealed = hidden - live.keys()
    late, hubs = _late(release, wanted, live, revealed), _hubs(release)
    copies = [_change(release, file, live, PublishRequest(revealed, late, hubs)) for file in wanted]
    gone = sorted(live.keys() - release.files.keys() - set(kept))
    removals = [Change(path, Reason.GONE, Phase.GONE_PAGE if _is_page(path) else Phase.GONE) for path in gone]
    return tuple(sorted([*copies, *removals], key=lambda change: (change.rank, change.path)))


@dataclass(frozen=True)
class PublishRequest:
    """What decides the order of changes: what is revealed, what must wait for that, and where visitors look first."""

    revealed: frozenset[str]
    late: set[str]
    hubs: set[str]


def _change(release: Release, file: File, live: Mapping[str, RemoteFile], request: PublishRequest) -> Change:
    is_new, is_revealed = file.path not in live, file.path in request.revealed
    reason = Reason.NEW if is_new else Reason.CHANGED if live[file.path].blob else Reason.UNKNOWN
    early, deferred = _ranks(release, file.path, is_new, file.path in request.hubs)
    is_page = _is_page(file.path)
    rank = Phase.REVEALED_PAGE if is_revealed and is_page else deferred if file.path in request.late else early
    return Change(file.path, reason, rank, file, is_revealed)


def _ranks(release: Release, path: str, is_new: bool, is_hub: bool) -> tuple[Phase, Phase]:
    """The rank of a change, and its rank where it must wait for what is revealed."""
    if release.is_asset(path):
        return Phase.ASSET, Phase.REVEALED_ASSET
    if not _is_page(path):
        return Phase.INDEX, Phase.LATE_INDEX
    if is_new and path != HOME:
        return Phase.NEW_PAGE, Phase.LATE_NEW_PAGE
    # every way in leads through the home page: a new one comes after all that it leads to
    return (Phase.HUB, Phase.LATE_HUB) if is_hub else (Phase.PAGE, Phase.LATE_PAGE)


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _hubs(release: Release) -> set[str]:
    """The pages with other pages below them: visitors find those through them."""
    folders = {
        "".join(f"{part}/" for part in path.split("/")[:depth])
        for path in release.files
        if _is_page(path)
        for depth in range(path.removesuffix("/index.html").count("/") + 1)
    }
    return {f"{folder}index.html" for folder in folders}


def _late(release: Release, wanted: list[File], live: Mapping[str, RemoteFile], revealed: frozenset[str]) -> set[str]:
    """The changes that must wait for what is revealed, because they show it or lead to it."""
    paths = {file.path for file in wanted}
    if not revealed & paths:
        return set()
    # without a home page nobody can follow a link, so new pages need not wait for those they lead to
    new = paths - live.keys() if HOME in live else set()
    pages = _leading_to({path for path in revealed if _is_page(path)}, paths, new, release.links)
    pages |= {HOME} - live.keys()
    needed = {to for page, links in release.links.items() if page not in pages for to in links}
    hidden = {path for path in revealed if release.is_asset(path)} - needed
    # what lists the whole site may name anything
    lists = {path for path in paths if not _is_page(path) and not release.is_asset(path)}
    return pages | hidden | lists


def _leading_to(revealed: set[str], wanted: set[str], new: set[str], links: Links) -> set[str]:
    late, fresh = set(revealed), set(revealed)
    while fresh:
        leading = {page for page, to in links.items() if page in wanted and page not in late and fresh & set(to)}
        late |= leading
        # an old page may be linked at any time; a new one only once it is there
        fresh = leading & new
    return late


def phases(plan: Plan) -> Iterator[tuple[Phase, list[Change]]]:
    """The changes of each rank together: all of one are done before the next begins."""
    for rank in Phase:
        changes = [change for change in plan if change.rank == rank]
        if changes:
            yield rank, changes


def check_delete_limit(plan: Plan, live: Mapping[str, RemoteFile], largest_share: float) -> None:
    """Raise ``PublishError`` where more than this share of the public pages would go: a wrong build, most likely."""
    pages = sum(1 for path in live if _is_page(path))
    going = sum(1 for change in plan if change.reason is Reason.GONE and _is_page(change.path))
    if going > max(1, pages * largest_share):
        raise publish_error("many_deletes", going=going, pages=pages)
