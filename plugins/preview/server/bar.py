"""The preview bar and the watermark, added to a page when it is served, never to a file of a build."""

from __future__ import annotations

import hashlib
import re

from plugins.editing.pages import EDIT
from plugins.preview.build.protocol import DisplayProblem
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.build.stages import find_source
from plugins.preview.server.assets import asset_url
from plugins.preview.server.editing import edit_links
from plugins.preview.server.internal_pages import render
from plugins.preview.server.routes import PROBLEMS, STAGES, PreviewResponse

STYLESHEET = re.compile(rb'(?<=<link rel="stylesheet" href=")([^"]*theme/site\.[0-9a-f]{12}\.css)"[^>]*')
# the skip link must stay the first element
BODY_START = re.compile(rb'<body[^>]*>(\s*<a class="skip"[^>]*>[^<]*</a>)?')


def insert_bar(scheduler: BuildScheduler, address: str, response: PreviewResponse) -> bytes:
    """Return the page of a response with the bar and the watermark."""
    links = "".join(f'<link rel="stylesheet" href="{asset_url(name)}">\n' for name in ("bar.css", "mark.css"))
    page = response.data.replace(b"</head>", links.encode() + b"</head>", 1)
    match = BODY_START.search(page)
    position = match.end() if match else len(page)
    return page[:position] + render_bar(scheduler, address, response) + page[position:]


def render_bar(scheduler: BuildScheduler, address: str, response: PreviewResponse) -> bytes:
    """Render the bar of a page. Its script reloads page or style when their digests in it change."""
    style = STYLESHEET.search(response.data)
    stages, stage = scheduler.stages, response.stage
    build = scheduler.latest_build(stage)
    # a page of the preview, not of a build
    is_internal = address in (PROBLEMS, STAGES) or not build.number
    page_problems, other_problems = _split_problems(build.problems, scheduler, response.path)
    return render(
        "bar.html",
        scheduler.request.lang,
        stage=stages.names.get(stage, stage),
        links=_stage_links(scheduler, response, is_internal),
        default_stage=stages.default_stage,
        build=build,
        is_building=scheduler.is_outdated(stage),
        shows_previous=build.number > 0 and not build.ok,
        is_absent=response.status == 404 and build.number > 0,
        home=stages.base(stage),
        page_problems=page_problems,
        other_problems=other_problems,
        problems_url=PROBLEMS,
        stages_url=STAGES,
        edit_links=edit_links(find_source(response.path, stages.languages) if not is_internal else ""),
        edit_url=EDIT,
        page=hashlib.sha256(STYLESHEET.sub(b"", response.data) + stage.encode()).hexdigest()[:12],
        is_internal=is_internal,
        style=style.group(1).decode() if style else "",
    )


def _stage_links(
    scheduler: BuildScheduler, response: PreviewResponse, is_internal: bool
) -> list[dict[str, str | bool]]:
    path = response.path if response.status == 200 else ""
    return [
        {
            "id": stage,
            "name": name,
            "href": scheduler.stages.base(stage) + path,
            "is_current": stage == response.stage and not is_internal,
        }
        for stage, name in scheduler.stages.names.items()
    ]


def _split_problems(
    problems: tuple[DisplayProblem, ...], scheduler: BuildScheduler, path: str
) -> tuple[list[DisplayProblem], list[DisplayProblem]]:
    source = find_source(path, scheduler.stages.languages)
    of_page = [problem for problem in problems if source and problem.file.startswith(source)]
    return of_page, [problem for problem in problems if problem not in of_page]
