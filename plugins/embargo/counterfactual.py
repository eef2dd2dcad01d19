"""Writes the counterfactual content: the same public part, a different hidden part.

Hidden winners, finalists, texts, names and ballots are replaced. A build of this content must be byte-identical.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from plugins.embargo.raw_stages import FOLDERS, RawStage, read_front_matter, read_plain, split_front_matter
from plugins.system import textfile
from plugins.system.file_names import ignore_system_files, list_folder

ARCHIVES = "archives"
OTHER = {"title": "别的标题 {}", "summary": "别的简介 {}。", "body": "\n别的正文 {}。\n", "name": "别的名称 {}"}
EXTRA_SLUG = "one-more-that-nobody-may-see"
EXTRA_NUMBER = 99_999
# keys of a hidden document that the loader needs; the rest is replaced
RETAINED_KEYS = {"entries": ("track", "group")}
RETAINED_KEYS_OF_OTHERS = ("public_from",)


def write_counterfactual(raw: RawStage, folder: Path, archives: Path | None = None) -> Path:
    """Write the counterfactual content into this folder, which must not exist, and return the folder.

    ``archives`` is the folder of the archived stages, if that is not in the content.
    """
    shutil.copytree(raw.content, folder, ignore=_not_copied, copy_function=shutil.copyfile)
    _copy_archives(raw, archives or raw.content / ARCHIVES, folder / ARCHIVES)
    units = _other_units(raw)
    unit_ids = [unit["id"] for unit in units["units"]]
    write_plain(folder / "competition.yaml", _other_contest(raw))
    write_plain(folder / "units.yaml", units)
    for index, (kind, slug) in enumerate(raw.documents(public=False)):
        retained = _notice_head(raw, slug) if kind == "entries" and slug in raw.departed else None
        _replace_document(folder / kind / slug, kind, index, unit_ids[index % len(unit_ids)], retained)
    _write_extra_documents(raw, folder, unit_ids[0])
    for kind, slug in raw.documents(public=True):
        if kind == "entries" and not raw.open_channels >= (raw.head(kind, slug).get("ballots") or {}).keys():
            _remove_ballots(folder / kind / slug, raw.open_channels)
    *earlier, last = zip(raw.result_folders(folder), _other_shortlists(raw), strict=True)
    for number, (results, shortlist) in enumerate(earlier):
        _write_other_round(raw, number, results, shortlist)
    _write_other_results(raw, *last)
    return folder


def write_plain(path: Path, data: Any) -> None:
    """Write nested dictionaries and lists of strings as YAML that the loader reads back."""
    textfile.write_text(path, _dump(data))


def _not_copied(folder: str, names: list[str]) -> set[str]:
    return ignore_system_files(folder, names) | {"drafts", "imported.yaml", ARCHIVES}


def _copy_archives(raw: RawStage, archives: Path, folder: Path) -> None:
    """Copy the archives of the stages that are reached; the others are hidden."""
    for path in list_folder(archives):
        if path.suffix == ".zip" and raw.is_reached(path.stem):
            folder.mkdir(exist_ok=True)
            shutil.copyfile(path, folder / path.name)


def _other_contest(raw: RawStage) -> dict[str, Any]:
    """Rename hidden award levels, and remove hidden special awards and ballots that are not open."""
    config = _without_hidden_ballots(raw, raw.config)
    if "rounds" in config:
        config["rounds"] = [_without_hidden_ballots(raw, part) for part in raw.rounds]
        # the rule of a round that is over is public with its result
        first_hidden = raw.round_number if raw.shows_entries else 0
        for number, part in enumerate(config["rounds"][first_hidden:], first_hidden):
            rule = part.pop("result_rule", None)
            if rule and raw.announces_rule and number == raw.round_number:
                part["result_rule"] = _public_rule(raw, rule)
    config["award_levels"] = [
        level if raw.is_reached(level["public_from"]) else {**level, "id": new, "name": OTHER["name"].format(new)}
        for level, new in zip(config["award_levels"], _level_ids(raw).values(), strict=True)
    ]
    rule = config.pop("result_rule", None) if raw.announces_rule else None
    rule = raw.result_rule if raw.shows_awards else rule
    config.pop("result_rule", None)
    if rule:
        config["result_rule"] = _public_rule(raw, rule)
    return config


def _public_rule(raw: RawStage, rule: dict[str, Any]) -> dict[str, Any]:
    """Copy a result rule without awards and levels that are not public yet."""
    levels = {level["id"] for level in raw.config["award_levels"] if raw.is_reached(level["public_from"])}
    public = {
        **rule,
        "special_awards": [award for award in rule.get("special_awards", []) if raw.is_reached(award["public_from"])],
        "quotas": {level: quota for level, quota in rule.get("quotas", {}).items() if level in levels},
    }
    if "levels" in rule:
        public["levels"] = {level: limit for level, limit in rule["levels"].items() if level in levels}
    return public


def _without_hidden_ballots(raw: RawStage, part: dict[str, Any]) -> dict[str, Any]:
    """Copy the competition's configuration, or that of a round, without the ballots of channels that are not open."""
    if "vote_channels" not in part:
        return dict(part)
    channels = [
        {key: channel[key] for key in channel if key != "ballot" or channel["id"] in raw.open_channels}
        for channel in part["vote_channels"]
    ]
    return {**part, "vote_channels": channels}


