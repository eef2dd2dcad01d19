"""Which translation files a content has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.content.languages.record import FOLDER, translation_file
from plugins.content.parsing.files import list_names
from plugins.content.problems import Problem, problem


def check_translation_files(content: Path, languages: Sequence[str]) -> Iterator[Problem]:
    """Files in the folder of translations that are of no language of the contest, so that nothing reads them."""
    if not (languages and (content / FOLDER).is_dir()):
        return
    known = [Path(translation_file(lang)).name for lang in languages]
    for name in list_names(content, FOLDER):
        if name not in known:
            yield problem(f"{FOLDER}/{name}", 1, "warn_not_read", name=name, choices=known)
