"""The commands on a branch that a forge shows, and publishers who push at the same time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cli.publish import rollback as rollback_command
from plugins.cli.targets.doctor import doctor, verify_live
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.pages import Pages
from plugins.system.messages import LANGS
from tests.publishing.forge import BRANCH, commit_by_hand, git, new_forge, open_pages, public_files
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import ENTRIES_A, make_build, read_files, write_site
from tests.support.needs import needs
from tests.support.ports import serve_folder

pytestmark = [pytest.mark.posix, needs("git")]

FORGE = "https://forge.example/city/site.git"


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that git finds at the address of a forge."""
    repository = new_forge(tmp_path)
    _lead(monkeypatch, repository, repository)
    return repository


def _lead(monkeypatch: pytest.MonkeyPatch, fetched: Path, pushed: Path) -> None:
    """Let git find these repositories at the address of the forge."""
    keys = (f"url.{fetched}.insteadOf", f"url.{pushed}.pushInsteadOf")
    variables = {"COUNT": "2"}
    for number, key in enumerate(keys):
        variables |= {f"KEY_{number}": key, f"VALUE_{number}": FORGE}
    for name, text in variables.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", text)


def _write_config(folder: Path, address: str) -> Path:
    file = folder / "publish.yaml"
    file.write_text(f"targets: {{pages: {{kind: pages, repository: '{FORGE}', address: '{address}'}}}}\n", "utf-8")
    return file


@pytest.mark.parametrize("lang", LANGS)
def test_rollback_by_the_history_is_a_commit_and_says_what_stays(
    forge: Path, site_a: SiteBuild, site_b: SiteBuild, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first = publish(open_pages(forge), site_a, POLICY, REQUEST).release.id
    publish(open_pages(forge), site_b, POLICY, REQUEST)
    config = _write_config(tmp_path, "https://city.example/")
    assert rollback_command(first, "pages", config, lang) == 0
    assert read_files(site_a.folder).items() <= public_files(forge).items()
    assert {"zh-Hans": "还留在仓库的历史里", "en": "still in the history of the repository"}[lang] in (
        capsys.readouterr().err
    )


def test_site_of_a_forge_is_right_with_its_own_headers(
    forge: Path, site_a: SiteBuild, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    shown = tmp_path / "shown"
    shown.mkdir()
    git(forge, f"--work-tree={shown}", "checkout", "--quiet", "--force", BRANCH, "--", ".")
    with serve_folder(shown) as address:
        config = _write_config(tmp_path, address)
        assert verify_live("pages", None, config, "en") == 0
        (shown / "about/index.html").write_bytes(b"another")
        assert verify_live("pages", None, config, "en") == 1
    assert "about/" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGS)
def test_doctor_names_who_may_not_push(
    forge: Path,
    site_a: SiteBuild,
    tmp_path: Path,
    lang: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    before = git(forge, "for-each-ref")
    config = _write_config(tmp_path, "http://127.0.0.1:1/")
    right = {"zh-Hans": "推送权限", "en": "right to push"}[lang]
    # nothing serves the site here, which doctor says as well
    assert doctor("pages", config, lang, repair=False, yes=False) == 1
    assert f"✓ {right}" in capsys.readouterr().err.splitlines()
    _lead(monkeypatch, forge, tmp_path / "nowhere")
    assert doctor("pages", config, lang, repair=False, yes=False) == 1
    assert f"✗ {right}" in capsys.readouterr().err
    assert git(forge, "for-each-ref") == before


def _publish(forge: Path, site: SiteBuild) -> str:
    return publish(open_pages(forge), site, POLICY, REQUEST).release.id


def _note_by_hand(forge: Path, _: SiteBuild) -> None:
    commit_by_hand(forge, "note.txt", b"x", f"{BRANCH}-state")


def _remove_branch(forge: Path, _: SiteBuild) -> None:
    git(forge, "update-ref", "-d", f"refs/heads/{BRANCH}")


OVERTAKEN = [
    (0, "publish", _publish),
    *((2, job, other) for job in ("publish", "rollback") for other in (_publish, _note_by_hand, _remove_branch)),
]


@pytest.mark.parametrize(("former", "job", "other"), OVERTAKEN)
def test_who_was_overtaken_is_informed_and_overwrites_nothing(
    forge: Path,
    site_a: SiteBuild,
    site_b: SiteBuild,
    tmp_path: Path,
    former: int,
    job: str,
    other: Callable[[Path, SiteBuild], object],
) -> None:
    blue, navy = (
        make_build(write_site(tmp_path / style, ENTRIES_A, style, awards=True), "awards") for style in ("blue", "navy")
    )
    releases = [_publish(forge, site) for site in (site_a, blue)[:former]]
    after: list[str] = []

    class Overtaken(Pages):
        def finish(self, *words: object) -> object:  # type: ignore[override]
            other(forge, site_b)
            after.append(git(forge, "for-each-ref"))
            return super().finish(*words)  # type: ignore[arg-type]

    slow = Overtaken(open_pages(forge).git)
    with pytest.raises(PublishError) as caught:
        if job == "rollback":
            rollback(slow, releases[0], POLICY, REQUEST)
        else:
            publish(slow, navy, POLICY, REQUEST)
    assert [message.code for message in caught.value.messages] == ["branch_moved"]
    assert [git(forge, "for-each-ref")] == after
