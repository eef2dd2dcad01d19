"""Ballots, channels and providers that cannot work or are not safe."""

from __future__ import annotations

from tests.content.mutations import LIFT, SITE, combine, invalid_case, replace_text, write_file

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


INVALID_BALLOTS = [
    invalid_case("ballot that runs", replace_text(LIFT, (BALLOT, "app: javascript:alert(1)")), (LIFT, 8, "not_ballot")),
    invalid_case(
        "Chinese in a ballot", replace_text(LIFT, (BALLOT, "app: https://vote.example.cn/电")), (LIFT, 8, "not_ballot")
    ),
    invalid_case(
        "password in a ballot", replace_text(LIFT, (BALLOT, "app: https://a:b@vote.example")), (LIFT, 8, "not_ballot")
    ),
    invalid_case(
        "ballot over http", replace_text(LIFT, (BALLOT, "app: http://v.example")), (LIFT, 8, "ballot_not_https")
    ),
    invalid_case("id where none can be", replace_text(LIFT, (BALLOT, "app: Ab12")), (LIFT, 8, "wrong_ballot_id")),
    invalid_case(
        "id that is no id of the provider's",
        replace_text(SITE, channel("provider: wjx, ballot: a-b")),
        (SITE, 30, "wrong_ballot_id"),
        (LIFT, 8, "ballot_elsewhere"),
        ("entries/rain-garden/index.md", 14, "ballot_elsewhere"),
    ),
    invalid_case(
        "address that only begins like the provider's",
        combine(
            replace_text(SITE, channel("provider: tally")),
            replace_text(LIFT, (BALLOT, "app: https://tally.so.evil.example/r/abc123")),
            replace_text(
                "entries/rain-garden/index.md", ("https://vote.example.com/rain", "https://tally.so/r/abc123")
            ),
        ),
        (SITE, 30, "warn_not_in_mainland"),
        (LIFT, 8, "ballot_elsewhere"),
    ),
    invalid_case("unknown provider", replace_text(SITE, channel("provider: xyz")), (SITE, 30, "unknown_provider")),
    invalid_case(
        "provider misspelt", replace_text(SITE, channel("provider: wxj")), (SITE, 30, "unknown_provider_near")
    ),
    invalid_case(
        "mode that the provider lacks",
        replace_text(SITE, channel("modes: [iframe]")),
        (SITE, 30, "mode_not_offered"),
    ),
    invalid_case(
        "poll for trials",
        combine(
            replace_text(SITE, channel("provider: test-poll")),
            replace_text(LIFT, (BALLOT, "app: http://127.0.0.1:8600/")),
            replace_text(
                "entries/rain-garden/index.md", ("https://vote.example.com/rain", "https://localhost.example/")
            ),
        ),
        (SITE, 30, "warn_test_provider"),
        ("entries/rain-garden/index.md", 14, "ballot_elsewhere"),
    ),
    invalid_case(
        "frame of the site's own origin",
        combine(
            replace_text(SITE, channel("provider: frame")),
            replace_text(LIFT, (BALLOT, "app: HTTPS://Small-Town.example:443/vote")),
        ),
        (LIFT, 8, "frame_of_our_own"),
    ),
    invalid_case(
        "provider over http",
        write_file(PROVIDERS, provider("address: 'http://own.example/{ballot}', ballot: '[0-9]+'")),
        (PROVIDERS, 2, "provider_host"),
    ),
    invalid_case(
        "provider on another's host",
        write_file(PROVIDERS, provider("hosts: [own.example], address: 'https://other.example/{ballot}', ballot: a")),
        (PROVIDERS, 2, "provider_host"),
    ),
    invalid_case(
        "provider with a broken pattern",
        write_file(PROVIDERS, provider("hosts: [own.example], address: 'https://own.example/{ballot}', ballot: '['")),
        (PROVIDERS, 2, "provider_pattern"),
    ),
    invalid_case(
        "frame that may take the page away",
        write_file(PROVIDERS, provider("frame: {sandbox: [allow-scripts, allow-top-navigation-by-user-activation]}")),
        (PROVIDERS, 2, "sandbox_too_wide"),
    ),
    invalid_case(
        "provider twice",
        write_file(PROVIDERS, provider("mainland: true") + "  - {id: own, name: 又一个, modes: [link]}\n"),
        (PROVIDERS, 3, "duplicate_id"),
    ),
    invalid_case(
        "count of an unknown entry",
        write_file(COUNTS, "as_of: 2024-03-15\nsource: 小城客户端\ncounts:\n  xyz: 3\n"),
        (COUNTS, 4, "unknown_entry"),
    ),
]
