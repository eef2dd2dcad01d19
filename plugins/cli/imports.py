"""The commands ``import`` and ``export`` as a person at a terminal meets them."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from rich.console import Console

from plugins.content.problems import ContentError
from plugins.content.report import report, shown
from plugins.imports.export import TABLE, export_entries
from plugins.imports.forms.mapping import SHIPPED, Form, read_form
from plugins.imports.forms.submission import Finding
from plugins.imports.problem_sheet import by_place, write_problems
from plugins.imports.run import Imported, import_forms
from plugins.content.lookup import DRAFTS
from plugins.system.disk import retry_in_use

WORDS = {
    "zh-Hans": {
        "importing": "正在导入…",
        "warning": "提醒：",
        "entries": "写入项目 {count} 个。",
        "drafts": "有错误的 {count} 个写成草稿，放在 {folder}/，不影响网站。"
        "改好申报表后重新导入；或者直接改好 index.md，再把文件夹移到 entries/。",
        "unchanged": "没有变化的 {count} 个。",
        "found": "共 {errors} 处错误、{warnings} 处提醒。退回单位用的问题清单：{path}",
        "exporting": "正在导出…",
        "exported": "导出项目 {count} 个：{path}",
    },
    "en": {
        "importing": "Importing…",
        "warning": "warning: ",
        "entries": "{count} entries written.",
        "drafts": "{count} with errors were written as drafts into {folder}/, where they do not concern the site; "
        "import them again once corrected, or correct index.md and move the folder into entries/.",
        "unchanged": "{count} unchanged.",
        "found": "{errors} errors, {warnings} warnings. A sheet of them for the units: {path}",
        "exporting": "Exporting…",
        "exported": "{count} entries exported: {path}",
    },
}


def import_command(content: Path, source: Path, form: str, lang: str) -> int:
    """Import forms, say what was found, write the sheet of problems beside them; 1 where there are errors."""
    mapping = Path(form) if form else SHIPPED
    try:
        read = read_form(mapping)
    except ContentError as refused:
        report(refused.problems, mapping.parent, lang)
        return 1
    console = Console(stderr=True)
    try:
        with console.status(WORDS[lang]["importing"]) if console.is_terminal else nullcontext():
            imported = import_forms(content, source, read)
    except ContentError as refused:
        report(refused.problems, content, lang)
        return 1
    return _account(content, source, read, imported, lang)


def _account(content: Path, source: Path, form: Form, imported: Imported, lang: str) -> int:
    words, findings = WORDS[lang], imported.findings
    for finding in imported.others:
        _say(imported, finding, finding.place.written(lang), lang)
    for draft in imported.drafts:
        for finding in sorted(draft.submission.findings, key=by_place):
            _say(imported, finding, draft.submission.where(finding.place, form, lang), lang)
    report(imported.shelved.notes, content, lang)
    drafts = [each for each in imported.shelved.written if each.startswith(DRAFTS)]
    print(words["entries"].format(count=len(imported.shelved.written) - len(drafts)))
    if drafts:
        print(words["drafts"].format(count=len(drafts), folder=shown(content / DRAFTS)))
    if imported.shelved.unchanged:
        print(words["unchanged"].format(count=len(imported.shelved.unchanged)))
    errors = sum(not each.problem.is_warning for each in findings)
    if not source.exists():
        # nothing is written beside what is not there
        return 1
    sheet = source.with_name(f"{source.stem}-problems.xlsx")
    # the sheet of a former import would send units after what is mended
    retry_in_use(partial(sheet.unlink, missing_ok=True))
    if findings:
        write_problems(sheet, form, imported.others, imported.drafts, lang)
        print(words["found"].format(errors=errors, warnings=len(findings) - errors, path=shown(sheet)))
    return 1 if errors else 0


def _say(imported: Imported, finding: Finding, where: str, lang: str) -> None:
    mark = WORDS[lang]["warning"] if finding.problem.is_warning else ""
    file = shown(imported.folder / finding.place.file)
    print(f"{file}:{where}: {mark}{finding.problem.message(lang)}", file=sys.stderr)


def export_command(content: Path, output: Path, lang: str) -> int:
    """Export all entries into a new folder, and say what did not fit; 1 where anything was left out."""
    console = Console(stderr=True)
    try:
        with console.status(WORDS[lang]["exporting"]) if console.is_terminal else nullcontext():
            count, problems = export_entries(content, output, read_form())
    except ContentError as refused:
        report(refused.problems, content, lang)
        return 1
    report(problems, content, lang)
    print(WORDS[lang]["exported"].format(count=count, path=shown(output / TABLE)))
    return 1 if problems else 0
