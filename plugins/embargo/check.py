"""The proof itself: both searches over one built site, and the report for somebody who was not there."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from plugins.embargo.compare import Difference, find_differences, files, hash_of
from plugins.embargo.counterfactual import write_counterfactual
from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.raw_stages import read_raw_stage
from plugins.embargo.scan import Leak, scan
from plugins.site.build_process import start_build
from plugins.system.file_names import list_tree

VERSION = 1
# a rehearsal says so on every page, and is never proven
REHEARSAL_MARK = b'data-rehearsal="'


@dataclass(frozen=True)
class LeakReport:
    """What was looked at and what was found; hashes tell which content, which site and which terms it speaks of."""

    version: int
    competition: str
    stage: str
    site_url: str
    content_sha256: str
    site_sha256: str
    files: int
    bytes: int
    terms: int
    terms_sha256: str
    pieces_too_short: int
    pieces_also_public: int
    rehearsal: bool
    replaced: bool
    leaks: tuple[Leak, ...]
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        return self.replaced and not (self.rehearsal or self.leaks or self.differences)


def check_for_leaks(site: Path, content: Path, stage: str | None, site_url: str) -> LeakReport:
    """Look for what this stage hides in a site that was built from this content for this address."""
    raw = read_raw_stage(content, stage)
    with tempfile.TemporaryDirectory() as folder:
        other = write_counterfactual(raw, Path(folder) / "content")
        finish = start_build(other, Path(folder) / "site", raw.stage_id, site_url, "zh-Hans", silent=True)
        # searched while the other site is built
        secrets = find_hidden_terms(raw)
        leaks = scan(site, secrets)
        replaced = finish()
        different = find_differences(site, Path(folder) / "site") if replaced else ()
    paths = files(site)
    return LeakReport(
        version=VERSION,
        competition=raw.contest["id"],
        stage=raw.stage_id,
        site_url=site_url or raw.contest["site"]["url"],
        content_sha256=hash_of(content, _files_of(content)),
        site_sha256=hash_of(site, paths),
        files=len(paths),
        bytes=sum((site / path).stat().st_size for path in paths),
        terms=len(secrets.terms),
        terms_sha256=hashlib.sha256("\n".join(each.term for each in secrets.terms).encode()).hexdigest(),
        pieces_too_short=secrets.too_short,
        pieces_also_public=secrets.also_public,
        rehearsal=any(REHEARSAL_MARK in (site / path).read_bytes() for path in paths if path.endswith(".html")),
        replaced=replaced,
        leaks=leaks,
        differences=different,
    )


def written(proof: LeakReport) -> str:
    """The report as JSON. It has no date: whoever keeps it knows the day, and the same site has the same report."""
    return json.dumps({"passed": proof.passed, **asdict(proof)}, ensure_ascii=False, indent=1) + "\n"


def _files_of(content: Path) -> list[str]:
    return [path.relative_to(content).as_posix() for path in list_tree(content) if path.is_file()]
