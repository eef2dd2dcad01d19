"""A publication whose line to the server is cut: half a file is never written, half a name never removed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.host import BLOBS, INCOMING, TREES, check_names
from plugins.publishing.targets.ssh_host import SshHost
from tests.publishing.cut_line import Line, new_line, search_path
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import ENTRIES_A, make_build, read_files, write_site
from tests.support.needs import needs

pytestmark = [pytest.mark.posix, needs("rsync")]

KB = 1024
SAMPLES = 2
# of some thousand
LARGE_SAMPLES = 8


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    fresh = new_line(tmp_path)
    monkeypatch.setenv("PATH", search_path(fresh))
    return fresh


def _target(line: Line, keep: int = 20) -> Directory:
    return Directory(SshHost("server.example", str(line.server / "www")), keep)


def _private_files(line: Line) -> dict[str, bytes]:
    files = read_files(line.server / "www/private")
    return {path: data for path, data in files.items() if path.split("/")[0] not in {"lock", "holder", "incoming"}}


def _publish_cut(line: Line, site: SiteBuild, limit: int, keep: int) -> bool:
    """Publish over a line that is cut; return whether it was finished before that."""
    line.cut_after(limit)
    try:
        publish(_target(line, keep), site, POLICY, REQUEST)
    except PublishError:
        return False
    finally:
        line.mend()
    return True


def _check_cut(line: Line, before: SiteBuild, after: SiteBuild, limit: int, keep: int = 20) -> None:
    """Nothing is lost by a cut: the state is readable, one whole release is public, a rerun finishes."""
    stored = _private_files(line)
    _publish_cut(line, after, limit, keep)
    target, current = _target(line, keep), line.server / "www/current"
    assert {"state.json.gz"} | {path for path in stored if path.startswith("records")} <= _private_files(line).keys()
    state = target.load_state()
    assert len(target.load_records()) >= state.sequence
    public = read_files(current.resolve())
    wholes = [read_files(site.folder) for site in (before, after)]
    assert any(whole.items() <= public.items() for whole in wholes)
    publish(target, after, POLICY, REQUEST)
    assert wholes[1].items() <= read_files(current.resolve()).items()
    assert list((line.server / "www" / INCOMING).glob("*")) == []


def _cuts(size: int, step: int = KB) -> list[int]:
    return list(range(0, size + step, step))


def _fresh(folder: Path, monkeypatch: pytest.MonkeyPatch, server: Path) -> Line:
    """A line to a copy of a server."""
    line = new_line(folder)
    shutil.copytree(server, line.server, symlinks=True, dirs_exist_ok=True)
    monkeypatch.setenv("PATH", search_path(line))
    return line


def _check_cuts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sites: tuple[SiteBuild, SiteBuild], chosen: int | None
) -> None:
    before, after = sites
    whole = new_line(tmp_path / "whole")
    monkeypatch.setenv("PATH", search_path(whole))
    publish(_target(whole), before, POLICY, REQUEST)
    server = Path(shutil.copytree(whole.server, tmp_path / "before", symlinks=True))
    whole.mend()
    publish(_target(whole), after, POLICY, REQUEST)
    cuts = _cuts(whole.bytes_sent)
    if chosen is not None:
        cuts = random.Random(20).sample(cuts, min(chosen, len(cuts)))
    for limit in cuts:
        _check_cut(_fresh(tmp_path / f"cut{limit}", monkeypatch, server), before, after, limit)
        shutil.rmtree(tmp_path / f"cut{limit}")


@pytest.mark.parametrize("chosen", [SAMPLES, pytest.param(None, marks=pytest.mark.exhaustive)])
def test_publication_cut_at_any_kilobyte_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site_a: SiteBuild, site_b: SiteBuild, chosen: int | None
) -> None:
    _check_cuts(tmp_path, monkeypatch, (site_a, site_b), chosen)


@pytest.mark.exhaustive
def test_publication_of_12000_files_cut_at_kilobytes_all_over_it_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site_a: SiteBuild
) -> None:
    # a page and a picture of each
    entries = (*ENTRIES_A, *(f"entry-{number:04}" for number in range(6_000)))
    large = make_build(write_site(tmp_path / "large", entries, "blue", awards=False), "tour")
    assert len(read_files(large.folder)) > 12_000
    _check_cuts(tmp_path, monkeypatch, (site_a, large), chosen=LARGE_SAMPLES)


@pytest.mark.exhaustive
def test_larger_publication_that_removes_blobs_cut_at_any_kilobyte_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = new_line(tmp_path)
    monkeypatch.setenv("PATH", search_path(line))
    entries = tuple(f"entry-{number}" for number in range(60))
    sites = [
        make_build(write_site(tmp_path / style, entries, style, awards=False), "tour")
        for style in ("red", "green", "blue")
    ]
    for site in sites[:2]:
        publish(_target(line, keep=1), site, POLICY, REQUEST)
    line.mend()
    publish(_target(line, keep=1), sites[2], POLICY, REQUEST)
    size, former, limits = line.bytes_sent, sites[2], _cuts(line.bytes_sent)
    for number, limit in enumerate(limits):
        site = sites[number % 2]
        _check_cut(line, former, site, min(limit, size), keep=1)
        former = site


def test_half_a_small_file_is_never_written(line: Line) -> None:
    host = SshHost("server.example", str(line.server / "www"))
    old, new = b"old" * 500, b"new" * 4000
    host.write_file("private/state.json.gz", old)
    for limit in _cuts(len(new)):
        line.cut_after(limit)
        with pytest.raises(PublishError):
            host.write_file("private/state.json.gz", new)
        line.mend()
        assert host.read_file("private/state.json.gz") == old
    host.write_file("private/state.json.gz", new)
    assert host.read_file("private/state.json.gz") == new


@pytest.mark.parametrize("step", [32 * KB, pytest.param(KB, marks=pytest.mark.exhaustive)])
def test_half_a_list_of_names_removes_nothing(line: Line, step: int) -> None:
    host, names = SshHost("server.example", str(line.server / "www")), [f"{number:040x}" for number in range(12_000)]
    blobs = line.server / "www" / BLOBS
    blobs.mkdir(parents=True)
    # a name that others begin with, and what must survive anything
    for name in ("0" * 39, *names[::500]):
        (blobs / name).write_bytes(b"x")
    (line.server / "www/private/state.json.gz").write_bytes(b"state")
    before = read_files(line.server)
    size = sum(len(name) + 1 for name in names)
    for limit in range(0, size, step):
        line.cut_after(limit)
        with pytest.raises(PublishError):
            host.remove(BLOBS, names)
        line.mend()
        assert {path for path in before if path not in read_files(line.server)} == set()
    host.remove(BLOBS, names)
    assert read_files(line.server / "www") == {f"{BLOBS}/{'0' * 39}": b"x", "private/state.json.gz": b"state"}


@pytest.mark.parametrize("step", [64 * KB, pytest.param(KB, marks=pytest.mark.exhaustive)])
def test_half_a_list_of_links_makes_no_tree(line: Line, step: int) -> None:
    host = SshHost("server.example", str(line.server / "www"))
    blob = line.server / "www" / BLOBS / "a"
    blob.parent.mkdir(parents=True)
    blob.write_bytes(b"x")
    links = {f"entries/{number // 100}/{number:05}.html": f"{BLOBS}/a" for number in range(4_000)}
    size = sum(len(path) + len(source) + 2 for path, source in links.items())
    trees = line.server / "www" / TREES
    for limit in range(0, size, step):
        line.cut_after(limit)
        with pytest.raises(PublishError):
            host.create_tree("000001-tour", links)
        line.mend()
        assert [path for path in trees.rglob("*") if path.is_file()] == []
        shutil.rmtree(trees, ignore_errors=True)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (BLOBS, ""),
        (BLOBS, "."),
        (BLOBS, ".."),
        (BLOBS, "../state.json.gz"),
        (BLOBS, "/"),
        (BLOBS, "a\0b"),
        (TREES, "a/b"),
        ("private", "blobs"),
        ("", "private"),
    ],
)
def test_names_that_lead_elsewhere_are_never_removed(folder: str, name: str) -> None:
    with pytest.raises(ValueError, match="not to be removed"):
        check_names(folder, ["fine", name])
    assert check_names(BLOBS, ["fine"]) == ["fine"]


def test_lost_compressed_variants_are_sent_again(line: Line, tmp_path: Path) -> None:
    entries = tuple(f"work-{number}" for number in range(30))
    first = make_build(write_site(tmp_path / "first", entries, "red", awards=False), "tour")
    second = make_build(write_site(tmp_path / "second", entries, "blue", awards=False), "tour")
    publish(_target(line), first, POLICY, REQUEST)
    line.cut_after(20 * KB)
    with pytest.raises(PublishError):
        publish(_target(line), second, POLICY, REQUEST)
    line.mend()
    # as a cut in the middle of the files leaves it
    for path in (line.server / "www" / BLOBS).glob("*.br"):
        path.unlink()
    publish(_target(line), second, POLICY, REQUEST)
    current = line.server / "www/current"
    assert (current / "entries/index.html.br").is_file()
