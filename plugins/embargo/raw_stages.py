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


@dataclass(frozen=True)
class RawStage:
    """The files of a content as nested dictionaries and lists of strings, and the stage in question."""

    content: Path
    stage_id: str
    config: dict[str, Any]
    finalists: tuple[str, ...]

    @property
    def kinds(self) -> set[str]:
        return set(self._stage["kinds"])

    @property
    def _stage(self) -> dict[str, Any]:
        return next(stage for stage in self.config["stages"] if stage["id"] == self.stage_id)

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
    def shows_counts(self) -> bool:
        rule = self.config.get("vote_rule") or {}
        voting = [stage["id"] for stage in self.config["stages"] if "public_vote" in stage["kinds"]]
        return rule.get("shows_count") == "true" and any(map(self.is_reached, voting))

    def is_reached(self, stage_id: str) -> bool:
        """Tell whether the stage in question is this one or a later one."""
        stage_ids = [stage["id"] for stage in self.config["stages"]]
        return stage_ids.index(stage_id) <= stage_ids.index(self.stage_id)

    def is_public(self, kind: str, slug: str) -> bool:
        """Tell whether an entry, article or page is on the site."""
        if kind == "entries":
            return self.shows_entries and slug in self._finalists
        return self.is_reached(self.head(kind, slug)["public_from"])

    def documents(self, *, public: bool) -> list[tuple[str, str]]:
        """List all public, or all hidden, documents by kind and slug, in order."""
        return [(kind, slug) for kind, slug in self._folders if self.is_public(kind, slug) is public]

    def head(self, kind: str, slug: str) -> dict[str, Any]:
        """Return a copy of the front matter of a document, which is read once."""
        if (kind, slug) not in self._heads:
            self._heads[kind, slug] = read_front_matter(self.content / kind / slug)
        return dict(self._heads[kind, slug])

    @cached_property
    def _heads(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {}

    @cached_property
    def _finalists(self) -> frozenset[str]:
        return frozenset(self.finalists)

    @cached_property
    def _folders(self) -> list[tuple[str, str]]:
        return [
            (kind, path.name)
            for kind in FOLDERS
            for path in list_folder(self.content / kind)
            if (path / "index.md").is_file()
        ]

    @cached_property
    def public_units(self) -> set[str]:
        """The ids of the units that a public entry refers to."""
        heads = [self.head(kind, slug) for kind, slug in self.documents(public=True) if kind == "entries"]
        unit_ids = {unit for head in heads for unit in head["units"]}
        return unit_ids | {head["recommending_unit"] for head in heads if head.get("recommending_unit")}

    def is_result_public(self, name: str) -> bool:
        """Tell whether the data of a file in ``results/`` is public; the inputs of the tally never are."""
        public_files = {
            "shortlist.yaml": self.shows_entries,
            "awards.yaml": self.shows_awards,
            "published.yaml": self.shows_awards,
            "notice.yaml": self.shows_awards,
            "certificates.yaml": self.awards_are_final,
            "counts.yaml": self.shows_counts,
        }
        return public_files.get(name, False)


def read_raw_stage(content: Path, stage_id: str | None) -> RawStage:
    """Read a content without errors for a stage; ``None`` is the current stage."""
    config = read_plain(content / "competition.yaml")
    shortlist = content / "results" / "shortlist.yaml"
    finalists = tuple(read_plain(shortlist)["shortlist"]) if shortlist.exists() else ()
    return RawStage(content, stage_id or config["current_stage"], config, finalists)


def read_plain(path: Path) -> Any:
    """Read a YAML file with every scalar as a string."""
    return yaml.load(textfile.read_text(path), yaml.CBaseLoader)


def read_front_matter(folder: Path) -> dict[str, Any]:
    """Read the front matter of a folder's ``index.md``."""
    return dict(yaml.load(split_front_matter(folder)[0], yaml.CBaseLoader))


def split_front_matter(folder: Path) -> tuple[str, str]:
    """Return front matter and body of a folder's ``index.md``, both as text."""
    _, head, body = textfile.read_text(folder / "index.md").split("---\n", 2)
    return head, body
