"""The digests of a site's files, for strangers."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from plugins.site.files.statement import write_site_statement


def test_statement_lists_every_file_but_itself_and_the_instructions(tmp_path: Path) -> None:
    texts = {"index.html": b"home", "en/b.html": b"b", "_headers": b"h", "release.json": b"old"}
    for name, data in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for address in ("https://x.example/zt", "https://x.example/zt/"):
        write_site_statement(tmp_path, "小城", "vote", address)
        text = (tmp_path / "release.json").read_text(encoding="utf-8")
        assert json.loads(text) == {
            "format": 1,
            "contest": "小城",
            "stage": "vote",
            "address": "https://x.example/zt/",
            "files": {
                name: f"sha256:{hashlib.sha256(texts[name]).hexdigest()}" for name in ("en/b.html", "index.html")
            },
        }
        assert text.startswith('{\n "format": 1,\n "contest": "小城",')
        assert text.endswith("\n}\n")
