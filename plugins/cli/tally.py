"""The command ``tally``: proposes the awards, recounts a record, and shows the operator what other weights would do."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from plugins.content.load import load_to_tally
from plugins.content.problems import Refused
from plugins.content.report import report, shown
from plugins.content.stage_view import Competition
from plugins.results.formula import rounded
from plugins.results.public_result import awards_file, published_file
from plugins.results.record import as_bytes, differences, record_of
from plugins.results.tally import Inputs, Result, read_inputs, reckon, with_weights
from plugins.system import textfile
from plugins.system.disk import retry_in_use

AWARDS, PUBLISHED, RECORD = "results/awards.yaml", "results/published.yaml", "results/record.json"
WEIGHTS = re.compile(r"([0-9]{1,3})/([0-9]{1,3})\Z")
WORDS = {
    "zh-Hans": {
        "counting": "正在计票…",
        "written": "已写入 {path}",
        "same": "重新计算的结果与 {path} 逐字节相同。",
        "differs": "{path} 与重新计算的结果不同：",
        "line": "  {place}：记录为 {recorded}，重算为 {recounted}",
        "form": "  内容相同，但文件的写法被改动过。",
        "unreadable": "{path} 不是可读的计票记录（{detail}）。",
        "weights": "--what-if 请写成 30/70 的样子（市民/专家），合计 100。",
    },
    "en": {
        "counting": "Counting…",
        "written": "{path} was written",
        "same": "The recount is the same as {path}, byte for byte.",
        "differs": "{path} differs from the recount:",
        "line": "  {place}: recorded {recorded}, recounted {recounted}",
        "form": "  It says the same, but the file was written anew by somebody.",
        "unreadable": "{path} is no record of a tally ({detail}).",
        "weights": "Write --what-if as 30/70 (public/experts), 100 together.",
    },
}
HEADS = {"zh-Hans": ("项目", "原名次", "新名次", "新总分"), "en": ("entry", "place", "new place", "new total")}


def tally(content: Path, lang: str) -> int:
    """Write the proposed awards, what may be published, and the record; return the exit status."""
    result = _result(content, lang)
    if not result:
        return 1
    written = {AWARDS: awards_file(result), PUBLISHED: published_file(result), RECORD: as_bytes(record_of(result))}
    for file, data in written.items():
        _replace(content / file, data)
        print(WORDS[lang]["written"].format(path=shown(content / file)))
    return 0


def verify(content: Path, record: Path, lang: str) -> int:
    """Recount from the inputs and say where the record, the awards or the published figures differ."""
    result = _result(content, lang)
    if not result:
        return 1
    recounted = record_of(result)
    expected = {record: as_bytes(recounted), content / AWARDS: awards_file(result)}
    expected[content / PUBLISHED] = published_file(result)
    return max([_compare(path, data, recounted if path == record else None, lang) for path, data in expected.items()])


def what_if(content: Path, weights: str, lang: str) -> int:
    """Print how the ranking moves under other weights; nothing is written."""
    found = WEIGHTS.match(weights)
    if not found or int(found[1]) + int(found[2]) != 100:
        print(WORDS[lang]["weights"], file=sys.stderr)
        return 1
    result = _result(content, lang)
    other = _result(content, lang, int(found[1])) if result else None
    if not (result and other):
        return 1
    table = Table(*HEADS[lang])
    for each in other.ranking.order:
        places = result.ranking.places[each.entry], other.ranking.places[each.entry]
        table.add_row(each.entry, *map(str, places), rounded(each.total, other.inputs.rule.decimals))
    Console().print(table)
    return 0


def _result(content: Path, lang: str, public: int | None = None) -> Result | None:
    competition = _competition(content, lang)
    if not competition:
        return None
    console = Console(stderr=True)
    try:
        with console.status(WORDS[lang]["counting"]) if console.is_terminal else nullcontext():
            inputs: Inputs = read_inputs(content, competition)
            return reckon(inputs if public is None else with_weights(inputs, public))
    except Refused as refused:
        report(sorted(set(refused.problems)), content, lang)
        return None


def _competition(content: Path, lang: str) -> Competition | None:
    loaded = load_to_tally(content)
    report(loaded.errors, content, lang)
    return loaded.competition


def _replace(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as out:
        out.write(data)
    Path(out.name).chmod(0o644)
    retry_in_use(partial(Path(out.name).replace, path))


def _compare(path: Path, data: bytes, recounted: object, lang: str) -> int:
    words = WORDS[lang]
    try:
        found = textfile.read_bytes(path)
        recorded = json.loads(found) if recounted is not None else None
    except (OSError, ValueError) as error:
        print(words["unreadable"].format(path=shown(path), detail=str(error)[:120]), file=sys.stderr)
        return 1
    if found == data:
        print(words["same"].format(path=shown(path)))
        return 0
    print(words["differs"].format(path=shown(path)), file=sys.stderr)
    different = list(differences(recorded, recounted)) if recounted is not None else []
    for place, one, other in different[:50]:
        print(words["line"].format(place=place, recorded=one, recounted=other), file=sys.stderr)
    if not different:
        print(words["form"], file=sys.stderr)
    return 1
