"""Parts of office packages are found, limited and refused as the format asks for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from plugins.tables import office_package
from plugins.tables.office_package import (
    OfficePackage,
    PackageBrokenError,
    PackageRelation,
    PackageTooLargeError,
    attribute,
    child,
    children,
    descendants,
    local_name,
    to_int,
)
from tests.tables.handmade import relations, write_parts

TREE = fromstring('<a xmlns:x="u" x:k="1" j="2"><x:b i="1"/><b i="2"><c/></b><c i="3"/></a>')


@contextmanager
def _open_package(folder: Path, parts: Mapping[str, str]) -> Iterator[OfficePackage]:
    with closing(OfficePackage(write_parts(folder / "a.zip", parts))) as package:
        yield package


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("123456789", 123456789), ("1234567890", -1), ("", -1), ("-1", -1), ("1.5", -1)]
)
def test_number_of_an_attribute_is_short_and_whole(text: str, number: int) -> None:
    assert to_int(text) == number


def test_names_count_without_their_namespace() -> None:
    assert [local_name(name) for name in ("{u}b", "b", "")] == ["b", "b", ""]
    assert [attribute(TREE, name) for name in ("k", "j", "i")] == ["1", "2", ""]


def test_children_are_those_of_a_name_and_descendants_also_those_below() -> None:
    assert [attribute(element, "i") for element in children(TREE, "b")] == ["1", "2"]
    assert [attribute(element, "i") for element in children(TREE, "c", "b")] == ["1", "2", "3"]
    first = child(TREE, "b")
    assert first is not None and attribute(first, "i") == "1"
    assert child(TREE, "d") is None
    assert [local_name(element.tag) for element in descendants(TREE, "a", "c")] == ["a", "c", "c"]
    assert (child(None, "b"), [*children(None, "b")], [*descendants(None, "b")]) == (None, [], [])


def test_parts_are_found_whatever_the_case_and_the_slashes_of_their_names(tmp_path: Path) -> None:
    with _open_package(tmp_path, {"XL\\Media\\A.png": "picture"}) as package:
        assert package.has("xl/media/a.PNG")
        assert package.read("xl/Media/a.png") == b"picture"
        assert package.sizes == {"xl/media/a.png": 7}
        assert not package.has("a.png")
        with pytest.raises(PackageBrokenError, match=r"^a\.png$"):
            package.read("a.png")


def test_package_as_large_as_allowed_is_read_and_a_larger_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_parts(tmp_path / "a.zip", {"a": "12345", "b": "12345"})
    for name, limit in (("max_unpacked_bytes", 10), ("max_parts", 2)):
        with monkeypatch.context() as patch:
            patch.setattr(OfficePackage, name, limit)
            OfficePackage(path).close()
            patch.setattr(OfficePackage, name, limit - 1)
            with pytest.raises(PackageTooLargeError):
                OfficePackage(path)


def test_other_compressions_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as package:
        package.writestr("a", "1")
    with pytest.raises(PackageBrokenError, match=r"^ZIP$"):
        OfficePackage(tmp_path / "a.zip")


def test_file_that_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no package")
    with pytest.raises(PackageBrokenError):
        OfficePackage(tmp_path / "a.zip")


def test_damaged_part_is_refused(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "a.zip", {"a": "12345"})
    path.write_bytes(path.read_bytes().replace(b"12345", b"12346", 1))
    with closing(OfficePackage(path)) as package, pytest.raises(PackageBrokenError):
        package.read("a")


def test_part_is_read_in_whole_whatever_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_package, "CHUNK_BYTES", 3)
    with _open_package(tmp_path, {"a": "<a><b>12345</b><c/></a>"}) as package:
        assert package.read("a") == b"<a><b>12345</b><c/></a>"
        shown = [(event, element.tag) for event, element in package.events("a")]
    assert shown == [("start", "a"), ("start", "b"), ("end", "b"), ("start", "c"), ("end", "c"), ("end", "a")]


@pytest.mark.parametrize("text", ["<a>", "<a></b>", "", "no element", "<!DOCTYPE a><a/>", "<a/><a/>"])
def test_what_is_no_xml_is_refused(tmp_path: Path, text: str) -> None:
    with _open_package(tmp_path, {"a": text}) as package, pytest.raises(PackageBrokenError, match=r"^a: "):
        package.root("a")


def test_root_is_the_outermost_element_of_a_part_of_limited_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _open_package(tmp_path, {"A": "<a><b/></a>"}) as package:
        monkeypatch.setattr(office_package, "MAX_TREE_BYTES", 11)
        root = package.root("a")
        assert root is not None and [root.tag, *(inner.tag for inner in root)] == ["a", "b"]
        assert package.root("b") is None
        monkeypatch.setattr(office_package, "MAX_TREE_BYTES", 10)
        with pytest.raises(PackageTooLargeError):
            package.root("a")


def test_targets_of_relationships_are_parts_or_addresses(tmp_path: Path) -> None:
    entries = [
        ("r1", "image", "../media/a.png"),
        ("r2", "image", "/xl/media/b.png"),
        ("r3", "image", "..\\media\\c.png"),
        ("r4", "hyperlink", "https://example.org/../x"),
        ("r5", "image", ""),
    ]
    with _open_package(tmp_path, {"xl/drawings/_rels/d1.xml.rels": relations(*entries)}) as package:
        assert package.relations("xl/drawings/d2.xml") == {}
        assert package.relations("xl/drawings/d1.xml") == {
            "r1": PackageRelation("image", "xl/media/a.png", False),
            "r2": PackageRelation("image", "xl/media/b.png", False),
            "r3": PackageRelation("image", "xl/media/c.png", False),
            "r4": PackageRelation("hyperlink", "https://example.org/../x", True),
            "r5": PackageRelation("image", "", False),
        }


def test_main_part_is_the_one_that_the_package_names(tmp_path: Path) -> None:
    named = relations(("r1", "image", "a.png"), ("r2", "officeDocument", "book.xml"), ("r3", "officeDocument", "b.xml"))
    with _open_package(tmp_path, {"_rels/.rels": named}) as package:
        assert package.main_part("xl/workbook.xml") == "book.xml"
    with _open_package(tmp_path, {"a": ""}) as package:
        assert package.main_part("xl/workbook.xml") == "xl/workbook.xml"
