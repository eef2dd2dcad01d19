"""The developers' tasks: each function runs one and returns its exit status."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.cli.console import end_by_any_signal
from plugins.paths import ROOT
from plugins.system import textfile
from plugins.system.messages import Catalogue

SAMPLE_PAGES = ("entries/baiyun-352/", "tour/five-risks/", "background/", "news/launch/")
MESSAGES = Catalogue(__file__)


def lint() -> int:
    """Check style and types."""
    commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    statuses = [subprocess.call([sys.executable, "-m", *command], cwd=ROOT) for command in commands]
    return max(statuses)


def lock() -> None:
    """Write the locks and the list of their wheels from ``pyproject.toml``."""
    from tools.locks import write_locks

    write_locks(ROOT)


def sbom(output: Path) -> None:
    """Write the inventory of all packages that a build uses (CycloneDX)."""
    import tomllib

    from tools.sbom import build_sbom

    project = tomllib.loads(textfile.read_text(ROOT / "pyproject.toml"))["project"]
    textfile.write_text(output, build_sbom(ROOT / "requirements" / "site.lock", project["name"], project["version"]))


def vulnerabilities(service: str, lang: str) -> int:
    """Print the known vulnerabilities of all pinned packages; return 1 if there are any, 0 if nobody can be asked."""
    from tools.vulnerabilities import ServiceError, find_vulnerabilities

    try:
        listed = find_vulnerabilities(ROOT / "requirements", service)
    except ServiceError as error:
        print(MESSAGES.text("vulnerabilities_skipped", lang, service=service, why=error.reason), file=sys.stderr)
        return 0
    for item in listed:
        print(f"{item.package} {item.version}: {item.advisory} ({', '.join(item.locks)})", file=sys.stderr)
    print(MESSAGES.text("vulnerabilities", lang, count=len(listed)))
    return 1 if listed else 0


def compare_markdown(folder: Path, lang: str) -> int:
    """Print in how many files of a folder the visible text differs from markdown-it's, by kind."""
    from tools.compare_markdown import compare_folder

    folder = Path(folder)
    if not folder.is_dir():
        print(MESSAGES.text("compare_no_folder", lang, folder=folder), file=sys.stderr)
        return 1
    result = compare_folder(folder)
    counts = {"files": result.files, "differing": result.differing, "skipped": result.skipped}
    print(MESSAGES.text("compare_markdown", lang, **counts))
    for kind, count in result.kinds.most_common():
        print(f"  {kind}: {count}    {result.examples[kind]}")
    return 0


def schema() -> None:
    """Write ``docs/schema/`` and the manual of all keys from the records."""
    from tools.key_manual import write_manuals
    from tools.schemas import write_schemas

    write_schemas(ROOT / "docs" / "schema")
    write_manuals()


def traditional() -> None:
    """Draft the theme's new phrases in traditional Chinese."""
    from tools.traditional import update_traditional

    update_traditional()


def placeholders(content: Path) -> None:
    """Draw a picture for every entry that has none."""
    from tools.placeholder_art.draw import draw_placeholders

    for path in draw_placeholders(content):
        print(path)


def screenshot() -> None:
    """Take the README's pictures again."""
    from tools.screenshots.readme import take_screenshots

    with TemporaryDirectory() as folder:
        site = _build_sample(folder, stage="awards")
        for path in take_screenshots(site, ROOT / "docs" / "pictures", Path(folder) / "project"):
            print(path)


def page_pictures(content: Path, output: Path, stage: str) -> None:
    """Picture every kind of page at four widths, in a folder for each stage."""
    from plugins.content.load import load
    from tools.screenshots.browser import serving
    from tools.screenshots.pages import picture_pages

    stages = [stage] if stage else [known.id for known in load(content).require().config.stages]
    for stage_id in stages:
        with TemporaryDirectory() as folder, serving(Path(folder) / "site") as address:
            # the page for what is not found has whole addresses in it
            site = _build_sample(folder, stage=stage_id, content=content, site_url=address)
            for path in picture_pages(site, address, output / stage_id):
                print(path, flush=True)


def lighthouse() -> None:
    """Audit each kind of page with Lighthouse."""
    from tools.lighthouse import run_lighthouse

    with TemporaryDirectory() as folder:
        run_lighthouse(_build_sample(folder), SAMPLE_PAGES)


def local_cdn(folder: Path, lang: str) -> int:
    """Run a store and an edge on this machine until Ctrl-C is pressed."""
    from tools import local_cdn as service

    # store and edge must end with it
    end_by_any_signal()
    keys = service.CREDENTIALS
    with service.cdn(folder.resolve()) as running:
        values = {**vars(running), "bucket": service.BUCKET, "key": keys.key, "secret": keys.secret}
        print(MESSAGES.text("cdn_runs", lang, **values), flush=True)
        threading.Event().wait()
    return 0


def mutants(count: int, seed: int, only: str, jobs: int) -> int:
    """Change the sources in random places and check that the tests notice; return 1 if a mutant survived."""
    from tools.mutants import run_mutants

    return run_mutants(count, seed, only, jobs)


def _build_sample(
    folder: str, stage: str | None = None, content: Path = ROOT / "content", site_url: str | None = None
) -> Path:
    from plugins.site.build import build_site
    from plugins.site.build_result import BuildOptions

    output = Path(folder) / "site"
    build_site(BuildOptions(content=content, output=output, stage=stage, site_url=site_url)).raise_for_failure()
    return output
