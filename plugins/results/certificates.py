"""Certificates: one for each unit of each winning entry (R11), under an id that nobody can guess from another."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

from plugins.content.model import Entry, Unit
from plugins.content.schema.config import AwardLevel
from plugins.content.schema.results import CertificateNote
from plugins.content.stage_view import Exhibition

# 130 bits: far more than anyone can try
ID_LENGTH = 26


@dataclass(frozen=True)
class Certificate:
    """What a unit is awarded, and what was said of its certificate since, the latest last."""

    id: str
    entry: Entry
    unit: Unit
    level: AwardLevel
    issued: date
    notes: tuple[CertificateNote, ...]

    @property
    def is_revoked(self) -> bool:
        return any(note.revokes for note in self.notes)


def certificates_of(show: Exhibition, key: str) -> tuple[Certificate, ...]:
    """Every certificate of a stage that has final awards, in their order; none without a key or a day of issue."""
    if not (key and show.certificates):
        return ()
    record = show.certificates
    return tuple(
        Certificate(
            id=certificate_id(key, show.contest.id, award.level.id, entry.slug, unit.id),
            entry=entry,
            unit=unit,
            level=award.level,
            issued=record.issued,
            notes=tuple(note for note in record.notes if (note.entry, note.unit) == (entry.slug, unit.id)),
        )
        for award in show.awards
        for entry in award.entries
        for unit in entry.units
    )


def certificate_id(key: str, *parts: str) -> str:
    """The id made from the organisers' own key: the same for ever, and telling nothing of the key or of other ids."""
    digest = hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:ID_LENGTH]
