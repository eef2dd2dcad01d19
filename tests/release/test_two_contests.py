"""Two contests in one checkout: nothing of one is ever on the site of the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from plugins.cli.publish import archive, publish
from plugins.embargo.hidden_terms import HiddenTerm, normalize
from plugins.embargo.scan import scan
from plugins.release import prepare, statement
from tests.content.mutations import LIFT, NEWS, combine, replace_text
from tests.support.builds import TINY, files
from tests.support.compression import compress_once
from tests.support.scanning import read_files_once

pytestmark = pytest.mark.posix

URL = "https://www.small-town.gov.cn/zt"
# names of the second contest in place of those of the first
OTHER_NAMES = {
    "小城": "海边镇",
    "雨水花园": "潮汐步道",
    "电梯看护": "渔港夜灯",
    "水务局": "海洋局",
    "tiny-2024": "seaside-2020",
}
OF_ONE = ["小城创新大赛", "小城日报", "雨水花园", "水务局", "tiny-2024"]
OF_OTHER = ["海边镇创新大赛", "海边镇日报", "潮汐步道", "海洋局", "seaside-2020"]
REAL = combine(
    replace_text("competition.yaml", ("https://small-town.example/zt", URL)),
    replace_text(LIFT, ("sample: true\n", "")),
    replace_text(NEWS, ("source_url: https://daily.example.com/\n", "")),
)


def _names(site: Path) -> set[str]:
    """The names of both contests that stand anywhere on a site."""
    terms = sorted(HiddenTerm(normalize(name), name) for name in (*OF_ONE, *OF_OTHER))
    return {leak.source for leak in scan(site, terms)}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two contents of one checkout, the first with the archive of a stage that the second has, too."""
    folder = tmp_path_factory.mktemp("checkout")
    one, other = folder / "one", folder / "other"
    shutil.copytree(TINY, one)
    REAL(one)
    shutil.copytree(one, other)
    for path in other.rglob("*.*"):
        if path.suffix in {".md", ".yaml"}:
            text = path.read_text(encoding="utf-8")
            for name, new in OTHER_NAMES.items():
                text = text.replace(name, new)
            path.write_text(text, encoding="utf-8")
    assert archive("tour", "", one, None, "en") == 0
    return folder


@pytest.fixture
def contests(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The two contents, to be published to three folders."""
    for module in (prepare, statement):
        monkeypatch.setattr(module, "REPORTS", tmp_path / "proofs")
    compress_once(monkeypatch)
    read_files_once(monkeypatch)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(checkout, tmp_path, dirs_exist_ok=True)
    kinds = {
        name: {"kind": "directory", "path": str(tmp_path / name), "address": f"{URL}/"} for name in ("a", "b", "shared")
    }
    Path("publish.yaml").write_text(yaml.safe_dump({"targets": kinds}), encoding="utf-8")
    return tmp_path / "one", tmp_path / "other"


@pytest.fixture
def publish_to(tmp_path: Path) -> Callable[..., int]:
    def run(content: Path, target: str, *, allow_deletes: bool = False) -> int:
        options = {"dry_run": False, "allow_earlier_stage": False, "allow_deletes": allow_deletes}
        return publish(target, None, content, None, tmp_path / "publish.yaml", "en", **options)

    return run


def test_nothing_of_one_contest_is_on_the_site_of_another(
    contests: tuple[Path, Path], publish_to: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = contests
    assert [publish_to(one, "shared"), publish_to(other, "b")] == [0, 0]
    shared, site_b = ((tmp_path / name / "current").resolve() for name in ("shared", "b"))
    assert (_names(shared), _names(site_b)) == (set(OF_ONE), set(OF_OTHER))
    assert "archive/tour.zip" in files(shared)
    assert [path for path in files(site_b) if path.startswith("archive")] == []
    before = files(shared)
    capsys.readouterr()
    assert publish_to(other, "shared") == 1
    assert 'Another contest, "tiny-2024", is public at this target' in capsys.readouterr().err
    assert files((tmp_path / "shared/current").resolve()) == before
    assert publish_to(other, "shared", allow_deletes=True) == 0
    replaced = (tmp_path / "shared/current").resolve()
    assert _names(replaced) == set(OF_OTHER)
    assert [path for path in files(replaced) if path.startswith("archive")] == []


def test_archive_with_samples_says_at_once_that_it_is_not_fit_for_the_public(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert archive("tour", "", tiny, None, "en") == 0
    assert "not fit for the public (samples, placeholder)" in capsys.readouterr().err
    assert (tiny / "archives" / "tour.zip").exists()


def test_archive_of_one_contest_is_refused_by_the_other(
    contests: tuple[Path, Path], publish_to: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = contests
    shutil.copytree(one / "archives", other / "archives")
    capsys.readouterr()
    assert publish_to(other, "b") == 1
    assert 'archive of the contest "tiny-2024", not of "seaside-2020"' in capsys.readouterr().err


def test_archives_at_the_root_are_read_with_a_hint_where_they_fit(
    contests: tuple[Path, Path], publish_to: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = contests
    (one / "archives").rename(tmp_path / "archives")
    capsys.readouterr()
    assert publish_to(one, "a") == 0
    assert "move this contest's zips from archives/ to" in capsys.readouterr().err
    assert "archive/tour.zip" in files((tmp_path / "a/current").resolve())
    assert publish_to(other, "b") == 1
    assert 'archive of the contest "tiny-2024", not of "seaside-2020"' in capsys.readouterr().err
