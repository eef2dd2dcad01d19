"""What the placeholder pictures show of what people built: arcades, towers, gables, windows, lanes."""

from __future__ import annotations

import math

from tools.placeholder_art.canvas import HEIGHT, WIDTH, Poster, arc, rotate


def arcade(poster: Poster) -> None:
    """A street of arcade houses: shops behind arches below, tall windows and a curved gable above."""
    inks, dice = poster.inks, poster.dice
    poster.sun(dice.between(200, 1000), 160, 100)
    x, width = dice.between(-120, -40), 0.0
    faces = (inks.near, inks.far, inks.cool, inks.near, inks.haze, inks.cool)
    shift = int(dice.between(0, 6))
    for number in range(6):
        x, width = x + width, dice.between(218, 262)
        _house(poster, x, width, dice.between(210, 330), faces[(number + shift) % 6])
    poster.bar(0, 726, WIDTH, HEIGHT, inks.dark)
    poster.bar(0, 726, WIDTH, 738, inks.glow)


def _house(poster: Poster, x: float, width: float, top: float, face: str) -> None:
    inks = poster.inks
    poster.sector(x + width / 2, top + 2, width / 3.4, 180, 360, face)
    poster.bar(x, top, x + width, 730, face)
    poster.disc(x + width / 2, top - 14, width / 11, inks.glow)
    for y in (top, top + 30, 500):
        poster.bar(x, y, x + width, y + 9, inks.dark)
    third = width / 3
    for column in range(3):
        _window(poster, x + third * column + third * 0.2, top + 62, third * 0.6, 470)
    poster.arch(x + 22, 536, width - 44, 730, inks.dark)
    poster.disc(x + width / 2, 600, 24, inks.bloom)
    poster.bar(x + width / 2 - 2, 536, x + width / 2 + 2, 578, inks.glow)
    poster.bar(x + 58, 668, x + width - 58, 730, inks.glow)
    poster.bar(x - 3, top, x + 3, 730, inks.dark)


def _window(poster: Poster, x: float, top: float, width: float, base: float) -> None:
    lit = poster.inks.glow if poster.dice.chance(0.4) else poster.inks.sky
    poster.arch(x - 5, top - 5, width + 10, base, poster.inks.dark)
    poster.arch(x, top, width, base - 5, lit)
    for y in range(round(top + width / 2), round(base - 5), 26):
        poster.bar(x, y, x + width, y + 4, poster.inks.dark)
    poster.bar(x + width / 2 - 2, top, x + width / 2 + 2, base - 5, poster.inks.dark)


def tower(poster: Poster) -> None:
    """Blocks in three depths over the river, and one slender tower with a waist."""
    inks, dice = poster.inks, poster.dice
    x = dice.between(480, 720)
    poster.sun(x + dice.pick((-230, 230)), 230, 125)
    _row(poster, 330, 420, 90, inks.haze)
    _waisted_tower(poster, x)
    _row(poster, 420, 520, 120, inks.far)
    _row(poster, 480, 600, 150, inks.near, lit=True)
    poster.bar(0, 650, WIDTH, HEIGHT, inks.dark)
    for y in range(664, HEIGHT, 22):
        bar_x = dice.between(40, 700)
        poster.bar(bar_x, y, bar_x + dice.between(160, 420), y + 6, dice.pick((inks.glow, inks.far, inks.bloom)))


def _row(poster: Poster, high: float, low: float, width: float, ink: str, lit: bool = False) -> None:
    x = poster.dice.between(-60, -10)
    while x < WIDTH:
        top, wide = poster.dice.between(high, low), poster.dice.between(0.7, 1.15) * width
        poster.bar(x, top, x + wide, 660, ink)
        if lit:
            _lights(poster, x, top, wide)
        x += wide + poster.dice.pick((0, 6, 26))


