"""QR codes: as SVG to stand in a page, as PNG to be long-pressed or printed."""

from __future__ import annotations

import io

import segno

# the quiet zone that the standard asks for, in modules
BORDER = 4


def qr_png(address: str, scale: int = 8) -> bytes:
    """The address as a black and white PNG, each module so many pixels wide."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=scale, border=BORDER)
    return out.getvalue()


def qr_svg(address: str) -> bytes:
    """The address as an SVG file that prints sharply at any size."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=BORDER, light="white", omitsize=True, svgclass=None, lineclass=None
    )
    return out.getvalue()
