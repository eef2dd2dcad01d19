"""The same competition with another hidden part: other winners, other finalists, other words in all that is not public.

What the public may see stays as it is to the letter; a build of this content must then be the same, byte for byte.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from plugins.embargo.raw_stages import FOLDERS, RawStage, split_front_matter, front_matter, read_plain
from plugins.system import textfile
from plugins.system.file_names import made_by_systems

OTHER = {"title": "别的标题 {}", "summary": "别的简介 {}。", "body": "\n别的正文 {}。\n", "name": "别的名称 {}"}
MORE = "one-more-that-nobody-may-see"
# of a hidden document only what the loader needs is kept; the rest is as if it had never been written
KEPT = {"entries": ("track",), "articles": ("public_from",), "pages": ("public_from",)}


def write_counterfactual(raw: RawStage, folder: Path) -> Path:
    """Write the content with another hidden part into this folder, which must be new."""
    shutil.copytree(raw.content, folder, ignore=_left_out, copy_function=shutil.copyfile)
    contest = _other_contest(raw)
    finalists = _other_finalists(raw)
    units = [unit["id"] for unit in _other_units(raw)["units"]]
    write_plain(folder / "competition.yaml", contest)
    write_plain(folder / "units.yaml", _other_units(raw))
    for at, (kind, slug) in enumerate(raw.documents(public=False)):
        _write_other_document(folder / kind / slug, kind, at, units[at % len(units)])
    _write_one_more(raw, folder, units[0])
    for kind, slug in raw.documents(public=True):
        if kind == "entries" and not raw.takes_votes and "ballots" in raw.head(kind, slug):
            _write_without_ballots(folder / kind / slug)
    _write_other_results(raw, folder / "results", finalists)
    return folder


def _left_out(folder: str, names: list[str]) -> set[str]:
    return made_by_systems(folder, names) | {"drafts", "imported.yaml"}


def _other_contest(raw: RawStage) -> dict[str, Any]:
    """Levels and special awards that nobody may know of get other names, ballots that are not open are gone."""
    contest = dict(raw.contest)
    contest["award_levels"] = [
        level if raw.is_reached(level["public_from"]) else {**level, "id": new, "name": OTHER["name"].format(new)}
        for level, new in zip(contest["award_levels"], _level_ids(raw).values(), strict=True)
    ]
    if not raw.shows_awards:
        contest.pop("result_rule", None)
    elif rule := contest.get("result_rule"):
        shown = [award for award in rule.get("special_awards", []) if raw.is_reached(award["public_from"])]
        quotas = {level: kept for level, kept in rule.get("quotas", {}).items() if level in _shown_levels(raw)}
        contest["result_rule"] = {**rule, "special_awards": shown, "quotas": quotas}
    if not raw.takes_votes:
        channels = contest.get("vote_channels", [])
        contest["vote_channels"] = [{key: each[key] for key in each if key != "ballot"} for each in channels]
    return contest


def _level_ids(raw: RawStage) -> dict[str, str]:
    """Every level's id, and what it is called in the other content."""
    levels = enumerate(raw.contest["award_levels"])
    return {each["id"]: each["id"] if raw.is_reached(each["public_from"]) else f"other-{at}" for at, each in levels}


def _other_units(raw: RawStage) -> dict[str, Any]:
    register = read_plain(raw.content / "units.yaml")
    public = raw.public_units
    units = [
        unit if unit["id"] in public else {"id": f"other-{at}", "name": OTHER["name"].format(at), "kind": unit["kind"]}
        for at, unit in enumerate(register["units"])
    ]
    return {**register, "units": units}


def _other_finalists(raw: RawStage) -> tuple[str, ...]:
    """The shortlist where it is public; otherwise as many others as there are, in another order."""
    if raw.shows_entries:
        return raw.finalists
    rest = [slug for kind, slug in raw.documents(public=False) if kind == "entries" and slug not in raw.finalists]
    return (*reversed(raw.finalists), *rest)


def _write_other_document(folder: Path, kind: str, at: int, unit: str) -> None:
    """The folder keeps its name, because a public text may link to it; the link is then mere words."""
    head = front_matter(folder)
    for path in folder.iterdir():
        path.unlink()
    _write_said(folder, kind, at, unit, {key: head[key] for key in KEPT[kind]})


