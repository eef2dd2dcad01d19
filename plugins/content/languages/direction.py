"""The direction in which a language is written."""

from __future__ import annotations

# the codes of ISO 639 that are written from right to left unless a script says otherwise, and the scripts of ISO 15924
_LANGUAGES, _SCRIPTS = (
    "ar arc ckb dv fa he iw ks nqo ps sd syr ug ur yi",
    "adlm arab hebr mand nkoo rohg samr syrc thaa",
)
RIGHT_TO_LEFT_LANGUAGES, RIGHT_TO_LEFT_SCRIPTS = frozenset(_LANGUAGES.split()), frozenset(_SCRIPTS.split())
SCRIPT_LENGTH = 4


def is_right_to_left(lang: str) -> bool:
    """True for a language such as ar, or one in such a script, as in ku-Arab."""
    language, *subtags = lang.lower().split("-")
    script = next((subtag for subtag in subtags if len(subtag) == SCRIPT_LENGTH and subtag.isalpha()), "")
    return script in RIGHT_TO_LEFT_SCRIPTS if script else language in RIGHT_TO_LEFT_LANGUAGES


def direction(lang: str) -> str:
    """The value of HTML's ``dir`` for this language: rtl or ltr."""
    return "rtl" if is_right_to_left(lang) else "ltr"
