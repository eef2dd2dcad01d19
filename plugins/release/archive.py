"""The build behind an archive: a stage as it was on a day, with links that need no server and nothing that acts."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from plugins.content.load import load_papers
from plugins.content.reader import gather
from plugins.content.report import report
from plugins.content.schema.config import Contest
from plugins.content.schema.fields import in_beijing
from plugins.site.build import build

NO_STAGE = {
    "zh-Hans": "没有“{stage}”这个阶段。可选：{choices}。",
    "en": 'There is no stage "{stage}". Use one of: {choices}.',
}
NO_DAY = {
    "zh-Hans": "内容里没有写“{stage}”阶段的结束日期（closes）。请补上，或写明存档日期，例如 --day 2023-03-31。",
    "en": 'The stage "{stage}" has no last day (closes). Add it, or say the day with --day, such as --day 2023-03-31.',
}
BAD_DAY = {
    "zh-Hans": "“{day}”不是日期。请写成 2023-03-31 这样。",
    "en": '"{day}" is no date. Write it like 2023-03-31.',
}


def frozen_build(content: Path, stage: str, day: str, folder: Path, lang: str) -> bool:
    """Build a stage as it is archived on this day, its last one unless said; false where errors were said."""
    papers = gather(content)
    loaded = load_papers(papers)
    if loaded.competition is None:
        report(loaded.errors, content, lang)
        return False
    contest = loaded.competition.contest
    wrong = _wrong(contest, stage, day, lang)
    if wrong:
        print(wrong, file=sys.stderr)
        return False
    address = f"{contest.site.url.rstrip('/')}/archive/{stage}"
    day = day or _last_day(contest, stage)
    build(
        content=str(content),
        output=str(folder),
        stage=stage,
        site_url=address,
        lang=lang,
        quiet=True,
        archived=day,
        loaded=load_papers(papers, stage),
    )
    return True


def _last_day(contest: Contest, stage: str) -> str:
    closes = contest.stage(stage).closes
    return in_beijing(closes).isoformat()[:10] if closes else ""


def _wrong(contest: Contest, stage: str, day: str, lang: str) -> str:
    stages = [each.id for each in contest.stages]
    if stage not in stages:
        return NO_STAGE[lang].format(stage=stage, choices=", ".join(stages))
    if not day:
        return "" if _last_day(contest, stage) else NO_DAY[lang].format(stage=stage)
    try:
        date.fromisoformat(day)
    except ValueError:
        return BAD_DAY[lang].format(day=day)
    return ""
