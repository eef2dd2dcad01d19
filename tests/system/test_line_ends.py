"""A checkout, a zip, mail or Notepad may give every text other line ends: site, record and import are the same."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.cache import fingerprints
from plugins.cli.tally import compare_record, write_proposal
from plugins.content.brand.brand import DEFAULT_BRAND
from plugins.content.brand.record import Ornament
from plugins.content.load import load
from plugins.embargo.check import LeakReport, check_for_leaks
from plugins.imports.export import export_entries
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms
from plugins.paths import PROGRAM, ROOT
from plugins.scaffold.competition import STARTERS, write_competition
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.translations import read_translations
from plugins.system.textfile import is_text
from tests.content.invalid_files import FILM, MP4, VTT, WORDS, add_film
from tests.imports.form_factory import expected_entry, png
from tests.results.tally_inputs import with_tally
from tests.support.builds import TINY, files, pelican
from tests.support.needs import needs
from tools.schemas import schemas

Rewrite = Callable[[bytes], bytes]
MARK = b"\xef\xbb\xbf"
WAYS: dict[str, Rewrite] = {
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "mark": lambda data: MARK + data.removeprefix(MARK),
    "mark and CRLF": lambda data: MARK + data.removeprefix(MARK).replace(b"\n", b"\r\n"),
}
RESULTS = ("results/record.json", "results/awards.yaml", "results/published.yaml")
PROJECT = ("pelicanconf.py", "publishconf.py", "tasks.py", "environment.py", "pyproject.toml")


def _rewrite(folder: Path, way: Rewrite) -> None:
    """Rewrite the texts of a folder as an editor, an archive or ``core.autocrlf`` does."""
    for path in folder.rglob("*"):
        if path.is_file() and is_text(path):
            path.write_bytes(way(path.read_bytes().replace(b"\r\n", b"\n")))


@pytest.fixture(scope="module")
def tallied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny competition with a film, its captions, and a tally."""
    content = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("tallied") / "content"))
    with_tally(add_film("   file: film.mp4,\n   captions: film.vtt", MP4, VTT))(content)
    assert write_proposal(content, "en") == 0
    assert load(content, "awards").errors == ()
    return content


