"""What a public site must not have: made-up texts, placeholders, a vote for tests, a stage that is not reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.content.stage_view import Competition, StageSnapshot
from plugins.embargo.raw_stages import RawStage, read_raw_stage
from plugins.scaffold.made_up import is_scaffold_text, list_texts
from plugins.system.messages import Catalogue

MESSAGES = Catalogue(__file__)
# names that nobody can own, RFC 2606 and RFC 6761
RESERVED_HOSTS = ("example", "example.com", "example.org", "example.net", "test", "invalid", "localhost")
# how many things of a kind a sentence names
MAX_NAMED = 3


@dataclass(frozen=True)
class Blocker:
    """A reason why a site must not become public: a message of this package and its values."""

    code: str
    values: tuple[tuple[str, str], ...]

    def text(self, lang: str) -> str:
        """The sentence for the publisher."""
        return MESSAGES.text(self.code, lang, **dict(self.values))


def find_blockers(
    content: Path, competition: Competition, stage: str, address: str, *, with_archives: bool = True
) -> Iterator[Blocker]:
    """Everything that keeps a stage of this content from the public at this address."""
    snapshot, config = competition.at(stage), competition.config
    yield from _find_samples(snapshot)
    yield from _find_scaffold(content, stage)
    for url in dict.fromkeys((address, config.site.url)):
        if _is_reserved(url):
            yield _blocker("placeholder", url=url)
    ballots = [*snapshot.ballots, *(ballot for entry in snapshot.tour for ballot in entry.ballots)]
    for name in sorted({ballot.provider.id for ballot in ballots if ballot.provider.for_tests}):
        yield _blocker("test_poll", name=name)
    if not config.is_reached(stage, config.current_stage):
        yield _blocker("not_reached", current=config.current_stage, stage=stage)
    if with_archives:
        yield from _find_unfit_archives(snapshot)


def _blocker(code: str, **values: Any) -> Blocker:
    return Blocker(code, tuple((key, str(value)) for key, value in values.items()))


def _find_samples(snapshot: StageSnapshot) -> Iterator[Blocker]:
    config = snapshot.config
    bodies = (*config.organisers, *config.implementers)
    entries = (*snapshot.entries, *(status.entry for status in snapshot.statuses))
    samples = {
        "samples": list(dict.fromkeys(entry.slug for entry in entries if entry.sample)),
        "sample_articles": [article.slug for article in snapshot.articles if article.sample],
        "sample_pages": [page.slug for page in snapshot.pages if page.sample],
        "sample_units": [unit.id for unit in snapshot.units if unit.sample],
        "sample_organisers": [body.name.in_language(config.languages[0]).value for body in bodies if body.sample],
    }
    for code, names in samples.items():
        if names:
            yield _blocker(code, count=len(names), slugs=", ".join(names[:MAX_NAMED]))


def _find_scaffold(content: Path, stage: str) -> Iterator[Blocker]:
    """The files that are public in this stage and still have a made-up text of the scaffold."""
    raw = read_raw_stage(content, stage)
    texts = {file: text for file, text in list_texts(content) if _is_public(raw, file) and is_scaffold_text(text)}
    quotes = [f"{file} (“{' '.join(text.split())[:20]}”)" for file, text in texts.items()]
    if quotes:
        yield _blocker("scaffold", count=len(quotes), files=", ".join(quotes[:MAX_NAMED]))


def _is_public(raw: RawStage, file: str) -> bool:
    kind, slug, *_ = (*file.split("/"), "")
    return not slug or raw.is_public(kind, slug)


def _find_unfit_archives(snapshot: StageSnapshot) -> Iterator[Blocker]:
    for archive in snapshot.archives:
        if archive.samples:
            yield _blocker("archive_samples", name=archive.path.name, count=archive.samples)
        elif archive.checks and archive.checks.findings:
            yield _blocker("archive_findings", name=archive.path.name, findings=", ".join(archive.checks.findings))


def _is_reserved(url: str) -> bool:
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host in {"127.0.0.1", "::1", ""} or any(host == name or host.endswith(f".{name}") for name in RESERVED_HOSTS)
