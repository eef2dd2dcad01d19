"""A new edition begins with what the last one has, but for its entries, dates and results."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.content.problems import ContentError
from plugins.content.series.record import read_series
from plugins.scaffold.edition import write_edition
from tests.content.series_files import SERIES, write_series
from tests.support.builds import SHIPPED, TINY, files


def test_units_pages_and_rules_go_on_and_entries_do_not(tmp_path: Path) -> None:
    series = write_series(tmp_path / "town", "2022", "2024")
    former = files(series.content("2024"))
    write_edition(tmp_path / "town" / "2026")
    new = files(tmp_path / "town" / "2026")
    assert {path for path in new if path != "competition.yaml"} == {
        path for path in former if path.startswith("pages/") or path in {"units.yaml", "wording.yaml"}
    }
    assert files(series.content("2024")) == former
    assert [edition.id for edition in read_series(tmp_path / "town").record.editions] == ["2022", "2024", "2026"]
    loaded = load(tmp_path / "town" / "2026")
    assert (loaded.problems, loaded.competition is None) == ((), False)
    assert loaded.competition
    config = loaded.competition.config
    assert (config.id, config.edition, config.current_stage) == ("tiny-2026", "2026", "call")
    assert config.site.url == "https://small-town.example/zt/2026"
    assert {(stage.opens, stage.closes, stage.amendments) for stage in config.stages} == {(None, None, ())}


def test_first_content_becomes_the_first_edition_of_a_series(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "2024")
    write_edition(tmp_path / "2026")
    series = read_series(tmp_path)
    assert ([edition.id for edition in series.record.editions], series.record.formerly_at_root) == (
        ["2024", "2026"],
        "2024",
    )
    assert (series.record.id, series.record.url) == ("tiny-series", "https://small-town.example/zt")
    assert [load(series.content(edition)).problems for edition in ("2024", "2026")] == [(), ()]


@pytest.mark.parametrize("key", ["opens", "closes", "amendments"])
def test_shipped_contest_goes_on_without_dates_and_with_its_comments(tmp_path: Path, key: str) -> None:
    shutil.copytree(SHIPPED, tmp_path / "2022")
    write_edition(tmp_path / "2024")
    before, after = ((tmp_path / year / "competition.yaml").read_text(encoding="utf-8") for year in ("2022", "2024"))
    assert [line for line in after.splitlines() if line.strip().startswith(f"{key}:")] == []
    comments = [line for line in before.splitlines() if line.strip().startswith("#")]
    assert [line for line in after.splitlines() if line.strip().startswith("#")] == comments
    assert [problem.message("en") for problem in load(tmp_path / "2024").problems] == []


def test_edition_is_not_begun_where_something_is_or_nothing_was(tmp_path: Path) -> None:
    for make, code in (
        (lambda: write_edition(tmp_path / "2026"), "no_former_edition"),
        (lambda: write_edition(write_series(tmp_path / "town").content("2024")), "new_folder_taken"),
        (lambda: write_edition(tmp_path / "town" / "Year 3"), "not_slug"),
    ):
        with pytest.raises(ContentError) as caught:
            make()
        assert [problem.code for problem in caught.value.problems] == [code]
    assert not (tmp_path / "2026").exists()


def test_list_of_editions_in_brackets_is_left_to_the_editor(tmp_path: Path) -> None:
    text = SERIES.partition("editions:")[0] + 'editions: [{id: "2022"}, {id: "2024"}]\n'
    write_series(tmp_path / "town", text=text)
    with pytest.raises(ContentError) as caught:
        write_edition(tmp_path / "town" / "2026")
    line = len(text.splitlines())
    assert [(problem.line, problem.code) for problem in caught.value.problems] == [(line, "new_unit_in_brackets")]
    assert (tmp_path / "town/series.yaml").read_text(encoding="utf-8") == text
