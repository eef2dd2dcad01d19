"""The terms that a stage hides: names, numbers, slugs, words, figures and file hashes, normalized for searching."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any

from opencc import OpenCC
from pypinyin import lazy_pinyin

from plugins.embargo.raw_stages import RawStage, read_plain, split_front_matter
from plugins.paths import ROOT
from plugins.system import textfile
from plugins.system.file_names import list_folder

# ends a piece of text that a page could show by itself; a dot ends a sentence but not a number
SEPARATORS = re.compile(r"[\n\t。！？；：，、,;:|\"'“”‘’{}\[\]()（）<>#*`]+|\.(?=\s|$)")
# of YAML, or of JSON with its quotes
KEY = re.compile(r"(?<![^\s{,])(?:[a-z_]+|\"[a-z_]+\"):(?=\s)")
NOT_WORD = re.compile(r"[\W_]+")
# most of what is no word, taken away without searching for it
ASCII_NOT_WORD = bytes(code for code in range(128) if not chr(code).isalnum())
TEXT_SUFFIXES = {".md", ".yaml", ".json", ".csv", ".vtt", ".txt"}
# shorter terms occur on a page by chance; a Han character counts as two
MIN_WEIGHT, MIN_LATIN, MIN_DIGITS = 6, 6, 5
HASHES = ("sha256", "sha1", "md5")
HASH_LENGTH = 12
# longer pieces are no titles, and no address is made of their pinyin
MAX_TITLE_LENGTH = 40


@dataclass(frozen=True, order=True)
class HiddenTerm:
    """A normalized term to search for, and the file of the content that it comes from."""

    text: str
    source: str


@dataclass(frozen=True)
class HiddenTerms:
    """All terms, and how many pieces cannot be searched for: too short, or also in what is public."""

    terms: tuple[HiddenTerm, ...]
    too_short: int
    also_public: int


def find_hidden_terms(raw: RawStage, *others: RawStage) -> HiddenTerms:
    """Collect the terms that this stage hides, and that are not public in ``others``, which are on the same site."""
    public = "\n".join(normalize(text) for part in (raw, *others) for text in _public_texts(part)) + _theme_text()
    source_by_term: dict[str, str] = {}
    too_short = also_public = 0
    for source, piece in _hidden_pieces(raw):
        term = normalize(piece)
        if not is_long_enough(term):
            too_short += 1
        elif term in public:
            also_public += 1
        else:
            source_by_term.setdefault(term, source)
            if len(piece) <= MAX_TITLE_LENGTH and not piece.isascii():
                # as it would be written in an address
                source_by_term.setdefault("".join(lazy_pinyin(term)), source)
    for source, piece in _hidden_translations(raw, source_by_term):
        if is_long_enough(term := normalize(piece)) and term not in public:
            source_by_term.setdefault(term, source)
    terms = (HiddenTerm(term, source) for term, source in sorted(source_by_term.items()))
    return HiddenTerms(tuple(terms), too_short, also_public)


def normalize(text: str) -> str:
    """Reduce a text to its letters and digits: half width, lower case, simplified characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    # an escape in a script can be half a character, which is no word
    letters = folded.encode("utf-8", "surrogatepass").translate(None, ASCII_NOT_WORD)
    if letters.isascii():
        return letters.decode("ascii")
    return str(_simplifier().convert(NOT_WORD.sub("", letters.decode("utf-8", "surrogatepass"))))


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def is_long_enough(term: str) -> bool:
    """Tell whether a normalized term is too long to occur on a page by chance."""
    if term.isdigit():
        return len(term) >= MIN_DIGITS
    if term.isascii():
        return len(term) >= MIN_LATIN
    return sum(1 if character.isascii() else 2 for character in term) >= MIN_WEIGHT


def _hidden_pieces(raw: RawStage) -> Iterator[tuple[str, str]]:
    for kind, slug in raw.documents(public=False):
        yield from _folder_pieces(raw.content, f"{kind}/{slug}")
    for source, value in _hidden_data(raw):
        yield from ((source, piece) for text in iterate_strings(value) for piece in _split(text))
    for number, folder in enumerate(raw.result_folders(raw.content)):
        for path in list_folder(folder):
            if path.is_file() and not raw.is_result_public(path.name, number):
                yield from _file_pieces(raw.content, path)
    for folder in list_folder(raw.content / "drafts"):
        yield from _folder_pieces(raw.content, f"drafts/{folder.name}")


def _hidden_translations(raw: RawStage, hidden: Collection[str]) -> list[tuple[str, str]]:
    """The translations of texts that are hidden themselves, from the files that hold a language's texts."""
    return [
        (source, piece)
        for source, data in _translation_files(raw)
        for text, translation in (data.get("texts") or {}).items()
        if normalize(text) in hidden
        for piece in _split(translation)
    ]


def _translation_files(raw: RawStage) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in list_folder(raw.content / "translations"):
        yield f"translations/{path.name}", read_plain(path) or {}


