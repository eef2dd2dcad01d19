"""The rules of stages, stated independently from the raw files: the check must not trust the code that it checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from plugins.system import textfile
from plugins.system.file_names import list_folder

FOLDERS = ("entries", "articles", "pages")
ROUNDS = "rounds"


@dataclass(frozen=True)
class RawStage:
    """The files of a content as nested dictionaries and lists of strings, and the stage in question."""

    content: Path
    stage_id: str
    config: dict[str, Any]

    @property
    def kinds(self) -> set[str]:
        return next(set(stage["kinds"]) for stage in self.config["stages"] if stage["id"] == self.stage_id)

    @property
    def shows_entries(self) -> bool:
        return self.kinds != {"call"}

    @property
    def takes_votes(self) -> bool:
        return "public_vote" in self.kinds and "archive" not in self.kinds

    @property
    def shows_awards(self) -> bool:
        return bool(self.kinds & {"public_notice", "awards", "archive"})

    @property
    def awards_are_final(self) -> bool:
        return bool(self.kinds & {"awards", "archive"})

    @property
    def rounds(self) -> list[dict[str, Any]]:
        """The rounds in order; a single one without a name if the competition has none."""
        return self.config.get("rounds") or [{}]

    @cached_property
    def round_number(self) -> int:
        """The round of the stage, from 0."""
        return self._round_numbers[self.stage_id]

    @cached_property
    def _round_numbers(self) -> dict[str, int]:
        """The round of each stage: the one that it names, or that of the stage before."""
        ids, number = [part.get("id") for part in self.rounds], 0
        numbers = {}
        for stage in self.config["stages"]:
            number = ids.index(stage["round"]) if stage.get("round") else number
            numbers[stage["id"]] = number
        return numbers

    @cached_property
    def shortlists(self) -> tuple[tuple[str, ...], ...]:
        """The shortlists of the rounds in order, or the only one."""
        files = [folder / "shortlist.yaml" for folder in self.result_folders(self.content)]
        return tuple(tuple(read_plain(file)["shortlist"]) if file.exists() else () for file in files)

    @property
    def result_rule(self) -> dict[str, Any]:
        """The rule by which the awards are found; empty if there is none."""
        return self.rounds[-1].get("result_rule") or self.config.get("result_rule") or {}

    @property
    def channels(self) -> list[dict[str, Any]]:
        """Every channel of every round."""
        return [*self.config.get("vote_channels", []), *(item for part in self.rounds for item in _channels(part))]

    @cached_property
    def open_channels(self) -> frozenset[str]:
        """The ids of the channels whose ballots are public."""
        part = self.rounds[self.round_number]
        return frozenset(item["id"] for item in _channels(part) or _channels(self.config) if self.takes_votes)

    def shows_counts(self, number: int) -> bool:
        """Tell whether the votes of a round are public."""
        rule = self.rounds[number].get("vote_rule") or self.config.get("vote_rule") or {}
        voting = [stage["id"] for stage in self.config["stages"] if "public_vote" in stage["kinds"]]
        reached = [stage for stage in voting if self.is_reached(stage) and self._round_numbers[stage] == number]
        return rule.get("shows_count") == "true" and bool(reached)

    def is_reached(self, stage_id: str) -> bool:
        """Tell whether the stage in question is this one or a later one."""
        stage_ids = [stage["id"] for stage in self.config["stages"]]
        return stage_ids.index(stage_id) <= stage_ids.index(self.stage_id)

    def is_public(self, kind: str, slug: str) -> bool:
        """Tell whether an entry, article or page is on the site."""
        if kind == "entries":
            return self.shows_entries and slug in self._finalists and slug not in self.departed
        return self.is_reached(self.head(kind, slug)["public_from"])

    def documents(self, *, public: bool) -> list[tuple[str, str]]:
        """List all public, or all hidden, documents by kind and slug, in order."""
        return [(kind, slug) for kind, slug in self._folders if self.is_public(kind, slug) is public]

    def head(self, kind: str, slug: str) -> dict[str, Any]:
        """Return a copy of the front matter of a document, which is read once."""
        if (kind, slug) not in self._heads:
            self._heads[kind, slug] = read_front_matter(self.content / kind / slug / "index.md")
        return dict(self._heads[kind, slug])

    def titles(self, slug: str) -> dict[str, str]:
        """Return the title of an entry by language: of its front matter, and of the files of other languages."""
        title = self.head("entries", slug)["title"]
        titles = dict(title) if isinstance(title, dict) else {self.config["languages"][0]: title}
        for path in sorted((self.content / "entries" / slug).glob("index.*.md")):
            head = read_front_matter(path)
            titles |= {path.name.split(".")[1]: head["title"]} if "title" in head else {}
        return titles

    @cached_property
    def _heads(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {}

    @cached_property
    def _finalists(self) -> frozenset[str]:
        return frozenset(slug for shortlist in self.shortlists[: self.round_number + 1] for slug in shortlist)

    @cached_property
    def _folders(self) -> list[tuple[str, str]]:
        return [
            (kind, path.name)
            for kind in FOLDERS
            for path in list_folder(self.content / kind)
            if (path / "index.md").is_file()
        ]

    @property
    def announces_rule(self) -> bool:
        """Tell whether a public page states the rule of the result, which may be before there is one."""
        pages = [slug for kind, slug in self.documents(public=True) if kind == "pages"]
        return any("result_rule" in self.head("pages", slug).get("blocks", ()) for slug in pages)

    @cached_property
    def public_units(self) -> set[str]:
        """The ids of the units that a public entry, or the notice about one that has left, refers to."""
        slugs = [slug for kind, slug in self.documents(public=True) if kind == "entries"]
        heads = [self.head("entries", slug) for slug in (*slugs, *sorted(self.departed))]
        unit_ids = {unit for head in heads for unit in (*head["units"], *head.get("partners", ()))}
        return unit_ids | {head["recommending_unit"] for head in heads if head.get("recommending_unit")}

    @cached_property
    def statuses(self) -> tuple[dict[str, Any], ...]:
        """What the stage tells of entries that left the competition or have another name."""
        statuses = self._result("statuses.yaml").get("statuses", []) if self.shows_entries else []
        return tuple(
            status
            for status in statuses
            if self.is_reached(status["public_from"]) and status["entry"] in self._finalists
        )

    @cached_property
    def departed(self) -> frozenset[str]:
        """The entries in whose place there is only a notice."""
        return frozenset(status["entry"] for status in self.statuses if status["kind"] != "renamed")

    @cached_property
    def notice_documents(self) -> tuple[str, ...]:
        """The names of the files in ``results/`` that the public notice offers."""
        return tuple(document["file"] for document in self._result("notice.yaml").get("documents", []))

    @cached_property
    def hidden_citations(self) -> dict[str, Any]:
        """What the jury says of winners none of whose awards is public yet."""
        data, awards = self._result("citations.yaml"), self._result("awards.yaml")
        declared = [*self.config["award_levels"], *self.result_rule.get("special_awards", [])]
        known = [award["id"] for award in declared if self.is_reached(award["public_from"])]
        lists = {**awards.get("awards", {}), **awards.get("special", {})}
        public = {winner for award in known for winner in lists.get(award, [])}
        return {winner: text for winner, text in data.get("citations", {}).items() if winner not in public}

    def _result(self, name: str) -> dict[str, Any]:
        path = self.content / "results" / name
        return dict(read_plain(path) or {}) if path.exists() else {}

    def result_folders(self, content: Path) -> list[Path]:
        """The folders with the results of the rounds, in order; that of the last is the content's own."""
        return [*(content / ROUNDS / part["id"] / "results" for part in self.rounds[:-1]), content / "results"]

    def is_result_public(self, name: str, number: int = -1) -> bool:
        """Tell whether the data of a file with results of a round is public; the inputs of the tally never are."""
        number %= len(self.rounds)
        is_shown = self.shows_entries and number <= self.round_number
        if number < len(self.rounds) - 1:
            goes_on = self.shows_entries and number < self.round_number
            earlier = {"shortlist.yaml": is_shown, "awards.yaml": goes_on, "published.yaml": goes_on}
            return {**earlier, "counts.yaml": self.shows_counts(number)}.get(name, False)
        public_files = {
            **dict.fromkeys(self.notice_documents, self.shows_awards),
            "shortlist.yaml": is_shown,
            "awards.yaml": self.shows_awards,
            "published.yaml": self.shows_awards,
            "notice.yaml": self.shows_awards,
            "certificates.yaml": self.awards_are_final,
            "citations.yaml": self.awards_are_final,
            "counts.yaml": self.shows_counts(number),
        }
        return public_files.get(name, False)


def read_raw_stage(content: Path, stage_id: str | None) -> RawStage:
    """Read a content without errors for a stage; ``None`` is the current stage."""
    config = read_plain(content / "competition.yaml")
    return RawStage(content, stage_id or config["current_stage"], config)


def _channels(part: dict[str, Any]) -> list[dict[str, Any]]:
    return part.get("vote_channels") or []


def read_plain(path: Path) -> Any:
    """Read a YAML file with every scalar as a string."""
    return yaml.load(textfile.read_text(path), yaml.CBaseLoader)


def read_front_matter(file: Path) -> dict[str, Any]:
    """Read the front matter of a document; empty if it has none."""
    return dict(yaml.load(split_front_matter(file)[0], yaml.CBaseLoader) or {})


def split_front_matter(file: Path) -> tuple[str, str]:
    """Return front matter and body of a document, both as text."""
    _, head, body = textfile.read_text(file).split("---\n", 2)
    return head, body
