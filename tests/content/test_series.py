"""A series names its editions, and each edition lies where its address says."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.problems import ContentError
from plugins.content.series.record import Series, find_series, read_series
from tests.content.series_files import SERIES, write_series
from tests.support.builds import TINY


def _problems(folder: Path, text: str) -> list[tuple[str, int, str]]:
    (folder / "series.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_series(folder)
    return [(problem.file, problem.line, problem.code) for problem in caught.value.problems]


def test_series_knows_its_editions_and_each_of_them_its_series(tmp_path: Path) -> None:
    series = write_series(tmp_path / "town")
    assert [edition.id for edition in series.record.editions] == ["2022", "2024"]
    assert find_series(tmp_path / "town" / "2022") == Series(tmp_path / "town", series.record)
    assert [load(series.content(edition)).problems for edition in ("2022", "2024")] == [(), ()]
    assert find_series(TINY) is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('- id: "2024"', '- id: "2026"', [("series.yaml", 8, "no_edition")]),
        ('- id: "2024"', '- id: "2022"', [("series.yaml", 8, "duplicate_id")]),
        ('- id: "2024"', "- id: entries", [("series.yaml", 8, "reserved_slug")]),
        ('- id: "2024"', "- id: en", [("series.yaml", 8, "reserved_slug")]),
        ('- id: "2024"', "- id: years", [("series.yaml", 8, "reserved_slug")]),
        ("url: https://small-town.example/zt\n", "url: https://small-town.example/other\n", [
            ("series.yaml", 7, "edition_address"), ("series.yaml", 8, "edition_address"),
        ]),
        ("editions:", 'formerly_at_root: "2020"\neditions:', [("series.yaml", 6, "no_edition")]),
        ("about: 每两年一届\n", "", [("series.yaml", 1, "missing_key")]),
    ],
)  # fmt: skip
def test_mistake_in_a_series_is_reported(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, int, str]]
) -> None:
    write_series(tmp_path / "town")
    assert _problems(tmp_path / "town", SERIES.replace(old, new)) == expected


def test_edition_that_does_not_say_so_is_reported(tmp_path: Path) -> None:
    write_series(tmp_path / "town")
    config = tmp_path / "town/2024/competition.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace('edition: "2024"\n', ""), encoding="utf-8")
    assert _problems(tmp_path / "town", SERIES) == [("series.yaml", 8, "edition_not_named")]


def test_edition_without_its_series_is_reported(tmp_path: Path) -> None:
    write_series(tmp_path / "town")
    (tmp_path / "town/series.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        find_series(tmp_path / "town/2024")
    assert [problem.code for problem in caught.value.problems] == ["edition_without_series"]


@pytest.mark.parametrize(
    ("edition", "continues", "code"),
    [
        ("2024", "2022/rain-garden", None),
        ("2024", "2024/rain-garden", "continues_itself"),
        ("2024", "rain-garden", "not_edition_entry"),
        ("", "2022/rain-garden", "continues_outside_series"),
    ],
)
def test_entry_continues_one_of_a_former_edition(tiny: Path, edition: str, continues: str, code: str | None) -> None:
    entry, config = tiny / "entries/lift-watch/index.md", tiny / "competition.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("---\n", f"---\ncontinues: {continues}\n", 1), "utf-8")
    if edition:
        config.write_text(f'edition: "{edition}"\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    assert [problem.code for problem in load(tiny).problems] == ([code] if code else [])
