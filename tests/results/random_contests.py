"""Random whole contests, as small contents: rule, votes, scores and decisions of every kind in the manual."""

from __future__ import annotations

import json
import random
import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.results.manual_inputs import read_manual_inputs
from tests.results.manual_oracle import Recount, qualified_entries, recount
from tests.results.manual_points import part_points
from tests.results.random_scores import write_scores
from tests.results.random_votes import write_votes
from tests.support.builds import TINY

TRACKS = ("water", "safety", "care")
UNITS = ("water-bureau", "east-office", "west-office", "north-office")
TITLES = ("雨水花园", "电梯看护", "夜市", "长者食堂", "河长巡查", "楼道微改", "口袋公园", "邻里调解", "校门护学")
CHANNELS = ("app", "paper", "hall")
STAGED = "call"
BY = {"reason": "复核", "author": "评委会", "date": "2024-04-01"}
PUBLISH = ["weights", "turnout", "voided", "votes", "shares", "points", "ranks"]
# how often a lot that is demanded is also drawn
DRAWN = 0.85


class Contest:
    """A random contest of one seed; ``rng`` decides everything."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        rng = self.rng
        self.tracks = TRACKS[: rng.choice((1, 2, 2, 3))]
        self.slugs = [f"entry-{number}" for number in range(1, rng.randint(3, 9) + 1)]
        self.track = {slug: rng.choice(self.tracks) for slug in self.slugs}
        self.units = {slug: rng.sample(UNITS, rng.choice((1, 1, 1, 2))) for slug in self.slugs}
        self.channels = list(CHANNELS[: rng.randint(1, 3)])
        self.criteria = self._criteria()
        self.levels = [
            {"id": name, "name": name, "size": rng.randint(1, 4), "public_from": STAGED, "ranked": rng.random() < 0.4}
            for name in ("gold", "silver", "praise")[: rng.randint(1, 3)]
        ]
        self.rule = self._rule()
        self.judged = set(self.slugs)

    @property
    def scored_parts(self) -> list[dict[str, Any]]:
        """The parts of scores; the short form has one."""
        short = {"id": "experts", "trim": self.rule.get("trim", 0)}
        return [part for part in self.rule.get("parts", []) if part["by"] == "scores"] or (
            [] if "parts" in self.rule else [short]
        )

    def _criteria(self) -> list[dict[str, Any]]:
        names = ("novelty", "effect", "reach")[: self.rng.randint(1, 3)]
        weights = self.split(len(names)) if self.rng.random() < 0.4 else [None] * len(names)
        return [
            {"id": name, "name": name, **({"weight": int(weight)} if weight is not None else {})}
            for name, weight in zip(names, weights, strict=True)
        ]

    def split(self, count: int, decimals: int = 0) -> list[Any]:
        """A hundred per cent in so many random weights; texts with decimals."""
        unit = 10**decimals
        cuts = sorted(self.rng.sample(range(1, 100 * unit), count - 1))
        parts = [high - low for low, high in zip([0, *cuts], [*cuts, 100 * unit], strict=True)]
        return [f"{part / unit:.{decimals}f}" for part in parts]

    def _rule(self) -> dict[str, Any]:
        rng = self.rng
        rule = self._short_form() if rng.random() < 0.35 else self._parts_form()
        rule |= {"decimals": rng.choice((2, 6, 6)), "publish": PUBLISH}
        if rng.random() < 0.3:
            rule["quotas"] = {level["id"]: self._quota(level, rule) for level in self.levels if rng.random() < 0.6}
        rule["special_awards"] = [self._special(name) for name in ("popular", "host")[: rng.choice((0, 1, 2))]]
        return rule

    def _quota(self, level: dict[str, Any], rule: dict[str, Any]) -> dict[str, int]:
        limits = rule.get("levels", {}).get(level["id"], {})
        most = min(level["size"], *(limits.get(key, 9) for key in ("per_track", "most_per_track")))
        return {self.rng.choice(self.tracks): self.rng.randint(1, most)}

    def _special(self, name: str) -> dict[str, Any]:
        kind = "organiser" if name == "host" else "popularity"
        award: dict[str, Any] = {"id": name, "name": name, "kind": kind, "size": 1, "public_from": STAGED}
        award["size"] = self.rng.randint(1, 2)
        if kind == "popularity":
            award |= {key: True for key in ("without_prize", "per_track") if self.rng.random() < 0.4}
        return award

    def _short_form(self) -> dict[str, Any]:
        rng = self.rng
        public = rng.choice((0, 20, 25, 50, 70, 100))
        rule: dict[str, Any] = {"public": public, "experts": 100 - public}
        rule["votes_as"] = rng.choice(("share_of_maximum", "share_of_total", "rank"))
        if rng.random() < 0.4:
            weights = self.split(len(self.channels), rng.choice((0, 1)))
            rule["channel_weights"] = dict(zip(self.channels, weights, strict=True))
        rule |= {"trim": rng.choice((0, 0, 1)), "normalise": rng.choice(("none", "none", "z_score"))}
        if rng.random() < 0.6:
            rule["ties"] = rng.sample(["experts", "votes", *self._criteria_ids()], rng.randint(0, 2))
        return rule

    def _criteria_ids(self) -> list[str]:
        return [criterion["id"] for criterion in self.criteria]

    def _parts_form(self) -> dict[str, Any]:
        rng = self.rng
        kinds = rng.choice((["votes"], ["votes", "scores"], ["votes", "scores"], ["votes", "ballots", "scores"]))
        kinds = kinds + rng.choice(([], [], ["scores"], ["votes"]))
        if len(self.channels) == 1:
            kinds = [kind for kind in kinds if kind != "ballots"]
        self.jury = self.channels[-1] if "ballots" in kinds else None
        weights = self.split(len(kinds), rng.choice((0, 1, 2)))
        parts = [
            self._part(f"part-{number}", kind, weight)
            for number, (kind, weight) in enumerate(zip(kinds, weights, strict=True), start=1)
        ]
        if rng.random() < 0.3:
            parts.append(self._part("bonus", "votes", None))
        if unused := self._unused_channels(parts):
            rest = {"id": "rest", "name": "rest", "by": "votes", "per_vote": {"points": "0.01"}}
            parts.append({**rest, "channels": dict.fromkeys(unused, "1")})
        rule: dict[str, Any] = {"parts": parts}
        rule |= rng.choice(({}, {"within": "all"}, {"within": "track"}, {"within": "track"}))
        if rng.random() < 0.4:
            rule["compare_decimals"] = rng.randint(0, 3)
        figures = [part["id"] for part in parts] + ["votes"] + (self._criteria_ids() if "scores" in kinds else [])
        figures += ["decimals"] if "compare_decimals" in rule else []
        if rng.random() < 0.85:
            rule["ties"] = rng.sample(figures, rng.randint(0, min(3, len(figures))))
        if rng.random() < 0.3:
            limit = {"places": rng.randint(1, 5)} if rng.random() < 0.5 else {"percent": rng.randint(20, 90)}
            rule["qualify"] = {"part": parts[0]["id"], **limit}
        rule["levels"] = {level["id"]: self._limits() for level in self.levels if rng.random() < 0.6}
        return rule

    def _unused_channels(self, parts: list[dict[str, Any]]) -> list[str]:
        by_votes = [part for part in parts if part["by"] != "scores"]
        if any("channels" not in part and "channel_weights" not in part for part in by_votes):
            return []
        used = {name for part in by_votes for name in (*part.get("channels", ()), *part.get("channel_weights", ()))}
        return [name for name in self.channels if name not in used]

    def _limits(self) -> dict[str, Any]:
        rng = self.rng
        limits = {
            "lowest_total": str(rng.randint(5, 70)),
            "per_track": rng.randint(1, 3),
            "most_per_track": rng.randint(1, 3),
            "most_per_unit": rng.randint(1, 2),
            "percent": rng.randint(10, 80),
            "tied": "all",
        }
        return {key: limits[key] for key in rng.sample(sorted(limits), rng.randint(1, 3))}

    def _part(self, name: str, kind: str, weight: str | None) -> dict[str, Any]:
        rng = self.rng
        part: dict[str, Any] = {"id": name, "name": name, "by": kind}
        if weight is not None:
            part["weight"] = weight
        if kind == "scores":
            return part | self._scores_part()
        part |= self._conversion(rng.choice(("votes_as", "votes_as", "steps", "bands", "per_vote")))
        channels = [self.jury] if kind == "ballots" else [name for name in self.channels if name != self.jury]
        chosen = rng.sample(channels, rng.randint(1, len(channels)))
        if kind == "votes" and rng.random() < 0.3:
            weights = self.split(len(chosen), rng.choice((0, 1)))
            part["channel_weights"] = dict(zip(chosen, weights, strict=True))
        elif kind == "ballots" or self.jury or rng.random() < 0.5:
            part["channels"] = {name: rng.choice(("1", "2", "0.5", "1.25")) for name in chosen}
        if rng.random() < 0.2:
            sizes = {unit: rng.choice((2, 5, 120)) for unit in UNITS}
            part["beyond"] = {"factor": rng.choice(("0.5", "0", "0.25")), "sizes": sizes}
        return part

    def _scores_part(self) -> dict[str, Any]:
        rng = self.rng
        part: dict[str, Any] = {"trim": rng.choice((0, 0, 1))}
        if rng.random() < 0.3:
            part["normalise"] = "z_score"
        if rng.random() < 0.4:
            part |= self._conversion(rng.choice(("votes_as", "steps", "bands")))
            part |= {"of_each_judge": True} if rng.random() < 0.6 else {}
        return part

    def _conversion(self, kind: str) -> dict[str, Any]:
        rng = self.rng
        if kind == "votes_as":
            return {kind: rng.choice(("share_of_maximum", "share_of_total", "rank"))}
        if kind == "steps":
            steps = {"first": rng.choice(("100", "50", "20.5")), "step": rng.choice(("2", "10", "0.5", "7.5"))}
            steps |= {"least": rng.choice(("0", "8", "15.5"))} if rng.random() < 0.6 else {}
            return {kind: steps | {"equal": rng.choice(("best", "average"))}}
        if kind == "per_vote":
            points = {"points": rng.choice(("0.01", "0.5", "1.5"))}
            return {kind: points | ({"most": rng.choice(("10", "2.5"))} if rng.random() < 0.7 else {})}
        marks: list[dict[str, Any]] = [{"to_rank": 1}, {"to_rank": 3}]
        marks = marks if rng.random() < 0.5 else [{"from_votes": "400"}, {"from_votes": "2.5"}]
        marks += [{}] if rng.random() < 0.6 else []
        return {kind: [{"points": points, **mark} for points, mark in zip(("50", "42.5", "35"), marks, strict=False)]}


def prepare_folder(folder: Path) -> Path:
    """Copy what all contests have in common from the tiny content."""
    content = Path(shutil.copytree(TINY, folder / "content"))
    for name in ("entries", "articles", "pages", "results"):
        shutil.rmtree(content / name)
    return content


def write_contest(content: Path, seed: int) -> None:
    """Write the contest of a seed over the former one in a prepared folder."""
    contest = Contest(seed)
    for name in ("entries", "results"):
        shutil.rmtree(content / name, ignore_errors=True)
        (content / name).mkdir()
    _write_competition(content, contest)
    for slug in contest.slugs:
        _write_entry(content, contest, slug)
    write_yaml(content / "results" / "shortlist.yaml", {"shortlist": contest.slugs})
    write_votes(content / "results", contest)
    contest.judged = _choose_judged(contest, content)
    write_scores(content / "results", contest)
    _write_decisions(content, contest)


def _choose_judged(contest: Contest, content: Path) -> set[str]:
    """Whom the judges score: all, or now and then only those that the vote lets go on."""
    if "qualify" not in contest.rule or contest.rng.random() < 0.5:
        return set(contest.slugs)
    inputs = read_manual_inputs(content)
    return qualified_entries(inputs, {part["id"]: part_points(inputs, part) for part in inputs.rule["parts"][:1]})


def write_yaml(file: Path, data: Any) -> None:
    """Write data as JSON, which is YAML without references."""
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


@cache
def _tiny_config() -> dict[str, Any]:
    config: dict[str, Any] = yaml.load((TINY / "competition.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    return config


def _write_competition(content: Path, contest: Contest) -> None:
    config = _tiny_config() | {
        "tracks": [{"id": track, "name": track} for track in contest.tracks],
        "criteria": contest.criteria,
        "award_levels": contest.levels,
        "vote_channels": [{"id": channel, "name": channel} for channel in contest.channels],
        "result_rule": contest.rule,
    }
    write_yaml(content / "competition.yaml", config)
    units = [{"id": unit, "name": unit, "kind": "department"} for unit in UNITS]
    write_yaml(content / "units.yaml", {"kinds": [{"id": "department", "name": "部门"}], "units": units})


def _write_entry(content: Path, contest: Contest, slug: str) -> None:
    number = contest.slugs.index(slug)
    data = {"number": f"{number + 1:02}", "title": TITLES[number], "units": contest.units[slug], "summary": "试验"}
    data["track"] = contest.track[slug]
    if contest.rng.random() < 0.7:
        data["recommending_unit"] = contest.rng.choice(UNITS)
    folder = content / "entries" / slug
    folder.mkdir()
    text = f"---\n{json.dumps(data, ensure_ascii=False)}\n---\n\n试验。\n"
    (folder / "index.md").write_text(text, encoding="utf-8")


def _write_decisions(content: Path, contest: Contest) -> None:
    """Write random decisions, and then the lots that they need."""
    file = content / "results" / "decisions.yaml"
    data: dict[str, Any] = {"lots": [], "decisions": _corrections(contest, content) + _decisions(contest)}
    write_yaml(file, data)
    if not data["decisions"] and (overrides := _overrides(contest, content)):
        data["overrides"] = overrides
        write_yaml(file, data)
    offered: set[frozenset[str]] = set()
    while groups := _groups_to_draw(contest, recount(content)) - offered:
        offered |= groups
        for group in sorted(groups, key=sorted):
            if contest.rng.random() < DRAWN:
                data["lots"].append({"order": _draw(contest, data, group), **BY})
        write_yaml(file, data)
    if not (data["lots"] or data["decisions"]):
        file.unlink()


def _draw(contest: Contest, data: dict[str, Any], group: frozenset[str]) -> list[str]:
    """A lot of a group; one who has left since may have drawn as well."""
    out = {row["entry"] for row in data["decisions"] if row["kind"] in ("disqualified", "withdrawn")}
    drawn = set(group) | (out if group <= set(contest.slugs) and contest.rng.random() < 0.3 else set())
    return contest.rng.sample(sorted(drawn), len(drawn))


def _groups_to_draw(contest: Contest, result: Recount) -> set[frozenset[str]]:
    """The groups whose lots are demanded; now and then also others that share a rank."""
    ranks = set(result.ranks.values())
    groups = [frozenset(entry for entry in result.ranks if result.ranks[entry] == rank) for rank in sorted(ranks)]
    return result.demanded | {group for group in groups if len(group) > 1 and contest.rng.random() < 0.05}


def _corrections(contest: Contest, content: Path) -> list[dict[str, Any]]:
    """At most one corrected figure: valid votes, or the mark of a judge where there is one jury.

    Where only those who go on are judged, none: others could go on by it.
    """
    rng = contest.rng
    if rng.random() < 0.8 or contest.judged != set(contest.slugs):
        return []
    inputs = read_manual_inputs(content)
    slug, channel = rng.choice(contest.slugs), rng.choice(contest.channels)
    decision = {"kind": "corrected", "entry": slug, **BY}
    if rng.random() < 0.5 or len(inputs.marks) != 1:
        before = inputs.votes[channel][slug]
        return [{**decision, "channel": channel, "before": str(before), "after": str(before + rng.randint(1, 9))}]
    judges = next(iter(inputs.marks.values()))
    if not judges:
        return []
    judge, marks = rng.choice(sorted(judges.items()))
    if slug not in marks or 10**6 % marks[slug].value.denominator:
        return []
    after = int(inputs.scores["highest"])
    return [
        {**decision, "judge": judge, "before": str(Decimal(f"{float(marks[slug].value):.6f}")), "after": str(after)}
    ]


def _decisions(contest: Contest) -> list[dict[str, Any]]:
    rng = contest.rng
    entries = rng.sample(contest.slugs, len(contest.slugs))
    decisions: list[dict[str, Any]] = []
    for kind in rng.sample(("disqualified", "withdrawn", "swapped", "moved", "vacant"), rng.choice((0, 0, 0, 1, 1, 2))):
        level = rng.choice(contest.levels)
        decision: dict[str, Any] = {"kind": kind, **BY}
        if kind == "vacant":
            decision |= {"level": level["id"], "places": rng.randint(1, level["size"])}
        else:
            decision["entry"] = entries.pop()
        if kind == "swapped":
            if not entries:
                continue
            decision["with_entry"] = entries.pop()
        if kind == "moved" and rng.random() < 0.6:
            decision["level"] = level["id"]
        decisions.append(decision)
    return decisions


def _overrides(contest: Contest, content: Path) -> list[dict[str, Any]]:
    """Now and then an override of the former form, of one who has an award for one who has none."""
    if contest.rng.random() < 0.9:
        return []
    levels = recount(content).levels
    awarded = [(level, entry) for level, chosen in levels.items() for entry in chosen]
    others = [entry for entry in contest.slugs if entry not in {entry for _, entry in awarded}]
    if not (awarded and others):
        return []
    level, out = contest.rng.choice(awarded)
    return [{"level": level, "out": out, "into": contest.rng.choice(others), **BY}]
