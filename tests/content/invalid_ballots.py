"""Ballots, channels and providers that cannot work or are not safe."""

from __future__ import annotations

from tests.content.mutations import LIFT, SITE, both, broken, replaced, written

PROVIDERS = "providers.yaml"
COUNTS = "results/counts.yaml"
CHANNEL = ("{id: app, name: 小城客户端}", "{{id: app, name: 小城客户端, {}}}")
BALLOT = "app: https://vote.example.com/lift"


def channel(keys: str) -> tuple[str, str]:
    """The channel with more keys."""
    return CHANNEL[0], CHANNEL[1].format(keys)


def provider(keys: str) -> str:
    """A file with one provider of the content's own, whose keys begin on line 2."""
    return f"providers:\n  - {{id: own, name: 自建, modes: [link, iframe], {keys}}}\n"


BROKEN_BALLOTS = [
    broken("ballot that runs", replaced(LIFT, (BALLOT, "app: javascript:alert(1)")), (LIFT, 8, "not_ballot")),
    broken("Chinese in a ballot", replaced(LIFT, (BALLOT, "app: https://vote.example.cn/电")), (LIFT, 8, "not_ballot")),
    broken("password in a ballot", replaced(LIFT, (BALLOT, "app: https://a:b@vote.example")), (LIFT, 8, "not_ballot")),
    broken("ballot over http", replaced(LIFT, (BALLOT, "app: http://v.example")), (LIFT, 8, "ballot_not_https")),
    broken("id where none can be", replaced(LIFT, (BALLOT, "app: Ab12")), (LIFT, 8, "wrong_ballot_id")),
    broken(
        "id that is no id of the provider's",
        replaced(SITE, channel("provider: wjx, ballot: a-b")),
        (SITE, 30, "wrong_ballot_id"),
        (LIFT, 8, "ballot_elsewhere"),
        ("entries/rain-garden/index.md", 14, "ballot_elsewhere"),
    ),
    broken(
        "address that only begins like the provider's",
        both(
            replaced(SITE, channel("provider: tally")),
            replaced(LIFT, (BALLOT, "app: https://tally.so.evil.example/r/abc123")),
            replaced("entries/rain-garden/index.md", ("https://vote.example.com/rain", "https://tally.so/r/abc123")),
        ),
        (SITE, 30, "warn_not_in_mainland"),
        (LIFT, 8, "ballot_elsewhere"),
    ),
    broken("unknown provider", replaced(SITE, channel("provider: xyz")), (SITE, 30, "unknown_provider")),
    broken("provider misspelt", replaced(SITE, channel("provider: wxj")), (SITE, 30, "unknown_provider_near")),
    broken(
        "mode that the provider lacks",
        replaced(SITE, channel("modes: [iframe]")),
        (SITE, 30, "mode_not_offered"),
    ),
    broken(
        "poll for trials",
        both(
            replaced(SITE, channel("provider: test-poll")),
            replaced(LIFT, (BALLOT, "app: http://127.0.0.1:8600/")),
            replaced("entries/rain-garden/index.md", ("https://vote.example.com/rain", "https://localhost.example/")),
        ),
        (SITE, 30, "warn_test_provider"),
        ("entries/rain-garden/index.md", 14, "ballot_elsewhere"),
    ),
    broken(
        "frame of the site's own origin",
        both(
            replaced(SITE, channel("provider: frame")),
            replaced(LIFT, (BALLOT, "app: https://small-town.example/vote")),
        ),
        (LIFT, 8, "frame_of_our_own"),
    ),
    broken(
        "provider over http",
        written(PROVIDERS, provider("address: 'http://own.example/{ballot}', ballot: '[0-9]+'")),
        (PROVIDERS, 2, "provider_host"),
    ),
    broken(
        "provider on another's host",
        written(PROVIDERS, provider("hosts: [own.example], address: 'https://other.example/{ballot}', ballot: a")),
        (PROVIDERS, 2, "provider_host"),
    ),
    broken(
        "provider with a broken pattern",
        written(PROVIDERS, provider("hosts: [own.example], address: 'https://own.example/{ballot}', ballot: '['")),
        (PROVIDERS, 2, "provider_pattern"),
    ),
    broken(
        "frame that may take the page away",
        written(PROVIDERS, provider("frame: {sandbox: [allow-scripts, allow-top-navigation-by-user-activation]}")),
        (PROVIDERS, 2, "sandbox_too_wide"),
    ),
    broken(
        "provider twice",
        written(PROVIDERS, provider("mainland: true") + "  - {id: own, name: 又一个, modes: [link]}\n"),
        (PROVIDERS, 3, "duplicate_id"),
    ),
    broken(
        "count of an unknown entry",
        written(COUNTS, "as_of: 2024-03-15\nsource: 小城客户端\ncounts:\n  xyz: 3\n"),
        (COUNTS, 4, "unknown_entry"),
    ),
]