def _hidden_data(raw: RawStage) -> Iterator[tuple[str, Any]]:
    """Yield the parts of ``competition.yaml`` and ``units.yaml`` that this stage does not show, with their source."""
    for level in raw.config["award_levels"]:
        if not raw.is_reached(level["public_from"]):
            yield "competition.yaml", level
    for award in raw.result_rule.get("special_awards", []):
        if not (raw.shows_awards and raw.is_reached(award["public_from"])):
            yield "competition.yaml", award
    hidden_channels = [channel for channel in raw.channels if channel["id"] not in raw.open_channels]
    yield "competition.yaml", [channel.get("ballot", "") for channel in hidden_channels]
    yield "entries", [_hidden_ballots(raw, slug) for kind, slug in raw.documents(public=True) if kind == "entries"]
    yield "results/citations.yaml", raw.hidden_citations
    for unit in read_plain(raw.content / "units.yaml")["units"]:
        if unit["id"] not in raw.public_units:
            yield "units.yaml", [unit["id"], unit["name"]]


def _hidden_ballots(raw: RawStage, slug: str) -> list[str]:
    ballots = raw.head("entries", slug).get("ballots") or {}
    return [ballot for channel, ballot in ballots.items() if channel not in raw.open_channels]


def _folder_pieces(content: Path, folder: str) -> Iterator[tuple[str, str]]:
    yield folder, folder.rpartition("/")[2]
    for path in list_folder(content / folder):
        yield from _file_pieces(content, path)


def _file_pieces(content: Path, path: Path) -> Iterator[tuple[str, str]]:
    source, data = path.relative_to(content).as_posix(), textfile.read_bytes(path)
    yield from ((source, hashlib.new(name, data).hexdigest()[:HASH_LENGTH]) for name in HASHES)
    if path.name not in ("index.md", "shortlist.yaml", "awards.yaml"):
        yield source, path.name
    if path.suffix in TEXT_SUFFIXES:
        yield from ((source, piece) for piece in _split(data.decode("utf-8", "replace")))


def _split(text: str) -> Iterator[str]:
    return (piece.strip() for piece in SEPARATORS.split(KEY.sub("", text)) if piece.strip())


def iterate_strings(value: Any) -> Iterator[str]:
    """Yield every string in nested dictionaries and lists, except keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from iterate_strings(member)
    elif isinstance(value, list):
        for item in value:
            yield from iterate_strings(item)


def _notices(raw: RawStage) -> Iterator[str]:
    """Yield what stands in the place of entries that left, and what is said of the renamed ones."""
    yield from iterate_strings(list(raw.statuses))
    for slug in sorted(raw.departed):
        head = raw.head("entries", slug)
        yield from (slug, head["number"], *head["units"], head["track"])
        yield from iterate_strings(list(raw.titles(slug).values()))


def _public_results(raw: RawStage) -> Iterator[str]:
    for number, folder in enumerate(raw.result_folders(raw.content)):
        for path in sorted(folder.glob("*.yaml")):
            if raw.is_result_public(path.name, number):
                text = textfile.read_text(path, "replace")
                hidden = iterate_strings(raw.hidden_citations if path.name == "citations.yaml" else {})
                yield reduce(lambda rest, words: rest.replace(words, ""), hidden, text)


def _public_texts(raw: RawStage) -> Iterator[str]:
    """Yield everything of a content that may be on a page: public files, and the public part of the data."""
    for kind, slug in raw.documents(public=True):
        folder = raw.content / kind / slug
        head, (_, body) = raw.head(kind, slug), split_front_matter(folder / "index.md")
        yield from (slug, body)
        # the address of a ballot is secret until the vote is open, even if the entry is public
        ballots = head.pop("ballots", None) or {}
        yield from iterate_strings([head, {key: ballots[key] for key in ballots if key in raw.open_channels}])
        for path in list_folder(folder):
            yield path.name
            if path.suffix in TEXT_SUFFIXES and path.name != "index.md":
                yield textfile.read_text(path, "replace")
    yield from _public_results(raw)
    yield from _notices(raw)
    hidden = {text for _, value in _hidden_data(raw) for text in iterate_strings(value)}
    public_data = [raw.config, read_plain(raw.content / "units.yaml")]
    yield from (text for value in public_data for text in iterate_strings(value) if text not in hidden)
    brand = raw.content / "brand" / "brand.yaml"
    own_words = [data.get("phrases") for _, data in _translation_files(raw)]
    own_words += [read_plain(brand)] if brand.is_file() else []
    yield from iterate_strings(own_words)


@cache
def _theme_text() -> str:
    """The theme's texts, which are public in every stage, normalized; each after an end of a line."""
    paths = sorted(path for path in (ROOT / "theme").rglob("*") if path.is_file())
    return "".join(f"\n{normalize(textfile.read_text(path, 'replace'))}" for path in paths)
