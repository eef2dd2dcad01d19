"""What the placeholder pictures show of life on the water: boats and bridges."""

from __future__ import annotations

from tools.placeholder_art.canvas import HEIGHT, WIDTH, Point, Poster, arc, rotate


def river(poster: Poster) -> None:
    """A sun over broad water, and a boat with its awning."""
    inks, dice = poster.inks, poster.dice
    x, horizon = dice.between(420, 780), dice.between(380, 430)
    poster.sun(x, horizon - dice.between(20, 90), dice.between(170, 210))
    poster.water(horizon - 60, 40, 1500, inks.haze)
    for step, ink in enumerate((inks.far, inks.near, inks.far, inks.near, inks.dark)):
        y = horizon + step * 78
        poster.water(y, 15 + 3 * step, 230 + 60 * step, ink)
        if step == 2:
            _boat(poster, dice.between(380, 800), y + 24)
    _birds(poster, x)


def _boat(poster: Poster, x: float, y: float) -> None:
    inks = poster.inks
    poster.sector(x - 10, y - 26, 92, 180, 360, inks.glow)
    for radius in (70, 46, 22):
        poster.stroke(arc(x - 10, y - 26, radius, 180, 360), 4, inks.dark)
    hull = [(-190, -52), (-120, -26), (120, -26), (200, -60), (150, 26), (-130, 26)]
    poster.shape(rotate(hull, x, y, 0), inks.dark)
    poster.stroke([(x + 120, y - 20), (x + 150, y - 190)], 6, inks.dark)


def _birds(poster: Poster, x: float) -> None:
    for _ in range(4):
        a, b = x + poster.dice.between(-330, 330), poster.dice.between(70, 200)
        wings = [(a - 30, b - 12), (a - 12, b - 10), (a, b), (a + 12, b - 10), (a + 30, b - 12)]
        poster.stroke(wings, 5, poster.inks.dark)


def bridge(poster: Poster) -> None:
    """A bridge whose arch and reflection close to a ring, under the moon."""
    inks, dice = poster.inks, poster.dice
    x, water, span = dice.between(520, 680), dice.between(470, 510), dice.between(160, 200)
    poster.disc(x, water - 60, span + 190, inks.haze)
    poster.sun(x + dice.pick((-330, 330)), 170, 74)
    _span(poster, x, water, span, -1, inks.near, inks.haze)
    _rail(poster, x, water, span)
    poster.bar(0, water, WIDTH, HEIGHT, inks.near)
    _span(poster, x, water, span, 1, inks.far, inks.near)
    for step in range(9):
        wave_x, y = dice.between(0, 820), water + 26 + step * 33
        poster.stroke([(wave_x, y), (wave_x + dice.between(140, 360), y)], 7, inks.sky)
    for _ in range(9):
        _lotus(poster, dice.between(0, 1200), dice.between(water + 150, 790))


def _span(poster: Poster, x: float, y: float, span: float, side: int, ink: str, opening: str) -> None:
    """The bridge above the water (side -1) or its reflection below (side 1)."""
    deck = [(-span - 300, 0.0), *_deck(span), (span + 300, 0.0)]
    poster.shape([(x + a, y + side * b) for a, b in deck], ink)
    poster.shape(arc(x, y, span, 180, 180 - side * 180), opening)


def _deck(span: float) -> list[Point]:
    return [(-span, span + 40), (-70, span + 92), (70, span + 92), (span, span + 40)]


def _rail(poster: Poster, x: float, y: float, span: float) -> None:
    inks = poster.inks
    for a, b in ((-span - 150, 92), *_deck(span), (span + 150, 92)):
        poster.bar(x + a - 7, y - b - 48, x + a + 7, y - b + 20, inks.dark)
    poster.stroke([(x + a, y - b - 34) for a, b in _deck(span)], 8, inks.dark)
    poster.stroke(arc(x, y, span + 12, 180, 360), 8, inks.glow)


def _lotus(poster: Poster, x: float, y: float) -> None:
    size, open_at = poster.dice.between(34, 62), poster.dice.between(0, 360)
    leaf = [(x, y), *[(x + a, y + b * 0.42) for a, b in arc(0, 0, size, open_at, open_at + 325)]]
    poster.shape(leaf, poster.dice.pick((poster.inks.dark, poster.inks.cool, poster.inks.dark)))
    if poster.dice.chance(0.4):
        for lean in (-130, -50, -110, -70, -90):
            poster.shape(rotate([(0, 0), (26, 11), (52, 0), (26, -11)], x, y - 4, lean), poster.inks.bloom)


def boat(poster: Poster) -> None:
    """A dragon boat at full stroke."""
    inks, dice = poster.inks, poster.dice
    poster.sun(dice.between(300, 900), 300, dice.between(170, 210))
    poster.water(430, 20, 700, inks.haze)
    poster.water(500, 16, 420, inks.far)
    for number in range(9):
        _paddler(poster, 270 + number * 80.0, 500)
    bottom = [(1090.0, 560.0), (960, 610), (270, 610), (130, 560)]
    poster.shape([(90, 400), (150, 490), (260, 540), (960, 540), (1050, 500), (1110, 380), *bottom], inks.bloom)
    poster.stroke([(170, 540), (270, 572), (960, 572), (1060, 536)], 9, inks.glow)
    poster.stroke([(112, 440), (112, 250)], 7, inks.dark)
    poster.shape([(112, 252), (250, 282), (112, 322)], inks.bloom)
    _dragon(poster)
    for y, ink in ((600, inks.near), (670, inks.dark)):
        poster.water(y, 18, dice.between(220, 360), ink)


def _dragon(poster: Poster) -> None:
    head = [(1072, 420), (1066, 350), (1100, 316), (1150, 322), (1196, 350), (1140, 364), (1184, 382), (1140, 402)]
    poster.shape(head, poster.inks.bloom)
    poster.disc(1112, 344, 9, poster.inks.glow)
    for root, tip in (((1086, 330), (1030, 290)), ((1068, 366), (1020, 352)), ((1070, 404), (1024, 410))):
        poster.stroke([root, tip], 10, poster.inks.glow)


def _paddler(poster: Poster, x: float, y: float) -> None:
    inks = poster.inks
    poster.shape([(x - 26, y + 60), (x + 26, y + 60), (x + 42, y - 40), (x + 4, y - 46)], inks.dark)
    poster.disc(x + 34, y - 66, 21, inks.dark)
    poster.stroke([(x + 30, y - 20), (x + 66, y + 130)], 9, inks.dark)


SHORE = (river, bridge, boat)
