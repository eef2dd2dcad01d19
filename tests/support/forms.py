"""What a browser would send of a form, and the same with other values."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

Controls = list[tuple[str, str]]


def read_controls(page: bytes) -> Controls:
    """The names and values that a browser sends of the editing form on a page, in order, without any button."""
    form = BeautifulSoup(page, "html.parser").find(id="ed-form")
    assert form
    for hidden in form.find_all(["noscript", "template"]):
        hidden.decompose()
    return [pair for control in form.find_all(["input", "select", "textarea"]) for pair in _values(control)]


def _values(control: Tag) -> Controls:
    name, kind = str(control.get("name", "")), control.get("type")
    if not name or kind == "file" or (kind == "checkbox" and not control.has_attr("checked")):
        return []
    if control.name == "select":
        options = control.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")] or options[:1]
        return [(name, str(option["value"])) for option in chosen]
    if control.name == "textarea":
        # a browser drops the first line end, and sends all others as CRLF
        return [(name, control.get_text().removeprefix("\n").replace("\n", "\r\n"))]
    return [(name, str(control.get("value", "")))]


def by_name(controls: Controls) -> dict[str, list[str]]:
    """The values by name, as a server reads them."""
    values: dict[str, list[str]] = {}
    for name, value in controls:
        values.setdefault(name, []).append(value)
    return values


def drop_row(controls: Controls, row: str) -> Controls:
    """The controls without a row, such as ``gallery.0``."""
    return [(name, value) for name, value in controls if name != row and not name.startswith((f"{row}.", f"{row}@"))]


def move_row_first(controls: Controls, row: str) -> Controls:
    """The controls with a row before its siblings."""
    inner = [pair for pair in controls if pair[0] == row or pair[0].startswith(f"{row}.")]
    rest = drop_row(controls, row)
    siblings = f"{row.rpartition('.')[0]}."
    position = next(index for index, (name, _) in enumerate(rest) if name.startswith(siblings))
    return [*rest[:position], *inner, *rest[position:]]


def text_names(controls: Sequence[tuple[str, str]]) -> list[str]:
    """The names of what a person types or chooses, not what the form carries."""
    carried = {"token", "digest", "upload", "_present", "slug", "action"}
    return [name for name, _ in controls if name not in carried and not name.endswith("._was")]
