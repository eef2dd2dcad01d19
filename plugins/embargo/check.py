"""The embargo check of a built site: search it for hidden terms, and compare it with a counterfactual build."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from plugins.embargo.compare import Difference, find_differences, hash_files, list_files
from plugins.embargo.counterfactual import write_counterfactual
from plugins.embargo.hidden_terms import find_hidden_terms
from plugins.embargo.raw_stages import read_raw_stage
from plugins.embargo.scan import Leak, scan
from plugins.site.build_process import start_build
from plugins.site.build_result import BuildOptions
from plugins.site.files.statement import STATEMENT, write_site_statement
from plugins.system import textfile
from plugins.system.file_names import list_tree

VERSION = 1
# every page of a rehearsal has this attribute; such a site never passes
REHEARSAL_MARK = b'data-rehearsal="'


@dataclass(frozen=True, kw_only=True)
class LeakReport:
    """Result of a check. The hashes identify the content, the site and the terms that were checked.

    ``replaced`` tells whether the counterfactual site could be built; ``pieces_too_short`` and ``pieces_also_public``
    count pieces of hidden text that cannot be searched for.
    """

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


def check_for_leaks(
    site: Path,
    content: Path,
    stage: str | None,
    site_url: str,
    *,
    archived: date | None = None,
    archives: Path | None = None,
) -> LeakReport:
    """Check a site that was built from this content, for this stage (``None`` is the current one) and address.

    ``archived`` is the day of a site that is an archive; ``archives`` is the folder of the archived stages that are
    parts of the site, if it is not in the content.
    """
    raw = read_raw_stage(content, stage)
    address = site_url or raw.config["site"]["url"]
    with tempfile.TemporaryDirectory() as folder:
        counterfactual = write_counterfactual(raw, Path(folder) / "content", archives)
        output = Path(folder) / "site"
        options = BuildOptions(
            content=counterfactual,
            output=output,
            stage=raw.stage_id,
            site_url=site_url or None,
            archived=archived,
        )
        finish = start_build(options)
        # search while the other site is being built
        hidden = find_hidden_terms(raw)
        leaks = scan(site, hidden.terms)
        replaced = finish().ok
        if replaced and (site / STATEMENT).exists():
            write_site_statement(output, raw.config["id"], raw.stage_id, address)
        differences = find_differences(site, output) if replaced else ()
    paths = list_files(site)
    return LeakReport(
        version=VERSION,
        competition=raw.config["id"],
        stage=raw.stage_id,
        site_url=address,
        content_sha256=hash_files(
            content, [path.relative_to(content).as_posix() for path in list_tree(content) if path.is_file()]
        ),
        site_sha256=hash_files(site, paths),
        files=len(paths),
        bytes=sum((site / path).stat().st_size for path in paths),
        terms=len(hidden.terms),
        terms_sha256=hashlib.sha256("\n".join(term.text for term in hidden.terms).encode()).hexdigest(),
        pieces_too_short=hidden.too_short,
        pieces_also_public=hidden.also_public,
        rehearsal=any(REHEARSAL_MARK in (site / path).read_bytes() for path in paths if path.endswith(".html")),
        replaced=replaced,
        leaks=leaks,
        differences=differences,
    )


def report_path(site: Path) -> Path:
    """Return the path of a site's report: beside the site, so that it is never published."""
    return site.with_name(f"{site.name}.proof.json")


def write_report(site: Path, report: LeakReport) -> Path:
    """Write the report of a site as JSON and return its path. It has no date, so the same site gives the same bytes."""
    data = {"passed": report.passed, **asdict(report)}
    textfile.write_text(report_path(site), json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    return report_path(site)
