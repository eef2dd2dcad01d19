"""Characters that drawn pictures cannot have, at the file and line to change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.content.kinds import ENTRIES
from plugins.content.problems import Problem, problem
from plugins.content.schema.localized import TranslatedText
from plugins.content.stage_view import Competition
from plugins.system import textfile

# every character of this encoding is in the first face, but for one
PLAIN, NOT_PLAIN = "gbk", "≒"


def check_drawn_texts(content: Path, competition: Competition) -> Iterator[Problem]:
    """A warning for each line of a drawn text with characters that no face has."""
    config = competition.config
    special = config.result_rule.special_awards if config.result_rule else ()
    awards = (*(level.name for level in config.award_levels), *(award.name for award in special))
    bodies = tuple(body.name for body in config.organisers)
    of_contest = (config.name, config.short_name, config.theme, *bodies, *awards)
    yield from _check(content, ("competition.yaml",), of_contest)
    if not config.site.entry_cards:
        return
    yield from _check(content, ("units.yaml",), tuple(unit.name for unit in competition.units))
    for entry in competition.entries:
        folder = f"{ENTRIES.folder}/{entry.slug}"
        files = (f"{folder}/index.md", *(f"{folder}/index.{lang}.md" for lang in config.languages[1:]))
        yield from _check(content, files, (entry.title,))


def _check(content: Path, files: tuple[str, ...], texts: tuple[TranslatedText, ...]) -> Iterator[Problem]:
    drawn = "".join(value for text in texts for value in text.by_language.values())
    if is_plain(drawn):
        return
    # drawing takes longer to import than a check of the content takes
    from plugins.images.fonts import undrawable

    by_line: dict[tuple[str, int], list[str]] = {}
    for sign in undrawable(drawn):
        by_line.setdefault(_find(content, files, sign), []).append(f"“{sign}” (U+{ord(sign):04X})")
    for (file, line), signs in by_line.items():
        yield problem(file, line, "warn_not_drawn", signs=signs)


def is_plain(text: str) -> bool:
    """Whether a text surely can be drawn, without looking at a face."""
    try:
        text.encode(PLAIN)
    except UnicodeEncodeError:
        return False
    return NOT_PLAIN not in text


def _find(content: Path, files: tuple[str, ...], sign: str) -> tuple[str, int]:
    """The first line with this character; where it is written by its number, the first of the file."""
    for file in files:
        path = content / file
        lines = textfile.read_text(path).splitlines() if path.is_file() else []
        for number, line in enumerate(lines, start=1):
            if sign in line:
                return file, number
    return files[0], 1