def _level_ids(raw: RawStage) -> dict[str, str]:
    """Map the id of every award level to its id in the counterfactual content."""
    return {
        level["id"]: level["id"] if raw.is_reached(level["public_from"]) else f"other-{index}"
        for index, level in enumerate(raw.config["award_levels"])
    }


def _other_units(raw: RawStage) -> dict[str, Any]:
    data = read_plain(raw.content / "units.yaml")
    units = [
        unit
        if unit["id"] in raw.public_units
        else {"id": f"other-{index}", "name": OTHER["name"].format(index), "kind": unit["kind"]}
        for index, unit in enumerate(data["units"])
    ]
    return {**data, "units": units}


def _other_shortlists(raw: RawStage) -> list[tuple[str, ...]]:
    """Return each round's shortlist if it is public; otherwise another that is possible.

    The first is reversed and has all other entries added. Into the next rounds go those that in truth did not.
    """
    shortlists: list[tuple[str, ...]] = []
    for number, shortlist in enumerate(raw.shortlists):
        if raw.shows_entries and number <= raw.round_number:
            shortlists.append(shortlist)
        elif not number:
            hidden = [slug for kind, slug in raw.documents(public=False) if kind == "entries" and slug not in shortlist]
            shortlists.append((*reversed(shortlist), *hidden))
        else:
            former = shortlists[-1]
            shortlists.append(tuple(slug for slug in former if slug not in shortlist) or tuple(reversed(former)))
    return shortlists


def _write_other_round(raw: RawStage, number: int, results: Path, shortlist: tuple[str, ...]) -> None:
    """Write the results of a round that is not the last, whose awards are who goes on."""
    for path in list_folder(results):
        if not raw.is_result_public(path.name, number):
            path.unlink()
    if shortlist:
        results.mkdir(parents=True, exist_ok=True)
        write_plain(results / "shortlist.yaml", {"shortlist": list(shortlist)})


def _notice_head(raw: RawStage, slug: str) -> dict[str, Any]:
    """Return what the notice in the place of an entry shows of it."""
    head = {**raw.head("entries", slug), "title": raw.titles(slug)}
    return {key: head[key] for key in ("title", "number", "units", "track", "group") if key in head}


def _replace_document(folder: Path, kind: str, index: int, unit: str, retained: dict[str, Any] | None) -> None:
    """Replace the files of a document, apart from what is ``retained`` if that is not the usual.

    Its slug stays, because public texts may link to it (shown without a link).
    """
    head = read_front_matter(folder / "index.md")
    for path in folder.iterdir():
        path.unlink()
    usual = {key: head[key] for key in RETAINED_KEYS.get(kind, RETAINED_KEYS_OF_OTHERS) if key in head}
    _write_made_up_document(folder, kind, index, unit, retained or usual)


def _write_extra_documents(raw: RawStage, folder: Path, unit: str) -> None:
    """Add a hidden document of each kind, so that a leak of their number is a difference."""
    last = raw.config["stages"][-1]["id"]
    track = raw.config["tracks"][0]
    groups = track.get("groups", [])
    entry_head = {"track": track["id"], "group": groups[0]["id"] if groups else ""}
    for kind in ("entries",) if raw.is_reached(last) else FOLDERS:
        head = entry_head if kind == "entries" else {"public_from": last}
        (folder / kind / EXTRA_SLUG).mkdir(parents=True)
        _write_made_up_document(folder / kind / EXTRA_SLUG, kind, EXTRA_NUMBER, unit, head)


def _write_made_up_document(folder: Path, kind: str, index: int, unit: str, head: dict[str, Any]) -> None:
    required: dict[str, dict[str, Any]] = {
        "entries": {"number": f"9{index:05}", "units": [unit]},
        "articles": {"date": "2001-02-03"},
    }
    texts = {"title": OTHER["title"].format(index), "summary": OTHER["summary"].format(index)}
    _write_document(folder, {**required.get(kind, {}), **texts, **head}, OTHER["body"].format(index))


