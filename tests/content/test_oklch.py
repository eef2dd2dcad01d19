"""Colours in OKLCH and back, and their contrast, beside published values."""

from __future__ import annotations

import pytest

from plugins.content.brand.oklch import Oklch, contrast, parse_hex


@pytest.mark.parametrize(
    ("color", "lightness", "chroma", "hue"),
    [
        # CSS Color 4, of the primaries of sRGB
        ("#ff0000", 0.62796, 0.25768, 29.234),
        ("#00ff00", 0.86644, 0.29483, 142.495),
        ("#0000ff", 0.45201, 0.31321, 264.052),
        ("#ff0", 0.96798, 0.21101, 109.769),
        ("#0ff", 0.90540, 0.15455, 194.769),
        ("#f0f", 0.70167, 0.32249, 328.363),
    ],
)
def test_colour_has_its_published_lightness_chroma_and_hue(
    color: str, lightness: float, chroma: float, hue: float
) -> None:
    parsed = parse_hex(color)
    assert (parsed.lightness, parsed.chroma, parsed.hue) == (
        pytest.approx(lightness, abs=2e-5),
        pytest.approx(chroma, abs=2e-5),
        pytest.approx(hue, abs=5e-3),
    )


@pytest.mark.parametrize("color", ["#ffffff", "#808080", "#000000", "#010101", "#0a0a0a", "#0b0b0b"])
def test_grey_has_no_chroma_and_comes_back(color: str) -> None:
    assert parse_hex(color).chroma == pytest.approx(0, abs=1e-4)
    assert parse_hex(color).to_hex() == color


@pytest.mark.parametrize(
    ("color", "shown"),
    [
        (Oklch(1.5, 0, 0), "#ffffff"),
        (Oklch(1.5, 0.2, 0), "#ffffff"),
        (Oklch(-1, 0.2, 120), "#000000"),
        (Oklch(0.62796, 0.25768, 29.234), "#ff0000"),
    ],
)
def test_colour_beyond_the_screen_is_the_nearest_it_has(color: Oklch, shown: str) -> None:
    assert color.to_hex() == shown


@pytest.mark.parametrize("hue", range(0, 360, 45))
def test_colour_that_is_too_strong_keeps_its_lightness_and_hue(hue: int) -> None:
    shown = parse_hex(Oklch(0.6, 0.5, hue).to_hex())
    assert shown.lightness == pytest.approx(0.6, abs=0.01)
    assert (shown.hue - hue + 180) % 360 - 180 == pytest.approx(0, abs=2)
    # stronger by two steps, one channel could not be shown
    stronger = Oklch(0.6, shown.chroma + 0.008, hue)
    assert parse_hex(stronger.to_hex()).chroma < stronger.chroma


def test_lightness_is_changed_alone() -> None:
    assert Oklch(0.5, 0.1, 30).with_lightness(0.7) == Oklch(0.7, 0.1, 30)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#ff0000", "#ffffff", 3.998), ("#00ff00", "#000000", 15.304), ("#0000ff", "#fff", 8.592)],
)
def test_contrast_is_that_of_wcag_in_either_order(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=5e-4)
