"""The terms that a stage hides: names, numbers, slugs, words, figures and hashes of files, ready to be searched for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from plugins.embargo.normalize import normalize
from plugins.embargo.raw_stages import RawStage, split_front_matter, read_plain
from plugins.paths import ROOT
from plugins.system import textfile
from plugins.system.file_names import list_folder

# what ends a piece of text that a page could show by itself; a dot ends a sentence but not a number
BREAKS = re.compile(r"[\n\t。！？；：，、,;:|\"'“”‘’{}\[\]()（）<>#*`]+|\.(?=\s|$)")
KEY = re.compile(r"(?<![^\s{,])[a-z_]+:(?=\s)")
TEXTS = {".md", ".yaml", ".json", ".csv", ".vtt", ".txt"}
# a piece must be long enough that it does not stand somewhere by chance: a Han character weighs two
LEAST_WEIGHT, LEAST_LATIN, LEAST_DIGITS = 6, 6, 5
HASHES = ("sha256", "sha1", "md5")
HASH_LENGTH = 12
LONGEST_TITLE = 40


@dataclass(frozen=True, order=True)
class HiddenTerm:
    """A term as it is searched for, and the file that it comes from."""

    term: str
    source: str


@dataclass(frozen=True)
class HiddenTerms:
    """All terms, and how many pieces could not be searched for: too short, or also in what is public."""

    terms: tuple[HiddenTerm, ...]
    too_short: int
    also_public: int


def find_hidden_terms(raw: RawStage) -> HiddenTerms:
    """What this stage hides."""
    public = "\n".join(normalize(text) for text in _public(raw))
    by_term: dict[str, str] = {}
    short = known = 0
    for source, piece in _hidden(raw):
        term = normalize(piece)
        if not is_long_enough(term):
            short += 1
        elif term in public:
            known += 1
        else:
            by_term.setdefault(term, source)
            if len(piece) <= LONGEST_TITLE and not piece.isascii():
                # what it would be called in an address
                by_term.setdefault("".join(lazy_pinyin(term)), source)
    return HiddenTerms(tuple(HiddenTerm(term, source) for term, source in sorted(by_term.items())), short, known)


def is_long_enough(term: str) -> bool:
    """Whether a folded term can be told from what stands on any page by chance."""
    if term.isdigit():
        return len(term) >= LEAST_DIGITS
    if term.isascii():
        return len(term) >= LEAST_LATIN
    return sum(1 if sign.isascii() else 2 for sign in term) >= LEAST_WEIGHT


def _hidden(raw: RawStage) -> Iterator[tuple[str, str]]:
    for kind, slug in raw.documents(public=False):
        yield from _of_folder(raw.content, f"{kind}/{slug}")
    for source, value in _hidden_data(raw):
        yield from ((source, piece) for text in strings(value) for piece in _pieces(text))
    for path in list_folder(raw.content / "results"):
        if path.is_file() and not raw.is_result_public(path.name):
            yield from _of_file(raw.content, path)
    for folder in list_folder(raw.content / "drafts"):
        yield from _of_folder(raw.content, f"drafts/{folder.name}")


def _hidden_data(raw: RawStage) -> Iterator[tuple[str, Any]]:
    """What ``competition.yaml`` and ``units.yaml`` say that this stage does not."""
    for level in raw.contest["award_levels"]:
        if not raw.is_reached(level["public_from"]):
            yield "competition.yaml", level
    for award in (raw.contest.get("result_rule") or {}).get("special_awards", []):
        if not (raw.shows_awards and raw.is_reached(award["public_from"])):
            yield "competition.yaml", award
    if not raw.takes_votes:
        yield "competition.yaml", [channel.get("ballot", "") for channel in raw.contest.get("vote_channels", [])]
        yield "entries", [_ballots(raw, slug) for kind, slug in raw.documents(public=True) if kind == "entries"]
    for unit in read_plain(raw.content / "units.yaml")["units"]:
        if unit["id"] not in raw.public_units:
            yield "units.yaml", [unit["id"], unit["name"]]


def _ballots(raw: RawStage, slug: str) -> list[str]:
    return list((raw.head("entries", slug).get("ballots") or {}).values())


def _of_folder(content: Path, folder: str) -> Iterator[tuple[str, str]]:
    slug = folder.rpartition("/")[2]
    yield folder, slug
    for path in list_folder(content / folder):
        yield from _of_file(content, path)


def _of_file(content: Path, path: Path) -> Iterator[tuple[str, str]]:
    source, data = path.relative_to(content).as_posix(), textfile.read_bytes(path)
    yield from ((source, hashlib.new(name, data).hexdigest()[:HASH_LENGTH]) for name in HASHES)
    if path.name not in ("index.md", "shortlist.yaml", "awards.yaml"):
        yield source, path.name
    if path.suffix in TEXTS:
        yield from ((source, piece) for piece in _pieces(data.decode("utf-8", "replace")))


def _pieces(text: str) -> Iterator[str]:
    return (piece.strip() for piece in BREAKS.split(KEY.sub("", text)) if piece.strip())


def strings(value: Any) -> Iterator[str]:
    """Every text in plain data, keys aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def _public(raw: RawStage) -> Iterator[str]:
    """Everything that may stand on a page: public files, what the theme says, and the shown part of the data."""
    for kind, slug in raw.documents(public=True):
        folder = raw.content / kind / slug
        head, (_, body) = raw.head(kind, slug), split_front_matter(folder)
        # where votes are cast is secret until the vote is open, though the entry is not
        yield from (slug, body, *strings({key: head[key] for key in head if key != "ballots" or raw.takes_votes}))
        for path in list_folder(folder):
            yield path.name
            if path.suffix in TEXTS and path.name != "index.md":
                yield textfile.read_text(path, "replace")
    for path in sorted((raw.content / "results").glob("*.yaml")):
        if raw.is_result_public(path.name):
            yield textfile.read_text(path, "replace")
    hidden = {text for _, value in _hidden_data(raw) for text in strings(value)}
    shown = [raw.contest, read_plain(raw.content / "units.yaml")]
    yield from (text for value in shown for text in strings(value) if text not in hidden)
    for path in sorted((ROOT / "theme").rglob("*")):
        if path.is_file():
            yield textfile.read_text(path, "replace")
