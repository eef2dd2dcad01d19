"""Files with their own line ends: what does not change keeps its bytes."""

from __future__ import annotations

import pytest

from plugins.editing.text.source_text import SourceFile, split_markdown


@pytest.mark.parametrize(
    ("data", "text", "new_data"),
    [
        (b"a\r\nb\r\n", "a\nx\nb\n", b"a\r\nx\r\nb\r\n"),
        (b"\xef\xbb\xbfa\r\nb", "a\nx\n", b"\xef\xbb\xbfa\r\nx\r\n"),
        (b"a\nb\r\nc\n", "a\nb\nx\n", b"a\nb\r\nx\n"),
        (b"a\nb", "a\nc", b"a\nc"),
        (b"a\rb\r", "a\nx\n", b"a\rx\r"),
        (b"", "a\n", b"a\n"),
        ("e\u0301\nb\n".encode(), "é\nx\n", "e\u0301\nx\n".encode()),
        (b"a\n", "a\n\n", b"a\n\n"),
        (b"a\r\n\r\n", "a\n", b"a\r\n"),
    ],
)
def test_lines_that_stay_keep_their_bytes(data: bytes, text: str, new_data: bytes) -> None:
    source = SourceFile(data)
    assert source.with_text(source.text) == data
    assert source.with_text(text) == new_data
    assert SourceFile(new_data).text == text


@pytest.mark.parametrize(
    "text",
    [
        "---\na: 1\n---\n\nbody\n",
        "---\na: 1\n---\nbody",
        "---\n---\n",
        "--- \na: 1\n---\n\n\n\n",
        "---\n---\n\nx\n\n\n",
    ],
)
def test_markdown_is_joined_as_it_was_split(text: str) -> None:
    parts = split_markdown(text)
    assert parts
    assert parts.join_with(parts.front_matter, parts.body) == text


def test_body_that_changed_ends_with_a_line() -> None:
    parts = split_markdown("---\na: 1\n---\n\nbody\n")
    assert parts
    assert (parts.first_body_line, parts.join_with("b: 2\n", "new")) == (5, "---\nb: 2\n---\n\nnew\n")
    assert split_markdown("no front matter") is None


def test_lines_of_a_long_file_keep_their_ends_though_they_are_all_the_same() -> None:
    data = b"same\r\n" * 10 + b"same\n" * 290
    source = SourceFile(data)
    assert source.with_text(f"new\n{source.text}end\n") == b"new\n" + data + b"end\n"
