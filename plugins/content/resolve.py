"""Resolves every reference of checked content, so that ids become the things that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from plugins.content.brand.brand import make_brand
from plugins.content.brand.record import BrandFile
from plugins.content.model import (
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
from plugins.content.schema.config import CompetitionConfig, Round, VoteChannel
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
from plugins.content.schema.results import CountsFile
from plugins.content.sources import DocumentAssets, RawContent, SourceDocument
from plugins.content.stage_view import Competition


def resolve(raw: RawContent) -> Competition:
    """The competition of this content, which must have been checked: an unknown id raises ``KeyError``."""
    assert raw.config
    *earlier, last = raw.rounds.values()
    rounds = raw.config.record.rounds
    whole = replace(_resolve(last), round=rounds[-1] if rounds else None)
    parts: dict[str, Competition] = {}
    for part, raw_part in zip(rounds, earlier, strict=False):
        parts[part.id] = replace(_in_round(whole, raw_part, part), earlier=dict(parts))
    return replace(whole, earlier=parts)


def _in_round(whole: Competition, raw: RawContent, part: Round) -> Competition:
    """The competition as it is in a round that is not the last."""
    result = _resolve(raw)
    return replace(
        whole,
        round=part,
        config=result.config,
        entries=result.entries,
        shortlist=result.shortlist,
        awards=result.awards,
        special=result.special,
        vacant=result.vacant,
        published=result.published,
        ballots=result.ballots,
        certificates=None,
        citations=None,
        notice=None,
        notice_documents=(),
    )


def _resolve(raw: RawContent) -> Competition:
    """The competition with the results and the vote of this content, without regard to other rounds."""
    assert raw.config and raw.units
    config, units, assets = _with_groups(raw.config.record), _units(raw.units.record), raw.assets
    return Competition(
        config=config,
        units=tuple(units.values()),
        entries=tuple(_entry(source, assets[source.folder], raw, units) for source in raw.entries),
        articles=_newest_first(tuple(_article(source, assets[source.folder]) for source in raw.articles)),
        pages=_in_menu_order(tuple(_page(source, assets[source.folder]) for source in raw.pages)),
        shortlist=raw.shortlist.record.shortlist if raw.shortlist else (),
        statuses=raw.statuses.record.statuses if raw.statuses else (),
        awards=raw.awards.record.awards if raw.awards else {},
        special=raw.awards.record.special if raw.awards else {},
        vacant=raw.awards.record.vacant if raw.awards else {},
        published=raw.published.record if raw.published else None,
        certificates=raw.certificates.record if raw.certificates else None,
        citations=raw.citations.record if raw.citations else None,
        notice=raw.notice.record if raw.notice else None,
        notice_documents=_notice_documents(raw),
        ballots=tuple(_main_ballot(channel, raw.providers) for channel in config.vote_channels),
        archives=tuple(raw.archives),
        brand=make_brand(raw.brand.record if raw.brand else BrandFile(), raw.brand_files),
        translations={lang: data_file.record for lang, data_file in raw.translations.items()},
    )


def _with_groups(config: CompetitionConfig) -> CompetitionConfig:
    """Say in the result rule among which entries it compares, where that follows from the award levels."""
    if config.result_rule is None:
        return config
    sizes = {level.id: level.size for level in config.award_levels}
    return replace(config, result_rule=config.result_rule.with_groups(sizes, len(config.tracks)))


def resolve_document(
    raw: RawContent, source: SourceDocument[Any], assets: DocumentAssets
) -> Entry | Article | InfoPage:
    """One document alone, with the data files of this content. It must have been checked, too."""
    assert raw.units
    match source.record:
        case EntryRecord():
            return _entry(source, assets, raw.rounds[""], _units(raw.units.record))
        case ArticleRecord():
            return _article(source, assets)
        case _:
            return _page(source, assets)


def _units(record: UnitsFile) -> dict[str, Unit]:
    kinds = {kind.id: kind for kind in record.kinds}
    districts = {district.id: district for district in record.districts}
    return {
        unit.id: Unit(
            unit.id, unit.name, kinds[unit.kind], districts[unit.district] if unit.district else None, unit.sample
        )
        for unit in record.units
    }


def _fields(
    model: type[Document], source: SourceDocument[Any], assets: DocumentAssets, **resolved: Any
) -> dict[str, Any]:
    """The fields of a document: what its record holds by the same name as the model, and ``resolved`` in its place."""
    names = {field.name for field in fields(model)} & {field.name for field in fields(source.record)}
    return {
        **{name: getattr(source.record, name) for name in names},
        "slug": source.slug,
        "title": source.title,
        "summary": source.summary,
        "bodies": assets.bodies,
        "media": assets.media,
        "digest": assets.digest,
        **resolved,
    }


def _entry(
    source: SourceDocument[EntryRecord], assets: DocumentAssets, raw: RawContent, units: dict[str, Unit]
) -> Entry:
    assert raw.config
    record, config, counts = source.record, raw.config.record, raw.counts.record if raw.counts else None
    providers = raw.providers
    track = next(track for track in config.tracks if track.id == record.track)
    resolved = _fields(
        Entry,
        source,
        assets,
        units=tuple(units[unit] for unit in record.units),
        partners=tuple(units[unit] for unit in record.partners),
        recommending_unit=units[record.recommending_unit] if record.recommending_unit else None,
        track=track,
        group=next((group for group in track.groups if group.id == record.group), None),
        cover=_picture(record.cover, assets),
        gallery=_gallery(record.gallery, assets),
        video=_video(record.video, assets) if record.video else None,
        downloads=tuple(_download(download, assets.media) for download in record.downloads),
        ballots=tuple(_ballots(config, providers, source)),
        count=_count(counts, source.slug),
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


def _count(counts: CountsFile | None, slug: str) -> Count | None:
    return Count(counts.counts[slug], counts.as_of, counts.source) if counts and slug in counts.counts else None


def _picture(record: PictureRecord | None, assets: DocumentAssets) -> Picture | None:
    return Picture(assets.media[record.file], record.alt, record.caption) if record else None


def _gallery(records: tuple[PictureRecord, ...], assets: DocumentAssets) -> tuple[Picture, ...]:
    return tuple(Picture(assets.media[record.file], record.alt, record.caption) for record in records)


def _notice_documents(raw: RawContent) -> tuple[Download, ...]:
    documents = raw.notice.record.documents if raw.notice else ()
    return tuple(_download(item, raw.notice_media) for item in documents)


def _download(record: DownloadRecord, media: Mapping[str, MediaFile]) -> Download:
    file = media[record.file]
    return Download(record.label, file, file.path.stat().st_size)


def _video(record: VideoRecord, assets: DocumentAssets) -> Video:
    return Video(
        title=record.title,
        poster=assets.media[record.poster],
        transcript=record.transcript,
        file=assets.media[record.file] if record.file else None,
        url=record.url,
        captions=assets.media[record.captions] if record.captions else None,
        duration=record.duration,
    )


def _article(source: SourceDocument[ArticleRecord], assets: DocumentAssets) -> Article:
    return Article(**_fields(Article, source, assets, cover=_picture(source.record.cover, assets)))


def _page(source: SourceDocument[PageRecord], assets: DocumentAssets) -> InfoPage:
    return InfoPage(**_fields(InfoPage, source, assets, gallery=_gallery(source.record.gallery, assets)))


def _newest_first(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    return tuple(
        sorted(sorted(articles, key=lambda article: article.slug), key=lambda article: article.date, reverse=True)
    )


def _in_menu_order(pages: tuple[InfoPage, ...]) -> tuple[InfoPage, ...]:
    return tuple(sorted(pages, key=lambda page: (page.order, page.slug)))
