"""System files are not content, and names are compared with the folder's own spelling."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.problems import ContentError
from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.raw_stages import read_raw_stage
from plugins.imports.drafts.entry_files import folder_digest, list_files
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms
from plugins.system import file_names
from plugins.system.file_names import actual_spelling, differing_spelling, list_tree
from tests.content.mutations import GARDEN, InvalidCase, combine, invalid_case, replace_body, replace_text, write_file
from tests.imports.form_factory import expected_entry, png, write_table
from tests.results.tally_inputs import tally_result, with_tally
from tests.support.builds import TINY, files, pelican

LEFT_BEHIND = (
    "Thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "Desktop.ini",
    ".DS_Store",
    "._cover.png",
    "Icon\r",
    "~$申报表.docx",
    "~WRL0001.tmp",
    ".~lock.汇总表.xlsx#",
    ".directory",
)
FOLDERS_LEFT_BEHIND = ("__MACOSX", "@eaDir", "$RECYCLE.BIN", ".Trashes")


def _litter(folder: Path) -> None:
    """Leave behind in this folder and those below it what Explorer, Finder and office programs do."""
    for directory in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        for name in LEFT_BEHIND:
            (directory / name).write_bytes(b"\0\x05\x16\x07")
        for name in FOLDERS_LEFT_BEHIND:
            (directory / name).mkdir()
            (directory / name / "._index.md").write_bytes(b"\0")


def test_system_files_in_the_content_change_nothing(tiny: Path, tmp_path: Path) -> None:
    clean = load(TINY, "awards")
    site = files(pelican(tiny, tmp_path / "clean", STAGE="awards"))
    secrets = find_hidden_terms(read_raw_stage(tiny, "tour"))
    folder = folder_digest(list_files(tiny / "entries" / "rain-garden"))
    _litter(tiny)
    assert load(tiny, "awards").problems == clean.problems
    assert files(pelican(tiny, tmp_path / "littered", STAGE="awards")) == site
    assert find_hidden_terms(read_raw_stage(tiny, "tour")) == secrets
    assert folder_digest(list_files(tiny / "entries" / "rain-garden")) == folder


# the title of a table and a column that stays in it
WARNINGS = ["warn_intake_above_head", "warn_intake_ignored"]


def test_system_files_among_forms_and_entries_are_not_imported(tiny: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "0.png").write_bytes(png(0))
    write_table(forms / "table.xlsx", [expected_entry(0).cells])
    import_forms(tiny, forms / "table.xlsx", load_mapping())
    _litter(tiny)
    _litter(forms)
    again = import_forms(tiny, forms / "table.xlsx", load_mapping())
    codes = [finding.problem.code for finding in again.problems]
    assert (codes, again.writes.written, again.writes.notes) == (WARNINGS, [], [])
    folder = import_forms(tiny, forms, load_mapping())
    assert [finding.problem.code for finding in folder.problems] == ["intake_table_in_folder"]


def test_folders_are_listed_by_name_without_system_files(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.md", "a/Thumbs.db", "__MACOSX/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in list_tree(tmp_path)] == ["a", "a/c.md", "b.md"]


@pytest.mark.posix
def test_a_linked_folder_is_listed_and_not_entered(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in list_tree(tmp_path)] == ["a", "a/back"]


def test_there_is_nothing_in_a_file_or_in_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").touch()
    assert [list_tree(tmp_path / name) for name in ("a.md", "none")] == [[], []]
    assert actual_spelling(tmp_path / "none" / "a.md") == ""


MISSPELT = [
    invalid_case("cover", replace_text(GARDEN, ("file: cover.png", "file: Cover.PNG")), (GARDEN, 8, "other_spelling")),
    invalid_case(
        "picture of a body",
        combine(write_file("entries/lift-watch/water.png", png(1)), replace_body("\n![水](Water.png)\n")),
        ("entries/lift-watch/index.md", 12, "other_spelling"),
    ),
    invalid_case(
        "translation",
        lambda content: (content / "entries/rain-garden/index.en.md").rename(
            content / "entries/rain-garden/Index.EN.md"
        ),
        ("entries/rain-garden/Index.EN.md", 1, "other_spelling"),
    ),
    invalid_case(
        "file of the content",
        lambda content: (content / "wording.yaml").rename(content / "Wording.yaml"),
        ("Wording.yaml", 1, "other_spelling"),
    ),
    invalid_case(
        "file of results",
        lambda content: (content / "results/awards.yaml").rename(content / "results/Awards.YAML"),
        ("results/Awards.YAML", 1, "other_spelling"),
    ),
]


@pytest.mark.parametrize("case", MISSPELT, ids=lambda case: case.name)
def test_name_in_other_case_is_an_error_with_both_names(tiny: Path, case: InvalidCase) -> None:
    case.change(tiny)
    problems = [problem for problem in load(tiny).problems if problem.code == "other_spelling"]
    assert [(problem.file, problem.line, problem.code) for problem in problems] == list(case.expected)
    assert not problems[0].is_warning


def test_vote_table_in_other_case_is_an_error_with_both_names(tiny: Path) -> None:
    with_tally()(tiny)
    (tiny / "results/app.csv").rename(tiny / "results/App.CSV")
    with pytest.raises(ContentError) as refused:
        tally_result(tiny)
    reported = [(problem.file, problem.code, dict(problem.values)) for problem in refused.value.problems]
    assert reported == [("results/votes.yaml", "other_spelling", {"name": "app.csv", "found": "App.CSV"})]


def _opens_by_any_spelling(path: Path | str) -> bool:
    """Check for a file as a disk of Windows or macOS does."""
    wanted = unicodedata.normalize("NFC", Path(path).name.casefold())
    return any(
        unicodedata.normalize("NFC", sibling.name.casefold()) == wanted for sibling in Path(path).parent.iterdir()
    )


@pytest.mark.parametrize("disk", ["tells capitals apart", "opens by any spelling"])
def test_actual_spelling_is_found_on_every_disk(tmp_path: Path, disk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if disk == "opens by any spelling":
        monkeypatch.setattr(file_names, "lexists", _opens_by_any_spelling)
    decomposed = unicodedata.normalize("NFD", "é.png")
    for name in ("cover.png", decomposed, "1.2"):
        (tmp_path / name).touch()
    asked = ("cover.png", "Cover.PNG", "é.png", "É.PNG", "1.2", "none.png")
    assert [actual_spelling(tmp_path / name) for name in asked] == [
        "cover.png",
        "cover.png",
        decomposed,
        decomposed,
        "1.2",
        "",
    ]
    assert [differing_spelling(tmp_path / name) for name in asked[:2]] == ["", "cover.png"]


def test_a_form_may_name_its_files_in_whatever_capitals_and_with_either_slash(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "图").mkdir()
    (tmp_path / "0.png").write_bytes(png(0))
    (tmp_path / "图" / unicodedata.normalize("NFD", "Café.PNG")).write_bytes(png(0))
    write_table(tmp_path / "table.xlsx", [expected_entry(0).cells | {"图片1": "图\\café.png"}])
    assert [
        finding.problem.code for finding in import_forms(tiny, tmp_path / "table.xlsx", load_mapping()).problems
    ] == WARNINGS
