"""Checks of the vote: providers that are safe, ballots that belong to their provider, counts of known entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.content.checks.references import check_duplicates, check_reference, list_ids
from plugins.content.parsing.document_text import SourceLines
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.parsing.yaml_lines import KeyPath, Locator, YamlDocument
from plugins.content.problems import Problem, unknown
from plugins.content.schema.config import CompetitionConfig, Mode, VoteChannel
from plugins.content.schema.providers import Provider, ProvidersFile
from plugins.content.schema.web_urls import is_web_url, url_origin
from plugins.content.sources import DataFile, RawContent


def check_ballots(raw: RawContent) -> Iterator[Problem]:
    """The problems of providers, channels, ballots and counts."""
    if raw.custom_providers:
        yield from _check_providers(raw.custom_providers)
    # providers in an unreadable file are not reported as unknown
    if raw.config and (raw.custom_providers or not exists_or_dangling(raw.content, "providers.yaml")):
        config, document = raw.config.record, raw.config.document
        yield from _check_stages(config, document)
        yield from _check_channels(raw, document, config.vote_channels)
        for index, part in enumerate(config.rounds):
            yield from _check_channels(raw, document, part.vote_channels, "rounds", index)
        channels = {channel.id: channel for channel in config.all_channels}
        for source in raw.entries:
            lines = SourceLines(raw, source.folder)
            for channel_id, ballot in source.record.ballots.items():
                channel = channels.get(channel_id)
                if channel and channel.provider in raw.providers:
                    yield from _check_ballot(raw, lines, channel, ballot, ("ballots", channel_id))
    yield from _check_counts(raw)


def _check_counts(raw: RawContent) -> Iterator[Problem]:
    for round_id, part in raw.rounds.items():
        if part.counts:
            for slug in part.counts.record.counts:
                for item in check_reference(part.counts.document, "entry", slug, raw.slugs["entries"], "counts", slug):
                    yield item.of_round(round_id)


def _check_stages(config: CompetitionConfig, document: YamlDocument) -> Iterator[Problem]:
    """Without a stage with a vote, the site shows nothing of a vote rule and channels."""
    key = "vote_rule" if config.vote_rule else "vote_channels" if config.vote_channels else None
    if key and not config.has_vote:
        yield document.problem("warn_vote_without_stage", key)


def _check_providers(data_file: DataFile[ProvidersFile]) -> Iterator[Problem]:
    providers = data_file.record.providers
    yield from check_duplicates(data_file.document, list_ids(providers), "providers")
    for index, provider in enumerate(providers):
        yield from _check_provider(data_file.document, provider, ("providers", index))


def _check_provider(document: YamlDocument, provider: Provider, path: KeyPath) -> Iterator[Problem]:
    if provider.address and not provider.has_host(provider.address.replace("{ballot}", "1")):
        yield document.problem("provider_host", *path, "address", given=provider.address.partition("{")[0])
    if provider.ballot and not _is_pattern(provider.ballot):
        yield document.problem("provider_pattern", *path, "ballot", given=provider.ballot)
    for index, token in enumerate(provider.frame.sandbox if provider.frame else ()):
        if token.startswith("allow-top-navigation"):
            yield document.problem("sandbox_too_wide", *path, "frame", "sandbox", index, given=token)


def _is_pattern(text: str) -> bool:
    try:
        return bool(re.compile(text))
    except re.error:
        return False


def _check_channels(
    raw: RawContent, document: YamlDocument, channels: Sequence[VoteChannel], *place: str | int
) -> Iterator[Problem]:
    """Check the channels of the competition, or of a round at this place of its file."""
    for index, channel in enumerate(channels):
        path: KeyPath = (*place, "vote_channels", index)
        if channel.provider not in raw.providers:
            line = document.line(*path, "provider")
            yield unknown(document.file, line, "provider", channel.provider, list(raw.providers))
            continue
        provider = raw.providers[channel.provider]
        if extra := [mode for mode in channel.modes if mode not in provider.modes]:
            yield document.problem("mode_not_offered", *path, "modes", given=extra, provider=provider.id)
        if channel.ballot:
            yield from _check_ballot(raw, document, channel, channel.ballot, (*path, "ballot"))
        if provider.for_tests:
            yield document.problem("warn_test_provider", *path, "provider", provider=provider.id)
        if not provider.mainland:
            yield document.problem("warn_not_in_mainland", *path, "provider", provider=provider.id)


def _check_ballot(
    raw: RawContent, document: Locator, channel: VoteChannel, ballot: str, path: KeyPath
) -> Iterator[Problem]:
    provider = raw.providers[channel.provider]
    if not is_web_url(ballot):
        if not provider.has_ballot(ballot):
            yield document.problem("wrong_ballot_id", *path, given=ballot, provider=provider.id)
    elif not ballot.lower().startswith("https:") and not provider.for_tests:
        yield document.problem("ballot_not_https", *path, given=ballot)
    elif not provider.has_host(ballot):
        yield document.problem("ballot_elsewhere", *path, given=ballot, provider=provider.id, hosts=provider.hosts)
    elif provider.frame and Mode.IFRAME in (channel.modes or provider.modes) and _is_own_origin(raw, ballot):
        yield document.problem("frame_of_our_own", *path, given=ballot)


def _is_own_origin(raw: RawContent, url: str) -> bool:
    # a sandboxed frame with scripts and the origin of its page could remove its own sandbox
    return raw.config is not None and url_origin(url) == url_origin(raw.config.record.site.url)
