"""What a public site must not have, said before anything is published."""

from __future__ import annotations

from pathlib import Path

from plugins.release.build import FINDINGS, fresh_build
from tests.content.mutations import LIFT, SITE, both, replaced

GOOD = "https://www.small-town.gov.cn/zt/"
REAL = both(
    replaced(SITE, ("https://small-town.example/zt", GOOD)),
    replaced(LIFT, ("sample: true\n", "")),
)
TRIAL = both(
    replaced(SITE, ("{id: app, name: 小城客户端}", "{id: app, name: 小城客户端, provider: test-poll}")),
    replaced("entries/rain-garden/index.md", ("https://vote.example.com/rain", "http://127.0.0.1:8600/")),
    replaced(LIFT, ("https://vote.example.com/lift", "http://127.0.0.1:8600/")),
)


def _findings(content: Path, folder: Path, stage: str, address: str) -> tuple[str, ...]:
    fresh = fresh_build(content, stage, folder, address, "en")
    assert fresh
    return fresh.findings


def test_real_content_at_a_real_address_has_no_finding(tiny: Path, tmp_path: Path) -> None:
    REAL(tiny)
    assert _findings(tiny, tmp_path, "tour", GOOD) == ()


def test_everything_that_is_not_ready_is_found(tiny: Path, tmp_path: Path) -> None:
    TRIAL(tiny)
    replaced(SITE, ("current_stage: vote", "current_stage: call"))(tiny)
    assert _findings(tiny, tmp_path, "tour", "http://127.0.0.1:8000/") == (
        FINDINGS["samples"]["en"].format(count=1, slugs="lift-watch"),
        FINDINGS["placeholder"]["en"].format(url="http://127.0.0.1:8000/"),
        FINDINGS["placeholder"]["en"].format(url="https://small-town.example/zt"),
        FINDINGS["test_poll"]["en"].format(name="test-poll"),
        FINDINGS["not_reached"]["en"].format(current="call", stage="tour"),
    )
