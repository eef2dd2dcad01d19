"""Where a page leads by itself, and which of its words count."""

from __future__ import annotations

import pytest

from plugins.voting.page_content import PageContent, read_page

HERE = "https://vote.example/a/b"
META = '<meta http-equiv="refresh" content="{}"><p>vote</p>'
TARGETS: dict[str, str | None] = {
    "0;/next": "https://vote.example/next",
    "0 next": "https://vote.example/a/next",
    "0 , url = next": "https://vote.example/a/next",
    "0;URL='next'": "https://vote.example/a/next",
    " 10; url=//other.example/": "https://other.example/",
    "10.9;next": "https://vote.example/a/next",
    "11;next": None,
    "1000000000;next": None,
    ";next": "https://vote.example/a/next",
    "5": None,
    "0;b": None,
    "soon;next": None,
}


@pytest.mark.parametrize(("content", "target"), TARGETS.items())
def test_page_leads_on_soon_and_to_another_address(content: str, target: str | None) -> None:
    assert read_page(META.format(content).encode(), HERE).refresh == target
    assert read_page(b"<p>vote</p>", HERE, None, content).refresh == target


def test_header_comes_before_tags_and_the_first_that_leads_on_counts() -> None:
    body = (META.format("60;/late") + META.format("0;/first") + META.format("0;/second")).encode()
    assert read_page(body, HERE).refresh == "https://vote.example/first"
    assert read_page(body, HERE, None, "0;/header").refresh == "https://vote.example/header"


def test_address_is_resolved_as_the_page_says() -> None:
    body = f'<base href="https://base.example/x/">{META.format("0;next")}'.encode()
    assert read_page(body, HERE).refresh == "https://base.example/x/next"


@pytest.mark.parametrize("field", ["<input type=radio>", "<input type=checkbox>", "<select></select>", "<textarea>"])
def test_page_with_choices_is_open_whatever_it_says(field: str) -> None:
    words = "<p>投票已结束</p><p>投票尚未开始</p><p>请在微信客户端打开</p>"
    assert read_page(f"{words}{field}".encode(), HERE) == PageContent()
    assert read_page(f"{words}<input type=text>".encode(), HERE) == PageContent(True, True, True)


def test_words_of_scripts_styles_and_templates_do_not_count() -> None:
    body = "".join(f"<{tag}>投票已结束</{tag}>" for tag in ("script", "style", "template", "noscript"))
    assert read_page(body.encode(), HERE) == PageContent()


def test_tag_that_is_cut_off_is_text() -> None:
    assert read_page("<p>投票已结束</p><input type=radio".encode(), HERE) == PageContent(is_closed=True)
    assert read_page(b"<p>vote</p><input type=PassWord>", HERE) == PageContent(has_password_field=True)
