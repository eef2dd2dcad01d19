"""The commands of this project. ``python3 tasks.py TASK`` needs nothing but Python: it makes its own environment."""

from __future__ import annotations

import atexit
import gc
import sys

if __name__ == "__main__":
    from environment import run_task

    sys.exit(run_task(sys.argv[1:]))

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task as invoke_task

if TYPE_CHECKING:
    from plugins.publishing.build_input import Built

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from plugins.system import textfile
from plugins.system.console import set_up_streams

set_up_streams()

LANG_HELP = "language of messages: zh-Hans or en"
STAGE_HELP = "the stage to build, instead of the current one"
CONTENT_HELP = "folder of the content"
# names that change with their contents, as plugins/site/files/theme_assets.py, media.py and search.py make them
LIVE = ("theme/*.????????????.*", "media/*", "*data/search*.????????????.json")
HASHED = (*LIVE, *(f"archive/*/{pattern}" for pattern in LIVE))
ARCHIVES_HELP = "folder of the archived stages"


def task(*plain: Callable[..., None], **options: Any) -> Callable[..., Any]:
    """Invoke's decorator, for tasks that tell in a sentence which file the disk did not let them read or write."""

    def made(body: Callable[..., None]) -> Callable[..., Any]:
        @wraps(body)
        def run(*arguments: Any, **given: Any) -> None:
            try:
                body(*arguments, **given)
            except OSError as error:
                from plugins.system.disk import explain

                if not error.filename:
                    raise
                raise Exit(explain(error, _lang(given.get("lang", "zh-Hans"))), code=1) from None

        wrapped: Callable[..., Any] = invoke_task(**options)(run)
        return wrapped

    return made(*plain) if plain else made


def _lang(given: str) -> str:
    from plugins.content.problems import LANGS

    if given not in LANGS:
        raise Exit(f"--lang: {', '.join(LANGS)}", code=1)
    return given


def _throw_nothing_away() -> None:
    """For a process of one piece of work, all of which stays until its end: a sixth of its time is spent on looking."""
    gc.disable()
    # the interpreter looks once more when it ends, at whatever is not frozen
    atexit.register(gc.freeze)


@task(help={"stage": STAGE_HELP, "content": CONTENT_HELP, "site-url": "public address", "lang": LANG_HELP})
def build(
    _: Context,
    stage: str = "",
    content: str = "content",
    output: str = "output",
    site_url: str = "",
    lang: str = "zh-Hans",
    quiet: bool = False,
    preview: bool = False,
    trial_poll: str = "",
) -> None:
    """Build the site into output/; on errors in the content nothing is written."""
    _throw_nothing_away()
    from plugins.site.build import build as build_site

    build_site(
        content=content,
        output=output,
        stage=stage or None,
        site_url=site_url or None,
        lang=_lang(lang),
        quiet=quiet,
        preview=preview,
        trial_poll=trial_poll,
    )


@task(help={"stage": STAGE_HELP, "content": CONTENT_HELP, "lang": LANG_HELP})
def check(_: Context, content: str = "content", stage: str = "", lang: str = "zh-Hans") -> None:
    """Say everything that is wrong in the content."""
    _throw_nothing_away()
    from plugins.cli.check import check as check_content

    raise Exit(code=check_content(Path(content), stage or None, _lang(lang)))


@task(
    help={
        "stage": STAGE_HELP,
        "content": CONTENT_HELP,
        "port": "port on this machine",
        "lang": LANG_HELP,
        "poll": "run a real poll as well, to which all ballots lead",
    }
)
def serve(
    _: Context,
    stage: str = "",
    content: str = "content",
    port: int = 8000,
    lang: str = "zh-Hans",
    poll: bool = False,
) -> None:
    """Build the site and show it; pages reload when something changes."""
    from plugins.cli.serve import serve as serve_site

    serve_site(Path(content), stage or None, port, _lang(lang), poll)


@task(help={"only": "run only tests whose names match", "all": "also what takes long: every point of a kill test"})
def test(_: Context, only: str = "", all: bool = False) -> None:
    """Run the tests; what they need is installed where that is allowed, and what is missing is told at the end."""
    from tools.run_tests import run_tests

    raise Exit(code=run_tests(only, exhaustive=all))