@pytest.fixture(scope="module")
def expected(tallied: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site with the awards."""
    return pelican(tallied, tmp_path_factory.mktemp("expected") / "site", STAGE="awards")


@pytest.fixture(scope="module")
def proof(tallied: Path, expected: Path) -> LeakReport:
    return check_for_leaks(expected, tallied, "awards", "")


@pytest.fixture(params=WAYS)
def other(request: pytest.FixtureRequest, tallied: Path, tmp_path: Path) -> Path:
    """The same content with other line ends everywhere."""
    content = Path(shutil.copytree(tallied, tmp_path / "content"))
    _rewrite(content, WAYS[request.param])
    assert (content / FILM).read_bytes() == (tallied / FILM).read_bytes()
    assert (content / WORDS).read_bytes() != (tallied / WORDS).read_bytes()
    return content


def test_content_with_other_line_ends_gives_the_same_site_and_proof(
    tallied: Path, other: Path, expected: Path, proof: LeakReport, tmp_path: Path
) -> None:
    assert load(other, "awards").problems == load(tallied, "awards").problems
    site = pelican(other, tmp_path / "site", STAGE="awards")
    assert files(site) == files(expected)
    report = check_for_leaks(site, other, "awards", "")
    assert (report, report.passed) == (proof, True)


def test_record_with_other_line_ends_is_true_and_is_counted_again(tallied: Path, other: Path) -> None:
    assert compare_record(other, other / RESULTS[0], "en") == 0
    assert write_proposal(other, "en") == 0
    assert [(other / file).read_bytes() for file in RESULTS] == [(tallied / file).read_bytes() for file in RESULTS]


def _forms(folder: Path) -> Path:
    """A row of a table, and what it names: a picture, a film and its captions, as Windows writes them."""
    folder.mkdir()
    film = {"影片标题": "片", "影片文字稿": "稿", "影片封面": "0.png", "影片文件": "film.mp4", "影片字幕": "film.vtt"}
    cells = {**expected_entry(0).cells, **film}
    cells.pop("影片链接", None)
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([cells.keys(), cells.values()])
    captions = "WEBVTT\r\n\r\n00:00.000 --> 00:02.500\r\n雨\r\n".encode()
    for name, data in (("0.png", png(0)), ("film.mp4", b"\0\0\0\x18ftypmp42"), ("film.vtt", captions)):
        (folder / name).write_bytes(data)
    return folder


# of the columns, one that stays in the form
IGNORED = ["warn_intake_ignored"]


@pytest.mark.parametrize("way", WAYS)
def test_what_was_imported_is_known_again_with_other_line_ends(tiny: Path, tmp_path: Path, way: str) -> None:
    forms = _forms(tmp_path / "forms")
    first = import_forms(tiny, forms / "table.csv", load_mapping())
    assert ([finding.problem.code for finding in first.problems], len(first.writes.written)) == (IGNORED, 1)
    folder = tiny / first.writes.written[0]
    before = files(folder)
    assert b"\r" not in before["film.vtt"]
    ledger = (tiny / "imported.yaml").read_bytes()
    _rewrite(tiny, WAYS[way])
    _rewrite(forms, WAYS[way])
    again = import_forms(tiny, forms / "table.csv", load_mapping())
    assert (again.writes.unchanged, again.writes.notes) == ([folder.name], [])
    # what an editor never touched may be written over
    (forms / "0.png").write_bytes(png(9))
    changed = import_forms(tiny, forms / "table.csv", load_mapping())
    assert (changed.writes.written, changed.writes.notes) == ([f"entries/{folder.name}"], [])
    after = files(folder)
    assert {name: after[name] for name in ("index.md", "film.vtt")} == {
        name: before[name] for name in ("index.md", "film.vtt")
    }
    assert b"\r" not in ledger + (tiny / "imported.yaml").read_bytes()


def test_table_with_other_line_ends_in_its_cells_is_the_same_import(tiny: Path, tmp_path: Path) -> None:
    cells = {"编号": "7", "项目名称": "一", "申报单位": "广场", "简介": "甲\n乙"}
    heads, row = ",".join(cells), ",".join(f'"{cell}"' for cell in cells.values())
    told_by = []
    for way in (lambda data: data, *WAYS.values()):
        (tmp_path / "a.csv").write_bytes(way(f"{heads}\n{row}\n".encode()))
        content = Path(shutil.copytree(tiny, tmp_path / f"content-{len(told_by)}"))
        imported = import_forms(content, tmp_path / "a.csv", load_mapping())
        told_by.append((files(content), imported.problems))
    assert told_by[1:] == told_by[:1] * len(WAYS)


def test_export_with_other_line_ends_is_the_same(tallied: Path, other: Path, tmp_path: Path) -> None:
    for content, name in ((tallied, "one"), (other, "two")):
        assert export_entries(content, tmp_path / name, load_mapping()) == (3, [])
    assert files(tmp_path / "one") == files(tmp_path / "two")


# such a copy compiles all its modules and templates, which takes seconds; the second has all that the first has
@pytest.mark.parametrize("way", [pytest.param("CRLF", marks=pytest.mark.exhaustive), "mark and CRLF"])
def test_a_checkout_with_other_line_ends_builds_the_same_site(
    tallied: Path, expected: Path, tmp_path: Path, way: str
) -> None:
    project = tmp_path / "project"
    for part in ("plugins", "theme", "requirements"):
        shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in PROJECT:
        shutil.copy(ROOT / file, project / file)
    shutil.copytree(tallied, project / "content")
    _rewrite(project, WAYS[way])
    command = [sys.executable, str(project / PROGRAM.relative_to(ROOT)), "build", "--stage", "awards"]
    done = subprocess.run(command, cwd=project, env={**os.environ, "PYTHONPATH": ""}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert files(project / "output") == files(expected)


@pytest.mark.parametrize("way", ["CRLF", "mark and CRLF"])
def test_theme_starter_and_code_are_named_and_copied_alike(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = Path(shutil.copytree(ROOT / "theme", tmp_path / "theme"))
    starter = Path(shutil.copytree(ROOT / "plugins" / "scaffold" / "starter", tmp_path / "starter"))
    _rewrite(tmp_path, WAYS[way])
    phrases, expected_phrases = (
        read_translations(theme, ("en",))["en"],
        read_translations(ROOT / "theme", ("en",))["en"],
    )
    brand = replace(DEFAULT_BRAND, ornament=Ornament.ARCADE)
    ours, theirs = ThemeAssets(theme, brand), ThemeAssets(ROOT / "theme", brand)
    assert ours.outputs == theirs.outputs
    assert ours.script(phrases) == theirs.script(expected_phrases)
    write_competition(tmp_path / "one")
    monkeypatch.setitem(STARTERS, "zh-Hans", starter)
    write_competition(tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.parametrize("way", WAYS)
def test_the_digest_of_the_code_is_the_same(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "plugins" / "cache", tmp_path / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprints, "ROOT", tmp_path)
    before = fingerprints.code_digest.__wrapped__()
    _rewrite(tmp_path, WAYS[way])
    assert fingerprints.code_digest.__wrapped__() == before


def test_schemas_are_compared_by_their_lines() -> None:
    assert all("\r" not in text for text in schemas().values())


@needs("git")
def test_a_checkout_is_asked_for_lf_and_batch_files_for_their_own(tmp_path: Path) -> None:
    # in a repository of its own: the project may have come without its history
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    asked = subprocess.run(
        ["git", "check-attr", "text", "eol", "--", "content/units.yaml", "start.bat", "docs/pictures/tour.png"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert [line.rsplit(": ", 1)[1] for line in asked.stdout.splitlines()] == [
        "auto",
        "lf",
        "set",
        "crlf",
        "unset",
        "lf",
    ]
