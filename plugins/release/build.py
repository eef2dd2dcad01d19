"""A build to be published, in a new folder, with what publishing must know of its stage and of what is not ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from plugins.content.load import load_papers
from plugins.content.reader import gather
from plugins.content.report import report
from plugins.content.stage_view import Competition
from plugins.site.build_process import build_stages

# names that nobody can own, RFC 2606 and RFC 6761
NOWHERE = ("example", "example.com", "example.org", "example.net", "test", "invalid", "localhost")
FINDINGS = {
    "samples": {"zh-Hans": "有 {count} 个示例项目（{slugs} …）", "en": "{count} entries are samples ({slugs} …)"},
    "placeholder": {"zh-Hans": "网址 {url} 是占位的", "en": "the address {url} is a placeholder"},
    "test_poll": {"zh-Hans": "投票平台“{name}”只供试用", "en": 'the vote service "{name}" is for trials alone'},
    "not_reached": {
        "zh-Hans": "内容的当前阶段是“{current}”，还没有到“{stage}”（改 competition.yaml 的 current_stage）",
        "en": 'the content is at the stage "{current}", before "{stage}" (see current_stage in competition.yaml)',
    },
}


@dataclass(frozen=True)
class Fresh:
    """``public_from`` is the first stage that has a path, ``findings`` are what a public site must not have."""

    folder: Path
    stage: str
    stages: tuple[str, ...]
    public_from: Mapping[str, str]
    findings: tuple[str, ...]


def fresh_build(content: Path, stage: str | None, folder: Path, address: str, lang: str) -> Fresh | None:
    """Build a stage, and all before it to see what is new in it; ``None`` where errors were said."""
    papers = gather(content)
    loaded = load_papers(papers, stage)
    if loaded.competition is None:
        report(loaded.errors, content, lang)
        return None
    contest = loaded.competition.contest
    stages = tuple(each.id for each in contest.stages)
    stage = stage or contest.current_stage
    built = stages[: stages.index(stage) + 1]
    if not build_stages(papers, {each: folder / each for each in built}, address.rstrip("/"), lang):
        return None
    made = [_paths(folder / each) for each in built]
    public_from = {path: each for each, paths in reversed(list(zip(built, made, strict=True))) for path in paths}
    findings = tuple(_findings(loaded.competition, stage, address, lang))
    return Fresh(folder / stage, stage, stages, public_from, findings)


def _paths(output: Path) -> set[str]:
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}


def _findings(competition: Competition, stage: str, address: str, lang: str) -> list[str]:
    show, contest = competition.at(stage), competition.contest
    samples = [entry.slug for entry in show.tour if entry.sample]
    ballots = [*show.ballots, *(ballot for entry in show.tour for ballot in entry.ballots)]
    tests = sorted({ballot.provider.id for ballot in ballots if ballot.provider.for_tests})
    nowhere = [url for url in dict.fromkeys((address, contest.site.url)) if _is_nowhere(url)]
    found = [("samples", {"count": len(samples), "slugs": ", ".join(samples[:3])})] if samples else []
    found += [("placeholder", {"url": url}) for url in nowhere]
    found += [("test_poll", {"name": name}) for name in tests]
    if not contest.is_reached(stage, contest.current_stage):
        found.append(("not_reached", {"current": contest.current_stage, "stage": stage}))
    return [FINDINGS[code][lang].format(**values) for code, values in found]


def _is_nowhere(url: str) -> bool:
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host in {"127.0.0.1", "::1", ""} or any(host == name or host.endswith(f".{name}") for name in NOWHERE)
