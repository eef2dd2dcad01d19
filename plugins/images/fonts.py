"""The typefaces of drawn pictures: which has a character, and text that is drawn with several of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
from PIL import Image, ImageDraw, ImageFont

# the simplified faces, then those with the characters of Hong Kong and of old names
FOLDERS = tuple(
    Path(str(package.__file__)).parent for package in (pylopdf_fonts_zh_cn, pylopdf_fonts_zh_tw, pylopdf_fonts_jp)
)
SANS, SERIF = "NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"
FALLBACK_SANS, FALLBACK_SERIF = (
    tuple(f"Noto{kind}{region}-Regular.otf" for region in ("SC", "TC", "JP")) for kind in ("Sans", "Serif")
)
# each face, and those that stand in for what it lacks
FALLBACKS = {SANS: (*FALLBACK_SANS, *FALLBACK_SERIF), SERIF: (*FALLBACK_SERIF, *FALLBACK_SANS)}
# a size at which any two characters differ
PROBE_SIZE = 24
# no character: what a face draws for it, it draws for everything that it lacks
UNASSIGNED = "\U0010ffff"
# letters that no face has are printed as this; what is no letter, such as an emoji, is left out
REPLACEMENT = "〓"
# drawn by no face and missed by nobody: joiners, variation selectors, marks of direction
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")


@cache
def load_font(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels."""
    # with a named engine, because Pillow otherwise takes Raqm where the system has FriBidi: other pixels elsewhere
    path = next(folder / file for folder in FOLDERS if (folder / file).is_file())
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def has_glyph(file: str, character: str) -> bool:
    """Whether a face can draw this character."""
    return character.isspace() or _picture_of(file, character) != _picture_of(file, UNASSIGNED)


@cache
def _picture_of(file: str, character: str) -> bytes:
    picture = Image.new("L", (PROBE_SIZE * 2, PROBE_SIZE * 2))
    ImageDraw.Draw(picture).text((0, 0), character, font=load_font(file, PROBE_SIZE), fill=255)
    return picture.tobytes()


def undrawable(text: str) -> str:
    """The characters of a text that no face has, each once, in their order."""
    signs = dict.fromkeys(INVISIBLE.sub("", text))
    return "".join(sign for sign in signs if not any(has_glyph(file, sign) for file in FALLBACKS[SANS]))


def drawable(text: str) -> str:
    """The text without what no face has; letters of it are replaced by 〓."""
    lacking = undrawable(text)
    visible = INVISIBLE.sub("", text)
    if not lacking:
        return visible
    table = {ord(sign): REPLACEMENT if unicodedata.category(sign).startswith("L") else "" for sign in lacking}
    return " ".join(visible.translate(table).split())


@dataclass(frozen=True)
class Font:
    """A typeface at a size in pixels, with others for the characters that it lacks."""

    file: str
    size: int

    def getlength(self, text: str) -> float:
        """The width of a text in pixels."""
        return sum(load_font(file, self.size).getlength(part) for file, part in self._parts(text))

    def draw(self, drawing: ImageDraw.ImageDraw, corner: tuple[float, float], text: str, fill: str) -> None:
        """Draw a text with its top left corner here."""
        x, y = corner
        for file, part in self._parts(text):
            font = load_font(file, self.size)
            drawing.text((x, y), part, font=font, fill=fill)
            x += font.getlength(part)

    def _parts(self, text: str) -> list[tuple[str, str]]:
        """The text in parts, each with the face that has it."""

        def find_file(character: str) -> str:
            return next((file for file in FALLBACKS[self.file] if has_glyph(file, character)), self.file)

        return [(file, "".join(signs)) for file, signs in groupby(text, key=find_file)]
