"""The Nu HTML checker finds nothing to say about any page."""

from __future__ import annotations

import json
import subprocess

from tests.conftest import Site
from tests.support.builds import files
from tests.support.needs import needs, require_tool

# read from a disk a page has no origin, so 'self' allows nothing, and to the checker JSON-LD is a script that runs;
# what the policy really blocks, browsers tell (test_pages)
OF_POLICY = r"(Resource|Inline script) violates Content Security Policy \(meta tag\): .*"
pytestmark = needs("java", "vnu")


def _complaints(pages: list[str]) -> list[tuple[str, str]]:
    command = [
        require_tool("java"),
        "-Xss2m",
        # for half a minute the second compiler costs more than it saves
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        require_tool("vnu"),
        "--format",
        "json",
        "--filterpattern",
        OF_POLICY,
        *pages,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [(message["url"], message["message"]) for message in messages]


def test_vnu_has_nothing_to_say(explained_site: Site) -> None:
    sites = [explained_site(stage) for stage in ("call", "tour", "review", "awards")]
    pages = [str(site / path) for site in sites for path in files(site) if path.endswith(".html")]
    assert len(pages) > 200
    assert _complaints(pages) == []
