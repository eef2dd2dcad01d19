"""Front matter is read back unchanged, and a template has every key, commented out, in its place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from plugins.content.dialect.radicals import fold_radicals
from plugins.content.parsing.yaml_lines import read_front_matter, read_yaml
from plugins.content.schema.documents import EntryRecord
from plugins.content.schema.localized import CONTROL
from plugins.imports.drafts.markdown_escape import clean_text
from plugins.scaffold.front_matter import front_matter_template, to_document, to_yaml

# the reader itself takes radicals for the characters that they look like
TEXTS = st.text(max_size=30).map(clean_text).map(fold_radicals).filter(lambda text: text and not CONTROL.search(text))
WORDS = st.one_of(
    TEXTS,
    st.sampled_from(
        ["no", "24", "~", "null", "- a", "a: b", "#x", "'", '"', "true", "---", "12:30", "-x", "\u3000\u3000x"]
    ),
)
RECORDS = st.dictionaries(
    st.sampled_from(["title", "summary", "units"]),
    st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=3), st.dictionaries(st.just("en"), WORDS, min_size=1)),
    min_size=1,
)


@given(RECORDS)
def test_any_texts_are_read_back_unchanged(data: dict[str, object]) -> None:
    assert read_yaml("index.md", to_yaml(data)).data == data


def test_body_is_read_back_unchanged() -> None:
    document, body, _ = read_front_matter("index.md", to_document({"title": "---"}, "## 背景\n\n---\n"))
    assert (document.data, body) == ({"title": "---"}, "\n## 背景\n\n---\n")


def test_keys_of_a_template_are_the_record_once_they_are_no_longer_comments() -> None:
    lines = front_matter_template(EntryRecord, {}, "zh-Hans").splitlines()
    keys = [line.removeprefix("# ") for line in lines if re.match(r"# *(- )?[a-z_]+:", line)]
    data = read_yaml("index.md", "\n".join(keys) + "\n").data
    assert data["cover"] == dict.fromkeys(("file", "alt", "caption"))
    assert data["gallery"] == [dict.fromkeys(("file", "alt", "caption"))]
    assert data["links"] == [dict.fromkeys(("label", "url"))]
    assert data["number"] is None
