"""Fields of a Word file: what of them is shown, and where they link to."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from plugins.imports.word.fields import FieldStack, control_text
from plugins.imports.word.package import qn

LINK = 'HYPERLINK "https://example.org/a"'
NAMESPACE = qn("w:x")[1:].partition("}")[0]


def test_instruction_of_a_field_is_not_shown_and_its_result_is() -> None:
    stack = FieldStack()
    shown = [stack.is_code]
    stack.begin()
    shown.append(stack.is_code)
    stack.separate()
    shown.append(stack.is_code)
    stack.begin()
    shown.append(stack.is_code)
    stack.end()
    shown.append(stack.is_code)
    stack.end()
    assert [*shown, stack.is_code] == [False, True, False, True, False, False]


def test_instruction_may_come_in_parts() -> None:
    stack = FieldStack()
    stack.add_instruction("PAGE")
    stack.begin()
    stack.add_instruction(" HYPER")
    stack.add_instruction('LINK \\n \\t "https://example.org/a" \\o "x"')
    assert (stack.target, stack.url) == ("https://example.org/a", "")
    stack.separate()
    # what follows belongs to the result
    stack.add_instruction('HYPERLINK "https://example.org/b"')
    assert (stack.target, stack.url) == ("https://example.org/a", "https://example.org/a")
    stack.end()
    assert (stack.target, stack.url) == ("", "")


def test_innermost_link_to_the_web_counts() -> None:
    stack = FieldStack()
    stack.begin(LINK, is_result=True)
    stack.begin('hyperlink "https://example.org/b"', is_result=True)
    stack.begin('HYPERLINK "mailto:a@example.org"', is_result=True)
    stack.begin("PAGE", is_result=True)
    assert (stack.target, stack.url) == ("", "https://example.org/b")
    stack.end()
    assert (stack.target, stack.url) == ("mailto:a@example.org", "https://example.org/b")
    stack.end()
    stack.end()
    assert stack.url == "https://example.org/a"


def test_ends_without_a_beginning_do_no_harm() -> None:
    stack = FieldStack()
    stack.separate()
    stack.end()
    stack.begin(LINK, is_result=True)
    assert stack.url == "https://example.org/a"


@pytest.mark.parametrize("instruction", ["HYPERLINK https://example.org", 'PAGE HYPERLINK "https://example.org"', ""])
def test_field_that_is_no_link_links_nowhere(instruction: str) -> None:
    stack = FieldStack()
    stack.begin(instruction, is_result=True)
    assert (stack.target, stack.url) == ("", "")


@pytest.mark.parametrize(
    ("control", "text"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☑"),
        ('<w:checkBox><w:checked w:val="0"/><w:default w:val="1"/></w:checkBox>', "☐"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☑"),
        ("<w:checkBox/>", "☐"),
        ("<w:ddList>{}</w:ddList>", "甲"),
        ('<w:ddList><w:default w:val="1"/>{}</w:ddList>', "乙"),
        ('<w:ddList><w:result w:val="0"/><w:default w:val="1"/>{}</w:ddList>', "甲"),
        ('<w:ddList><w:result w:val="2"/>{}</w:ddList>', ""),
        ('<w:ddList><w:result w:val="x"/>{}</w:ddList>', ""),
        ("<w:textInput/>", ""),
    ],
)
def test_control_of_an_old_form_shows_what_is_chosen(control: str, text: str) -> None:
    entries = '<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>'
    begin = fromstring(f'<w:fldChar xmlns:w="{NAMESPACE}"><w:ffData>{control.format(entries)}</w:ffData></w:fldChar>')
    assert control_text(begin) == text
