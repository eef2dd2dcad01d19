"""The commands ``certificates`` and ``booklet``: PDFs of what a stage has awarded."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import track

from plugins.cli.console import fail, report, report_errors, text
from plugins.content.load import load
from plugins.content.problems import Problem
from plugins.content.report import display_path
from plugins.content.stage_view import StageSnapshot
from plugins.paths import ROOT
from plugins.results.certificate_key import FILE, VARIABLE, certificate_key, create_certificate_key
from plugins.results.certificates import Certificate, list_certificates
from plugins.site.printing.print_documents import PrintRenderer
from plugins.site.printing.unprintable import PrintProblemFinder
from plugins.system.command_text import command


def make_certificate_key(lang: str) -> int:
    """Make the organisers' key; return the exit status."""
    try:
        file, is_private = create_certificate_key(ROOT)
    except FileExistsError:
        return fail(text("printing_key_there", lang, file=FILE))
    print(text("printing_key_made", lang, file=display_path(file)))
    if not is_private:
        print(text("printing_key_open", lang, file=display_path(file), variable=VARIABLE), file=sys.stderr)
    return 0


@report_errors
def print_certificates(content: Path, stage: str | None, output: Path, lang: str, *, new_key: bool) -> int:
    """Write a PDF for each winning unit, or make the key that their ids need; return the exit status."""
    if new_key:
        return make_certificate_key(lang)
    snapshot, key = _load(content, stage), certificate_key(ROOT)
    if not key:
        return fail(text("printing_no_key", lang, file=FILE, command=command("certificates", "--new-key")))
    if not snapshot.stage.awards_are_final:
        return fail(text("printing_not_final", lang, stage=snapshot.stage.id))
    if not snapshot.certificates:
        return fail(text("printing_no_day", lang, content=content))
    renderer, certificates = _make_renderer(snapshot), list_certificates(snapshot, key)
    console, finder = Console(stderr=True), PrintProblemFinder(content, renderer.site)
    counted = track(certificates, text("printing_printing", lang), console=console, disable=not console.is_terminal)
    typeset = renderer.typeset("certificate", map(renderer.certificate, counted))
    documents = list(zip(certificates, typeset, strict=True))
    problems = {problem for pair in documents for problem in finder.of_certificate(*pair)}
    pdfs = {_file_name(certificate): document.pdf for certificate, document in documents}
    return _write(pdfs, sorted(problems), content, output, lang)


@report_errors
def print_booklet(content: Path, stage: str | None, output: Path, lang: str) -> int:
    """Write the catalogue of finalists and winners as one PDF; return the exit status."""
    renderer = _make_renderer(_load(content, stage))
    document = next(renderer.typeset("booklet", [renderer.booklet()]))
    problems = sorted(set(PrintProblemFinder(content, renderer.site).of_booklet(document)))
    return _write({"booklet.pdf": document.pdf}, problems, content, output, lang)


def _load(content: Path, stage: str | None) -> StageSnapshot:
    competition = load(content, stage).require()
    return competition.at(stage or competition.config.current_stage)


def _make_renderer(snapshot: StageSnapshot) -> PrintRenderer:
    return PrintRenderer(snapshot, ROOT / "theme", ROOT / ".cache", snapshot.config.site.url.rstrip("/"))


def _file_name(certificate: Certificate) -> str:
    number = [certificate.entry.number] if certificate.entry else []
    return "-".join([*number, certificate.unit.id, certificate.level.id]) + ".pdf"


def _write(documents: dict[str, bytes], problems: list[Problem], content: Path, output: Path, lang: str) -> int:
    report(problems, content, lang)
    if any(not problem.is_warning for problem in problems):
        return 1
    output.mkdir(parents=True, exist_ok=True)
    for name, pdf in documents.items():
        (output / name).write_bytes(pdf)
    print(text("printing_done", lang, count=len(documents), output=display_path(output)))
    return 0
