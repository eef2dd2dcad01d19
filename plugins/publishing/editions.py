"""A release of one edition of a series: the files of the other editions go on as they are public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plugins.publishing.messages import publish_error
from plugins.publishing.release import Release, SiteBuild, edition_of
from plugins.publishing.target_state import State


def public_editions(state: State) -> Mapping[str, tuple[str, int]]:
    """The editions that are public at a target, each with its stage and that stage's index."""
    return state.current.editions if state.current else {}


def add_other_editions(release: Release, state: State) -> Release:
    """The release with the files of all editions but its own, as they are in the current one."""
    current = state.current
    others = {edition: stage for edition, stage in public_editions(state).items() if edition != release.edition}
    if not (release.edition and current and others):
        return release
    files = {path: file for path, file in current.files.items() if edition_of(path, others)}
    indexes = {path: index for path, index in current.stage_indexes.items() if path in files}
    return replace(
        release,
        files=dict(sorted({**files, **release.files}.items())),
        stage_indexes={**indexes, **release.stage_indexes},
        hashed=tuple(dict.fromkeys((*release.hashed, *current.hashed))),
        editions=dict(sorted({**others, **release.editions}.items())),
    )


def check_contest(release: Release, build: SiteBuild, state: State, *, allow_deletes: bool) -> None:
    """Raise ``PublishError`` if another contest is public here, or if its editions are not those of the build.

    A target from before releases named their contest takes any.
    """
    current = state.current
    if current and not release.is_same_contest(current) and not allow_deletes:
        raise publish_error("other_contest", public=current.contest, contest=release.contest)
    others = {edition: stage for edition, (stage, _) in public_editions(state).items() if edition != build.edition}
    if build.edition and others != dict(build.other_editions):
        raise publish_error("editions_changed")