def _write_one_more(raw: RawStage, folder: Path, unit: str) -> None:
    """One more hidden document of each kind: not even how many there are may be told."""
    last = raw.contest["stages"][-1]["id"]
    kinds = ("entries",) if raw.is_reached(last) else FOLDERS
    for kind in kinds:
        (folder / kind / MORE).mkdir(parents=True)
        track = raw.contest["tracks"][0]["id"]
        _write_said(
            folder / kind / MORE, kind, 99_999, unit, {"track": track} if kind == "entries" else {"public_from": last}
        )


def _write_said(folder: Path, kind: str, at: int, unit: str, head: dict[str, Any]) -> None:
    needed: dict[str, dict[str, Any]] = {
        "entries": {"number": f"9{at:05}", "units": [unit]},
        "articles": {"date": "2001-02-03"},
    }
    words = {"title": OTHER["title"].format(at), "summary": OTHER["summary"].format(at)}
    _write_document(folder, {**head, **needed.get(kind, {}), **words}, OTHER["body"].format(at))


def _write_without_ballots(folder: Path) -> None:
    head, (_, body) = front_matter(folder), split_front_matter(folder)
    head.pop("ballots", None)
    _write_document(folder, head, body)


def _write_document(folder: Path, head: dict[str, Any], body: str) -> None:
    textfile.write_text(folder / "index.md", f"---\n{_dumped(head)}---\n{body}")


def _write_other_results(raw: RawStage, results: Path, finalists: tuple[str, ...]) -> None:
    for path in sorted(results.glob("*")):
        if not raw.is_result_public(path.name):
            path.unlink()
    if finalists:
        write_plain(results / "shortlist.yaml", {"shortlist": list(finalists)})
    given = raw.content / "results" / "awards.yaml"
    if given.exists():
        write_plain(results / "awards.yaml", other_awards(raw, read_plain(given), finalists))
        if (published := results / "published.yaml").exists():
            write_plain(published, _other_published(raw, read_plain(published), results / "awards.yaml"))


def _other_published(raw: RawStage, said: dict[str, Any], awards: Path) -> dict[str, Any]:
    """It names its awards by their hash; no entry's figures are public until every level is."""
    hidden = {"entries"} if len(_shown_levels(raw)) < len(raw.contest["award_levels"]) else set()
    kept = {key: said[key] for key in said if key not in hidden}
    return {**kept, "awards": textfile.digest(awards)}


def _shown_levels(raw: RawStage) -> list[str]:
    levels = raw.contest["award_levels"] if raw.shows_awards else []
    return [level["id"] for level in levels if raw.is_reached(level["public_from"])]


def other_awards(raw: RawStage, given: dict[str, Any], finalists: tuple[str, ...]) -> dict[str, Any]:
    """Other winners of every level that is not public, taken from those whose award is not public either."""
    shown = _shown_levels(raw)
    known = {slug for level in shown for slug in given["awards"].get(level, [])}
    hidden = [level for level in given["awards"] if level not in shown]
    winners = [slug for level in hidden for slug in given["awards"][level]]
    others = [slug for slug in finalists if slug not in (*winners, *known)]
    pool = [*(slug for slug in winners if slug in finalists), *others]
    # moved on by a whole level, so that as few as can be keep their award
    move = len(given["awards"][hidden[0]]) if hidden else 0
    pool = pool[move:] + pool[:move]
    awards = {}
    for level, new in _level_ids(raw).items():
        won = given["awards"].get(level, [])
        awards[new], pool = (won, pool) if level in shown else (pool[: len(won)], pool[len(won) :])
    rule = _other_contest(raw).get("result_rule") or {}
    special = {award["id"]: given["special"][award["id"]] for award in rule.get("special_awards", [])}
    return {"awards": awards, **({"special": special} if special else {})}


def write_plain(path: Path, data: Any) -> None:
    """Write data as the loader reads it back."""
    textfile.write_text(path, _dumped(data))


def _dumped(data: Any) -> str:
    return yaml.dump(_filled(data), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)


def _filled(data: Any) -> Any:
    """Without keys that have no value: an empty text is not the same as nothing."""
    if isinstance(data, dict):
        return {key: _filled(value) for key, value in data.items() if value != ""}
    return [_filled(each) for each in data] if isinstance(data, list) else data


class _Plain(yaml.SafeDumper):
    """Writes everything out: editors' files may have no references."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - what is asked makes no difference
        return True
