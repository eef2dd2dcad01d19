"""PDFs made from HTML: tagged for screen readers, with their fonts inside, the same bytes for the same pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
FACES = {"Print Sans": "NotoSansSC-Regular.otf", "Print Serif": "NotoSerifSC-Regular.otf"}
# where a PDF's page finds its files; no such host can exist, and nothing is ever asked of it
BASE = "https://print.invalid/"


def pdf(html: str, css: str, files: Mapping[str, bytes]) -> bytes:
    """The page as a PDF. It loads these files, by their paths, and the fonts; nothing from anywhere else.

    Raises ``OSError`` where Pango, which draws them, is not installed.
    """
    # half a second, and libraries of the system: only whoever prints pays for it
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

    known = {**files, **{name: (FONTS / name).read_bytes() for name in FACES.values()}}

    def fetch(address: str, *_: Any, **__: Any) -> Any:
        return URLFetcherResponse(address, known[address.removeprefix(BASE)])

    fonts = FontConfiguration()
    sheet = CSS(string=_faces() + css, font_config=fonts, base_url=BASE, url_fetcher=fetch)
    made: bytes = HTML(string=html, base_url=BASE, url_fetcher=fetch).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=b"xunzhan"
    )
    return made


def _faces() -> str:
    return "".join(f'@font-face {{ font-family: "{name}"; src: url("{file}"); }}\n' for name, file in FACES.items())
