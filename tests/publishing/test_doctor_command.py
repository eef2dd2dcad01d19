"""The commands that look after a target: what doctor prints of files of others, and how it repairs a state."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.cli.targets.doctor import doctor, verify_live
from plugins.publishing.config import load_target_config
from plugins.publishing.doctor import run_doctor
from plugins.publishing.publish import publish
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.system.messages import LANGS
from tests.publishing.publisher import POLICY, REQUEST

pytestmark = pytest.mark.posix


@pytest.fixture
def config(tmp_path: Path, site_a: SiteBuild) -> Path:
    """A ``publish.yaml`` with a folder that has been published to; nothing answers at its address."""
    publish(Directory(LocalHost(tmp_path / "www"), 20), site_a, POLICY, REQUEST)
    file = tmp_path / "publish.yaml"
    file.write_text(
        f"targets: {{place: {{kind: directory, path: {tmp_path / 'www'}, address: 'http://127.0.0.1:1/'}}}}\n",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("lang", LANGS)
def test_repair_shows_a_plan_and_waits_for_yes(
    config: Path, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "www/private/state.json.gz"
    state.write_bytes(b"cut")
    assert doctor("place", config, lang, repair=False, yes=False) == 1
    assert "--repair" in capsys.readouterr().err
    assert doctor("place", config, lang, repair=True, yes=False) == 1
    assert "--yes" in capsys.readouterr().err
    assert state.read_bytes() == b"cut"
    assert doctor("place", config, lang, repair=True, yes=True) == 0
    assert "tour-" in capsys.readouterr().err
    assert doctor("place", config, lang, repair=True, yes=False) == 0


@pytest.mark.parametrize("lang", LANGS)
def test_proxy_that_does_not_speak_http_is_reported(
    config: Path, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(config.read_text(encoding="utf-8").replace("127.0.0.1:1", "www.city.example"), encoding="utf-8")
    monkeypatch.setenv("http_proxy", "socks5://user:hush@127.0.0.1:1080")
    monkeypatch.setenv("no_proxy", "")
    assert verify_live("place", None, config, lang) == 1
    errors = capsys.readouterr().err
    assert "HTTP_PROXY" in errors
    assert "hush" not in errors


@pytest.mark.parametrize("lang", LANGS)
def test_files_of_others_are_listed(
    config: Path, tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(50):
        (tmp_path / f"www/current/MP_verify_{number:02}.txt").write_bytes(b"x")
    # nothing serves the site here, which doctor says as well
    assert doctor("place", config, lang, repair=False, yes=False) == 1
    lines = capsys.readouterr().err.splitlines()
    assert next(line for line in lines if line.startswith("  /MP_verify_")) == "  /MP_verify_00.txt"
    assert lines[-1] == "  … +10"
    assert any("adopt" in line for line in lines)


def test_doctor_reads_the_state_takes_the_lock_and_asks_for_the_address(config: Path, tmp_path: Path) -> None:
    settings, target = load_target_config("place", config, print), Directory(LocalHost(tmp_path / "www"), 20)

    def find_problems() -> list[tuple[str, str]]:
        results = run_doctor(target, settings)
        return [(result.check.code, result.problem.code if result.problem else "") for result in results]

    unreachable = ("check_address", "probe_error")
    assert find_problems() == [("check_state", ""), ("check_lock", ""), unreachable]
    (tmp_path / "www/private/state.json.gz").write_bytes(b"cut")
    with target.lock("Mu Mu", 0, lambda _: None):
        assert find_problems() == [("check_state", "damaged"), ("check_lock", "locked"), unreachable]
