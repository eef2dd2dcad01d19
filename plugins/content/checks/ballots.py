"""Whether the vote can work: providers that are safe, ballots that are their providers', counts of real entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plugins.content.parsing.document_text import SourceLines
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.parsing.yaml_lines import Document, Located
from plugins.content.problems import Problem, unknown
from plugins.content.schema.config import CompetitionConfig, Mode, VoteChannel
from plugins.content.schema.fields import is_web_url
from plugins.content.schema.providers import Provider, ProvidersFile, url_origin
from plugins.content.sources import RawContent, DataFile

Place = tuple[str | int, ...]


def check_ballots(papers: RawContent) -> Iterator[Problem]:
    """Every problem with the providers, the channels, the ballots and the counts."""
    if papers.custom_providers:
        yield from _providers(papers.custom_providers)
    # what an unreadable file may have told of is not called unknown
    if papers.contest and (papers.custom_providers or not exists_or_dangling(papers.content, "providers.yaml")):
        yield from _channels(papers, papers.contest)
        for paper in papers.entries:
            lines = SourceLines(papers, paper.folder)
            yield from _entry_ballots(papers, papers.contest.record, lines, paper.record.ballots)
    if papers.counts:
        document = papers.counts.document
        for slug in papers.counts.record.counts:
            if slug not in papers.slugs["entries"]:
                yield unknown(document.file, document.line("counts", slug), "entry", slug, papers.slugs["entries"])


def _providers(sheet: DataFile[ProvidersFile]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, provider in enumerate(sheet.record.providers):
        place: Place = ("providers", at)
        if provider.id in seen:
            yield sheet.document.problem("duplicate_id", *place, "id", given=provider.id)
        seen.add(provider.id)
        yield from _provider(sheet.document, provider, place)


def _provider(document: Document, provider: Provider, place: Place) -> Iterator[Problem]:
    if provider.address and not provider.has_host(provider.address.replace("{ballot}", "1")):
        yield document.problem("provider_host", *place, "address", given=provider.address.partition("{")[0])
    if provider.ballot and not _is_pattern(provider.ballot):
        yield document.problem("provider_pattern", *place, "ballot", given=provider.ballot)
    for at, token in enumerate(provider.frame.sandbox if provider.frame else ()):
        if token.startswith("allow-top-navigation"):
            yield document.problem("sandbox_too_wide", *place, "frame", "sandbox", at, given=token)


def _is_pattern(text: str) -> bool:
    try:
        return bool(re.compile(text))
    except re.error:
        return False


def _channels(papers: RawContent, sheet: DataFile[CompetitionConfig]) -> Iterator[Problem]:
    for at, channel in enumerate(sheet.record.vote_channels):
        place: Place = ("vote_channels", at)
        if channel.provider not in papers.providers:
            where = sheet.document.line(*place, "provider")
            yield unknown(sheet.document.file, where, "provider", channel.provider, list(papers.providers))
            continue
        provider = papers.providers[channel.provider]
        if extra := [mode for mode in channel.modes if mode not in provider.modes]:
            yield sheet.document.problem("mode_not_offered", *place, "modes", given=extra, provider=provider.id)
        if channel.ballot:
            yield from _ballot(papers, sheet.document, channel, channel.ballot, (*place, "ballot"))
        yield from _warnings(sheet.document, provider, (*place, "provider"))


def _warnings(document: Document, provider: Provider, place: Place) -> Iterator[Problem]:
    if provider.for_tests:
        yield document.problem("warn_test_provider", *place, provider=provider.id)
    if not provider.mainland:
        yield document.problem("warn_not_in_mainland", *place, provider=provider.id)


def _entry_ballots(
    papers: RawContent, contest: CompetitionConfig, document: Located, ballots: Mapping[str, str]
) -> Iterator[Problem]:
    channels = {channel.id: channel for channel in contest.vote_channels}
    for channel_id, ballot in ballots.items():
        channel = channels.get(channel_id)
        if channel and channel.provider in papers.providers:
            yield from _ballot(papers, document, channel, ballot, ("ballots", channel_id))


def _ballot(
    papers: RawContent, document: Located, channel: VoteChannel, ballot: str, place: Place
) -> Iterator[Problem]:
    provider = papers.providers[channel.provider]
    if not is_web_url(ballot):
        if not provider.has_ballot(ballot):
            yield document.problem("wrong_ballot_id", *place, given=ballot, provider=provider.id)
    elif not ballot.startswith("https:") and not provider.for_tests:
        yield document.problem("ballot_not_https", *place, given=ballot)
    elif not provider.has_host(ballot):
        yield document.problem("ballot_elsewhere", *place, given=ballot, provider=provider.id, hosts=provider.hosts)
    elif _is_framed(channel, provider) and _is_ours(papers, ballot):
        yield document.problem("frame_of_our_own", *place, given=ballot)


def _is_framed(channel: VoteChannel, provider: Provider) -> bool:
    return bool(provider.frame) and Mode.IFRAME in (channel.modes or provider.modes)


def _is_ours(papers: RawContent, address: str) -> bool:
    # a frame with scripts and the origin of the page around it could take its own sandbox off
    return papers.contest is not None and url_origin(address) == url_origin(papers.contest.record.site.url)
