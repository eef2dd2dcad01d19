"""A contest of 300 entries in one hall, with names and texts as units write them; all of it is made up."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.support.builds import TINY

COUNT = 300
# the tiny contest's English, which this one does without
ENGLISH = re.compile(r"\{zh-Hans: ([^,}]+), en: [^}]+\}")
PLACES = (
    "柳桥街", "青石巷", "南浦里", "东山坊", "松岗村", "西塘镇", "白鹭洲", "老码头", "望江路", "梅园社区",
    "河沿新村", "北门外", "石牌坊", "荷塘月色小区", "金钟楼", "榕树头", "沙洲岛", "红砖厂", "大学城", "丰收里",
)  # fmt: skip
TOPICS = (
    "电梯加装", "垃圾分类", "骑手驿站", "停车共享", "噪声调解", "楼道消防", "旧衣回收", "长者食堂",
    "雨水花园", "夜市管理", "宠物公约", "儿童议事", "充电安全", "家门口诊室", "共享书屋",
)  # fmt: skip
FORMS = ("“{topic}”怎么办", "{topic}的新办法", "{topic}全流程协商", "大家一起做{topic}", "{topic}云平台")
OFFICES = ("街道办", "居委会", "物业协会", "志愿者联合会", "平安办")
# each sentence is about something else in each entry
PEOPLE = ("楼长", "骑手", "退休教师", "店主", "保洁员", "大学生", "社工", "民警", "律师", "护士")
SPOTS = ("凉亭", "天台", "架空层", "门卫室", "公告栏", "晾衣场", "车棚", "值班室", "小广场", "洗衣房")
ACTIONS = (
    "每周碰头一次",
    "把意见写成清单",
    "算清每一笔账",
    "挨家挨户敲门",
    "画出风险地图",
    "定下轮值表",
    "拍照上传",
    "签下公约",
)
RESULTS = ("投诉少了一半", "三个月没有再吵", "全体同意动工", "按期还清借款", "省下两万度电", "报名排到明年")


@dataclass(frozen=True)
class LargeEntry:
    """An entry: what it is called, and its text by the sentence."""

    slug: str
    number: str
    place: str
    topic: str
    title: str
    unit: str
    sentences: tuple[str, ...]


def large_entries() -> list[LargeEntry]:
    """The entries in their order, the same every time."""
    dice = random.Random(COUNT)
    pairs = list(product(PLACES, TOPICS))
    dice.shuffle(pairs)
    entries = []
    for index, (place, topic) in enumerate(pairs):
        sentences = tuple(
            f"{dice.choice(PEOPLE)}和{dice.choice(PEOPLE)}在{place}的{dice.choice(SPOTS)}{dice.choice(ACTIONS)}，"
            f"“{dice.choice(ACTIONS)}”以后，{dice.choice(RESULTS)}。"
            for _ in range(4)
        )
        title = place + FORMS[index % len(FORMS)].format(topic=topic)
        unit = PLACES[(index * 7) % len(PLACES)] + OFFICES[index % len(OFFICES)]
        entries.append(LargeEntry(f"e{index:03}", f"N{index + 1}", place, topic, title, unit, sentences))
    return entries


def write_large_contest(content: Path) -> Path:
    """Write the contest, as of the tour of the tiny one."""
    shutil.copytree(TINY, content)
    shutil.rmtree(content / "entries")
    entries = large_entries()
    names = sorted({entry.unit for entry in entries})
    ids = {name: f"u{index:03}" for index, name in enumerate(names)}
    kinds = {name: "district" if name.endswith(OFFICES[:2]) else "department" for name in names}
    units = "".join(f"  - {{id: {ids[name]}, name: {name}, kind: {kinds[name]}}}\n" for name in names)
    (content / "units.yaml").write_text(
        f"kinds:\n  - {{id: department, name: 部门}}\n  - {{id: district, name: 区}}\nunits:\n{units}", encoding="utf-8"
    )
    for entry in entries:
        folder = content / "entries" / entry.slug
        folder.mkdir(parents=True)
        head = f"number: {entry.number}\ntitle: {entry.title}\nunits: [{ids[entry.unit]}]\ntrack: water\n"
        text = f"---\n{head}summary: {entry.place}的{entry.topic}\n---\n\n" + "\n\n".join(entry.sentences) + "\n"
        (folder / "index.md").write_text(text, encoding="utf-8")
    slugs = ", ".join(entry.slug for entry in entries)
    (content / "results" / "shortlist.yaml").write_text(f"shortlist: [{slugs}]\n", encoding="utf-8")
    (content / "results" / "awards.yaml").unlink()
    settings = content / "competition.yaml"
    text = ENGLISH.sub(r"\1", settings.read_text(encoding="utf-8"))
    text = text.replace("languages: [zh-Hans, en]", "languages: [zh-Hans]")
    settings.write_text(text.replace("\nsite:\n", "\nsite:\n  entry_cards: false\n"), encoding="utf-8")
    launch = content / "articles" / "launch" / "index.md"
    text = launch.read_text(encoding="utf-8").replace("[雨水花园](../../entries/rain-garden/index.md)", "雨水花园")
    launch.write_text(text, encoding="utf-8")
    return content
