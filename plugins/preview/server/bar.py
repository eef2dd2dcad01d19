"""The bar and the watermark: put into a page when it is served, never into a file of a site."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from plugins.preview.build.protocol import Finding
from plugins.preview.build.scheduler import Bench
from plugins.preview.build.stages import Site, source_of
from plugins.preview.server.assets import static
from plugins.preview.server.internal_pages import draw
from plugins.preview.server.routes import PROBLEMS, STAGES, Shown

STYLE = re.compile(rb'(?<=<link rel="stylesheet" href=")([^"]*theme/site\.[0-9a-f]{12}\.css)"[^>]*')
# after the link that leads past everything: it must stay the first
BODY = re.compile(rb'<body[^>]*>(\s*<a class="skip"[^>]*>[^<]*</a>)?')


def with_bar(bench: Bench, address: str, shown: Shown) -> bytes:
    """A page with the bar and the watermark in it."""
    bar = bar_of(bench, address, shown)
    links = "".join(f'<link rel="stylesheet" href="{static(name)}">\n' for name in ("bar.css", "mark.css"))
    data = shown.data.replace(b"</head>", links.encode() + b"</head>", 1)
    opening = BODY.search(data)
    at = opening.end() if opening else len(data)
    return data[:at] + bar + data[at:]


def bar_of(bench: Bench, address: str, shown: Shown) -> bytes:
    """The bar of a page. What it says of page and style tells the script whether to load them anew."""
    style = STYLE.search(shown.data)
    stage, site = shown.stage, bench.site(shown.stage)
    here, others = _parted(site.findings, bench, shown.path)
    return draw(
        "bar.html",
        bench.order.lang,
        stage=bench.stages.names.get(stage, stage),
        links=_links(bench, address, shown),
        front=bench.stages.front,
        site=site,
        is_building=bench.is_building(stage),
        is_kept=site.number > 0 and not site.ok,
        is_absent=shown.status == 404 and site.number > 0,
        home=bench.stages.base(stage),
        here=here,
        others=others,
        problems=PROBLEMS,
        reveals=STAGES,
        page=hashlib.sha256(STYLE.sub(b"", shown.data) + stage.encode()).hexdigest()[:12],
        is_own=_is_own(address, site),
        style=style.group(1).decode() if style else "",
    )


def _links(bench: Bench, address: str, shown: Shown) -> list[dict[str, Any]]:
    is_own = _is_own(address, bench.site(shown.stage))
    path = shown.path if shown.status == 200 else ""
    return [
        {
            "id": stage,
            "name": name,
            "href": bench.stages.base(stage) + path,
            "here": stage == shown.stage and not is_own,
        }
        for stage, name in bench.stages.names.items()
    ]


def _is_own(address: str, site: Site) -> bool:
    """Whether this is a page of the preview's own, none of a site."""
    return address in (PROBLEMS, STAGES) or not site.number


def _parted(findings: tuple[Finding, ...], bench: Bench, path: str) -> tuple[list[Finding], list[Finding]]:
    source = source_of(path, bench.stages.languages)
    here = [each for each in findings if source and each.file.startswith(source)]
    return here, [each for each in findings if each not in here]
