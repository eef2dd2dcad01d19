"""The commands of this project. ``python3 tasks.py TASK`` needs nothing but Python: it makes its own environment."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from environment import run_task

    sys.exit(run_task(sys.argv[1:]))

from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

LANG_HELP = "language of messages: zh-Hans or en"
STAGE_HELP = "the stage to build, instead of the current one"
CONTENT_HELP = "folder of the content"


def _lang(given: str) -> str:
    from plugins.competition.problems import LANGS

    if given not in LANGS:
        raise Exit(f"--lang: {', '.join(LANGS)}", code=1)
    return given


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
    from plugins.exhibition.build import build as build_site

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
    from plugins.editorial.checking import check as check_content

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
    from plugins.editorial.preview import serve as serve_site

    serve_site(Path(content), stage or None, port, _lang(lang), poll)


@task(help={"only": "run only tests whose names match"})
def test(c: Context, only: str = "") -> None:
    """Run the tests."""
    c.run(f'"{sys.executable}" -m pytest -n auto {f"-k {only}" if only else ""}', pty=sys.stdout.isatty())


@task(help={"day": "such as 2023-03-01", "hall": "id of a track", "content": CONTENT_HELP})
def order(_: Context, day: str, hall: str, content: str = "content") -> None:
    """Say in which order a hall stands on a day of the vote, so that anyone can check it."""
    from plugins.editorial.ordering import order_of

    raise Exit(code=order_of(Path(content), day, hall))


@task(help={"port": "port on this machine", "content": CONTENT_HELP, "export": "write the votes to this file instead"})
def poll(_: Context, port: int = 8600, content: str = "content", export: str = "", lang: str = "zh-Hans") -> None:
    """Run a real poll of the shortlist on this machine, to try voting with."""
    from plugins.editorial.polls import export_votes, run_poll

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
    from plugins.editorial.embeds import check_embeds as ask_services

    raise Exit(code=ask_services(Path(content), timeout, _lang(lang)))


@task(help={"content": CONTENT_HELP, "verify": "recount this record", "what-if": "other weights, such as 30/70"})
def tally(_: Context, content: str = "content", verify: str = "", what_if: str = "", lang: str = "zh-Hans") -> None:
    """Propose the awards from votes and scores, with a record that anyone can recount."""
    from plugins.editorial import tallying

    folder = Path(content)
    if verify:
        raise Exit(code=tallying.verify(folder, Path(verify), _lang(lang)))
    raise Exit(code=tallying.what_if(folder, what_if, _lang(lang)) if what_if else tallying.tally(folder, _lang(lang)))


@task(help={"stage": STAGE_HELP, "content": CONTENT_HELP, "new-key": "make the key for the certificates' ids"})
def certificates(
    _: Context,
    stage: str = "",
    content: str = "content",
    output: str = "certificates",
    new_key: bool = False,
    lang: str = "zh-Hans",
) -> None:
    """Make a PDF certificate for each winning unit; needs Pango."""
    from plugins.editorial.printing import new_key as make_new_key
    from plugins.editorial.printing import print_certificates

    printed = (Path(content), stage or None, Path(output), _lang(lang))
    raise Exit(code=make_new_key(_lang(lang)) if new_key else print_certificates(*printed))


@task(help={"stage": STAGE_HELP, "content": CONTENT_HELP, "lang": LANG_HELP})
def booklet(
    _: Context, stage: str = "", content: str = "content", output: str = "certificates", lang: str = "zh-Hans"
) -> None:
    """Make one PDF of all finalists and winners; needs Pango."""
    from plugins.editorial.printing import print_booklet

    raise Exit(code=print_booklet(Path(content), stage or None, Path(output), _lang(lang)))


@task
def lint(c: Context) -> None:
    """Check style and types."""
    c.run(f'"{sys.executable}" -m ruff check .')
    c.run(f'"{sys.executable}" -m ruff format --check .')
    c.run(f'"{sys.executable}" -m mypy')


@task
def lock(c: Context) -> None:
    """Write the locks anew from pyproject.toml."""
    options = "--universal --python-version 3.11 --generate-hashes --no-header --no-annotate"
    compile_ = f'"{sys.executable}" -m uv pip compile -q {options}'
    c.run(f"{compile_} pyproject.toml -o requirements/site.lock")
    c.run(f"{compile_} pyproject.toml -c requirements/site.lock --extra print -o requirements/print.lock")
    c.run(f"{compile_} pyproject.toml -c requirements/print.lock --extra print --group dev -o requirements/test.lock")
    c.run(f"{compile_} --group poll -o requirements/poll.lock")


@task
def schema(_: Context) -> None:
    """Write docs/schema/ anew from the records."""
    from plugins.editorial.schemas import write_schemas

    write_schemas(ROOT / "docs" / "schema")


@task
def placeholders(_: Context, content: str = "content") -> None:
    """Draw a picture for every entry that has none."""
    from plugins.editorial.placeholders import draw_placeholders

    for path in draw_placeholders(Path(content)):
        print(path)


@task
def screenshot(_: Context) -> None:
    """Make the README's picture anew."""
    from tempfile import TemporaryDirectory

    from plugins.editorial.screenshot import screenshot as photograph
    from plugins.exhibition.build import build as build_site

    with TemporaryDirectory() as folder:
        build_site(content=None, output=f"{folder}/site", stage=None, site_url=None, lang="zh-Hans", quiet=True)
        photograph(Path(folder) / "site", ROOT / "docs" / "screenshot.png", "tour/", "entries/baiyun-352/")


@task
def audit(_: Context) -> None:
    """Have Lighthouse look at every kind of page; needs Chromium and npm."""
    from tempfile import TemporaryDirectory

    from plugins.editorial.audit import audit as audit_site
    from plugins.exhibition.build import build as build_site

    with TemporaryDirectory() as folder:
        build_site(content=None, output=f"{folder}/site", stage=None, site_url=None, lang="zh-Hans", quiet=True)
        audit_site(Path(folder) / "site", ("entries/baiyun-352/", "tour/five-risks/", "background/", "news/launch/"))
