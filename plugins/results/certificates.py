"""Certificates: one for each unit of each winning entry, with an id that cannot be guessed from another id."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

from plugins.content.model import Entry, Unit
from plugins.content.schema.config import AwardLevel
from plugins.content.schema.results import CertificateNote
from plugins.content.stage_view import StageSnapshot

# base32 characters, so 130 bits
ID_LENGTH = 26


@dataclass(frozen=True)
class Certificate:
    """A unit's certificate for an award level, with later notes on it, the latest last."""

    id: str
    entry: Entry
    unit: Unit
    level: AwardLevel
    issued: date
    notes: tuple[CertificateNote, ...]

    @property
    def is_revoked(self) -> bool:
        return any(note.revokes for note in self.notes)


def list_certificates(show: StageSnapshot, key: str) -> tuple[Certificate, ...]:
    """List the certificates of a stage with final awards, in order; none without a key or a date of issue."""
    if not (key and show.certificates):
        return ()
    record = show.certificates
    return tuple(
        Certificate(
            id=derive_certificate_id(key, show.contest.id, award.level.id, entry.slug, unit.id),
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


def derive_certificate_id(key: str, *parts: str) -> str:
    """Derive an id from the organisers' key and these parts by HMAC: stable, and revealing nothing of the key."""
    digest = hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:ID_LENGTH]
