"""Visitors read while a folder target is switched from release to release: no request fails."""

from __future__ import annotations

import re
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.web_servers import run_server
from tests.support.needs import needs, require_tool

pytestmark = [pytest.mark.posix, needs("nginx", "wrk")]
DELETING = replace(REQUEST, allow_deletes=True)
SWITCHES = 100
# none for http, and none for the server
SETTINGS = "# in server { }\n"
# each reader asks for one page after the other; both releases have them all
READERS = """
local pages = {{ {pages} }}
local next_page = 0
request = function()
  next_page = next_page % #pages + 1
  return wrk.format("GET", pages[next_page])
end
"""


def test_readers_see_no_error_during_a_hundred_switches(tmp_path: Path, site_a: SiteBuild, site_b: SiteBuild) -> None:
    target = Directory(LocalHost(tmp_path / "www"), keep_releases=20)
    releases = [publish(target, site, POLICY, DELETING).release.id for site in (site_a, site_b)]
    both = [path for path in _pages(site_a.folder) if path in _pages(site_b.folder)]
    script = tmp_path / "readers.lua"
    script.write_text(READERS.format(pages=", ".join(f'"/{path}"' for path in both)))
    with run_server("nginx", tmp_path / "www/current", SETTINGS, tmp_path / "nginx") as address:
        command = [require_tool("wrk"), "-t1", "-c8", "-d600s", "-s", str(script), address]
        readers = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for number in range(SWITCHES):
            rollback(target, releases[number % 2], POLICY, DELETING)
        readers.send_signal(signal.SIGINT)
        report = readers.communicate()[0]
    assert re.findall(r"Socket errors.*|Non-2xx.*", report) == []
    assert int(re.search(r"(\d+) requests in", report)[1]) > SWITCHES  # type: ignore[index]  # wrk always says it


def _pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
