"""The commands ``certificates`` and ``booklet``: PDFs of what a stage has awarded."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import track

from plugins.cli.console import fail, report, text
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


def print_certificates(content: Path, stage: str | None, output: Path, lang: str, *, new_key: bool) -> int:
    """Write a PDF for each winning unit, or make the key that their ids need; return the exit status."""
    if new_key:
        return make_certificate_key(lang)
    show, key = _shown(content, stage, lang), certificate_key(ROOT)
    if not show:
        return 1
    if not key:
        return fail(text("printing_no_key", lang, file=FILE, command=command("certificates", "--new-key")))
    if not show.stage.awards_are_final:
        return fail(text("printing_not_final", lang, stage=show.stage.id))
    if not show.certificates:
        return fail(text("printing_no_day", lang, content=content))
    press, certificates = _press(show), list_certificates(show, key)
    console, misfits = Console(stderr=True), PrintProblemFinder(content, press.site)
    counted = track(certificates, text("printing_printing", lang), console=console, disable=not console.is_terminal)
    typeset = press.typeset("certificate", map(press.certificate, counted))
    made = list(zip(certificates, typeset, strict=True))
    problems = sorted({problem for certificate, one in made for problem in misfits.of_certificate(certificate, one)})
    return _write({_name(certificate): one.pdf for certificate, one in made}, problems, content, output, lang)


def print_booklet(content: Path, stage: str | None, output: Path, lang: str) -> int:
    """Write the catalogue of finalists and winners as one PDF; return the exit status."""
    show = _shown(content, stage, lang)
    if not show:
        return 1
    press = _press(show)
    made = next(press.typeset("booklet", [press.booklet()]))
    problems = sorted(set(PrintProblemFinder(content, press.site).of_booklet(made)))
    return _write({"booklet.pdf": made.pdf}, problems, content, output, lang)


def _shown(content: Path, stage: str | None, lang: str) -> StageSnapshot | None:
    loaded = load(content, stage)
    report(loaded.errors, content, lang)
    competition = loaded.competition
    return competition.at(stage or competition.contest.current_stage) if competition else None


def _press(show: StageSnapshot) -> PrintRenderer:
    return PrintRenderer(show, ROOT / "theme", ROOT / ".cache", show.contest.site.url.rstrip("/"))


def _name(certificate: Certificate) -> str:
    return f"{certificate.entry.number}-{certificate.unit.id}-{certificate.level.id}.pdf"


def _write(documents: dict[str, bytes], problems: list[Problem], content: Path, output: Path, lang: str) -> int:
    report(problems, content, lang)
    if any(not problem.is_warning for problem in problems):
        return 1
    output.mkdir(parents=True, exist_ok=True)
    for name, pdf in documents.items():
        (output / name).write_bytes(pdf)
    print(text("printing_done", lang, count=len(documents), output=display_path(output)))
    return 0