PROOFS = ROOT / "proofs"
TARGET_HELP = "name of a target in publish.yaml"
CONFIG_HELP = "the file with the targets"


@task(
    help={
        "target": TARGET_HELP,
        "stage": STAGE_HELP,
        "dry-run": "show the plan and change nothing",
        "allow-backward": "go back to an earlier stage",
        "allow-deletes": "remove many pages",
        "archives": ARCHIVES_HELP,
        "config": CONFIG_HELP,
        "lang": LANG_HELP,
    }
)
def publish(
    _: Context,
    target: str,
    stage: str = "",
    dry_run: bool = False,
    allow_backward: bool = False,
    allow_deletes: bool = False,
    content: str = "content",
    archives: str = "archives",
    config: str = "publish.yaml",
    lang: str = "zh-Hans",
) -> None:
    """Build a stage and make it public."""
    from tempfile import TemporaryDirectory

    from plugins.cli import publish as commands

    with TemporaryDirectory() as folder:
        address = commands.address(target, Path(config), _lang(lang))
        built = _handed_over((content, archives), stage, folder, address, lang) if address else None
        if built is None:
            raise Exit(code=1)
        allowed = {"dry_run": dry_run, "allow_backward": allow_backward, "allow_deletes": allow_deletes}
        raise Exit(code=commands.publish(built, target, Path(config), lang, **allowed))


def _handed_over(sources: tuple[str, str], stage: str, folder: str, address: str, lang: str) -> Built | None:
    from shutil import copy

    from plugins.embargo.check import REHEARSAL_MARK
    from plugins.cli.embargo import check_site_for_leaks, report_path
    from plugins.cli import publish as commands
    from plugins.publishing.build_input import Built, Clearance
    from plugins.release.build import fresh_build

    content, archives = sources
    fresh = fresh_build(Path(content), stage or None, Path(folder), address, lang)
    if fresh is None:
        return None
    if not check_site_for_leaks(fresh.folder, Path(content), fresh.stage, address.rstrip("/"), lang).passed:
        return None
    # whoever wants to see later what was proven finds the report here
    PROOFS.mkdir(exist_ok=True)
    report = Path(copy(report_path(fresh.folder), PROOFS))
    clearance = Clearance(report, textfile.digest(report), fresh.findings)
    reached = fresh.stages[: fresh.stages.index(fresh.stage) + 1]
    placed = commands.lay_out(Path(archives), reached, fresh.folder, REHEARSAL_MARK, lang)
    if placed is None:
        return None
    public_from = {**fresh.public_from, **placed}
    return Built(fresh.folder, fresh.stage, fresh.stages, public_from, HASHED, clearance, _commit())


@task(
    help={
        "stage": "the stage to freeze",
        "day": "the day of the archive, such as 2023-03-31; the stage's last day unless said",
        "content": CONTENT_HELP,
        "archives": ARCHIVES_HELP,
        "lang": LANG_HELP,
    }
)
def archive(
    _: Context, stage: str, day: str = "", content: str = "content", archives: str = "archives", lang: str = "zh-Hans"
) -> None:
    """Freeze a stage for good: a zip that opens from a folder, and public pages from the next publication on."""
    from tempfile import TemporaryDirectory

    from plugins.cli import publish as commands
    from plugins.release.archive import frozen_build

    with TemporaryDirectory() as folder:
        if not frozen_build(Path(content), stage, day, Path(folder) / stage, _lang(lang)):
            raise Exit(code=1)
        raise Exit(code=commands.archive(Path(folder) / stage, stage, Path(archives), lang))


@task(
    help={
        "stage": "the stage to show",
        "until": "the last day on which it opens, such as 2023-02-20",
        "for": "who is to read it",
        "output": "the zip to write; preview-STAGE.zip unless said",
        "content": CONTENT_HELP,
        "lang": LANG_HELP,
    }
)
def bundle(
    _: Context,
    stage: str,
    until: str,
    for_: str = "",
    content: str = "content",
    output: str = "",
    lang: str = "zh-Hans",
) -> None:
    """Make an unlisted preview for a reviewer without tools: a zip that opens from a folder until a day."""
    from tempfile import TemporaryDirectory

    from plugins.cli.bundle import bundled_build, keep
    from plugins.publishing.archive import zipped

    with TemporaryDirectory() as folder:
        if not bundled_build(Path(content), stage, until, for_, Path(folder) / "site", _lang(lang)):
            raise Exit(code=1)
        data = zipped(Path(folder) / "site", f"preview-{stage}")
    raise Exit(code=keep(data, Path(output or f"preview-{stage}.zip"), until, lang))


