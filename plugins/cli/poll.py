"""The ``poll`` command: a real poll of the shortlist on this machine, and its votes as a file."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from plugins.content.load import load
from plugins.content.report import report, shown
from plugins.system import textfile
from plugins.system.command_text import command
from plugins.voting.test_poll import DATABASE, PollFailed, choices_of, exported, running_poll, title_of

WORDS = {
    "zh-Hans": {
        "ready": "投票测试服务已启动（按 Ctrl+C 结束）。投票网址：\n  全部项目　　　{all}\n  选好某个项目　{one}",
        "few": "入围名单 results/shortlist.yaml 里要有至少两个项目，才能投票。",
        "failed": "投票服务出错：{said}\n如果是端口被占用，请换一个：--port 8601",
        "none": "还没有可以导出的投票。请先运行 {command}，投几票再试。",
        "written": "已写入 {path}，共 {count} 票。",
    },
    "en": {
        "ready": "The poll is running (Ctrl+C ends it). Vote at:\n  all entries      {all}\n  an entry chosen  {one}",
        "few": "There must be two entries or more in results/shortlist.yaml to vote on.",
        "failed": "The poll failed: {said}\nIf the port is taken, choose another: --port 8601",
        "none": "There are no votes to export yet. Run {command} first and vote.",
        "written": "{path} was written, with {count} votes.",
    },
}


def run_poll(content: Path, folder: Path, port: int, lang: str) -> int:
    """Serve the poll of this content's shortlist until interrupted; return the exit status."""
    loaded = load(content)
    report(loaded.errors, content, lang)
    if not loaded.competition:
        return 1
    choices, title = choices_of(loaded.competition), title_of(loaded.competition)
    if len(choices) < 2:
        return _refuse(WORDS[lang]["few"])
    try:
        with running_poll(choices, folder, port, title) as poll:
            one = poll.ballot_url(choices[0].slug)
            print(WORDS[lang]["ready"].format(all=poll.ballot_url(), one=one), flush=True)
            while True:
                time.sleep(3600)
    except PollFailed as failed:
        return _refuse(WORDS[lang]["failed"].format(said=failed))
    except KeyboardInterrupt:
        return 0


def export_votes(folder: Path, path: Path, lang: str) -> int:
    """Write the votes that the poll has taken as CSV, also while it runs; return the exit status."""
    if not (folder / DATABASE).exists():
        return _refuse(WORDS[lang]["none"].format(command=command("poll")))
    try:
        votes = exported(folder)
    except PollFailed as failed:
        return _refuse(WORDS[lang]["failed"].format(said=failed))
    textfile.write_text(path, f"{votes}\n")
    print(WORDS[lang]["written"].format(path=shown(path), count=votes.count("\n")))
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
