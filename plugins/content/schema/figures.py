"""Figures as they are published: rounded without any binary number, and bound together by a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any


def format_rounded(value: Fraction, decimals: int) -> str:
    """Format a figure as it is published: rounded half away from zero."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def round_half_up(value: Fraction, decimals: int) -> Fraction:
    """Round a figure half away from zero."""
    return Fraction(format_rounded(value, decimals))


def digest_figures(figures: Mapping[str, Any]) -> str:
    """Compute the SHA-256 of published figures as YAML has them, however they are laid out in their file."""
    return hashlib.sha256(json.dumps(figures, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
