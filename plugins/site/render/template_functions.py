"""The filters and functions that templates may use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from plugins.content.languages.direction import direction
from plugins.content.schema.dates import closing_instant, opening_instant
from plugins.content.schema.localized import LocalizedText, TranslatedText
from plugins.site.files.outputs import Output, integrity
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.language_site import LanguageSite
from plugins.site.pages.long_lists import PAGE_SIZE
from plugins.site.urls import PageLinks

Functions = dict[str, Callable[..., Any]]


def file_size(size: int) -> str:
    """A number of bytes in the units that people know from their own disks."""
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def localize(text: LocalizedText | str, lang: str) -> Markup:
    """The text as HTML, marked with its language if that is not this one."""
    if isinstance(text, str) or text.lang == lang:
        return escape(str(text))
    side = direction(text.lang)
    turned = Markup(' dir="{}"').format(side) if side != direction(lang) else ""
    return Markup('<span lang="{}"{}>{}</span>').format(text.lang, turned, text.value)


def headline(site: LanguageSite, text: TranslatedText | str) -> Markup:
    """The text as a headline: with marks where a line may end."""
    lang = site.lang if isinstance(text, str) else site.in_language(text).lang
    marked = Markup("<wbr>").join(site.headline_parts(text))
    return marked if lang == site.lang else localize(LocalizedText(marked, lang), site.lang)


def filters(site: LanguageSite) -> Functions:
    """The filters by name. ``start`` and ``end`` are the instants at which something opens and closes."""
    return {
        "headline": partial(headline, site),
        "localized": lambda text: localize(
            site.in_language(text) if isinstance(text, TranslatedText) else text, site.lang
        ),
        "text": site.text_of,
        "day": site.translations.day,
        "size": file_size,
        "start": lambda moment: opening_instant(moment, site.config.zone),
        "end": lambda moment: closing_instant(moment, site.config.zone),
        "iso": lambda moment: moment.isoformat(),
    }


def functions(site: LanguageSite, links: PageLinks, assets: ThemeAssets, script: Output) -> Functions:
    """The functions by name.

    ``url`` links to a page, ``href`` to any path from the site's root. ``link_scope`` is the key of fragments that hold
    links.
    """
    media, urls = site.media, site.urls
    return {
        "t": site.translations.translate,
        "hall_name": site.hall_name,
        "section_name": site.section_name,
        "phrase_for": site.phrase_for,
        "zone_name": lambda: site.translations.zone_name,
        "zone_note": site.translations.zone_note,
        "link_scope": lambda: links.scope,
        "href": links.href,
        "page_size": lambda: PAGE_SIZE,
        "url": lambda target: links.href(site.local_path(target)),
        "absolute": lambda path, lang: urls.absolute(urls.localized_path(path, lang)),
        "script_url": lambda: links.href(script.path),
        "script_integrity": lambda: integrity(script.data),
        "asset_url": lambda name: links.href(assets.path(name)),
        "emblem": lambda: assets.emblem,
        "favicon": lambda: assets.favicon,
        "ornament": lambda: str(assets.brand.ornament),
        "direction": direction,
        "colors": lambda: assets.brand.palette,
        "integrity": lambda name: integrity(assets.outputs[name].data),
        "media_url": lambda file: links.href(media.path(file)),
        "image": lambda file: media.image_for(file).with_urls(links.href),
    }
