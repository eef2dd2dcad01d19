"""Generate content of any size for measurements, deterministically."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from tests.support.builds import TINY

WORDS = "社区治理街道居民网格平安调解服务巡查矛盾法治自治德治智治协商志愿楼长门禁视频联防应急隐患电梯消防校园"
WORDS += "出租屋外卖骑手夜市商铺物业老人儿童残疾帮扶数据平台热线工单分拨闭环考核试点推广机制队伍培训宣传法律援助"

PAIRS = [WORDS[index : index + 2] for index in range(0, len(WORDS) - 1, 2)]


def generate(content: Path, count: int, characters: int = 420) -> Path:
    """Write a content of ``count`` shortlisted entries with bodies of about ``characters`` characters."""
    shutil.copytree(TINY, content)
    shutil.rmtree(content / "entries")
    dice = random.Random(count)
    slugs = [f"entry-{number:05d}" for number in range(count)]
    for number, slug in enumerate(slugs):
        folder = content / "entries" / slug
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(_entry(dice, number, characters), encoding="utf-8")
    (content / "results" / "shortlist.yaml").write_text("shortlist:\n" + "".join(f"  - {slug}\n" for slug in slugs))
    (content / "results" / "awards.yaml").unlink()
    launch = content / "articles" / "launch" / "index.md"
    text = launch.read_text(encoding="utf-8")
    launch.write_text(text.replace("[雨水花园](../../entries/rain-garden/index.md)", "雨水花园"), encoding="utf-8")
    return content


def _entry(dice: random.Random, number: int, characters: int) -> str:
    track = dice.choice(["water", "safety"])
    unit = dice.choice(["water-bureau", "east-office"])
    head = f'---\nnumber: "N{number}"\nunits: [{unit}]\ntrack: {track}\n'
    head += f"title: {_words(dice, 18)}\nsummary: {_words(dice, 40)}\n---\n"
    paragraphs = [_words(dice, characters // 3) + "。" for _ in range(3)]
    return head + "".join(f"\n## {_words(dice, 4)}\n\n{paragraph}\n" for paragraph in paragraphs)


def _words(dice: random.Random, length: int) -> str:
    # words of two characters, as most of real Chinese text: single characters at random would compress far worse
    return "".join(dice.choice(PAIRS) for _ in range(length // 2))