def _commit() -> str:
    from subprocess import run

    try:
        found = run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        # the project came as a zip to a machine without git
        return ""
    return found.stdout.strip()


@task(help={"form": "nginx, tencent, aliyun or cloudfront", "output": "a built site"})
def headers(_: Context, form: str = "nginx", output: str = "output") -> None:
    """Print the headers that the site must be served with, as a server or a CDN takes them."""
    from plugins.publishing.header_formats import FORMS, site_headers

    if form not in FORMS or not (Path(output) / "_headers").exists():
        raise Exit(f"--form: {', '.join(FORMS)}; --output: {output}/_headers", code=1)
    print(FORMS[form](site_headers(Path(output))), end="")


@task(help={"target": TARGET_HELP, "config": CONFIG_HELP, "lang": LANG_HELP})
def releases(_: Context, target: str, config: str = "publish.yaml", lang: str = "zh-Hans") -> None:
    """Show what was published when, and by whom."""
    from plugins.cli import publish as commands

    raise Exit(code=commands.releases(target, Path(config), _lang(lang)))


@task(help={"target": TARGET_HELP, "to": "id of a release", "config": CONFIG_HELP, "lang": LANG_HELP})
def rollback(_: Context, target: str, to: str, config: str = "publish.yaml", lang: str = "zh-Hans") -> None:
    """Make a former release public again, without building or uploading."""
    from plugins.cli import publish as commands

    raise Exit(code=commands.rollback(to, target, Path(config), _lang(lang)))


@task(help={"target": TARGET_HELP, "config": CONFIG_HELP, "lang": LANG_HELP})
def verify_live(_: Context, target: str, config: str = "publish.yaml", lang: str = "zh-Hans") -> None:
    """Look at everything through the public address."""
    from plugins.cli import publish as commands

    raise Exit(code=commands.verify_live(target, Path(config), _lang(lang)))


@task(help={"target": TARGET_HELP, "since": "number of a publication", "config": CONFIG_HELP, "lang": LANG_HELP})
def purge(_: Context, target: str, since: int = 0, config: str = "publish.yaml", lang: str = "zh-Hans") -> None:
    """Let the edge forget again what the last publication changed, or all since one."""
    from plugins.cli import publish as commands

    raise Exit(code=commands.purge(target, since, Path(config), _lang(lang)))


@task(help={"target": TARGET_HELP, "config": CONFIG_HELP, "lang": LANG_HELP})
def doctor(_: Context, target: str, config: str = "publish.yaml", lang: str = "zh-Hans") -> None:
    """Try whether a target can do what publishing needs."""
    from plugins.cli import publish as commands

    raise Exit(code=commands.doctor(target, Path(config), _lang(lang)))


@task(help={"folder": "where store and edge keep their data", "lang": LANG_HELP})
def cdn(_: Context, folder: str = ".cache/cdn", lang: str = "zh-Hans") -> None:
    """Run a store and an edge on this machine, to try publishing with."""
    from plugins.cli import publish as commands

    raise Exit(code=commands.cdn(Path(folder), _lang(lang)))


@task(help={"day": "such as 2023-03-01", "hall": "id of a track", "content": CONTENT_HELP})
def order(_: Context, day: str, hall: str, content: str = "content") -> None:
    """Say in which order a hall stands on a day of the vote, so that anyone can check it."""
    from plugins.cli.fair_order import order_of

    raise Exit(code=order_of(Path(content), day, hall))


@task(help={"port": "port on this machine", "content": CONTENT_HELP, "export": "write the votes to this file instead"})
def poll(_: Context, port: int = 8600, content: str = "content", export: str = "", lang: str = "zh-Hans") -> None:
    """Run a real poll of the shortlist on this machine, to try voting with."""
    from plugins.cli.poll import export_votes, run_poll

    folder = ROOT / ".cache" / "poll"
    said = (
        export_votes(folder, Path(export), _lang(lang))
        if export
        else run_poll(Path(content), folder, port, _lang(lang))
    )
    raise Exit(code=said)


