"""The shipped competition with a published result of invented figures."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import yaml

from plugins.content.schema.figures import digest_figures
from tests.support.builds import SHIPPED

RULE = """
result_rule:
  public: 20
  experts: 80
  trim: 1
  publish: [weights, turnout, voided, votes, shares, points, ranks]
  special_awards:
    - {id: popular, name: 最受欢迎奖, kind: popularity, size: 2, public_from: awards}
    - {id: organiser, name: 优秀组织奖, kind: organiser, size: 2, public_from: awards}
"""


def write_explained_result(folder: Path) -> Path:
    """A copy of the shipped content in this folder, with special awards and published figures."""
    content = Path(shutil.copytree(SHIPPED, folder / "content"))
    results = content / "results"
    with (content / "competition.yaml").open("a", encoding="utf-8") as opened:
        opened.write(RULE)
    contest = yaml.safe_load((content / "competition.yaml").read_text(encoding="utf-8"))
    finalists = yaml.safe_load((results / "shortlist.yaml").read_text(encoding="utf-8"))["shortlist"]
    units = yaml.safe_load((content / "units.yaml").read_text(encoding="utf-8"))["units"]
    special = {"popular": finalists[:2], "organiser": [unit["id"] for unit in units[:2]]}
    with (results / "awards.yaml").open("a", encoding="utf-8") as opened:
        yaml.safe_dump({"special": special}, opened)
    _publish(results, [channel["id"] for channel in contest["vote_channels"]], finalists)
    return content


def _publish(results: Path, channels: list[str], finalists: list[str]) -> None:
    figures = {"votes": "123", "share": "4.35", "public": "43.21", "experts": "87.65", "total": "78.76"}
    data = {
        "record": "0" * 64,
        "awards": hashlib.sha256((results / "awards.yaml").read_bytes()).hexdigest(),
        "public": "20",
        "experts": "80",
        "channels": [_channel_result(channel) for channel in channels],
        "entries": [
            {"entry": entry, **figures, "rank": str(number)} for number, entry in enumerate(finalists, start=1)
        ],
    }
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (results / "published.yaml").write_text(seal_figures(text), encoding="utf-8")


def seal_figures(text: str) -> str:
    """Add to published figures the hash of all that they say."""
    return f"{text}figures: {digest_figures(yaml.load(text, yaml.CBaseLoader))}\n"


def _channel_result(channel: str) -> dict[str, object]:
    data = {"channel": channel, "as_of": "2022-08-01T18:00:00+08:00", "source": "后台"}
    return {**data, "votes": "9999", "voided": "9", "reasons": ["重复"]}
