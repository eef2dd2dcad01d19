"""What can be wrong with any text of the content, whatever it is for: wording, what it tells of persons, signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.content.checks.privacy import PrivacyFile, privacy_problems
from plugins.content.checks.unexpected_files import doubtful_signs
from plugins.content.checks.wording import WordingFile, wording_problems
from plugins.content.problems import Problem
from plugins.content.schema.site import Contact


@dataclass(frozen=True)
class TextRules:
    """What the editors laid down for all texts."""

    wording: WordingFile | None
    privacy: PrivacyFile | None


def text_problems(rules: TextRules, contact: Contact | None, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Every problem of these texts, by file."""
    if rules.wording:
        yield from wording_problems(rules.wording, texts)
    yield from privacy_problems(rules.privacy, contact, texts)
    for file, text in texts.items():
        yield from doubtful_signs(file, text)
