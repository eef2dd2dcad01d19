"""Colours by lightness, chroma and hue (OKLCH), and their contrast.

Conversion: Björn Ottosson, "A perceptual color space for image processing"; contrast: WCAG 2.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

# how finely a colour is made paler until a screen can show it
CHROMA_STEP = 0.004


class LinearRgb(NamedTuple):
    """Red, green and blue in proportion to their light, from 0 to 1 for what a screen can show."""

    red: float
    green: float
    blue: float


@dataclass(frozen=True)
class Oklch:
    """A colour by its lightness from 0 to 1, its chroma from 0 to about 0.3, and its hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def to_hex(self) -> str:
        """The colour as ``#rrggbb``, with as much of its chroma as a screen can show."""
        lightness = min(1.0, max(0.0, self.lightness))
        chroma = self.chroma
        while chroma > 0 and not _is_shown(rgb := _linear_rgb(Oklch(lightness, chroma, self.hue))):
            chroma -= CHROMA_STEP
        rgb = _linear_rgb(Oklch(lightness, max(0.0, chroma), self.hue))
        return "#" + "".join(f"{round(255 * _encode(min(1.0, max(0.0, part)))):02x}" for part in rgb)

    def with_lightness(self, lightness: float) -> Oklch:
        """The same colour at another lightness."""
        return replace(self, lightness=lightness)


def parse_hex(color: str) -> Oklch:
    """The colour that ``#rrggbb`` or ``#rgb`` names."""
    red, green, blue = _decode_hex(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


@cache
def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear_rgb(color: Oklch) -> LinearRgb:
    a = color.chroma * math.cos(math.radians(color.hue))
    b = color.chroma * math.sin(math.radians(color.hue))
    long = (color.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (color.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (color.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return LinearRgb(
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_shown(rgb: LinearRgb) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in rgb)


def _luminance(color: str) -> float:
    red, green, blue = _decode_hex(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _decode_hex(color: str) -> LinearRgb:
    digits = color[1:] if len(color) > len("#rgb") else "".join(digit * 2 for digit in color[1:])
    return LinearRgb(*(_decode(int(digits[start : start + 2], 16) / 255) for start in (0, 2, 4)))


def _encode(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decode(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
