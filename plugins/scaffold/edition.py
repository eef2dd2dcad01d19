"""A new edition of a series: the units, pages, look and rules of the last one, without its entries and dates."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.content.problems import ContentError, problem, quote
from plugins.content.reader import read_competition_config
from plugins.content.schema.fields import is_slug
from plugins.content.series.record import FILE, Series, read_series
from plugins.scaffold.front_matter import to_yaml
from plugins.scaffold.yaml_edit import Span, append_item, edit, find, remove_keys, replace_scalar, to_scalar
from plugins.system import textfile
from plugins.system.file_names import ignore_system_files, list_folder, list_tree

CONFIG = "competition.yaml"
# what the next edition takes over from the last one
CARRIED_FILES = ("units.yaml", "wording.yaml", "privacy.yaml", "providers.yaml")
CARRIED_FOLDERS = ("pages", "brand", "translations")
# a link to an entry or an article, which are not taken over; only its text stays
LINK = re.compile(r"\[([^\]\n]*)\]\((?:\.\./)+(?:entries|articles)/[^)\s]*\)")


def write_edition(content: Path) -> list[Path]:
    """Write a new edition to this new folder, and add it to the series; return its files.

    Without a series, one is started with the only content in the same folder. Raises ``ContentError``.
    """
    folder, edition = content.absolute().parent, content.absolute().name
    if content.exists() and (not content.is_dir() or list_folder(content)):
        raise ContentError(problem(content.name, 1, "new_folder_taken", given=content.name))
    if not is_slug(edition):
        raise ContentError(problem("--content", 0, "not_slug", key="content", given=quote(edition)))
    if not (folder / FILE).is_file():
        _begin_series(folder)
    series = read_series(folder)
    former = series.record.editions[-1].id
    series_text = append_item(FILE, textfile.read_text(folder / FILE), "editions", {"id": edition})
    config_text = _next_config(textfile.read_text(series.content(former) / CONFIG), series, former, edition)
    _carry_over(series.content(former), content)
    textfile.write_text(content / CONFIG, config_text)
    textfile.write_text(folder / FILE, series_text)
    return [*(path for path in list_tree(content) if path.is_file()), folder / FILE]


def _carry_over(former: Path, content: Path) -> None:
    """Copy what the edition takes over; of links to entries and articles, which it does not, only the text stays."""
    content.mkdir(exist_ok=True)
    for name in CARRIED_FILES:
        if (former / name).is_file():
            textfile.copy(former / name, content / name)
    for name in CARRIED_FOLDERS:
        if (former / name).is_dir():
            shutil.copytree(former / name, content / name, ignore=ignore_system_files, copy_function=textfile.copy)
    for path in content.rglob("*.md"):
        textfile.write_text(path, LINK.sub(r"\1", textfile.read_text(path)))


def _begin_series(folder: Path) -> None:
    """Write ``series.yaml`` for the only content of a folder, whose site moves to a path below its present address."""
    contents = [path for path in list_folder(folder) if (path / CONFIG).is_file()]
    config = read_competition_config(contents[0]) if len(contents) == 1 else None
    if config is None or not is_slug(contents[0].name):
        raise ContentError(problem(FILE, 1, "no_former_edition", count=len(contents)))
    former, url = contents[0].name, config.site.url.rstrip("/")
    record = {
        "id": config.id.removesuffix(f"-{former}") + "-series",
        "languages": list(config.languages),
        "name": dict(config.short_name.by_language),
        "about": dict(config.purpose.by_language),
        "url": url,
        "formerly_at_root": former,
        "editions": [{"id": former}],
    }
    text = textfile.read_text(contents[0] / CONFIG)

    def spans(root: Any) -> Iterator[Span]:
        yield from replace_scalar(find(root, "site", "url"), f"{url}/{former}")
        yield from _edition_span(root, text, former)

    textfile.write_text(contents[0] / CONFIG, edit(text, spans))
    textfile.write_text(folder / FILE, to_yaml(record))


def _next_config(text: str, series: Series, former: str, edition: str) -> str:
    """``competition.yaml`` of the next edition: back at the first stage, without dates and ballots."""

    def spans(root: Any) -> Iterator[Span]:
        former_id = find(root, "id").value
        yield from replace_scalar(find(root, "id"), f"{former_id.removesuffix(f'-{former}')}-{edition}")
        stages = find(root, "stages").value
        yield from replace_scalar(find(root, "current_stage"), find(stages[0], "id").value)
        yield from replace_scalar(find(root, "site", "url"), f"{series.record.url.rstrip('/')}/{edition}")
        yield from _edition_span(root, text, edition)
        for stage in stages:
            yield from remove_keys(text, stage, ("opens", "closes", "amendments"))
        for channel in getattr(find(root, "vote_channels"), "value", ()):
            yield from remove_keys(text, channel, ("ballot",))

    return edit(text, spans)


def _edition_span(root: Any, text: str, edition: str) -> Iterator[Span]:
    if find(root, "edition"):
        yield from replace_scalar(find(root, "edition"), edition)
        return
    # beside the id, on a line of its own
    node = find(root, "id")
    end = text.find("\n", node.end_mark.index)
    end = len(text) if end < 0 else end
    yield end, end, f"\nedition: {to_scalar(edition)}"
