"""The parts of a workbook or Word file, which is untrusted: limits, relationships, XML of both flavours."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast
from xml.etree.ElementTree import Element, XMLPullParser
from xml.parsers import expat

# of a part that is held in memory as a whole
MAX_TREE_BYTES = 50_000_000
CHUNK_BYTES = 1 << 18


class PackageTooLargeError(Exception):
    """A file unpacks to more than is read."""


class PackageBrokenError(Exception):
    """A file is no package that an office program opens; the message says why."""


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


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Iterate over the children that have one of these local names."""
    return (inner for inner in (() if element is None else element) if local_name(inner.tag) in names)


def descendants(element: Element | None, *names: str) -> Iterator[Element]:
    """Iterate over the element and all below it that have one of these local names."""
    return (inner for inner in (() if element is None else element.iter()) if local_name(inner.tag) in names)


def to_int(text: str) -> int:
    """Return a number of an attribute, -1 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


class OfficePackage:
    """An open file. Parts are looked up whatever the case and the slashes of their names."""

    # limits against decompression bombs
    max_unpacked_bytes = 1_000_000_000
    max_parts = 20_000

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise PackageBrokenError(str(error)) from None
        parts = self._archive.infolist()
        if sum(part.file_size for part in parts) > self.max_unpacked_bytes or len(parts) > self.max_parts:
            self._archive.close()
            raise PackageTooLargeError
        if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
            self._archive.close()
            raise PackageBrokenError("ZIP")
        self._names = {part.filename.replace("\\", "/").lower(): part.filename for part in parts}
        self.sizes = {name: self._archive.getinfo(stored).file_size for name, stored in self._names.items()}

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def has(self, part: str) -> bool:
        """Return whether there is a part of this name."""
        return part.lower() in self._names

    def open(self, part: str) -> IO[bytes]:
        """Open a part. Raises ``PackageBrokenError`` if there is none."""
        name = self._names.get(part.lower())
        if name is None:
            raise PackageBrokenError(part)
        try:
            return self._archive.open(name)
        except (zipfile.BadZipFile, RuntimeError) as error:  # encrypted parts raise the latter
            raise PackageBrokenError(str(error)) from None

    def read(self, part: str) -> bytes:
        """Return the bytes of a part. Raises ``PackageBrokenError`` if there is none or it is damaged."""
        with self.open(part) as opened:
            return b"".join(_chunks(opened))

    def events(self, part: str) -> Iterator[tuple[str, Element]]:
        """Iterate over the starts and ends of the elements of a part.

        Raises ``PackageBrokenError`` for what is no XML, or has a document type, whose entities could be bombs.
        """
        self._check_prolog(part)
        parser: XMLPullParser[Element] = XMLPullParser(("start", "end"))
        try:
            with self.open(part) as opened:
                for chunk in _chunks(opened):
                    parser.feed(chunk)
                    # only starts and ends are asked for
                    yield from cast("Iterator[tuple[str, Element]]", parser.read_events())
            parser.close()
            yield from cast("Iterator[tuple[str, Element]]", parser.read_events())
        except SyntaxError as error:
            raise PackageBrokenError(f"{part}: {error}") from None

    def _check_prolog(self, part: str) -> None:
        """Raise ``PackageBrokenError`` if a part has a document type."""

        def refuse(*_: object) -> None:
            raise PackageBrokenError(f"{part}: DOCTYPE")

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
            raise PackageBrokenError(f"{part}: {error}") from None

    def root(self, part: str) -> Element | None:
        """Return the root element of a part, or None if there is no such part."""
        if not self.has(part):
            return None
        if self.sizes[part.lower()] > MAX_TREE_BYTES:
            raise PackageTooLargeError
        last: Element | None = None
        for event, element in self.events(part):
            if event == "end":
                last = element
        return last

    def main_part(self, usual: str) -> str:
        """Return the part that the package is about, the usual one if it names none."""
        mains = [relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"]
        return mains[0] if mains else usual

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
        raise PackageBrokenError(str(error)) from None
