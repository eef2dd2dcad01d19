"""Arbitrary text, values and Markdown for property tests, always the same."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

SHORT = settings(derandomize=True, deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
LONG = settings(SHORT, max_examples=400)

# what YAML and Markdown are made of, so that arbitrary text is more than words
SIGNS = [
    *"\n\n\n:-#?|>{}[],&*!%@`'\"~^=+/\\()<> \t",
    ": ",
    "- ",
    "  ",
    "---\n",
    "...\n",
    "：",
    "null",
    "2024-01-01",
    "<<: ",
]
YAML = [
    *SIGNS,
    "title",
    "units",
    "track: water\n",
    "awards:\n",
    "stages:\n  - ",
    "id: ",
    "kinds: [",
    "\\x00",
    "\r",
    "\x85",
    "\ufeff",
]
MARKDOWN = [
    *SIGNS,
    *[
        "# ",
        "## ",
        "\n\n",
        "[a](",
        "](",
        "![",
        "[^1]",
        "[^1]: ",
        "[a]: ",
        "*[a]: ",
        "```\n",
        "~~~",
        "|a|b|\n|-|-|\n",
        "1. ",
        "    ",
        "雨水\n花园",
    ],
    *[
        "javascript:alert(1)",
        "<script>",
        "<img src=x onerror=alert(1)>",
        '<img src="xunzhan:0">',
        "xunzhan:0",
        "&#106;",
        "&lt;",
        "#a",
        "view.png",
    ],
    *[
        "https://example.com/",
        "<https://example.com>",
        "<a@b.cn>",
        '"title"',
        ": b\n",
        "[TOC]",
        "{: onclick=x }",
        "\u0002",
        "\u0003",
        "stx",
        "wzxhzdk:0",
    ],
]
CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | CHARACTERS
    | st.sampled_from(["雨水", "😀", "<b>'\"", "{x}", "9999-12-31", "1e400", "../x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(CHARACTERS | st.sampled_from(["file", "zh-Hans", "en", "alt"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def mixed_text(words: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words) | CHARACTERS, max_size=30).map("".join)
