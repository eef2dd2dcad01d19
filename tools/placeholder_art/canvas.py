"""A canvas for placeholder art: a few flat inks, simple shapes, seeded randomness."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from PIL import Image, ImageColor, ImageDraw, ImageOps

Point = tuple[float, float]
Choice = TypeVar("Choice")
WIDTH, HEIGHT = 1200, 800
# drawn larger and scaled down, which is what makes the edges smooth
SCALE = 3
COLOURS = 40


@dataclass(frozen=True)
class Inks:
    """The colours of one poster, from its sky to its darkest silhouette, and three that stand out."""

    sky: str
    haze: str
    far: str
    near: str
    dark: str
    bloom: str
    glow: str
    cool: str

    def at_dusk(self) -> Inks:
        return replace(self, sky=self.near, haze=_between(self.near, self.far), near=self.dark, dark=_deeper(self.dark))

    def at_dawn(self) -> Inks:
        return replace(self, sky=self.haze, haze=self.sky)


def _between(one: str, other: str) -> str:
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{(a + b) // 2:02x}" for a, b in pairs)


def _deeper(colour: str) -> str:
    return _between(colour, "#0c1013")


class Dice:
    """Chance that falls the same way every time, on every machine."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.throws = 0

    def between(self, low: float, high: float) -> float:
        self.throws += 1
        digest = hashlib.sha256(f"{self.seed} {self.throws}".encode()).digest()
        return low + (high - low) * int.from_bytes(digest[:6], "big") / 2**48

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return choices[int(self.between(0, len(choices)))]

    def chance(self, share: float) -> bool:
        return self.between(0, 1) < share


class Poster:
    """A sheet of 1200 by 800 in the press."""

    def __init__(self, inks: Inks, dice: Dice) -> None:
        self.inks = inks
        self.dice = dice
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), inks.sky)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def shape(self, points: Iterable[Point], ink: str, strength: float = 1) -> None:
        """A filled outline; with less than full strength what lies below shines through, as in overprinting."""
        self.draw.polygon([(round(x * SCALE), round(y * SCALE)) for x, y in points], fill=_fill(ink, strength))

    def bar(self, x_min: float, y_min: float, x_max: float, y_max: float, ink: str, strength: float = 1) -> None:
        self.shape([(x_min, y_min), (x_max, y_min), (x_max, y_max), (x_min, y_max)], ink, strength)

    def disc(self, x: float, y: float, radius: float, ink: str, strength: float = 1) -> None:
        self.shape(arc(x, y, radius, 0, 360), ink, strength)

    def sun(self, x: float, y: float, radius: float) -> None:
        self.disc(x, y, radius * 1.22, self.inks.glow, 0.35)
        self.disc(x, y, radius, self.inks.glow)

    def sector(self, x: float, y: float, radius: float, start: float, end: float, ink: str) -> None:
        self.shape([(x, y), *arc(x, y, radius, start, end)], ink)

    def arch(self, x: float, top: float, width: float, base: float, ink: str) -> None:
        """Draw an opening with a round top and straight sides."""
        self.shape([(x + width, base), (x, base), *arc(x + width / 2, top + width / 2, width / 2, 180, 360)], ink)

    def stroke(self, points: Sequence[Point], width: float, ink: str, strength: float = 1) -> None:
        """A line of even width with round ends."""
        scaled = [(round(x * SCALE), round(y * SCALE)) for x, y in points]
        self.draw.line(scaled, fill=_fill(ink, strength), width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]) if strength == 1 else ():
            self.disc(x, y, width / 2, ink)

    def water(self, y: float, swell: float, length: float, ink: str, strength: float = 1) -> None:
        """A wavy edge from side to side, and everything below it."""
        shift = self.dice.between(0, 2 * math.pi)
        edge = [(x, y + swell * math.sin(x * 2 * math.pi / length + shift)) for x in range(0, WIDTH + 6, 6)]
        self.shape([*edge, (WIDTH, HEIGHT), (0, HEIGHT)], ink, strength)

    def png(self, mirrored: bool) -> bytes:
        """The finished picture, in as few colours as it needs."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        rotate = ImageOps.mirror(small) if mirrored else small
        out = io.BytesIO()
        rotate.quantize(palette=_palette(rotate), dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return out.getvalue()


def _palette(image: Image.Image) -> Image.Image:
    """The colours that cover most of a picture, exactly: an average of inks would be no ink of this poster."""
    counted: Any = image.getcolors(WIDTH * HEIGHT)
    common = [colour for _, colour in sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:COLOURS]]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in common for value in colour])
    return palette


def _fill(ink: str, strength: float) -> tuple[int, ...]:
    return (*ImageColor.getrgb(ink), round(255 * strength))


def arc(x: float, y: float, radius: float, start: float, end: float) -> list[Point]:
    """Points along a circle from one angle to another, in degrees clockwise from the right."""
    steps = max(8, int(abs(end - start) * radius / 300))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def rotate(points: Iterable[Point], x: float, y: float, degrees: float, size: float = 1) -> list[Point]:
    """Scale an outline, rotate it about its origin and move it."""
    cos, sin = math.cos(math.radians(degrees)) * size, math.sin(math.radians(degrees)) * size
    return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in points]
