"""Sanitizes HTML: an allow-list of what Markdown legitimately produces. The only place where this is done."""

from __future__ import annotations

import nh3

from plugins.content.schema.localized import CONTROL

# fmt: off
TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
    "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "a", "img", "sup", "sub", "div",
}
# fmt: on
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "div": {"tabindex"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
CLASSES = {
    "div": {"footnote", "table"},
    "a": {"footnote-ref", "footnote-backref"},
    "th": {"left", "center", "right"},
    "td": {"left", "center", "right"},
}
# the scheme of placeholders, which a page replaces: links to documents, pictures
PLACEHOLDER_SCHEME = "xunzhan"
SCHEMES = {"http", "https", "mailto", "tel", PLACEHOLDER_SCHEME}


# created once: parsing these lists takes longer than cleaning most bodies
CLEANER = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
)


def sanitize_html(html: str) -> str:
    """The HTML without anything that could execute, load, frame, style or submit."""
    # an entity such as &#7; is now the character itself
    return CONTROL.sub("", CLEANER.clean(html))
