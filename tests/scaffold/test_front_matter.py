"""What is written as front matter is read back as the same words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.content.parsing.yaml_lines import read_front_matter, read_yaml
from plugins.content.schema.localized import CONTROL
from plugins.imports.drafts.draft import nest
from plugins.imports.drafts.markdown_escape import clean_text
from plugins.scaffold.front_matter import to_document, to_yaml

TEXTS = st.text(max_size=30).map(clean_text).filter(lambda text: text and not CONTROL.search(text))
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
def test_any_words_are_read_back_as_they_were(data: dict[str, object]) -> None:
    assert read_yaml("index.md", to_yaml(data)).data == data


def test_body_stays_what_it_was() -> None:
    document, body, _ = read_front_matter("index.md", to_document({"title": "---"}, "## 背景\n\n---\n"))
    assert (document.data, body) == ({"title": "---"}, "\n## 背景\n\n---\n")


def test_values_stand_in_the_order_of_the_records_and_lists_close_their_gaps() -> None:
    values = {
        ("gallery", 4, "alt"): "乙",
        ("gallery", 4, "file"): "b.jpg",
        ("gallery", 1, "file"): "a.jpg",
        ("title", "en"): "Garden",
        ("title",): "花园",
        ("units", 0): "a",
        ("number",): "24",
    }
    data = nest(values, "zh-Hans")
    assert list(data) == ["number", "title", "units", "gallery"]
    assert data["title"] == {"zh-Hans": "花园", "en": "Garden"}
    assert [list(each.items()) for each in data["gallery"]] == [
        [("file", "a.jpg")],
        [("file", "b.jpg"), ("alt", "乙")],
    ]
