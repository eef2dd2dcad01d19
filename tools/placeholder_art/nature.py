"""What the placeholder pictures show of a southern river town's nature: blossoms, trees, hills and rain."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tools.placeholder_art.canvas import HEIGHT, WIDTH, Point, Poster, arc, rotate

# one thick petal of unit length along the x axis, narrow at its foot and full at its tip
_HALF = [(step / 20, 0.3 * math.sin(math.pi * (step / 20) ** 1.35) ** 0.72) for step in range(21)]
PETAL: list[Point] = [*_HALF, *[(x, -y) for x, y in reversed(_HALF)]]
UPPER: list[Point] = [*_HALF, (0, 0)]


def blossom(poster: Poster) -> None:
    """One open flower, larger than life, before a sun."""
    inks, dice = poster.inks, poster.dice
    x, y, tilt = dice.between(540, 660), dice.between(400, 440), dice.between(0, 72)
    poster.disc(x + dice.between(-150, 150), y - 40, dice.between(300, 350), inks.glow)
    poster.water(dice.between(600, 660), 16, 900, inks.haze)
    poster.water(700, 14, 700, inks.far)
    for degrees in range(36, 396, 72):
        poster.shape(rotate(PETAL, x, y, degrees + tilt, 265), inks.near)
    for degrees in range(0, 360, 72):
        _petal(poster, x, y, degrees + tilt, 345)
    _stamens(poster, x, y, 1)


def _petal(poster: Poster, x: float, y: float, degrees: float, size: float, strength: float = 1) -> None:
    inks = poster.inks
    poster.shape(rotate(PETAL, x, y, degrees, size), inks.bloom, strength)
    poster.shape(rotate(UPPER, x, y, degrees, size), inks.dark, 0.2)
    for bend in (-0.1, 0.0, 0.1) if size > 120 else ():
        vein = [(0.3, bend * 0.5), (0.55, bend), (0.84, bend * 1.1)]
        poster.stroke(rotate(vein, x, y, degrees, size), size / 90, inks.dark, 0.4)


def _stamens(poster: Poster, x: float, y: float, size: float) -> None:
    inks, dice = poster.inks, poster.dice
    poster.disc(x, y, 72 * size, inks.dark)
    for degrees in range(0, 360, 12):
        reach = dice.between(92, 138) * size
        tip = rotate([(reach, 0)], x, y, degrees)[0]
        poster.stroke([(x, y), tip], 4 * size, inks.glow)
        poster.disc(*tip, 8.5 * size, inks.glow)
    poster.disc(x, y, 30 * size, inks.bloom)


def branch(poster: Poster) -> None:
    """A leafless branch in flower, across the sky."""
    inks, dice = poster.inks, poster.dice
    poster.sun(dice.between(700, 860), dice.between(260, 340), dice.between(160, 210))
    poster.water(620, 30, 1300, inks.haze)
    poster.water(700, 22, 1000, inks.far)
    low, high = dice.between(560, 640), dice.between(150, 230)
    _limb(poster, (-20, low), (1220, high), 46, 10)
    for x in (190, 390, 590, 790, 970):
        foot = (x, low + (high - low) * (x + 20) / 1240)
        tip = (x + dice.between(40, 110), foot[1] + dice.pick((-1, -1, 1)) * dice.between(90, 150))
        _limb(poster, foot, tip, 16, 8)
        _cup(poster, *tip, -90 + dice.between(-30, 30) + (150 if tip[1] > foot[1] else 0), dice.between(105, 145))


def _limb(poster: Poster, start: Point, end: Point, thick: float, thin: float) -> None:
    (x, y), (far_x, far_y), wide, slim = start, end, thick / 2, thin / 2
    poster.shape([(x, y - wide), (far_x, far_y - slim), (far_x, far_y + slim), (x, y + wide)], poster.inks.dark)
    poster.stroke([start, end], thin, poster.inks.dark)


def _cup(poster: Poster, x: float, y: float, degrees: float, size: float) -> None:
    for lean in (-66, 66, -36, 36, 0):
        _petal(poster, x, y, degrees + lean, size)
    for lean in (-16, -5, 6, 17):
        tip = rotate([(size * 1.12, 0)], x, y, degrees + lean)[0]
        poster.disc(*tip, size / 18, poster.inks.glow)
    poster.disc(x, y, size / 4.2, poster.inks.dark)


def banyan(poster: Poster) -> None:
    """An old tree with hanging roots, a table and stools in its shade."""
    inks, dice = poster.inks, poster.dice
    x = dice.between(560, 640)
    poster.sun(x + dice.pick((-390, 390)), 200, 120)
    poster.water(600, 12, 1400, inks.haze)
    poster.bar(0, 690, WIDTH, HEIGHT, inks.far)
    trunk = [(-50, -330), (50, -330), (62, -120), (140, 0), (50, -18), (0, 4), (-50, -18), (-140, 0), (-62, -120)]
    poster.shape(rotate(trunk, x, 706, 0), inks.dark)
    for reach in (-360, -280, -215, -120, 110, 200, 270, 350):
        top = dice.between(380, 430)
        poster.stroke([(x + reach, top), (x + reach * 0.97, dice.between(520, 680))], dice.between(4, 9), inks.dark)
    _crown(poster, x, 310, 1, inks.dark)
    for ink, lift, size in ((inks.near, 262, 0.62), (inks.far, 214, 0.36)):
        for side in (-1, 0, 1):
            _crown(poster, x + side * dice.between(165, 215), lift - 36 * (side == 0), size * dice.between(0.8, 1), ink)
    _table(poster, x + dice.pick((-270, 270)), 724)


def _crown(poster: Poster, x: float, y: float, size: float, ink: str) -> None:
    for degrees in range(0, 360, 24):
        a, b = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        poster.disc(x + a * 390 * size, y + b * 120 * size, poster.dice.between(74, 128) * size, ink)
    poster.shape([(x + a, y + b * 0.42) for a, b in arc(0, 0, 400 * size, 0, 360)], ink)


def _table(poster: Poster, x: float, y: float) -> None:
    poster.bar(x - 80, y - 66, x + 80, y - 50, poster.inks.glow)
    poster.bar(x - 14, y - 50, x + 14, y, poster.inks.glow)
    for side in (-130, 100):
        poster.bar(x + side, y - 34, x + side + 36, y, poster.inks.glow)


def hills(poster: Poster) -> None:
    """Petals drifting over hill behind hill."""
    inks, dice = poster.inks, poster.dice
    poster.sun(dice.between(380, 820), dice.between(230, 290), dice.between(140, 170))
    for step, ink in enumerate((inks.haze, inks.far, inks.near, inks.dark)):
        poster.water(400 + step * 100, dice.between(34, 64), dice.between(620, 1150), ink)
    for x, y in _scatter(poster, 15):
        _petal(poster, x, y, dice.between(0, 360), dice.between(64, 112))


def _scatter(poster: Poster, count: int) -> Iterator[Point]:
    for step in range(count):
        yield (step * 0.618 % 1) * WIDTH, 40 + (step + poster.dice.between(0.1, 0.9)) * 740 / count


def rain(poster: Poster) -> None:
    """Umbrellas seen from above, in slanting rain."""
    inks, dice = poster.inks, poster.dice
    for step in range(70):
        x, y = step * 0.618 % 1 * 1300, step * 0.755 % 1 * 860 - 40
        poster.stroke([(x, y), (x - 22, y + 60)], 4, inks.far)
    pairs = [(inks.bloom, inks.glow), (inks.near, inks.haze), (inks.cool, inks.glow), (inks.bloom, inks.dark)]
    places = [(330, 260, 205), (790, 210, 165), (610, 570, 225), (1040, 520, 175), (160, 640, 150), (1110, 110, 95)]
    for number, (x, y, radius) in enumerate(places):
        _umbrella(poster, x + dice.between(-34, 34), y + dice.between(-34, 34), radius, pairs[number % 4])


def _umbrella(poster: Poster, x: float, y: float, radius: float, pair: tuple[str, str]) -> None:
    tilt = poster.dice.between(0, 45)
    poster.disc(x + 22, y + 30, radius, poster.inks.dark, 0.35)
    for step in range(8):
        corners = arc(x, y, radius, tilt + step * 45, tilt + step * 45 + 45)
        middle = rotate([(radius * 0.9, 0)], x, y, tilt + step * 45 + 22.5)[0]
        poster.shape([(x, y), corners[0], middle, corners[-1]], pair[step % 2])
    poster.disc(x, y, radius / 14, poster.inks.dark)


NATURE = (blossom, branch, banyan, hills, rain)
