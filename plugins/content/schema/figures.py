"""Rounding of exact figures as they are published, without any binary number."""

from __future__ import annotations

from fractions import Fraction


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