@task(name="check-embeds", help={"content": CONTENT_HELP, "timeout": "seconds to wait for each", "lang": LANG_HELP})
def check_embeds(_: Context, content: str = "content", timeout: float = 10.0, lang: str = "zh-Hans") -> None:
    """Ask the live vote services whether their pages may be framed, and propose how to offer each."""
    from plugins.cli.embeds import check_embeds as ask_services

    raise Exit(code=ask_services(Path(content), timeout, _lang(lang)))


@task(help={"content": CONTENT_HELP, "verify": "recount this record", "what-if": "other weights, such as 30/70"})
def tally(_: Context, content: str = "content", verify: str = "", what_if: str = "", lang: str = "zh-Hans") -> None:
    """Propose the awards from votes and scores, with a record that anyone can recount."""
    from plugins.cli import tally

    folder = Path(content)
    if verify:
        raise Exit(code=tally.verify(folder, Path(verify), _lang(lang)))
    raise Exit(code=tally.what_if(folder, what_if, _lang(lang)) if what_if else tally.tally(folder, _lang(lang)))


@task(help={"stage": STAGE_HELP, "content": CONTENT_HELP, "site-url": "public address", "lang": LANG_HELP})
def prove(
    _: Context,
    stage: str = "",
    content: str = "content",
    output: str = "output",
    site_url: str = "",
    lang: str = "zh-Hans",
) -> None:
    """Build a stage and prove that it shows nothing early; the report lies beside the site."""
    from plugins.cli.embargo import check_stage_for_leaks

    raise Exit(code=check_stage_for_leaks(Path(content), Path(output), stage or None, site_url, _lang(lang)))


@task(help={"from": "the stage before", "to": "the stage after", "content": CONTENT_HELP, "lang": LANG_HELP})
def diff(_: Context, from_: str, to: str, content: str = "content", lang: str = "zh-Hans") -> None:
    """Show which pages the public sees appear, change and go from one stage to another."""
    from plugins.cli.diff import compare

    raise Exit(code=compare(Path(content), from_, to, _lang(lang)))


@task(help={"stage": "the stage to play", "content": CONTENT_HELP, "lang": LANG_HELP})
def rehearse(
    _: Context, stage: str, content: str = "content", output: str = "rehearsal", lang: str = "zh-Hans"
) -> None:
    """Build a later stage with made-up results and a watermark on every page."""
    from plugins.cli.embargo import rehearse as play

    raise Exit(code=play(Path(content), Path(output), stage, _lang(lang)))


@task(help={"stage": STAGE_HELP, "content": CONTENT_HELP, "new-key": "make the key for the certificates' ids"})
def certificates(
    _: Context,
    stage: str = "",
    content: str = "content",
    output: str = "certificates",
    new_key: bool = False,
    lang: str = "zh-Hans",
) -> None:
    """Make a PDF certificate for each winning unit."""
    from plugins.cli.printing import new_key as make_new_key
    from plugins.cli.printing import print_certificates

    printed = (Path(content), stage or None, Path(output), _lang(lang))
    raise Exit(code=make_new_key(_lang(lang)) if new_key else print_certificates(*printed))


@task(help={"stage": STAGE_HELP, "content": CONTENT_HELP, "lang": LANG_HELP})
def booklet(
    _: Context, stage: str = "", content: str = "content", output: str = "certificates", lang: str = "zh-Hans"
) -> None:
    """Make one PDF of all finalists and winners."""
    from plugins.cli.printing import print_booklet

    raise Exit(code=print_booklet(Path(content), stage or None, Path(output), _lang(lang)))


