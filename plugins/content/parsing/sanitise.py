"""The one place where hostile HTML is made harmless: an allow-list of what Markdown can legitimately produce."""

from __future__ import annotations

import nh3

from plugins.content.schema.localized import CONTROL

TAGS = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote"}
TAGS |= {
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "img",
    "abbr",
    "sup",
    "div",
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src"},
    "abbr": {"title"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "div": {"tabindex"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
CLASSES = {"div": {"footnote", "table"}, "a": {"footnote-ref", "footnote-backref"}}
# ours stands for what a page fills in: the address of an entry, an article, a picture
PLACEHOLDER_SCHEME = "xunzhan"
SCHEMES = {"http", "https", "mailto", "tel", PLACEHOLDER_SCHEME}


# made once: at each call nh3 would read the lists anew, which takes longer than to clean most bodies
CLEANER = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
)


def sanitise(html: str) -> str:
    """The same HTML without anything that could run, load, frame, style or submit."""
    # an entity such as &#7; has become the character itself
    return CONTROL.sub("", CLEANER.clean(html))
