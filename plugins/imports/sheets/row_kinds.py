"""What the rows below a head are: submissions, or totals, signatures, notes and others that are none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.content.lookup import normalize_label
from plugins.imports.forms.mapping import IDENTIFYING, TEXT_KEYS, FieldMapping
from plugins.imports.sheets.head import MIN_LABELS, SheetHead
from plugins.tables.cells import TableRow

TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|累计|总数|本页[小合]计|(?:grand|sub)?-?total|sum)(?:\W.*|\d.*|[共有].*)?\Z"
    r"|共(?:计|有)?\d+[个项件].{0,8}\Z",
    re.I | re.S,
)
NOTE = re.compile(r"(?:注|备注|说明|填表说明|填写说明|注意|注意事项|要求|提示|note)(?:\d|[:：（(]|\Z)", re.I)
GROUP = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、.．:：]")
# the serial number of a group of rows
SERIAL = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|[IVXⅠ-Ⅻ]{1,4})[)）]?[、.．]?")
EXAMPLE = re.compile(r"[（(【\[]?(?:示例|样例|填写示例|范例|例|例如|example)[)）】\]]?(?:[:：]|\Z)", re.I)
SIGNATURE = re.compile(
    r"(?:(?:填表|制表|填报|报送|经办|审核|复核|审批|负责|联系|分管)\w{0,6}"
    r"|\w{0,8}日期|电话|[\w（(]{0,10}盖章[）)]?|\w{0,8}签[字名章])(?:[:：]|\Z)"
)
# such a number, and the group's name
MAX_GROUP_CELLS = 2


@dataclass(frozen=True)
class RowSorter:
    """Distinguishes submissions from other rows. ``wide_rows`` are the rows with a cell merged over several columns."""

    head: SheetHead
    mapping: FieldMapping
    wide_rows: frozenset[int]

    def repeats_head(self, row: TableRow) -> bool:
        """Return whether a row has the labels of the head again, as on every printed page."""
        labels = {column: " ".join(cell.text.split()) for column, cell in row.cells.items() if cell.text.strip()}
        known = {column: label for column, label in self.head.labels.items() if label}
        return len(labels) > 1 and all(known.get(column) == label for column, label in labels.items())

    def is_other_head(self, row: TableRow) -> bool:
        """Return whether a row is mostly labels, some of which the head has not in their columns: a table begins."""
        labels = {column: " ".join(cell.text.split()) for column, cell in row.cells.items() if cell.text.strip()}
        paths = {column: path for column, label in labels.items() if (path := self.mapping.find_path(label, ()))}
        is_head = len(set(paths.values())) >= MIN_LABELS and len(paths) * 2 >= len(labels)
        return is_head and any(self.head.paths.get(column) != path for column, path in paths.items())

    def kind(self, row: TableRow) -> str | None:
        """Return the code of the message about a row that is no submission, None for a submission."""
        texts = {column: cell.text.strip() for column, cell in row.cells.items() if cell.text.strip()}
        if row.is_hidden:
            return "warn_intake_hidden_row"
        if texts and all(row.cells[column].is_struck for column in texts):
            return "warn_intake_struck_row"
        if any(cell.picture_id for cell in row.cells.values()) or not texts:
            return None
        return self._kind_of_texts(row.number, texts)

    def _kind_of_texts(self, number: int, texts: Mapping[int, str]) -> str | None:
        column, text = next(iter(texts.items()))
        first, without_blanks = normalize_label(text), "".join(text.split())
        paths = self.head.paths
        is_identifying = column not in paths or paths[column] in IDENTIFYING
        has_description = any(paths[other][0] in TEXT_KEYS for other in texts if other in paths)
        if EXAMPLE.match(first) and is_identifying:
            return "warn_intake_example_row"
        if TOTAL.match(first) and not has_description:
            return "warn_intake_total_row"
        distinct = set(texts.values())
        is_wide = number in self.wide_rows and len(distinct) == 1
        label = SIGNATURE.match(without_blanks)
        is_labelled = label is not None and label[0].endswith((":", "：")) and is_identifying
        if label and (is_wide or is_labelled or not has_description):
            return "warn_intake_signature_row"
        is_note = NOTE.match(first) and not has_description and is_identifying
        is_group = len(texts) == MAX_GROUP_CELLS and column not in paths and SERIAL.fullmatch(text)
        is_alone = len(distinct) == 1 and (is_wide or NOTE.match(first) or GROUP.match(without_blanks))
        is_alone = is_alone or is_group
        return "warn_intake_note_row" if is_note or is_alone else None
