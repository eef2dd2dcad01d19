"""What lies in the content and nobody reads, and signs in a text that look like others or cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from plugins.content.parsing.files import named_within
from plugins.content.problems import Problem, problem
from plugins.system.file_names import list_folder

FOLDERS = ("entries", "articles", "pages")
READ = {
    *FOLDERS,
    "results",
    "competition.yaml",
    "units.yaml",
    "wording.yaml",
    "privacy.yaml",
    "providers.yaml",
    "README.md",
}
# an import keeps these: forms with errors, and what it wrote
KEPT_BY_IMPORTS = {"drafts", "imported.yaml"}
READ_RESULTS = {f"{name}.yaml" for name in ("shortlist", "awards", "notice", "certificates", "counts", "published")}
# what the tally reads and writes, next to tables of whatever name
READ_RESULTS |= {"votes.yaml", "scores.yaml", "decisions.yaml", "record.json"}
TABLES = {".csv", ".xlsx"}
# bidi controls turn what is read, zero-width signs make two names of one; U+200D joins emoji and is left alone
INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
WORD = re.compile(r"[A-Za-z\u0370-\u03ff\u0400-\u052f]{3,}")
LATIN, OTHER = re.compile(r"[A-Za-z]"), re.compile(r"[\u0370-\u03bb\u03bd-\u03ff\u0400-\u052f]")
DOUBTFUL = re.compile(f"{INVISIBLE.pattern}|{OTHER.pattern}")
BODY = re.compile(r"^---[ \t]*$", re.M)


def check_unexpected_files(content: Path) -> Iterator[Problem]:
    """Files where folders belong, links to nowhere, pipes: an entry that would be lost without a word."""
    for name in FOLDERS:
        folder = content / name
        if folder.is_dir():
            for inner, is_folder in named_within(folder).items():
                if not is_folder:
                    yield problem(f"{name}/{inner}", 1, "not_a_folder", name=inner)
        elif folder.exists() or folder.is_symlink():
            yield problem(name, 1, "not_a_folder", name=name)
    yield from _unread(content, "", READ | KEPT_BY_IMPORTS)
    yield from _unread(content / "results", "results/", READ_RESULTS)


def _unread(folder: Path, prefix: str, known: set[str]) -> Iterator[Problem]:
    for path in list_folder(folder):
        if path.name in known or (prefix and path.suffix.lower() in TABLES):
            continue
        file = f"{prefix}{path.name}"
        if name := next((each for each in known if each.lower() == path.name.lower()), ""):
            yield problem(file, 1, "other_spelling", name=name, found=path.name)
        else:
            yield problem(file, 1, "warn_not_read", name=path.name, choices=sorted(known))


def doubtful_signs(file: str, text: str) -> Iterator[Problem]:
    """Signs that cannot be seen, anywhere; in what becomes titles and names, words that mix two alphabets."""
    if not DOUBTFUL.search(text):
        return
    ends = [found.end() for found in BODY.finditer(text)] if file.endswith(".md") else []
    head = text.count("\n", 0, ends[1]) + 1 if len(ends) > 1 else 0 if ends else text.count("\n") + 1
    for number, line in enumerate(text.split("\n"), start=1):
        if found := INVISIBLE.search(line):
            yield problem(file, number, "warn_invisible", character=f"U+{ord(found.group()):04X}")
        if number <= head:
            mixed = (word for word in WORD.findall(line) if LATIN.search(word) and OTHER.search(word))
            yield from (problem(file, number, "warn_lookalike", word=word[:40]) for word in mixed)
