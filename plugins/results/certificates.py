"""Certificates: one for each unit of each winning entry, with an id that cannot be guessed from another id."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plugins.content.model import Entry, Unit
from plugins.content.schema.config import AwardLevel
from plugins.content.schema.result_rule import SpecialAward
from plugins.content.schema.results import CertificateNote
from plugins.content.stage_view import StageSnapshot

# base32 characters, so 130 bits
ID_LENGTH = 26


@dataclass(frozen=True)
class Certificate:
    """A unit's certificate for an award level or a special award, with later notes on it, the latest last.

    ``entry`` is None for a special award that went to the unit itself.
    """

    id: str
    entry: Entry | None
    unit: Unit
    level: AwardLevel | SpecialAward
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
            id=derive_certificate_id(key, show.config.id, level.id, entry.slug if entry else "", unit.id),
            entry=entry,
            unit=unit,
            level=level,
            issued=record.issued,
            notes=tuple(
                note for note in record.notes if (note.entry, note.unit) == (entry.slug if entry else None, unit.id)
            ),
        )
        for level, entry, unit in _list_awards(show)
    )


def _list_awards(show: StageSnapshot) -> Iterator[tuple[AwardLevel | SpecialAward, Entry | None, Unit]]:
    """Each award with its entry and each unit that has a certificate of it."""
    for award in show.awards:
        yield from ((award.level, entry, unit) for entry in award.entries for unit in entry.participants)
    for special in show.special:
        yield from ((special.award, entry, unit) for entry in special.entries for unit in entry.participants)
        yield from ((special.award, None, unit) for unit in special.units)


def list_void_certificates(show: StageSnapshot, key: str) -> tuple[Certificate, ...]:
    """List the certificates that were issued for an award which their entry has no more, so that their pages stay.

    They follow from revocations, from decisions that took an award away after the day of issue, and from entries that
    have left the competition since.
    """
    if not (key and show.certificates):
        return ()
    issued = {certificate.id for certificate in list_certificates(show, key)}
    entries = {entry.slug: entry for entry in (*show.tour, *(status.entry for status in show.departures))}
    levels = {level.id: level for level in _levels(show)}
    void: dict[str, Certificate] = {}
    for slug, unit_id, level, note in _revocations(show):
        certificate_id, entry = derive_certificate_id(key, show.config.id, level, slug, unit_id), entries.get(slug)
        units = entry.participants if entry else show.units if not slug else ()
        unit = next((unit for unit in units if unit.id == unit_id), None)
        if certificate_id not in issued and unit and level in levels:
            notes = (*void[certificate_id].notes, note) if certificate_id in void else (note,)
            date_of_issue = show.certificates.issued
            void[certificate_id] = Certificate(certificate_id, entry, unit, levels[level], date_of_issue, notes)
    return tuple(certificate for certificate in void.values() if certificate.is_revoked)


def _levels(show: StageSnapshot) -> tuple[AwardLevel | SpecialAward, ...]:
    rule = show.config.result_rule
    return (*show.config.award_levels, *(rule.special_awards if rule else ()))


def _revocations(show: StageSnapshot) -> Iterator[tuple[str, str, str, CertificateNote]]:
    """The entry, unit and level of each note on a certificate, and of each award that somebody has no more.

    The entry is empty where the award was the unit's.
    """
    assert show.certificates
    for note in show.certificates.notes:
        for level in [note.level] if note.level else [level.id for level in _levels(show)]:
            yield note.entry or "", note.unit, level, note
    yield from _revocations_of_departures(show)
    units = {entry.slug: entry.participants for entry in show.tour}
    for decision in show.published.decisions if show.published else ():
        for change in decision.changes:
            if change.before and decision.date >= show.certificates.issued:
                for unit in units.get(change.winner, ()):
                    note = CertificateNote(unit.id, decision.date, decision.reason, change.winner, revokes=True)
                    yield change.winner, unit.id, change.before, note


def _revocations_of_departures(show: StageSnapshot) -> Iterator[tuple[str, str, str, CertificateNote]]:
    for status in show.departures:
        if level := status.level:
            slug, record = status.entry.slug, status.record
            for unit in status.entry.participants:
                yield slug, unit.id, level.id, CertificateNote(unit.id, record.date, record.note, slug, revokes=True)


def derive_certificate_id(key: str, *parts: str) -> str:
    """Derive an id from the organisers' key and these parts by HMAC: stable, and revealing nothing of the key."""
    digest = hmac.new(key.encode(), "\n".join(parts).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:ID_LENGTH]
