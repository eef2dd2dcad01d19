"""Random score sheets in the layouts of the manual, with recusals, panels and judges who left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.results.random_votes import name_of

if TYPE_CHECKING:
    from tests.results.random_contests import Contest

NAMES = ("评委甲", "评委乙", "评委丙", "评委丁", "评委戊")
AWAY = {"reason": "中途退出", "author": "评委会", "date": "2024-04-01"}


def write_scores(folder: Path, contest: Contest) -> None:
    """Write scores.yaml and its sheets, if anything is scored."""
    if contest.scored_parts:
        _Sheets(folder, contest).write()


class _Sheets:
    def __init__(self, folder: Path, contest: Contest) -> None:
        self.folder, self.contest, self.rng = folder, contest, contest.rng
        self.lowest, self.highest = self.rng.choice(((0, 100), (0, 10), (60, 100), (1, 5)))
        self.data: dict[str, Any] = {"lowest": self.lowest, "highest": self.highest, "tables": []}
        self.least = 2 * max(int(part.get("trim", 0)) for part in contest.scored_parts) + 1
        self.judges = NAMES[: self.rng.randint(self.least, 5)]
        self.scored = {judge: set(contest.judged) for judge in self.judges}
        self.maxima: dict[str, int] = {}

    def write(self) -> None:
        rng, contest = self.rng, self.contest
        layout = rng.choice(("criteria", "criteria", "total", "judges", "entries", "sheets"))
        if rng.random() < 0.3:
            zero = rng.randint(0, self.highest - 1)
            self.data["scale"] = {"zero": zero, "hundred": rng.randint(zero + 1, self.highest)}
        if layout == "criteria" and rng.random() < 0.4:
            self.maxima = {row["id"]: rng.choice((20, 40, 55)) for row in contest.criteria}
            self.data |= {"maxima": self.maxima, "lowest": 0}
            self.lowest = 0
        self._panels()
        self._recuse()
        leaver = self.judges[-1] if len(self.judges) > self.least and rng.random() < 0.15 else None
        # a judge who left stands in the sheet, which is empty where nobody is judged
        if (
            leaver
            and contest.judged
            and all(len(self._judges_of(slug) - {leaver}) >= self.least for slug in contest.judged)
        ):
            self.data["dropped"] = [{"judge": leaver, **AWAY}]
        for number, part in enumerate(contest.scored_parts):
            tag = {"part": part["id"]} if len(contest.scored_parts) > 1 else {}
            self._sheet(layout, f"scores-{number}", tag)
        (self.folder / "scores.yaml").write_text(json.dumps(self.data, ensure_ascii=False), encoding="utf-8")

    def _judges_of(self, slug: str) -> set[str]:
        return {judge for judge in self.judges if slug in self.scored[judge]}

    def _panels(self) -> None:
        if self.rng.random() > 0.2:
            return
        panels = {}
        for track in sorted(set(self.contest.track.values())):
            judges = self.rng.sample(self.judges, self.rng.randint(self.least, len(self.judges)))
            panels[track] = judges
            outside = {slug for slug in self.contest.slugs if self.contest.track[slug] == track}
            for judge in set(self.judges) - set(judges):
                self.scored[judge] -= outside
        if all(self.scored.values()):
            self.data["panels"] = panels
        else:
            self.scored = {judge: set(self.contest.judged) for judge in self.judges}

    def _recuse(self) -> None:
        recusals = []
        for judge in self.judges:
            for slug in sorted(self.scored[judge]):
                can = len(self._judges_of(slug)) > self.least and len(self.scored[judge]) > 1
                if can and self.rng.random() < 0.06:
                    self.scored[judge].remove(slug)
                    recusals.append({"judge": judge, "entry": slug, "reason": "本单位的项目"})
        self.data |= {"recusals": recusals} if recusals else {}

    def _cell(self, criterion: str = "") -> str:
        most = self.maxima.get(criterion, self.highest)
        low = max(self.lowest, most - 12)
        kind = self.rng.choice(("whole", "whole", "decimal"))
        return str(self.rng.randint(low, most)) if kind == "whole" else f"{self.rng.randint(low * 10, most * 10) / 10}"

    def _away(self, judge: str, slug: str) -> str:
        recusals = [(row["judge"], row["entry"]) for row in self.data.get("recusals", [])]
        return self.rng.choice(("回避", "/", "—", "")) if (judge, slug) in recusals else ""

    def _sheet(self, layout: str, name: str, tag: dict[str, str]) -> None:
        table: dict[str, Any] = {"file": f"{name}.csv", **tag}
        slugs = self.contest.slugs
        if layout == "judges":
            table |= {"entry": "项目", "judges": list(self.judges)}
            lines = [[name_of(self.rng, slug), *[self._value(judge, slug) for judge in self.judges]] for slug in slugs]
            if self.rng.random() < 0.3:
                table["summaries"] = ["平均分"]
                lines.append(["平均分", *["5"] * len(self.judges)])
            self._write(table, [["项目", *self.judges], *lines])
        elif layout == "entries":
            heads = [name_of(self.rng, slug).strip() for slug in slugs]
            table |= {"judge": "评委", "entries": heads}
            lines = [[judge, *[self._value(judge, slug) for slug in slugs]] for judge in self.judges]
            self._write(table, [["评委", *heads], *lines])
        elif layout == "sheets":
            for number, judge in enumerate(self.judges):
                single = {**table, "file": f"{name}-{number}.csv", "judge_name": judge}
                single |= {"entry": "项目", "total": "总分"}
                lines = [[name_of(self.rng, slug), self._cell()] for slug in slugs if slug in self.scored[judge]]
                self._write(single, [["项目", "总分"], *lines])
        else:
            self._long(table, layout)

    def _value(self, judge: str, slug: str) -> str:
        return self._cell() if slug in self.scored[judge] else self._away(judge, slug)

    def _long(self, table: dict[str, Any], layout: str) -> None:
        ids = [row["id"] for row in self.contest.criteria] if layout == "criteria" else [""]
        heads = {name: f"标准{number}" for number, name in enumerate(ids, start=1)}
        table |= {"judge": "评委", "entry": "项目"}
        table |= {"criteria": heads} if layout == "criteria" else {"total": heads[""]}
        lines = [
            [judge, name_of(self.rng, slug), *[self._cell(name) for name in ids]]
            for judge in self.judges
            for slug in self.contest.slugs
            if slug in self.scored[judge]
        ]
        self.rng.shuffle(lines)
        self._write(table, [["评委", "项目", *heads.values()], *lines])

    def _write(self, table: dict[str, Any], lines: list[list[str]]) -> None:
        text = "".join(",".join(line) + "\n" for line in lines)
        (self.folder / table["file"]).write_text(text, encoding="utf-8")
        self.data["tables"].append(table)
