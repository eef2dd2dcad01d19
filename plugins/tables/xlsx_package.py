"""The parts of an XLSX workbook, which is untrusted: limits, relationships, XML of both flavours of the standard."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast
from xml.etree.ElementTree import Element, XMLPullParser
from xml.parsers import expat

# limits against decompression bombs
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_PARTS = 20_000
# of a part that is held in memory as a whole
MAX_TREE_BYTES = 50_000_000
CHUNK_BYTES = 1 << 18


class WorkbookTooLargeError(Exception):
    """A workbook unpacks to more than is read."""


class WorkbookBrokenError(Exception):
    """A workbook is no workbook; the message says why."""


class PackageRelation(NamedTuple):
    """A relationship of a part: its kind (the last word of its type) and its target, a part or an address."""

    kind: str
    target: str
    is_external: bool


class _RootReachedError(Exception):
    """The root element of a part begins."""


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its namespace, of which the standard has two flavours."""
    return name.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Return an attribute whatever its namespace, empty if there is none."""
    value = element.get(name)
    if value is None:
        value = next((value for key, value in element.items() if local_name(key) == name), "")
    return value


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that local name, or None."""
    return next(children(element, name), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Iterate over the children of that local name."""
    return (inner for inner in (() if element is None else element) if local_name(inner.tag) == name)


class XlsxPackage:
    """An open workbook. Parts are looked up whatever the case and the slashes of their names."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise WorkbookBrokenError(str(error)) from None
        parts = self._archive.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
            self._archive.close()
            raise WorkbookTooLargeError
        if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
            self._archive.close()
            raise WorkbookBrokenError("ZIP")
        self._names = {part.filename.replace("\\", "/").lower(): part.filename for part in parts}

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def has(self, part: str) -> bool:
        """Return whether there is a part of this name."""
        return part.lower() in self._names

    def names(self, folder: str) -> list[str]:
        """Return the names of the parts in a folder, sorted."""
        return sorted(name for name in self._names if name.startswith(folder))

    def open(self, part: str) -> IO[bytes]:
        """Open a part. Raises ``WorkbookBrokenError`` if there is none."""
        name = self._names.get(part.lower())
        if name is None:
            raise WorkbookBrokenError(part)
        try:
            return self._archive.open(name)
        except (zipfile.BadZipFile, RuntimeError) as error:  # encrypted parts raise the latter
            raise WorkbookBrokenError(str(error)) from None

    def read(self, part: str) -> bytes:
        """Return the bytes of a part. Raises ``WorkbookBrokenError`` if there is none or it is damaged."""
        with self.open(part) as opened:
            return b"".join(_chunks(opened))

    def events(self, part: str) -> Iterator[tuple[str, Element]]:
        """Iterate over the starts and ends of the elements of a part.

        Raises ``WorkbookBrokenError`` for what is no XML, or has a document type, whose entities could be bombs.
        """
        self._check_prolog(part)
        parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
        with self.open(part) as opened:
            for chunk in _chunks(opened):
                yield from _feed(parser, chunk)
        try:
            parser.close()
        except SyntaxError as error:
            raise WorkbookBrokenError(f"{part}: {error}") from None
        yield from _read_events(parser)

    def _check_prolog(self, part: str) -> None:
        """Raise ``WorkbookBrokenError`` if a part has a document type."""

        def refuse(*_: object) -> None:
            raise WorkbookBrokenError(f"{part}: DOCTYPE")

        def stop(*_: object) -> None:
            raise _RootReachedError

        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, stop
        try:
            with self.open(part) as opened:
                for chunk in _chunks(opened):
                    parser.Parse(chunk, False)
        except _RootReachedError:
            return
        except expat.ExpatError as error:
            raise WorkbookBrokenError(f"{part}: {error}") from None

    def root(self, part: str) -> Element | None:
        """Return the root element of a part, or None if there is no such part."""
        if not self.has(part):
            return None
        if self._archive.getinfo(self._names[part.lower()]).file_size > MAX_TREE_BYTES:
            raise WorkbookTooLargeError
        last: Element | None = None
        for event, element in self.events(part):
            if event == "end":
                last = element
        return last

    def relations(self, part: str) -> dict[str, PackageRelation]:
        """Return the relationships of a part by their id; targets that are parts are full names."""
        folder, _, name = part.rpartition("/")
        root = self.root(f"{folder}/_rels/{name}.rels".lstrip("/"))
        relations: dict[str, PackageRelation] = {}
        for element in () if root is None else root:
            target = attribute(element, "Target").replace("\\", "/")
            is_external = attribute(element, "TargetMode") == "External"
            if target and not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = attribute(element, "Type").rpartition("/")[2]
            relations[attribute(element, "Id")] = PackageRelation(kind, target, is_external)
        return relations


def _chunks(opened: IO[bytes]) -> Iterator[bytes]:
    try:
        while chunk := opened.read(CHUNK_BYTES):
            yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise WorkbookBrokenError(str(error)) from None


def _feed(parser: XMLPullParser[Element], chunk: bytes) -> Iterator[tuple[str, Element]]:
    try:
        parser.feed(chunk)
    except SyntaxError as error:
        raise WorkbookBrokenError(str(error)) from None
    yield from _read_events(parser)


def _read_events(parser: XMLPullParser[Element]) -> Iterator[tuple[str, Element]]:
    try:
        # only starts and ends are asked for
        yield from cast("Iterator[tuple[str, Element]]", parser.read_events())
    except SyntaxError as error:
        raise WorkbookBrokenError(str(error)) from None
