"""One form for all ways to write the same: width, case, traditional characters, signs that are no word."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

NO_WORD = re.compile(r"[\W_]+")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normalize(text: str) -> str:
    """The text in simplified characters, half width, small letters, with letters and digits alone."""
    return str(_simplifier().convert(NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())))
