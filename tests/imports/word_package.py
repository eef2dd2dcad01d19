"""Word files written part by part, without a library."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{url}"'
    for prefix, url in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# the root element of a part, where it is not called as the part is
ROOTS = {"header": "hdr", "footer": "ftr"}


def write_package(
    path: Path, body: str, parts: Mapping[str, str] | None = None, files: Mapping[str, bytes] | None = None
) -> None:
    """Write a Word file.

    ``parts`` are contents of XML parts by their kind, such as ``styles``; ``files`` are other parts by their name below
    ``word/``, each with the relationship ``r:id`` of that name. The relationship ``link`` is a web address, ``gone``
    a part that does not exist.
    """
    texts = {f"word/{kind}.xml": _root(ROOTS.get(kind, kind), text) for kind, text in (parts or {}).items()}
    texts["word/document.xml"] = _root("document", f"<w:body>{body}</w:body>")
    relations = "".join(_relation(f"part-{kind}", kind, f"{kind}.xml") for kind in parts or {})
    relations += "".join(_relation(name, "image", name) for name in files or {})
    relations += _relation("gone", "image", "NULL")
    relations += _relation("link", "hyperlink", "https://a.example/").replace("/>", ' TargetMode="External"/>')
    texts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    main = _relation("d", "officeDocument", "word/document.xml")
    texts["_rels/.rels"] = f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode())
        for name, data in (files or {}).items():
            archive.writestr(zipfile.ZipInfo(f"word/{name}"), data)


def _root(tag: str, content: str) -> str:
    return f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def _relation(id_: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id_}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'


def run(text: str, properties: str = "") -> str:
    """Return a run of text with these properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph of runs, or of one text."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(*blocks: str, properties: str = "") -> str:
    """Return a cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def table(*rows: list[str]) -> str:
    """Return a table of cells, each a text or a cell."""
    cells = [[text if text.startswith("<w:tc>") else cell(paragraph(text)) for text in row] for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells) + "</w:tbl>"


def picture(relation: str, descr: str = "院子", source: str = "", transform: str = "") -> str:
    """Return a run with a picture; ``source`` and ``transform`` are attributes of its cropping and its place."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{descr}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:srcRect {source}/></pic:blipFill>'
        f"<pic:spPr><a:xfrm {transform}/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"
    )
