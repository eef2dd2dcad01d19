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


def qr_svg(address: str) -> str:
    """The address as an SVG element without a size of its own; its words are the page's to give."""
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(
        scale=1, border=BORDER, omitsize=True, svgclass="qr", lineclass=None
    )
    return drawn
