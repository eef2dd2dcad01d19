"""A judge's blank score sheet: names locked, ranges checked by the spreadsheet program, criteria explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.judging.blind import WordMask
from plugins.judging.messages import say
from plugins.judging.panel_file import Panel, PanelJudge
from plugins.tables.writers import serialize_workbook, set_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# the judge is named in this row, columns are in that one, entries below
JUDGE_ROW, NOTE_ROW, HEADER_ROW = 1, 2, 3
TITLE_WIDTH, SCORE_WIDTH, REASON_WIDTH = 44, 12, 30
NUMBER_COLUMN, TITLE_COLUMN, FIRST_SCORE_COLUMN = 1, 2, 3


def sheet_columns(panel: Panel) -> tuple[str, ...]:
    """Return the names of a sheet's columns: number, title, each criterion, recusal, its reason."""
    lang = panel.lang
    criteria = [criterion.name.in_language(lang).value for criterion in panel.criteria]
    return (say("number", lang), say("entry", lang), *criteria, say("recusal", lang), say("reason", lang))


def make_score_sheet(panel: Panel, judge: PanelJudge, mask: WordMask) -> bytes:
    """Make the workbook of a judge; the same panel gives the same bytes."""
    # openpyxl takes half a second to import
    from openpyxl import Workbook

    lang = panel.lang
    book = Workbook()
    sheet = book.active
    sheet.title = say("sheet", lang)
    _write_head(sheet, panel, judge)
    for row, entry in enumerate(judge.entries, start=HEADER_ROW + 1):
        set_text(sheet.cell(row, NUMBER_COLUMN), entry.number)
        set_text(sheet.cell(row, TITLE_COLUMN), mask.apply(entry.title.in_language(lang).value))
        _open_row(sheet, row, len(panel.criteria), say("recused", lang) if entry.slug in judge.recused else "")
    _add_validation(sheet, panel, HEADER_ROW + max(len(judge.entries), 1))
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, FIRST_SCORE_COLUMN)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    _explain_criteria(book.create_sheet(say("criteria", lang)), panel)
    return serialize_workbook(book)


def _write_head(sheet: Worksheet, panel: Panel, judge: PanelJudge) -> None:
    config, lang = panel.competition.config, panel.lang
    set_text(sheet.cell(JUDGE_ROW, 1), say("judge", lang), is_bold=True)
    set_text(sheet.cell(JUDGE_ROW, 2), judge.name, is_bold=True)
    set_text(sheet.cell(JUDGE_ROW, 3), config.short_name.in_language(lang).value)
    set_text(sheet.cell(NOTE_ROW, 2), say("how_to_fill", lang))
    columns = sheet_columns(panel)
    for column, name in enumerate(columns, start=1):
        set_text(sheet.cell(HEADER_ROW, column), name, is_bold=True)
        width = {TITLE_COLUMN: TITLE_WIDTH, len(columns): REASON_WIDTH}.get(column, SCORE_WIDTH)
        sheet.column_dimensions[sheet.cell(HEADER_ROW, column).column_letter].width = width


def _open_row(sheet: Worksheet, row: int, criteria: int, recusal: str) -> None:
    """Unlock the cells that the judge fills."""
    from openpyxl.styles import Protection

    for column in range(FIRST_SCORE_COLUMN, FIRST_SCORE_COLUMN + criteria + 2):
        sheet.cell(row, column).protection = Protection(locked=False)
    if recusal:
        sheet.cell(row, FIRST_SCORE_COLUMN + criteria).value = recusal


def _add_validation(sheet: Worksheet, panel: Panel, last_row: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    lang = panel.lang

    def cells(column: int) -> str:
        letter = sheet.cell(HEADER_ROW, column).column_letter
        return f"{letter}{HEADER_ROW + 1}:{letter}{last_row}"

    for column, criterion in enumerate(panel.criteria, start=FIRST_SCORE_COLUMN):
        lowest, highest = panel.score_range(criterion.id)
        rule = DataValidation(
            "decimal",
            formula1=str(lowest),
            formula2=str(highest),
            operator="between",
            allow_blank=True,
            showErrorMessage=True,
        )
        rule.error = say("out_of_range", lang, lowest=lowest, highest=highest)
        rule.add(cells(column))
        sheet.add_data_validation(rule)
    choice = DataValidation("list", formula1=f'"{say("recused", lang)}"', allow_blank=True, showErrorMessage=True)
    choice.error = say("only_recused", lang, word=say("recused", lang))
    choice.add(cells(FIRST_SCORE_COLUMN + len(panel.criteria)))
    sheet.add_data_validation(choice)


def _explain_criteria(sheet: Worksheet, panel: Panel) -> None:
    for column, (code, width) in enumerate((("criterion", 20), ("weight", 10), ("range", 12), ("explained", 70)), 1):
        set_text(sheet.cell(1, column), say(code, panel.lang), is_bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    for row, texts in enumerate(panel.explain_criteria(), start=2):
        for column, text in enumerate(texts, start=1):
            set_text(sheet.cell(row, column), text)
    sheet.protection.sheet = True
