"""The build behind an archive: which stage and which day."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.problems import ContentError
from plugins.release.archive import ArchiveError, build_archive
from tests.content.mutations import LIFT, replace_text
from tests.support.builds import TINY, soup


@pytest.mark.parametrize(
    ("stage", "day", "code"),
    [("tuor", "", "no_stage"), ("review", "", "no_closing_date"), ("tour", "soon", "bad_date")],
)
def test_impossible_archive_is_an_error(tmp_path: Path, stage: str, day: str, code: str) -> None:
    with pytest.raises(ArchiveError) as error:
        build_archive(TINY, stage, day, tmp_path / "site")
    assert error.value.code == code
    assert "{" not in error.value.text("zh-Hans") + error.value.text("en")
    assert not (tmp_path / "site").exists()


def test_content_with_errors_is_not_archived(tiny: Path, tmp_path: Path) -> None:
    replace_text(LIFT, ("track: safety", "track: saftey"))(tiny)
    with pytest.raises(ContentError):
        build_archive(tiny, "tour", "", tmp_path / "site")


def test_archive_has_the_last_day_of_its_stage(tmp_path: Path) -> None:
    build_archive(TINY, "tour", "", tmp_path / "site")
    assert "截至2024年3月9日" in str(soup(tmp_path / "site", "index.html").select_one("#archived"))
