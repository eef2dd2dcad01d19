"""What of PDF/UA-1 a program can see: tags, language, title, words for pictures, nothing outside of the structure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from plugins.cli.printing import print_booklet, print_certificates
from plugins.results.certificate_key import VARIABLE
from tests.support.builds import SHIPPED

# operators that leave something on the page
PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "INLINE IMAGE"}


@pytest.fixture(scope="module", params=["certificate", "booklet"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """A certificate and the catalogue of the shipped competition."""
    out = tmp_path_factory.mktemp("print")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "a key that nobody knows")
        make = {"certificate": partial(print_certificates, new_key=False), "booklet": print_booklet}[request.param]
        assert make(SHIPPED, "awards", out, "zh-Hans") == 0
    return PdfReader(min(out.iterdir()))


def _elements(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object()
        if isinstance(element, dict) and "/S" in element:
            yield element
            yield from _elements(element)


def _kinds(reader: PdfReader) -> list[str]:
    return [str(element["/S"]) for element in _elements(reader.root_object["/StructTreeRoot"])]


def _find_untagged(page: PageObject) -> list[str]:
    """What a page paints that is neither tagged nor marked as mere decoration."""
    depth, outside = 0, []
    for _, name in ContentStream(page.get_contents(), page.pdf).operations:
        operator = name.decode()
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
        if operator in PAINTING and not depth:
            outside.append(operator)
    assert depth == 0
    return outside


def test_document_says_what_it_is(document: PdfReader) -> None:
    root = document.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert document.metadata
    assert f">{document.metadata.title}</rdf:li></rdf:Alt></dc:title>" in xmp
    # a moment would make every printing another file
    assert [name for name in ("/CreationDate", "/ModDate") if name in document.metadata] == []


def test_everything_on_a_page_is_tagged_or_decoration(document: PdfReader) -> None:
    assert [_find_untagged(page) for page in document.pages] == [[]] * len(document.pages)


def test_pictures_have_words_and_headings_skip_no_rank(document: PdfReader) -> None:
    elements = list(_elements(document.root_object["/StructTreeRoot"]))
    figures = [element for element in elements if element["/S"] == "/Figure"]
    assert figures
    assert [figure for figure in figures if not str(figure.get("/Alt", "")).strip()] == []
    ranks = [int(kind[2:]) for kind in _kinds(document) if kind[:2] == "/H" and kind[2:].isdigit()]
    assert ranks[0] == 1
    assert [(one, two) for one, two in itertools.pairwise(ranks) if two > one + 1] == []


def test_faces_are_embedded_with_a_way_back_to_the_words(document: PdfReader) -> None:
    fonts = [font.get_object() for page in document.pages for font in page["/Resources"].get("/Font", {}).values()]
    assert fonts
    assert [font["/BaseFont"] for font in fonts if "/ToUnicode" not in font] == []
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert [descriptor for descriptor in descriptors if not {"/FontFile2", "/FontFile3"} & descriptor.keys()] == []


def test_links_are_tagged_and_have_words_and_tabs_follow_the_structure(document: PdfReader) -> None:
    for page in document.pages:
        links = [note.get_object() for note in page.get("/Annots", [])]
        assert [link for link in links if "/StructParent" not in link or not link.get("/Contents")] == []
        assert not links or page["/Tabs"] == "/S"


def test_booklet_tags_its_contents_lists_and_tables(document: PdfReader) -> None:
    kinds = set(_kinds(document))
    expected = {"/TOC", "/TOCI", "/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD", "/Link", "/Figure"}
    assert expected - kinds == (set() if len(document.pages) > 1 else expected - {"/Link", "/Figure"})
