"""QR codes: as SVG for print, as PNG for pages and posters."""

from __future__ import annotations

import io

import segno

# the quiet zone that the standard requires, in modules
BORDER = 4


def qr_png(address: str, scale: int = 8) -> bytes:
    """The address as a black and white PNG with modules of ``scale`` pixels."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(stream, kind="png", scale=scale, border=BORDER)
    return stream.getvalue()


def qr_svg(address: str) -> bytes:
    """The address as an SVG file that prints sharply at any size."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        stream, kind="svg", border=BORDER, light="white", omitsize=True, svgclass=None, lineclass=None
    )
    return stream.getvalue()
