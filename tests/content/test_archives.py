"""Archived stages are read as what they are: whose, of which stage, unchanged, and safe to unpack."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from plugins.content.load import load
from plugins.content.parsing import archives
from plugins.content.parsing.archives import StageArchive, read_archive
from plugins.content.problems import ContentError
from tests.content.archive_zips import PAGE, with_manifest, write_zip

HOME = PAGE.format("tiny-2024", "首页")


def _codes(path: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_archive(path, f"archives/{path.name}")
    problems = caught.value.problems
    assert {(problem.file, problem.line) for problem in problems} == {(f"archives/{path.name}", 1)}
    return [problem.code for problem in problems]


def _read(folder: Path, members: Mapping[str, str]) -> StageArchive:
    return read_archive(write_zip(folder / "tour.zip", members), "archives/tour.zip")


def test_archive_says_whose_it_is_and_of_which_day(tmp_path: Path) -> None:
    archive = _read(tmp_path, with_manifest("tour", {"tour/index.html": HOME}))
    assert (archive.contest, archive.stage, str(archive.day), archive.samples) == ("tiny-2024", "tour", "2024-03-31", 0)
    assert archive.read("tour/index.html").decode() == HOME


def test_archive_from_before_there_were_manifests_is_read(tmp_path: Path) -> None:
    archive = _read(tmp_path, {"tour/index.html": HOME})
    assert (archive.contest, archive.day, archive.checks) == ("tiny-2024", None, None)


@pytest.mark.parametrize("mark", ["<p class=sample>示例</p>", '<p class="sample">示例</p>', "<small data-sample>"])
def test_pages_with_samples_are_counted(tmp_path: Path, mark: str) -> None:
    members = {"tour/index.html": HOME, "tour/a/index.html": PAGE.format("tiny-2024", mark)}
    assert _read(tmp_path, members).samples == 1


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"awards/index.html": HOME}, "archive_renamed"),
        ({"tour/index.html": HOME, "awards/index.html": HOME}, "archive_renamed"),
        (with_manifest("tour", {"tour/index.html": HOME}, stage="awards"), "archive_renamed"),
        ({**with_manifest("tour", {"tour/index.html": HOME}), "tour/index.html": HOME + " "}, "archive_changed"),
        ({**with_manifest("tour", {"tour/index.html": HOME}), "tour/more.html": HOME}, "archive_changed"),
        (with_manifest("tour", {"tour/index.html": HOME}, contest="other-2024"), "archive_unreadable"),
        (with_manifest("tour", {"tour/index.html": HOME}, format=2), "archive_unreadable"),
        ({"tour/index.html": HOME, "tour/archive.json": "{"}, "archive_unreadable"),
        ({"tour/index.html": "<html>"}, "archive_unreadable"),
        ({"tour/other.html": HOME}, "archive_unreadable"),
        ({"tour/index.html": HOME, "tour/../../evil.html": HOME}, "archive_unsafe"),
        ({"tour/index.html": HOME, "/etc/evil": HOME}, "archive_unsafe"),
        ({"tour/index.html": HOME, "tour\\..\\evil": HOME}, "archive_unsafe"),
        ({"tour/index.html": HOME, "tour/INDEX.html": HOME}, "archive_unsafe"),
        ({"tour/index.html": HOME, "tour/con.html": HOME}, "archive_unsafe"),
        ({"tour/index.html": HOME, "tour/.htaccess": HOME}, "archive_unsafe"),
        ({"tour/index.html": HOME.replace("<html", '<html data-rehearsal="tour"')}, "archive_made_up"),
    ],
)
def test_wrong_archive_is_refused(tmp_path: Path, members: Mapping[str, str], code: str) -> None:
    assert _codes(write_zip(tmp_path / "tour.zip", members)) == [code]


def test_symbolic_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "tour.zip", {"tour/index.html": HOME})
    with zipfile.ZipFile(path, "a") as packed:
        member = zipfile.ZipInfo("tour/link")
        member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        packed.writestr(member, "/etc/passwd")
    assert _codes(path) == ["archive_unsafe"]


SECRET = zlib.compress(b"the winners")


@pytest.mark.parametrize("place", ["before", "between", "before the list", "after", "comment", "another name"])
def test_data_that_a_zip_does_not_list_is_refused(tmp_path: Path, place: str) -> None:
    path = tmp_path / "tour.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("tour/index.html", HOME)
        if place == "between":
            packed.fp.write(SECRET)  # type: ignore[union-attr]
            packed.start_dir += len(SECRET)
        packed.writestr("tour/other.html", HOME)
        if place == "before the list":
            packed.fp.write(SECRET)  # type: ignore[union-attr]
            packed.start_dir += len(SECRET)
        packed.comment = SECRET if place == "comment" else b""
    data = path.read_bytes()
    if place == "another name":
        # the list says other.html
        data = data.replace(b"tour/other.html", b"tour/prize.html", 1)
    path.write_bytes({"before": SECRET + data, "after": data + SECRET}.get(place, data))
    assert _codes(path) == ["archive_hidden_bytes"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("is_stream", [False, True])
def test_zip_of_another_program_hides_nothing(tmp_path: Path, compression: int, is_stream: bool) -> None:
    out = io.BytesIO()
    # what cannot be sought gets descriptors behind its data
    target: Any = _Stream(out) if is_stream else out
    with zipfile.ZipFile(target, "w", compression) as packed:
        packed.writestr("tour/", "")
        for name in ("tour/index.html", "tour/a/index.html"):
            packed.writestr(name, HOME)
    (tmp_path / "tour.zip").write_bytes(out.getvalue())
    assert read_archive(tmp_path / "tour.zip", "archives/tour.zip").names == ("tour/index.html", "tour/a/index.html")


class _Stream(io.RawIOBase):
    """A file that can only be written to at its end."""

    def __init__(self, out: io.BytesIO) -> None:
        self.out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self.out.write(data)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tour.zip").write_bytes(b"PK\x03\x04 no")
    assert _codes(tmp_path / "tour.zip") == ["archive_unreadable"]
    (tmp_path / "vote.zip").mkdir()
    assert _codes(tmp_path / "vote.zip") == ["archive_unreadable"]


def test_archive_that_would_fill_the_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 10)
    assert _codes(write_zip(tmp_path / "tour.zip", {"tour/index.html": HOME})) == ["archive_too_large"]


def test_archives_of_others_and_of_no_stage_are_reported(tiny: Path) -> None:
    write_zip(tiny / "archives/tour.zip", {"tour/index.html": PAGE.format("zhuhai-2020", "珠海")})
    write_zip(tiny / "archives/toor.zip", {"toor/index.html": HOME})
    (tiny / "archives/notes.txt").write_text("?", encoding="utf-8")
    assert [(problem.file, problem.code) for problem in load(tiny).problems] == [
        ("archives/notes.txt", "warn_not_read"),
        ("archives/toor.zip", "unknown_stage_near"),
        ("archives/tour.zip", "archive_of_other_contest"),
    ]


def test_archives_are_public_from_their_stage_on(tiny: Path) -> None:
    for stage in ("vote", "tour"):
        write_zip(tiny / f"archives/{stage}.zip", {f"{stage}/index.html": HOME})
    competition = load(tiny).competition
    assert competition
    shown = {stage: [item.stage for item in competition.at(stage).archives] for stage in ("call", "tour", "review")}
    assert shown == {"call": [], "tour": ["tour"], "review": ["tour", "vote"]}
