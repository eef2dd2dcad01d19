"""``release.json`` of a site: the digest of every file, for strangers. It follows from what the site shows alone."""

from __future__ import annotations

import json
from pathlib import Path

from plugins.system import textfile
from plugins.system.disk import hash_file

STATEMENT = "release.json"
# instructions to the server, which shows them to nobody
INSTRUCTIONS = frozenset({"_headers"})


def write_site_statement(site: Path, contest: str, stage: str, address: str) -> None:
    """Write the statement of a built site, which is to be public at this address, into its folder."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    files = {path: f"sha256:{hash_file(site / path)}" for path in paths if path not in {STATEMENT, *INSTRUCTIONS}}
    data = {"format": 1, "contest": contest, "stage": stage, "address": f"{address.rstrip('/')}/", "files": files}
    textfile.write_text(site / STATEMENT, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