def _lights(poster: Poster, x: float, top: float, width: float) -> None:
    columns = int((width - 16) // 24)
    gap = (width - columns * 24 + 10) / 2
    for row in range(int((640 - top) // 26)):
        for column in range(columns):
            if poster.dice.chance(0.5):
                light_x, y = x + gap + column * 24, top + 18 + row * 26
                poster.bar(light_x, y, light_x + 14, y + 14, poster.inks.glow)


def _waisted_tower(poster: Poster, x: float) -> None:
    inks = poster.inks
    sides = [(abs(step - 13) / 22 * 62 + 17, 150 + step * 25) for step in range(21)]
    poster.shape([*[(x + half, y) for half, y in sides], *[(x - half, y) for half, y in reversed(sides)]], inks.dark)
    for (half, y), (next_half, next_y) in zip(sides[::2], sides[2::2], strict=False):
        poster.stroke([(x - half + 5, y), (x + next_half - 5, next_y)], 3, inks.glow)
        poster.stroke([(x + half - 5, y), (x - next_half + 5, next_y)], 3, inks.glow)
    poster.bar(x - 4, 40, x + 4, 160, inks.dark)


def gable(poster: Poster) -> None:
    """Rows of old houses with rounded gables like the ears of a wok."""
    inks, dice = poster.inks, poster.dice
    poster.sun(dice.between(350, 850), 220, 140)
    poster.water(330, 46, 1200, inks.haze)
    for y, width, wall, edge in (
        (330, 210, inks.far, inks.sky),
        (460, 270, inks.near, inks.glow),
        (610, 340, inks.dark, inks.glow),
    ):
        x = dice.between(-200, -60)
        while x < WIDTH:
            _eared_gable(poster, x, y, width, wall, edge)
            x += width * 1.12


def _eared_gable(poster: Poster, x: float, y: float, width: float, wall: str, edge: str) -> None:
    middle, ear = x + width / 2, width * 0.31
    ridge = [(x, y + 46), (middle - ear * 1.12, y + 34), (middle - ear, y + 16), *arc(middle, y - 20, ear, 180, 360)]
    outline = [*ridge, (middle + ear, y + 16), (middle + ear * 1.12, y + 34), (x + width, y + 46)]
    poster.shape([*outline, (x + width, HEIGHT), (x, HEIGHT)], wall)
    poster.stroke(outline, width / 18, edge)
    poster.stroke([(a + (middle - a) * 0.14, b + width * 0.075) for a, b in outline[2:-2]], width / 50, edge)
    for side in (-1, 1):
        window_x = middle + side * width * 0.13 - width * 0.05
        poster.bar(window_x, y + width * 0.02, window_x + width * 0.1, y + width * 0.14, edge)
        poster.bar(window_x + width * 0.045, y, window_x + width * 0.055, y + width * 0.15, wall)
    for step in range(4):
        poster.bar(x + width, y + 62 + step * 20, x + width * 1.12, y + 72 + step * 20, edge)


def window(poster: Poster) -> None:
    """A lattice of coloured panes, as in an old parlour."""
    inks, dice = poster.inks, poster.dice
    panes = (inks.bloom, inks.glow, inks.far, inks.near, inks.cool, inks.haze)
    first, second, third, fourth = dice.pick(((0, 1, 2, 3), (1, 4, 5, 0), (2, 0, 1, 4), (5, 3, 1, 0)))
    poster.bar(0, 0, WIDTH, HEIGHT, inks.dark)
    for row in range(4):
        for column in range(6):
            x, y, even = column * 200 + 100, row * 200 + 100, (row + column) % 2 == 0
            _pane(poster, x, y, panes[first if even else second], panes[third if even else fourth], even)
    for number in range(5):
        poster.disc(200 + number * 200, 400, 30, inks.dark)
        poster.disc(200 + number * 200, 400, 20, inks.glow)


def _pane(poster: Poster, x: float, y: float, ground: str, figure: str, even: bool) -> None:
    poster.bar(x - 93, y - 93, x + 93, y + 93, ground)
    if even:
        poster.disc(x, y, 86, poster.inks.dark)
        for degrees in range(0, 360, 90):
            poster.sector(*rotate([(6, 6)], x, y, degrees)[0], 72, degrees, degrees + 90, figure)
        poster.disc(x, y, 30, poster.inks.dark)
        poster.disc(x, y, 22, ground)
    else:
        poster.shape([(x, y - 93), (x + 93, y), (x, y + 93), (x - 93, y)], poster.inks.dark)
        poster.shape([(x, y - 78), (x + 78, y), (x, y + 78), (x - 78, y)], figure)
        for degrees in range(45, 405, 90):
            poster.disc(*rotate([(42, 0)], x, y, degrees - 45)[0], 20, ground)


def lane(poster: Poster) -> None:
    """The quarter from above: roofs along lanes, and the river through it."""
    inks, dice = poster.inks, poster.dice
    tilt = dice.between(-24, 24)
    poster.bar(0, 0, WIDTH, HEIGHT, inks.haze)
    roofs = (inks.near, inks.far, inks.near, inks.sky, inks.bloom, inks.far, inks.dark)
    for row in range(-7, 8):
        x = -860.0 + (row % 3) * 30
        while x < 860:
            wide = dice.between(70, 170)
            _roof(poster, x, row * 104.0, wide, tilt, dice.pick(roofs))
            x += wide + dice.pick((8, 8, 8, 30))
    bend = dice.between(-130, 130)
    middle = [(-100.0 + step * 50, 400 + bend * math.sin(math.pi * step / 14)) for step in range(29)]
    poster.stroke(middle, 190, inks.glow)
    poster.stroke(middle, 160, inks.cool)
    for shift in (-44, 4, 48):
        poster.stroke([(x, y + shift) for x, y in middle[4 + abs(shift) // 8 : 22 - abs(shift) // 12]], 5, inks.haze)


def _roof(poster: Poster, x: float, y: float, wide: float, tilt: float, ink: str) -> None:
    corners = [(x, y), (x + wide, y), (x + wide, y + 90), (x, y + 90)]
    poster.shape(rotate(corners, 600, 400, tilt), ink)
    poster.shape(rotate([(x, y + 45), (x + wide, y + 45), *corners[2:]], 600, 400, tilt), poster.inks.dark, 0.22)


TOWN = (arcade, tower, gable, window, lane)
