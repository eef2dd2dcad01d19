"""The review packet: every finalist with text and pictures, as a PDF and as pages that open without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.content.model import Entry
from plugins.judging.blind import WordMask
from plugins.judging.messages import say
from plugins.judging.panel_file import Panel
from plugins.paths import ROOT
from plugins.site.printing.print_documents import REGIONS, PrintRenderer
from plugins.site.printing.typst_body import body_nodes

TEMPLATES = Path(__file__).parent / "templates"


@dataclass
class _PictureNames:
    """Names for the pictures of the pages that tell nothing: the entry's number and a count."""

    names: dict[str, str] = field(default_factory=dict)

    def rename(self, entry: Entry, name: str) -> str:
        """Return the new name of a picture that this entry shows."""
        prefix = f"{entry.number}-"
        count = sum(value.startswith(prefix) for value in self.names.values()) + 1
        return self.names.setdefault(name, f"{prefix}{count}{PurePosixPath(name).suffix}")


def make_packet(panel: Panel, mask: WordMask, *, blind: bool) -> dict[str, bytes]:
    """Make the files of the packet by path: ``packet.pdf``, and ``pages/index.html`` with a page for each entry."""
    config, part = panel.competition.config, panel.competition.round
    stage = next(stage for stage in config.stages if stage.shows_entries and config.round_of(stage.id) == part)
    snapshot = panel.competition.at(stage.id)
    renderer = PrintRenderer(snapshot, ROOT / "theme", ROOT / ".cache", config.site.url.rstrip("/"))
    pictures = _PictureNames()
    data = _contest_data(panel, mask)
    data["entries"] = [_entry_data(renderer, pictures, entry, mask, blind=blind) for entry in snapshot.tour]
    media = {
        pictures.names[PurePosixPath(output.path).name]: output.data
        for output in renderer.media.outputs()
        if PurePosixPath(output.path).name in pictures.names
    }
    files = {"packet.pdf": next(renderer.typeset("packet", [data])).pdf}
    files |= {f"pages/{name}": picture for name, picture in sorted(media.items())}
    return files | {f"pages/{name}": page for name, page in _pages(data).items()}


def _contest_data(panel: Panel, mask: WordMask) -> dict[str, Any]:
    config, lang = panel.competition.config, panel.lang
    labels = ("packet", "confidential", "criteria", "criterion", "weight", "range", "explained", "track", "units")
    return {
        "name": mask.apply(f"{config.short_name.in_language(lang).value} · {say('packet', lang)}"),
        "authors": [],
        "lang": lang.split("-")[0].lower(),
        "region": REGIONS.get(lang),
        "contest": config.name.in_language(lang).value,
        "labels": {code: say(code, lang) for code in (*labels, "back", "number", "entry")},
        "criteria": [
            dict(zip(("name", "weight", "range", "explained"), row, strict=True)) for row in panel.explain_criteria()
        ],
    }


def _entry_data(
    renderer: PrintRenderer, pictures: _PictureNames, entry: Entry, mask: WordMask, *, blind: bool
) -> dict[str, Any]:
    text_of, separator = renderer.site.text_of, renderer.site.translations.translate("list.separator")
    html = _mask_html(renderer.site.render_body(entry).html, mask, blind=blind)
    covers = [entry.cover] if entry.cover else []
    shown = [
        {
            "file": PurePosixPath(renderer.media.image_for(picture.file).src).name,
            "alt": mask.apply(text_of(picture.alt)),
        }
        for picture in (*covers, *entry.gallery)
    ]
    return {
        "number": entry.number,
        "title": mask.apply(text_of(entry.title)),
        "track": text_of(entry.track.name),
        "units": "" if blind else separator.join(text_of(unit.name) for unit in entry.units),
        "summary": mask.apply(text_of(entry.summary)),
        "pictures": [{**picture, "page_file": pictures.rename(entry, picture["file"])} for picture in shown],
        "html": _rename_pictures(html, entry, pictures),
        "body": body_nodes(html, entry.number),
    }


def _mask_html(html: str, mask: WordMask, *, blind: bool) -> str:
    """Return a body; in a blind packet without links, anchors and identifying words."""
    if not blind:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for image in soup("img"):
        for name in ("alt", "title"):
            image[name] = mask.apply(str(image.get(name, "")))
    # an address names its owner
    for link in soup("a"):
        link.unwrap()
    # made from the words of a heading
    for heading in soup.find_all(id=True):
        del heading["id"]
    # a name may run through links and stress
    soup.smooth()
    for text in soup.find_all(string=True):
        if isinstance(text, NavigableString) and (masked := mask.apply(text)) != text:
            text.replace_with(masked)
    return str(soup)


def _rename_pictures(html: str, entry: Entry, pictures: _PictureNames) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for image in soup("img"):
        image["src"] = pictures.rename(entry, str(image["src"]))
    return str(soup)


def _pages(data: dict[str, Any]) -> dict[str, bytes]:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    pages = {"index.html": environment.get_template("index.html").render(data)}
    for entry in data["entries"]:
        pages[f"{entry['number']}.html"] = environment.get_template("entry.html").render({**data, "entry": entry})
    return {name: page.encode() for name, page in pages.items()}
