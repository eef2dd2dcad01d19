"""The pages of the preview itself: problems, what each stage reveals, and the page in place of a missing build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from plugins.paths import ROOT
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.build.stages import StagePair
from plugins.preview.messages import say
from plugins.preview.server.assets import asset_url
from plugins.release.stage_diff import PageChange
from plugins.system import textfile
from plugins.system.html_templates import render_page

TEMPLATES = Path(__file__).parent / "templates"
MANUALS = {"zh-Hans": "editors.zh.md", "en": "editors.en.md"}


def render(template: str, lang: str, **values: Any) -> bytes:
    """Render a template of the preview; all values are escaped."""
    return render_page(TEMPLATES / template, lang, say, asset_url=asset_url, **values)


def problems_page(scheduler: BuildScheduler) -> bytes:
    """List the problems of all stages that are built from the latest saved state, or of all if none is."""
    builds = list(scheduler.builds.values())
    latest = [build for build in builds if build.state == scheduler.state]
    problems = list(dict.fromkeys(problem for build in latest or builds for problem in build.problems))
    problems.sort(key=lambda problem: (problem.is_warning, problem.file, problem.line))
    return render("problems.html", scheduler.request.lang, problems=problems)


def waiting_page(scheduler: BuildScheduler, stage: str) -> bytes:
    """In place of a stage that is being built for the first time."""
    return render("waiting.html", scheduler.request.lang, stage=scheduler.stages.names.get(stage, stage))


def broken_page(scheduler: BuildScheduler, stage: str) -> bytes:
    """In place of a stage that was never built successfully."""
    return render("broken.html", scheduler.request.lang, problems=scheduler.latest_build(stage).problems)


def stages_page(scheduler: BuildScheduler) -> bytes:
    """List what each stage reveals after the one before."""
    steps = [_step(scheduler, pair) for pair in scheduler.stages.pairs()]
    return render("stages.html", scheduler.request.lang, steps=steps)


def manual_page(name: str, lang: str) -> bytes | None:
    """A page of ``docs/``, the editors' manual if ``name`` is empty; nothing if there is none of this name."""
    pages = {path.name: path for path in (ROOT / "docs").glob("*.md")}
    path = pages.get(name or MANUALS[lang])
    if not path:
        return None
    # imported only for somebody who reads it
    from markdown import Markdown
    from markdown.extensions.toc import TocExtension, slugify_unicode

    text = textfile.read_text(path)
    title, _, body = text.partition("\n")
    reader = Markdown(extensions=["tables", "fenced_code", "sane_lists", TocExtension(slugify=slugify_unicode)])
    # trusted: it is part of this program
    return render("manual.html", lang, heading=title.lstrip("# "), body=Markup(reader.convert(body)))


def _step(scheduler: BuildScheduler, pair: StagePair) -> dict[str, Any]:
    names = [scheduler.stages.names[stage] for stage in pair]
    builds = [scheduler.latest_build(stage) for stage in pair]
    is_broken = any(build.state == scheduler.state and not build.ok for build in builds)
    step: dict[str, Any] = {"old": names[0], "new": names[1], "id": pair[1], "is_broken": is_broken}
    changes = scheduler.changes(pair)
    if changes is None:
        return {**step, "groups": None}
    listed = [change for change in changes if change.kind != "changed" or change.words]
    groups = [_group(scheduler, pair, kind, listed) for kind in ("new", "changed", "gone")]
    return {**step, "groups": [group for group in groups if group["count"]], "quiet": len(changes) - len(listed)}


def _group(scheduler: BuildScheduler, pair: StagePair, kind: str, changes: list[PageChange]) -> dict[str, Any]:
    base = scheduler.stages.base(pair[0] if kind == "gone" else pair[1])
    prefixes = tuple(f"{lang.lower()}/" for lang in scheduler.stages.languages[1:])
    group = [change for change in changes if change.kind == kind]
    main = [change for change in group if not change.path.startswith(prefixes)]
    translated = [change for change in group if change.path.startswith(prefixes)]
    return {
        "kind": kind,
        "count": len(group),
        "main": list(_rows(base, main)),
        "translated": list(_rows(base, translated)),
    }


def _rows(base: str, changes: Iterable[PageChange]) -> Iterable[dict[str, str]]:
    for change in changes:
        # every title ends with the name of the site
        title = change.title.rpartition(" - ")[0] or change.title or change.path
        yield {"href": base + change.path, "title": title, "words": change.words}
