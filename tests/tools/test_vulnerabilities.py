"""Known vulnerabilities of the pinned packages: asked for by name and version, reported by lock, skipped loudly."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from plugins.paths import ROOT
from plugins.system.messages import LANGS
from tests.support.ports import SilentHandler, serve
from tools.commands import vulnerabilities
from tools.locks import LOCKS
from tools.vulnerabilities import ServiceError, Vulnerability, find_vulnerabilities

HOLES = {("alpha", "1.0"): ["GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1"]}


class _Database(SilentHandler):
    status, is_nonsense = 200, False

    def do_POST(self) -> None:  # noqa: N802 - the name that the library looks for
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        assert {query["package"]["ecosystem"] for query in queries} == {"PyPI"}
        pins = [(query["package"]["name"], query["version"]) for query in queries]
        results = [{"vulns": [{"id": name} for name in HOLES[pin]]} if pin in HOLES else {} for pin in pins]
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(b"<html>" if self.is_nonsense else json.dumps({"results": results}).encode())


def _database(**behaviour: object) -> AbstractContextManager[str]:
    return serve(type("Database", (_Database,), behaviour))


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    for number, name in enumerate(LOCKS):
        pins = f"alpha==1.0 \\\n    --hash=sha256:{'0' * 64}\n" if number < 2 else ""
        lock = f"{pins}beta==2.{number} ; sys_platform == 'win32' \\\n    --hash=sha256:{'1' * 64}\n"
        (tmp_path / f"{name}.lock").write_text(lock, encoding="utf-8")
    return tmp_path


def test_advisories_are_listed_with_their_locks(requirements: Path) -> None:
    with _database() as service:
        advisories = find_vulnerabilities(requirements, service)
    assert advisories == [
        Vulnerability("alpha", "1.0", name, ("site", "print")) for name in ("GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1")
    ]


@pytest.mark.parametrize("behaviour", [{"status": 503}, {"is_nonsense": True}])
def test_database_that_does_not_answer_is_an_error(requirements: Path, behaviour: dict[str, object]) -> None:
    with _database(**behaviour) as service, pytest.raises(ServiceError):
        find_vulnerabilities(requirements, service)


@pytest.mark.parametrize("lang", LANGS)
def test_command_says_loudly_that_it_checked_nothing(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert vulnerabilities("http://127.0.0.1:1", lang) == 0
    assert capsys.readouterr().err.startswith("!!! ")


def test_command_asks_for_every_lock_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert all((ROOT / "requirements" / f"{name}.lock").is_file() for name in LOCKS)
    with _database() as service:
        assert vulnerabilities(service, "en") == 0
    assert capsys.readouterr().out == "Known vulnerabilities of the pinned packages: 0.\n"
