"""The commands ``certificates`` and ``booklet``: PDFs of what a stage has awarded."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import track

from plugins.content.load import load
from plugins.content.problems import Problem
from plugins.content.report import report, shown
from plugins.content.stage_view import Exhibition
from plugins.paths import ROOT
from plugins.results.certificate_key import FILE, VARIABLE, certificate_key, make_key
from plugins.results.certificates import Certificate, certificates_of
from plugins.site.printing.print_documents import Press
from plugins.site.printing.unprintable import Misfits
from plugins.system.command_text import command

WORDS = {
    "zh-Hans": {
        "no_key": "还没有证书密钥。请先运行 {command}，并把 {file} 另存一份：丢了就无法核对证书。",
        "key_made": "已生成证书密钥 {file}（不会进入版本库）。请另存一份，并保密。",
        "key_open": "别人也可能读到 {file}。请把项目放在您的用户文件夹里，或改用环境变量 {variable}。",
        "key_there": "已有证书密钥 {file}，没有改动它：换了密钥，已发证书就无法核对。",
        "not_final": "阶段“{stage}”还没有最终结果，不能制作证书。请用 --stage 指定颁奖阶段。",
        "no_day": "请先建立 {content}/results/certificates.yaml，写上 issued: 颁发日期。",
        "printing": "正在制作证书…",
        "done": "已生成 {count} 个文件 → {output}",
    },
    "en": {
        "no_key": "There is no key for certificates. Run {command}, and keep a copy of {file}.",
        "key_made": "The key {file} was made (it is not committed). Keep a copy, and keep it secret.",
        "key_open": "Others may be able to read {file}. Keep the project in your user folder, or set {variable}.",
        "key_there": "There is a key {file} already; it was left as it is: with another, issued certificates fail.",
        "not_final": "The stage {stage} has no final result. Name the stage of the awards with --stage.",
        "no_day": "Make {content}/results/certificates.yaml first, with issued: the day of issue.",
        "printing": "Making certificates…",
        "done": "{count} files → {output}",
    },
}


def new_key(lang: str) -> int:
    """Make the organisers' key; return the exit status."""
    try:
        file, is_private = make_key(ROOT)
    except FileExistsError:
        return _refuse(WORDS[lang]["key_there"].format(file=FILE))
    print(WORDS[lang]["key_made"].format(file=shown(file)))
    if not is_private:
        print(WORDS[lang]["key_open"].format(file=shown(file), variable=VARIABLE), file=sys.stderr)
    return 0


def print_certificates(content: Path, stage: str | None, output: Path, lang: str) -> int:
    """Write a PDF for each winning unit; return the exit status."""
    show, key = _shown(content, stage, lang), certificate_key(ROOT)
    if not show:
        return 1
    if not key:
        return _refuse(WORDS[lang]["no_key"].format(file=FILE, command=command("certificates", "--new-key")))
    if not show.stage.awards_are_final:
        return _refuse(WORDS[lang]["not_final"].format(stage=show.stage.id))
    if not show.certificates:
        return _refuse(WORDS[lang]["no_day"].format(content=content))
    press, certificates = _press(show), certificates_of(show, key)
    console, misfits = Console(stderr=True), Misfits(content, press.edition)
    counted = track(certificates, WORDS[lang]["printing"], console=console, disable=not console.is_terminal)
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
    problems = sorted(set(Misfits(content, press.edition).of_booklet(made)))
    return _write({"booklet.pdf": made.pdf}, problems, content, output, lang)


def _shown(content: Path, stage: str | None, lang: str) -> Exhibition | None:
    loaded = load(content, stage)
    report(loaded.errors, content, lang)
    competition = loaded.competition
    return competition.at(stage or competition.contest.current_stage) if competition else None


def _press(show: Exhibition) -> Press:
    return Press(show, ROOT / "theme", ROOT / ".cache", show.contest.site.url.rstrip("/"))


def _name(certificate: Certificate) -> str:
    return f"{certificate.entry.number}-{certificate.unit.id}-{certificate.level.id}.pdf"


def _write(documents: dict[str, bytes], problems: list[Problem], content: Path, output: Path, lang: str) -> int:
    report(problems, content, lang)
    if any(not problem.is_warning for problem in problems):
        return 1
    output.mkdir(parents=True, exist_ok=True)
    for name, pdf in documents.items():
        (output / name).write_bytes(pdf)
    print(WORDS[lang]["done"].format(count=len(documents), output=shown(output)))
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
