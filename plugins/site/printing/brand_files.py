"""What the printed documents take from a contest's brand: its colours, its ornament and its emblem."""

from __future__ import annotations

import json
from pathlib import Path

from plugins.content.brand.brand import Brand
from plugins.site.files.theme_assets import ThemeAssets

BRAND_FILE = "brand.json"


def brand_files(theme: Path, brand: Brand) -> dict[str, bytes]:
    """The files that every template reads, by name. On paper the colours are those of the light scheme."""
    assets = ThemeAssets(theme, brand)
    shared = {"colors": dict(brand.palette.light), "ornament": brand.ornament, "emblem": assets.emblem.name}
    data = json.dumps(shared, ensure_ascii=False, sort_keys=True)
    return {BRAND_FILE: data.encode(), assets.emblem.name: assets.emblem_data}