def _remove_ballots(folder: Path, open_channels: frozenset[str]) -> None:
    head, (_, body) = read_front_matter(folder / "index.md"), split_front_matter(folder / "index.md")
    ballots = head.pop("ballots")
    if open_ballots := {channel: ballots[channel] for channel in ballots if channel in open_channels}:
        head["ballots"] = open_ballots
    _write_document(folder, head, body)


def _write_document(folder: Path, head: dict[str, Any], body: str) -> None:
    textfile.write_text(folder / "index.md", f"---\n{_dump(head)}---\n{body}")


def _write_other_results(raw: RawStage, results: Path, finalists: tuple[str, ...]) -> None:
    for path in sorted(results.glob("*")):
        if not raw.is_result_public(path.name):
            path.unlink()
    if finalists:
        write_plain(results / "shortlist.yaml", {"shortlist": list(finalists)})
    if raw.statuses:
        write_plain(results / "statuses.yaml", {"statuses": list(raw.statuses)})
    if raw.hidden_citations and (citations := results / "citations.yaml").exists():
        data = read_plain(citations)
        public = {name: words for name, words in data["citations"].items() if name not in raw.hidden_citations}
        write_plain(citations, {**data, "citations": public})
    awards = raw.content / "results" / "awards.yaml"
    if awards.exists():
        write_plain(results / "awards.yaml", _other_awards(raw, read_plain(awards), finalists))
        if (published := results / "published.yaml").exists():
            write_plain(published, _other_published_result(raw, read_plain(published), results / "awards.yaml"))


def _other_published_result(raw: RawStage, data: dict[str, Any], awards: Path) -> dict[str, Any]:
    """Update the digests; remove the entries' figures, which are hidden until every level is public."""
    hidden = {"entries"} if len(_public_levels(raw)) < len(raw.config["award_levels"]) else set()
    special = raw.result_rule.get("special_awards", [])
    if hidden or not all(raw.is_reached(award["public_from"]) for award in special):
        hidden |= {"lots", "decisions"}
    visible = {key: data[key] for key in data if key not in {*hidden, "figures"}} | {"awards": textfile.digest(awards)}
    written = json.dumps(_without_empty(visible), ensure_ascii=False, sort_keys=True)
    return {**visible, "figures": hashlib.sha256(written.encode()).hexdigest()}


def _public_levels(raw: RawStage) -> list[str]:
    levels = raw.config["award_levels"] if raw.shows_awards else []
    return [level["id"] for level in levels if raw.is_reached(level["public_from"])]


def _other_awards(raw: RawStage, data: dict[str, Any], finalists: tuple[str, ...]) -> dict[str, Any]:
    """Choose other winners for every hidden level, from the entries whose award is hidden too."""
    public_levels = _public_levels(raw)
    public_winners = {slug for level in public_levels for slug in data["awards"].get(level, [])}
    hidden_levels = [level for level in data["awards"] if level not in public_levels]
    hidden_winners = [slug for level in hidden_levels for slug in data["awards"][level]]
    others = [slug for slug in finalists if slug not in (*hidden_winners, *public_winners, *raw.departed)]
    pool = [*(slug for slug in hidden_winners if slug in finalists), *others]
    # rotated by a whole level, so that as few entries as possible keep their award
    shift = len(data["awards"][hidden_levels[0]]) if hidden_levels else 0
    pool = pool[shift:] + pool[:shift]
    awards = {}
    for level, new_id in _level_ids(raw).items():
        winners = data["awards"].get(level, [])
        if level in public_levels:
            awards[new_id] = winners
        else:
            awards[new_id], pool = pool[: len(winners)], pool[len(winners) :]
    # before the notice the rule may be public, its winners are not
    rule = (_other_contest(raw).get("result_rule") or {}) if raw.shows_awards else {}
    special = {award["id"]: data["special"][award["id"]] for award in rule.get("special_awards", [])}
    vacant = {level: data["vacant"][level] for level in data.get("vacant", {}) if level in public_levels}
    optional = {"vacant": vacant, "special": special}
    return {"awards": awards, **{key: value for key, value in optional.items() if value}}


def _dump(data: Any) -> str:
    return yaml.dump(_without_empty(data), Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=10_000)


def _without_empty(data: Any) -> Any:
    """Remove keys without a value: the loader distinguishes an empty string from a missing key."""
    if isinstance(data, dict):
        return {key: _without_empty(value) for key, value in data.items() if value != ""}
    return [_without_empty(item) for item in data] if isinstance(data, list) else data


class _PlainDumper(yaml.CSafeDumper):
    """Writes no anchors and aliases: the loader rejects them."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML passes it
        return True
