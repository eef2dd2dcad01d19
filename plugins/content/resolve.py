"""From papers without problems to the competition: every id becomes the thing that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.content.model import Article, Ballot, Count, Download, Entry, InfoPage, Picture, Unit, Video
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
from plugins.content.schema.results import CountsFile
from plugins.content.sources import SourceDocument, RawContent, DocumentAssets
from plugins.content.stage_view import Competition


def resolve(papers: RawContent) -> Competition:
    """Resolve every reference. The papers must have been checked: an unknown id is a bug here."""
    assert papers.contest and papers.units
    contest, units, parts = papers.contest.record, _units(papers.units.record), papers.parts
    return Competition(
        contest=contest,
        units=tuple(units.values()),
        entries=tuple(_entry(paper, parts[paper.folder], papers, units) for paper in papers.entries),
        articles=_newest_first(tuple(_article(paper, parts[paper.folder]) for paper in papers.articles)),
        pages=_in_order(tuple(_page(paper, parts[paper.folder]) for paper in papers.pages)),
        shortlist=papers.shortlist.record.shortlist if papers.shortlist else (),
        awards=papers.awards.record.awards if papers.awards else {},
        special=papers.awards.record.special if papers.awards else {},
        published=papers.published.record if papers.published else None,
        certificates=papers.certificates.record if papers.certificates else None,
        notice=papers.notice.record if papers.notice else None,
        ballots=tuple(_main_ballot(channel, papers.providers) for channel in contest.vote_channels),
    )


def resolve_document(
    papers: RawContent, paper: SourceDocument[Any], parts: DocumentAssets
) -> Entry | Article | InfoPage:
    """One document alone, by what the papers' sheets say. Raises as ``assemble`` does."""
    assert papers.units
    match paper.record:
        case EntryRecord():
            return _entry(paper, parts, papers, _units(papers.units.record))
        case ArticleRecord():
            return _article(paper, parts)
        case _:
            return _page(paper, parts)


def _units(record: UnitsFile) -> dict[str, Unit]:
    kinds = {kind.id: kind for kind in record.kinds}
    districts = {district.id: district for district in record.districts}
    return {
        unit.id: Unit(unit.id, unit.name, kinds[unit.kind], districts[unit.district] if unit.district else None)
        for unit in record.units
    }


def _document(paper: SourceDocument[Any], parts: DocumentAssets) -> dict[str, Any]:
    return {
        "slug": paper.slug,
        "title": paper.title,
        "summary": paper.summary,
        "bodies": parts.bodies,
        "media": parts.media,
        "digest": parts.digest,
    }


def _entry(
    paper: SourceDocument[EntryRecord], parts: DocumentAssets, papers: RawContent, units: dict[str, Unit]
) -> Entry:
    assert papers.contest
    record, contest, counts = paper.record, papers.contest.record, papers.counts.record if papers.counts else None
    providers = papers.providers
    return Entry(
        **_document(paper, parts),
        number=record.number,
        units=tuple(units[unit] for unit in record.units),
        recommending_unit=units[record.recommending_unit] if record.recommending_unit else None,
        track=next(track for track in contest.tracks if track.id == record.track),
        cover=_picture(record.cover, parts),
        gallery=_gallery(record.gallery, parts),
        video=_video(record.video, parts) if record.video else None,
        links=record.links,
        downloads=tuple(_download(each, parts) for each in record.downloads),
        ballots=tuple(_ballots(contest, providers, paper)),
        count=_count(counts, paper.slug),
        sample=record.sample,
    )


def _main_ballot(channel: VoteChannel, providers: Mapping[str, Provider]) -> Ballot:
    provider = providers[channel.provider]
    return Ballot(channel, provider, provider.ballot_url(channel.ballot) if channel.ballot else None, False)


def _ballots(
    contest: CompetitionConfig, providers: Mapping[str, Provider], paper: SourceDocument[EntryRecord]
) -> Iterator[Ballot]:
    """An entry's own ballot in each channel, or else the one for all, which is told the entry's id where it can be."""
    for channel in contest.vote_channels:
        provider, own = providers[channel.provider], paper.record.ballots.get(channel.id)
        if own:
            yield Ballot(channel, provider, provider.ballot_url(own), True)
        elif channel.ballot:
            address = provider.url_for_entry(provider.ballot_url(channel.ballot), paper.slug)
            yield Ballot(channel, provider, address, provider.entry is not None)


def _count(counts: CountsFile | None, slug: str) -> Count | None:
    return Count(counts.counts[slug], counts.as_of, counts.source) if counts and slug in counts.counts else None


def _picture(record: PictureRecord | None, parts: DocumentAssets) -> Picture | None:
    return Picture(parts.media[record.file], record.alt, record.caption) if record else None


def _gallery(records: tuple[PictureRecord, ...], parts: DocumentAssets) -> tuple[Picture, ...]:
    return tuple(Picture(parts.media[record.file], record.alt, record.caption) for record in records)


def _download(record: DownloadRecord, parts: DocumentAssets) -> Download:
    file = parts.media[record.file]
    return Download(record.label, file, file.path.stat().st_size)


def _video(record: VideoRecord, parts: DocumentAssets) -> Video:
    return Video(
        title=record.title,
        poster=parts.media[record.poster],
        transcript=record.transcript,
        file=parts.media[record.file] if record.file else None,
        url=record.url,
        captions=parts.media[record.captions] if record.captions else None,
        duration=record.duration,
    )


def _article(paper: SourceDocument[ArticleRecord], parts: DocumentAssets) -> Article:
    record = paper.record
    return Article(
        **_document(paper, parts),
        date=record.date,
        public_from=record.public_from,
        author=record.author,
        editor=record.editor,
        responsible_editor=record.responsible_editor,
        source=record.source,
        source_url=record.source_url,
        statement=record.statement,
        cover=_picture(record.cover, parts),
    )


def _page(paper: SourceDocument[PageRecord], parts: DocumentAssets) -> InfoPage:
    record = paper.record
    return InfoPage(
        **_document(paper, parts),
        public_from=record.public_from,
        menu=record.menu,
        order=record.order,
        blocks=record.blocks,
        event=record.event,
        gallery=_gallery(record.gallery, parts),
    )


def _newest_first(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    return tuple(sorted(sorted(articles, key=lambda each: each.slug), key=lambda each: each.date, reverse=True))


def _in_order(pages: tuple[InfoPage, ...]) -> tuple[InfoPage, ...]:
    return tuple(sorted(pages, key=lambda page: (page.order, page.slug)))
