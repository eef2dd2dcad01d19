"""Randomly corrupted forms are imported or reported, and never raise another exception."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import import_forms
from tests.imports.form_factory import expected_entry, png, write_table, write_word
from tests.support.builds import TINY, files

CORRUPTIONS: list[Callable[[Random, bytes, int], bytes]] = [
    lambda random, data, index: data[:index] + bytes([random.randrange(256)]) + data[index + 1 :],
    lambda random, data, index: data[:index] + data[index + random.randint(1, 60) :],
    lambda random, data, index: data[:index] + data[index : index + random.randint(1, 60)] + data[index:],
    lambda random, data, index: (
        data[:index] + data[index:].replace(b"1", random.choice([b"-1", b"99999999999", b"x"]), 1)
    ),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    write_word(folder / "a.docx", 5)
    write_word(folder / "b.docx", 10)
    write_table(folder / "c.xlsx", [expected_entry(5).cells])
    (folder / "5.png").write_bytes(png(5))
    return folder


def _corrupt(source: Path, target: Path, random: Random) -> None:
    with zipfile.ZipFile(source) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for _ in range(random.randint(1, 3)):
        name = random.choice(sorted(parts))
        parts[name] = random.choice(CORRUPTIONS)(random, parts[name], random.randrange(len(parts[name]) + 1))
    if random.random() < 0.1:
        del parts[random.choice(sorted(parts))]
    with zipfile.ZipFile(target, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False), name=st.sampled_from(["a.docx", "b.docx", "c.xlsx"]))
def test_corrupted_form_is_imported_or_reported(good: Path, tmp_path: Path, random: Random, name: str) -> None:
    shutil.rmtree(tmp_path / "content", ignore_errors=True)
    shutil.copytree(TINY, tmp_path / "content")
    shutil.copy(good / "5.png", tmp_path)
    _corrupt(good / name, tmp_path / name, random)
    imported = import_forms(tmp_path / "content", tmp_path / name, load_mapping())
    assert imported.drafts or imported.file_problems
    before, after = files(TINY), files(tmp_path / "content")
    assert {file: after.get(file) for file in before} == before


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_workbook_without_a_part_is_reported(good: Path, tiny: Path, tmp_path: Path, part: str) -> None:
    with zipfile.ZipFile(good / "c.xlsx") as packed, zipfile.ZipFile(tmp_path / "c.xlsx", "w") as lacking:
        for name in packed.namelist():
            if name != part:
                lacking.writestr(name, packed.read(name))
    imported = import_forms(tiny, tmp_path / "c.xlsx", load_mapping())
    assert [located.problem.code for located in imported.problems] == ["table_broken"]
