"""The colours of a site in the light and in the dark scheme: computed from one, and checked for contrast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from plugins.content.brand.oklch import Oklch, contrast, parse_hex

HALL_NUMBERS = range(1, 5)
# the contrast of text, and of what must only be made out (WCAG 2.2, 1.4.3 and 1.4.11)
TEXT, SHAPE = 4.5, 3.0
# what is computed has a little more than it needs, because colours are rounded
SPARE = 0.3
# the colour of a contest that names none
DEFAULT_ACCENT = "#2b5c8a"
# the hue of lamplight, and what stands in for it where the accent is much like it
LAMP, WATER, NEAR = 88.0, 195.0, 45.0

Colors = dict[str, str]


class Palette(NamedTuple):
    """The colours of both schemes, ``#rrggbb``, by the names of their custom properties.

    ``dark`` holds only what differs from ``light``.
    """

    light: Mapping[str, str]
    dark: Mapping[str, str]

    def scheme(self, name: str) -> Mapping[str, str]:
        """Every colour of one scheme."""
        return self.light if name == "light" else {**self.light, **self.dark}


@dataclass(frozen=True)
class ContrastFault:
    """Two colours with too little contrast: their names, the scheme, and their contrast."""

    color: str
    background: str
    scheme: str
    ratio: float
    needed: float


# which colour stands on which, and the contrast that it needs
_GROUNDS = ("ground", "surface")
_BANDS = ("band", "band-lit")
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, TEXT) for text in ("ink", "soft", "accent", "accent-deep") for ground in _GROUNDS),
    *((f"hue-{number}", ground, TEXT) for number in HALL_NUMBERS for ground in _GROUNDS),
    *((shape, ground, SHAPE) for shape in ("edge", "focus") for ground in _GROUNDS),
    *((text, band, TEXT) for text in ("on-band", "on-band-soft", "bright") for band in _BANDS),
    ("on-bright", "bright", TEXT),
    ("on-fill", "fill", TEXT),
    ("on-fill", "fill-deep", TEXT),
    *(("on-glass", f"glass-{number}", TEXT) for number in HALL_NUMBERS),
    *(("on-hue", f"hue-{number}", TEXT) for number in HALL_NUMBERS),
)
# what high contrast and elder mode put in a colour's place; the same in theme/static/css/tokens.css
MODES: Mapping[str, Mapping[str, str]] = {
    "usual": {},
    "contrast": {
        "ground": "pure", "surface": "pure", "soft": "ink", "edge": "ink", "accent": "accent-deep",
        "on-band-soft": "on-band",
    },
    "elder": {
        "ground": "pure", "surface": "pure", "soft": "ink", "accent": "accent-deep", "on-band-soft": "on-band",
    },
}  # fmt: skip
# the colours that differ between the schemes
DARK_NAMES = frozenset(
    {"pure", "ground", "surface", "ink", "soft", "line", "edge", "accent", "accent-deep", "band", "band-lit", "focus"}
    | {"on-hue", *(f"hue-{number}" for number in HALL_NUMBERS)}
)
LIGHT_NAMES = DARK_NAMES | {"fill", "fill-deep", "on-fill", "on-band", "on-band-soft", "bright", "on-bright"}
LIGHT_NAMES |= {"on-glass", *(f"{kind}-{number}" for kind in ("glass", "window") for number in HALL_NUMBERS)}


def compute_palette(accent: str, light: Mapping[str, str], dark: Mapping[str, str]) -> Palette:
    """The colours that go with an accent; those in ``light`` and ``dark`` are taken as they are."""
    base = parse_hex(accent)
    computed = _light(base)
    computed_light = {**computed, **light}
    # a hall's colour of the light scheme is that of its glass, unless it is named
    halls = {f"hue-{number}": f"glass-{number}" for number in HALL_NUMBERS} | {"on-hue": "on-glass"}
    computed_light |= {hue: computed_light[glass] for hue, glass in halls.items() if hue not in light}
    return Palette(computed_light, {**_dark(base, computed["bright"]), **dark})


def find_faults(palette: Palette) -> Iterator[ContrastFault]:
    """Every pair of colours that lacks contrast in any scheme and mode, each once."""
    for scheme in ("light", "dark"):
        colors = palette.scheme(scheme)
        reported = set[tuple[str, str]]()
        for replaced in MODES.values():
            for pair in PAIRS:
                color, background = (replaced.get(name, name) for name in pair[:2])
                ratio = contrast(colors[color], colors[background])
                if ratio < pair[2] and (color, background) not in reported:
                    reported.add((color, background))
                    yield ContrastFault(color, background, scheme, ratio, pair[2])


def _light(base: Oklch) -> Colors:
    hue, chroma = base.hue, base.chroma
    tint = min(0.012, chroma / 8)
    ground, surface = Oklch(0.955, tint, hue).to_hex(), Oklch(0.988, tint / 2, hue).to_hex()
    accent = _until_distinct(base.with_lightness(min(base.lightness, 0.52)), (ground, surface), TEXT, step=-0.01)
    deep = accent.with_lightness(accent.lightness - 0.09)
    bands = (Oklch(0.29, min(chroma, 0.075), hue).to_hex(), Oklch(0.37, min(chroma, 0.085), hue).to_hex())
    bright = _bright(hue)
    colors = {
        "pure": "#ffffff",
        "ground": ground,
        "surface": surface,
        "ink": Oklch(0.27, 2 * tint, hue).to_hex(),
        "soft": Oklch(0.43, 2 * tint, hue).to_hex(),
        "line": Oklch(0.86, 2 * tint, hue).to_hex(),
        "edge": _until_distinct(Oklch(0.6, 2 * tint, hue), (ground, surface), SHAPE, step=-0.01).to_hex(),
        "accent": accent.to_hex(),
        "accent-deep": deep.to_hex(),
        "fill": accent.to_hex(),
        "fill-deep": deep.to_hex(),
        "on-fill": "#ffffff",
        "band": bands[0],
        "band-lit": bands[1],
        "on-band": Oklch(0.965, tint, hue).to_hex(),
        "on-band-soft": _until_distinct(Oklch(0.86, 3 * tint, hue), bands, TEXT, step=0.01).to_hex(),
        "bright": bright.to_hex(),
        "on-bright": Oklch(0.2, 0.03, bright.hue).to_hex(),
        "focus": Oklch(0.27, 2 * tint, hue).to_hex(),
        "on-glass": surface,
    }
    for number, hall in enumerate(_hall_hues(base), start=1):
        glass = _until_distinct(Oklch(0.45, 0.095, hall), (ground, surface), TEXT, step=-0.01)
        colors[f"glass-{number}"] = glass.to_hex()
        colors[f"window-{number}"] = Oklch(0.68, 0.115, hall).to_hex()
    return colors


def _dark(base: Oklch, bright: str) -> Colors:
    hue, chroma = base.hue, base.chroma
    tint = min(0.014, chroma / 8)
    ground, surface = Oklch(0.195, tint, hue).to_hex(), Oklch(0.245, tint, hue).to_hex()
    accent = _until_distinct(Oklch(0.78, min(chroma, 0.12), hue), (ground, surface), TEXT, step=0.01)
    colors = {
        "pure": "#000000",
        "ground": ground,
        "surface": surface,
        "ink": Oklch(0.935, tint, hue).to_hex(),
        "soft": Oklch(0.8, tint, hue).to_hex(),
        "line": Oklch(0.36, 2 * tint, hue).to_hex(),
        "edge": _until_distinct(Oklch(0.66, 2 * tint, hue), (ground, surface), SHAPE, step=0.01).to_hex(),
        "accent": accent.to_hex(),
        "accent-deep": accent.with_lightness(accent.lightness + 0.09).to_hex(),
        "band": Oklch(0.24, min(chroma, 0.055), hue).to_hex(),
        "band-lit": Oklch(0.34, min(chroma, 0.07), hue).to_hex(),
        "focus": bright,
        "on-hue": ground,
    }
    for number, hall in enumerate(_hall_hues(base), start=1):
        glow = _until_distinct(Oklch(0.8, 0.09, hall), (ground, surface), TEXT, step=0.01)
        colors[f"hue-{number}"] = glow.to_hex()
    return colors


def _until_distinct(color: Oklch, backgrounds: tuple[str, ...], needed: float, *, step: float) -> Oklch:
    """The colour, made lighter or darker by steps until it contrasts with all these backgrounds."""
    while min(contrast(color.to_hex(), background) for background in backgrounds) < needed + SPARE:
        if not 0 < color.lightness < 1:
            break
        color = color.with_lightness(color.lightness + step)
    return color


def _hall_hues(base: Oklch) -> tuple[float, ...]:
    """Four hues that differ, the accent's first; a grey accent has no hue of its own."""
    return tuple((base.hue + turn) % 360 for turn in (0, 150, 60, 255))


def _bright(hue: float) -> Oklch:
    """Lamplight, or pale water beside an accent that is like lamplight itself."""
    distance = abs((hue - LAMP + 180) % 360 - 180)
    return Oklch(0.87, 0.12, LAMP) if distance > NEAR else Oklch(0.88, 0.075, WATER)
