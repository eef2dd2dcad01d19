"""Resolves every reference of checked content, so that ids become the things that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from plugins.content.brand.brand import make_brand
from plugins.content.brand.record import BrandFile
from plugins.content.model import (
    AnyDocument,
    Article,
    Ballot,
    Count,
    Document,
    Download,
    Entry,
    InfoPage,
    MediaFile,
    Picture,
    Unit,
    Video,
)
from plugins.content.schema.config import CompetitionConfig, VoteChannel
from plugins.content.schema.documents import (
    ArticleRecord,
    DownloadRecord,
    EntryRecord,
    PageRecord,
    PictureRecord,
    UnitsFile,
    VideoRecord,
)
from plugins.content.schema.providers import Provider
from plugins.content.sources import RawContent, SourceDocument
from plugins.content.stage_view import Competition


def resolve(raw: RawContent) -> Competition:
    """The competition of this content, which must have been checked: an unknown id raises ``KeyError``."""
    assert raw.config
    *earlier, last = raw.rounds.values()
    rounds = raw.config.record.rounds
    whole = replace(_resolve(last), round=rounds[-1] if rounds else None)
    parts: dict[str, Competition] = {}
    for part, raw_part in zip(rounds, earlier, strict=False):
        # all but the results and the vote is that of the whole
        parts[part.id] = replace(
            _resolve(raw_part),
            round=part,
            earlier=dict(parts),
            units=whole.units,
            articles=whole.articles,
            pages=whole.pages,
            statuses=whole.statuses,
            archives=whole.archives,
            brand=whole.brand,
            translations=whole.translations,
        )
    return replace(whole, earlier=parts)


def _resolve(raw: RawContent) -> Competition:
    """The competition with the results and the vote of this content, without regard to other rounds."""
    assert raw.config and raw.units
    config, units = _with_groups(raw.config.record), _units(raw.units.record)
    notice = raw.notice.record if raw.notice else None
    return Competition(
        config=config,
        units=tuple(units.values()),
        entries=tuple(_entry(source, raw, units) for source in raw.entries),
        articles=tuple(sorted(map(_article, raw.articles), key=lambda article: article.date, reverse=True)),
        pages=tuple(sorted(map(_page, raw.pages), key=lambda page: page.order)),
        shortlist=raw.shortlist.record.shortlist if raw.shortlist else (),
        statuses=raw.statuses.record.statuses if raw.statuses else (),
        awards=raw.awards.record.awards if raw.awards else {},
        special=raw.awards.record.special if raw.awards else {},
        vacant=raw.awards.record.vacant if raw.awards else {},
        published=raw.published.record if raw.published else None,
        certificates=raw.certificates.record if raw.certificates else None,
        citations=raw.citations.record if raw.citations else None,
        notice=notice,
        notice_documents=tuple(_download(item, raw.notice_media) for item in (notice.documents if notice else ())),
        ballots=tuple(_main_ballot(channel, raw.providers) for channel in config.vote_channels),
        archives=tuple(raw.archives),
        brand=make_brand(raw.brand.record if raw.brand else BrandFile(), raw.brand_media),
        translations={lang: data_file.record for lang, data_file in raw.translations.items()},
    )


def _with_groups(config: CompetitionConfig) -> CompetitionConfig:
    """Say in the result rule among which entries it compares, where that follows from the award levels."""
    if config.result_rule is None:
        return config
    sizes = {level.id: level.size for level in config.award_levels}
    return replace(config, result_rule=config.result_rule.with_groups(sizes, len(config.tracks)))


def resolve_document(raw: RawContent, source: SourceDocument[Any]) -> AnyDocument:
    """One document alone, with the data files of this content. It must have been checked, too."""
    assert raw.units
    match source.record:
        case EntryRecord():
            return _entry(source, raw.rounds[""], _units(raw.units.record))
        case ArticleRecord():
            return _article(source)
        case _:
            return _page(source)


def _units(record: UnitsFile) -> dict[str, Unit]:
    kinds = {kind.id: kind for kind in record.kinds}
    districts = {district.id: district for district in record.districts}
    return {
        unit.id: Unit(
            unit.id, unit.name, kinds[unit.kind], districts[unit.district] if unit.district else None, unit.sample
        )
        for unit in record.units
    }


def _fields(model: type[Document], source: SourceDocument[Any], **resolved: Any) -> dict[str, Any]:
    """The fields of a document: those in ``resolved``, the others as the source and its record have them."""
    values = {**vars(source.record), **vars(source), **resolved}
    return {field.name: values[field.name] for field in fields(model)}


def _entry(source: SourceDocument[EntryRecord], raw: RawContent, units: dict[str, Unit]) -> Entry:
    assert raw.config
    record, slug, config = source.record, source.slug, raw.config.record
    counts = raw.counts.record if raw.counts else None
    track = next(track for track in config.tracks if track.id == record.track)
    resolved = _fields(
        Entry,
        source,
        units=tuple(units[unit] for unit in record.units),
        partners=tuple(units[unit] for unit in record.partners),
        recommending_unit=units[record.recommending_unit] if record.recommending_unit else None,
        track=track,
        group=next((group for group in track.groups if group.id == record.group), None),
        cover=_picture(record.cover, source) if record.cover else None,
        gallery=tuple(_picture(picture, source) for picture in record.gallery),
        video=_video(record.video, source.media) if record.video else None,
        downloads=tuple(_download(download, source.media) for download in record.downloads),
        ballots=tuple(_ballots(config, raw.providers, source)),
        count=Count(counts.counts[slug], counts.as_of, counts.source) if counts and slug in counts.counts else None,
    )
    return Entry(**resolved)


def _main_ballot(channel: VoteChannel, providers: Mapping[str, Provider]) -> Ballot:
    provider = providers[channel.provider]
    return Ballot(channel, provider, provider.ballot_url(channel.ballot) if channel.ballot else None, False)


def _ballots(
    config: CompetitionConfig, providers: Mapping[str, Provider], source: SourceDocument[EntryRecord]
) -> Iterator[Ballot]:
    """An entry's own ballot in each channel, or else the common one, with the entry's id in the URL if possible."""
    for channel in config.vote_channels:
        provider, ballot = providers[channel.provider], source.record.ballots.get(channel.id)
        if ballot:
            yield Ballot(channel, provider, provider.ballot_url(ballot), True)
        elif channel.ballot:
            address = provider.url_for_entry(provider.ballot_url(channel.ballot), source.slug)
            yield Ballot(channel, provider, address, provider.entry is not None)


def _picture(record: PictureRecord, source: SourceDocument[Any]) -> Picture:
    return Picture(source.media[record.file], record.alt, record.caption)


def _download(record: DownloadRecord, media: Mapping[str, MediaFile]) -> Download:
    file = media[record.file]
    return Download(record.label, file, file.path.stat().st_size)


def _video(record: VideoRecord, media: Mapping[str, MediaFile]) -> Video:
    return Video(
        title=record.title,
        poster=media[record.poster],
        transcript=record.transcript,
        file=media[record.file] if record.file else None,
        url=record.url,
        captions=media[record.captions] if record.captions else None,
        duration=record.duration,
    )


def _article(source: SourceDocument[ArticleRecord]) -> Article:
    cover = source.record.cover
    return Article(**_fields(Article, source, cover=_picture(cover, source) if cover else None))


def _page(source: SourceDocument[PageRecord]) -> InfoPage:
    gallery = tuple(_picture(picture, source) for picture in source.record.gallery)
    return InfoPage(**_fields(InfoPage, source, gallery=gallery))