@task(
    help={
        "what": "entry, article, unit or competition",
        "title": "title of an entry or article, full name of a unit",
        "slug": "folder of an entry or article, id of a unit",
        "unit": "an entry's units, names or ids with commas",
        "track": "an entry's track, name or id",
        "public-from": "stage from which an article is public",
        "kind": "kind of a unit",
        "district": "district of a unit",
        "content": "folder of the content; for a competition the folder to make",
        "lang": LANG_HELP,
    }
)
def new(
    _: Context,
    what: str,
    title: str = "",
    slug: str = "",
    number: str = "",
    unit: str = "",
    track: str = "",
    summary: str = "",
    date: str = "",
    public_from: str = "",
    kind: str = "",
    district: str = "",
    content: str = "content",
    lang: str = "zh-Hans",
) -> None:
    """Begin an entry, an article, a unit or another competition; asks for what no flag tells."""
    from plugins.cli.new import new as write_new

    given = {"title": title, "slug": slug, "number": number, "unit": unit, "track": track, "summary": summary}
    given |= {"date": date, "public-from": public_from, "kind": kind, "district": district}
    raise Exit(code=write_new(what, Path(content), given, _lang(lang)))


@task(
    name="import",
    help={
        "source": "an .xlsx, .csv or .docx file, or a folder of .docx",
        "form": "a mapping file, if the form is not the usual one",
        "content": CONTENT_HELP,
        "lang": LANG_HELP,
    },
)
def import_(_: Context, source: str, content: str = "content", form: str = "", lang: str = "zh-Hans") -> None:
    """Make entries from the units' forms; what is wrong in them is told by cell and written to a sheet."""
    from plugins.cli.imports import import_command

    raise Exit(code=import_command(Path(content), Path(source), form, _lang(lang)))


@task(help={"content": CONTENT_HELP, "output": "folder to make, with the table and the files", "lang": LANG_HELP})
def export(_: Context, content: str = "content", output: str = "export", lang: str = "zh-Hans") -> None:
    """Write all entries into a table like the units' own, which import reads again."""
    from plugins.cli.imports import export_command

    raise Exit(code=export_command(Path(content), Path(output), _lang(lang)))


@task
def lint(c: Context) -> None:
    """Check style and types."""
    c.run(f'"{sys.executable}" -m ruff check .')
    c.run(f'"{sys.executable}" -m ruff format --check .')
    c.run(f'"{sys.executable}" -m mypy')


@task
def lock(_: Context) -> None:
    """Write the locks anew from pyproject.toml, and the list of their wheels."""
    from tools.locks import write_locks

    write_locks(ROOT)


@task(help={"output": "where to write it"})
def sbom(_: Context, output: str = "sbom.cdx.json") -> None:
    """Write the inventory of all packages that a build uses (CycloneDX)."""
    import tomllib

    from tools.sbom import inventory

    project = tomllib.loads(textfile.read_text(ROOT / "pyproject.toml"))["project"]
    written = inventory(ROOT / "requirements" / "site.lock", project["name"], project["version"])
    textfile.write_text(Path(output), written)


@task
def schema(_: Context) -> None:
    """Write docs/schema/ anew from the records."""
    from tools.schemas import write_schemas

    write_schemas(ROOT / "docs" / "schema")


@task
def placeholders(_: Context, content: str = "content") -> None:
    """Draw a picture for every entry that has none."""
    from tools.placeholder_art.draw import draw_placeholders

    for path in draw_placeholders(Path(content)):
        print(path)


@task
def screenshot(_: Context) -> None:
    """Make the README's picture anew."""
    from tempfile import TemporaryDirectory

    from plugins.site.build import build as build_site
    from tools.screenshot import screenshot as photograph

    with TemporaryDirectory() as folder:
        build_site(content=None, output=f"{folder}/site", stage=None, site_url=None, lang="zh-Hans", quiet=True)
        photograph(Path(folder) / "site", ROOT / "docs" / "screenshot.png", "tour/", "entries/baiyun-352/")


@task
def audit(_: Context) -> None:
    """Have Lighthouse look at every kind of page; needs Chromium and npm."""
    from tempfile import TemporaryDirectory

    from plugins.site.build import build as build_site
    from tools.lighthouse import audit as audit_site

    with TemporaryDirectory() as folder:
        build_site(content=None, output=f"{folder}/site", stage=None, site_url=None, lang="zh-Hans", quiet=True)
        audit_site(Path(folder) / "site", ("entries/baiyun-352/", "tour/five-risks/", "background/", "news/launch/"))
