"""Checks of an emblem: a drawing (SVG) of shapes alone, which can neither run nor fetch anything, or a PNG."""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

from plugins.content.model import MediaFile
from plugins.content.parsing.files import FileReference, check_picture, read_text
from plugins.content.problems import ContentError, Problem, problem, quote
from plugins.system import textfile

MAX_BYTES = 30_000
MAX_PIXELS = 1024
MAX_DEPTH = 40
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_ELEMENTS = (
    "svg g defs symbol use path circle ellipse rect line polyline polygon title desc "
    "linearGradient radialGradient stop clipPath mask"
)
_ATTRIBUTES = (
    "id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform version preserveAspectRatio "
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit opacity color display visibility clip-path clip-rule mask offset stop-color "
    "stop-opacity gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits role "
    "aria-label aria-hidden"
)
ELEMENTS, ATTRIBUTES = frozenset(_ELEMENTS.split()), frozenset(_ATTRIBUTES.split())
# a reference to a part of the same drawing
INNER = re.compile(r"#[A-Za-z_][\w.-]*\Z")
COLOR = re.compile(r"(?:rgb|hsl)a?\([\d\s.,%/]+\)")
INNER_URL = re.compile(r"url\(#[A-Za-z_][\w.-]*\)")


def check_emblem(reference: FileReference) -> MediaFile:
    """A drawing or picture that may stand for a contest. Raises ``ContentError`` with everything that is wrong."""
    suffix = Path(reference.name).suffix.lower()
    if suffix not in {".svg", ".png"}:
        raise reference.error("not_emblem")
    path = reference.find()
    if (size := path.stat().st_size) > MAX_BYTES:
        raise reference.error("emblem_too_large", size=size // 1000, limit=MAX_BYTES // 1000)
    if suffix == ".png":
        picture = check_picture(reference)
        if max(picture.width, picture.height) > MAX_PIXELS:
            raise reference.error("emblem_too_wide", limit=MAX_PIXELS)
        return picture
    if problems := find_drawing_problems(reference.file, read_text(reference.content, reference.file)):
        raise ContentError(*problems)
    return MediaFile(path, textfile.digest(path))


def find_drawing_problems(file: str, text: str) -> list[Problem]:
    """Everything in an SVG that is not a plain shape, at its line."""
    return _DrawingReader(file).read(text)


class _DrawingReader:
    """Reads a drawing once from its beginning to its end, and reports what it must not hold."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.depth = 0
        self.has_size = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_declaration
        self.parser.EntityDeclHandler = self._refuse_declaration
        self.parser.ProcessingInstructionHandler = self._refuse_instruction

    def read(self, text: str) -> list[Problem]:
        try:
            self.parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            self.problems.append(problem(self.file, error.lineno, "drawing_broken", reason=reason))
        if not self.problems and not self.has_size:
            self.problems.append(problem(self.file, 1, "drawing_without_size"))
        return self.problems

    def _report(self, code: str, text: str) -> None:
        self.problems.append(problem(self.file, self.parser.CurrentLineNumber, code, given=quote(text)))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        namespace, _, local = name.rpartition(" ")
        if namespace != SVG or local not in ELEMENTS or self.depth > MAX_DEPTH:
            self._report("drawing_element", f"<{local}>")
        if self.depth == 1:
            self.has_size = "viewBox" in attributes
        for attribute, value in attributes.items():
            if not _is_plain(attribute, value):
                self._report("drawing_attribute", f"{attribute.rpartition(' ')[2]}={value}")

    def _end(self, _: str) -> None:
        self.depth -= 1

    def _refuse_declaration(self, *_: object) -> None:
        self._report("drawing_element", "<!DOCTYPE>")

    def _refuse_instruction(self, target: str, _: str) -> None:
        self._report("drawing_element", f"<?{target}?>")


def _is_plain(attribute: str, value: str) -> bool:
    namespace, _, local = attribute.rpartition(" ")
    if local == "href" and namespace in {"", XLINK}:
        return bool(INNER.match(value))
    if namespace or local not in ATTRIBUTES:
        return False
    has_call = "(" in INNER_URL.sub("", value) and not COLOR.fullmatch(value.strip())
    return not has_call or local in {"transform", "gradientTransform"}
