"""The ``check-embeds`` command: asks each ballot's live service whether it may be framed; proposes how to offer it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from plugins.content.load import load
from plugins.content.model import Ballot
from plugins.content.report import report
from plugins.content.stage_view import Competition
from plugins.voting.framing import Framing, examine

# so many services are asked at once; more would look like an attack to one that holds all ballots
AT_ONCE = 6
# columns where there is no terminal to tell them
WIDTH = 160
HEADS = {
    "zh-Hans": ("投票", "网址", "结果", "注意", "用时", "建议"),
    "en": ("ballot", "address", "answer", "note", "time", "proposal"),
}
WORDS = {
    "zh-Hans": {
        "asking": "正在询问投票平台…",
        "none": "内容里还没有投票网址。",
        "seconds": "{seconds:.1f} 秒",
        "iframe": "iframe",
        "link": "link",
        "lost": "—",
        "missing": "有 {count} 个投票网址打不开（见“—”），请先核对网址，或联系投票平台。",
        "allowed": "可以嵌入",
        "frame-options": "平台不许嵌入（X-Frame-Options）",
        "frame-ancestors": "平台不许嵌入（frame-ancestors）",
        "insecure": "途中有 http 地址，https 网站不能嵌入",
        "other-scheme": "转到应用里打开，不能嵌入",
        "not-a-page": "给出的是文件，不是网页",
        "status": "平台答复错误 {status}",
        "empty": "页面是空的",
        "broken": "答复残缺或看不懂",
        "certificate": "安全连接建立不了（证书过期、不受信任或域名不符）",
        "redirect-loop": "不停跳转，到不了页面",
        "timeout": "{timeout:g} 秒内打不开",
        "unreachable": "连接不上",
        "login": "要登录",
        "cookies": "Cookie 在嵌入时带不回去",
        "other-origin": "跳转到别的网站",
        "obsolete": "用了过时的 ALLOW-FROM，旧浏览器可能不显示",
        "slow": "很慢",
    },
    "en": {
        "asking": "Asking the services…",
        "none": "There are no addresses of ballots in the content yet.",
        "seconds": "{seconds:.1f} s",
        "iframe": "iframe",
        "link": "link",
        "lost": "—",
        "missing": "{count} addresses of ballots cannot be opened (see —). Check the address, or ask the service.",
        "allowed": "may be framed",
        "frame-options": "refuses frames (X-Frame-Options)",
        "frame-ancestors": "refuses frames (frame-ancestors)",
        "insecure": "http on the way: an https page cannot frame it",
        "other-scheme": "opens an app: cannot be framed",
        "not-a-page": "is a file, not a page",
        "status": "answers with error {status}",
        "empty": "the page is empty",
        "broken": "the answer is cut short or makes no sense",
        "certificate": "no secure connection (certificate expired, not trusted, or for another name)",
        "redirect-loop": "redirects without end",
        "timeout": "does not open within {timeout:g} s",
        "unreachable": "cannot be reached",
        "login": "asks for a login",
        "cookies": "its cookies do not come back from a frame",
        "other-origin": "leads to another site",
        "obsolete": "says ALLOW-FROM, which is obsolete: old browsers may show nothing",
        "slow": "slow",
    },
}


@dataclass(frozen=True)
class Asked:
    """An address to vote at: whose it is, and where."""

    name: str
    url: str


def check_embeds(content: Path, timeout: float, lang: str) -> int:
    """Print a table of all ballots; return the exit status, 1 where one cannot be opened at all."""
    loaded = load(content)
    report(loaded.errors, content, lang)
    if not loaded.competition:
        return 1
    asked = list(ballots_of(loaded.competition))
    if not asked:
        print(WORDS[lang]["none"])
        return 0
    found = _examine_all(sorted({each.url for each in asked}), loaded.competition.contest.site.url, timeout, lang)
    Console(width=None if sys.stdout.isatty() else WIDTH).print(_table(asked, found, timeout, lang))
    lost = sum(not each.is_reached for each in found.values())
    if lost:
        print(WORDS[lang]["missing"].format(count=lost), file=sys.stderr)
    return 1 if lost else 0


def ballots_of(competition: Competition) -> Iterator[Asked]:
    """Every address to vote at that the content names, of whole channels first, then by entry numbers."""
    main = {ballot.address for ballot in competition.ballots}
    for ballot in competition.ballots:
        if ballot.address:
            yield Asked(ballot.channel.id, asked_at(ballot, ballot.address))
    for entry in sorted(competition.entries, key=lambda entry: entry.number):
        for ballot in entry.ballots:
            if ballot.address and ballot.address not in main:
                yield Asked(f"{entry.number} {ballot.channel.id}", asked_at(ballot, ballot.address))


def asked_at(ballot: Ballot, address: str) -> str:
    """The address that a frame would load, or else the one that the link leads to."""
    return ballot.provider.frame_address(address) if ballot.frame else address


def _examine_all(urls: Sequence[str], embedder: str, timeout: float, lang: str) -> dict[str, Framing]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda url: examine(url, embedder, timeout), urls)
        shown = Console(stderr=True)
        told = track(answers, WORDS[lang]["asking"], len(urls), console=shown, disable=not shown.is_terminal)
        return dict(zip(urls, told, strict=True))


def _table(asked: Sequence[Asked], found: dict[str, Framing], timeout: float, lang: str) -> Table:
    table = Table(*HEADS[lang])
    for each in asked:
        table.add_row(*(Text(cell) for cell in _cells(each.name, found[each.url], timeout, WORDS[lang])))
    return table


def _cells(name: str, found: Framing, timeout: float, words: dict[str, str]) -> Iterator[str]:
    yield name
    yield found.address if found.final_address == found.address else f"{found.address}\n→ {_clean(found.final_address)}"
    yield words[found.reason].format(status=found.status, timeout=timeout)
    yield "\n".join(words[note] for note in found.notes)
    yield words["seconds"].format(seconds=found.seconds)
    yield words[found.mode or "lost"]


def _clean(address: str) -> str:
    """An address that somebody else wrote, without what would move a terminal's cursor."""
    return "".join(character for character in address if character.isprintable())[:200]
