"""Checks of every text of the content, whatever it is for: wording, personal data, characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.content.checks.privacy import check_privacy
from plugins.content.checks.unicode import check_confusable_characters
from plugins.content.checks.wording import check_wording
from plugins.content.problems import Problem
from plugins.content.schema.policies import TextRules
from plugins.content.schema.site import Contact


def check_texts(rules: TextRules, contacts: Mapping[str, Contact], texts: Mapping[str, str]) -> Iterator[Problem]:
    """The problems of these texts, which are given by file. ``contacts`` are public, each in its own file."""
    if rules.wording:
        yield from check_wording(rules.wording, texts)
    yield from check_privacy(rules.privacy, contacts, texts)
    for file, text in texts.items():
        yield from check_confusable_characters(file, text)
