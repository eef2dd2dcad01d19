"""The preview's own pages, drawn from the templates beside: problems, stages, and what stands in for a site."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.cli.diff import Change
from plugins.preview.build.scheduler import Bench, Pair
from plugins.preview.messages import say
from plugins.preview.server.assets import static

HERE = Path(__file__).parent


def draw(template: str, lang: str, **values: Any) -> bytes:
    """A template with these values; whatever is in them is text."""
    own = {"lang": lang, "static": static, "say": lambda key, **said: say(key, lang, **said)}
    # the name of a file may hold bytes that are no text
    return _environment().get_template(template).render(**own, **values).encode("utf-8", "backslashreplace")


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def problems_page(bench: Bench) -> bytes:
    """Everything that is wrong in any stage that was built from what is saved now."""
    sites = [site for site in bench.sites.values() if site.state == bench.state] or list(bench.sites.values())
    findings = list(dict.fromkeys(each for site in sites for each in site.findings))
    findings.sort(key=lambda each: (each.is_warning, each.file, each.line))
    return draw("problems.html", bench.order.lang, findings=findings)


def waiting(bench: Bench, stage: str) -> bytes:
    """In place of a site that is being built for the first time."""
    return draw("waiting.html", bench.order.lang, stage=bench.stages.names.get(stage, stage))


def broken(bench: Bench, stage: str) -> bytes:
    """In place of a site that could not be built yet: why not."""
    return draw("broken.html", bench.order.lang, findings=bench.site(stage).findings)


def unknown_stage(stage: str, lang: str) -> bytes:
    """In place of a stage that there is not."""
    return draw("unknown_stage.html", lang, stage=stage)


def stages_page(bench: Bench) -> bytes:
    """What each stage reveals after the one before, for people who do not program."""
    steps = [_step(bench, pair) for pair in bench.stages.pairs()]
    return draw("stages.html", bench.order.lang, steps=steps)


def _step(bench: Bench, pair: Pair) -> dict[str, Any]:
    names, changes = [bench.stages.names[stage] for stage in pair], bench.changes(pair)
    sites = [bench.site(stage) for stage in pair]
    is_broken = any(site.state == bench.state and not site.ok for site in sites)
    step: dict[str, Any] = {"old": names[0], "new": names[1], "id": pair[1], "is_broken": is_broken}
    if changes is None:
        return {**step, "groups": None}
    told = [each for each in changes if each.how != "changed" or each.words]
    groups = [
        _group(bench, pair, how, [each for each in told if each.how == how]) for how in ("new", "changed", "gone")
    ]
    return {**step, "groups": [each for each in groups if each["count"]], "quiet": len(changes) - len(told)}


def _group(bench: Bench, pair: Pair, how: str, changes: list[Change]) -> dict[str, Any]:
    base = bench.stages.base(pair[0] if how == "gone" else pair[1])
    others = tuple(f"{lang.lower()}/" for lang in bench.stages.languages[1:])
    own = [each for each in changes if not each.path.startswith(others)]
    rest = [each for each in changes if each.path.startswith(others)]
    return {"how": how, "count": len(changes), "own": list(_rows(base, own)), "rest": list(_rows(base, rest))}


def _rows(base: str, changes: Iterable[Change]) -> Iterable[dict[str, str]]:
    return ({"href": base + each.path, "title": _short(each), "words": each.words} for each in changes)


def _short(change: Change) -> str:
    # every title ends with the site's name, which tells nothing here
    return change.title.rpartition(" - ")[0] or change.title or change.path
