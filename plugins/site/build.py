"""A build as a command: Pelican with our settings, in this process, quiet unless something is wrong."""

from __future__ import annotations

import gc
import logging
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.cache.fingerprints import code_digest
from plugins.content.report import report
from plugins.paths import ROOT
from plugins.results.certificate_key import certificate_key
from plugins.site import LOADED
from plugins.site.incremental.up_to_date import order_of, remember, standing

if TYPE_CHECKING:
    from plugins.content.load import Loaded
    from plugins.site.incremental.single_page import Built

THEME = ROOT / "theme"
DONE = {
    "zh-Hans": "已生成 {count} 个文件（阶段：{stage}）→ {output}",
    "en": "{count} files for the stage {stage} → {output}",
}


def build(
    *,
    content: str | None,
    output: str | None,
    stage: str | None,
    site_url: str | None,
    lang: str,
    quiet: bool = False,
    preview: bool = False,
    trial_poll: str = "",
    rehearsal: bool = False,
    archived: str = "",
    loaded: Loaded | None = None,
) -> Built | None:
    """Build the site, of content that is ``loaded`` for this stage or is read now.

    Gives back what it was made from, or nothing where it stood already.

    Exits with status 1 where content has errors; the former output is then as it was.
    """
    folders = Path(content or ROOT / "content"), Path(output or ROOT / "output")
    # Pelican would look for them beside its settings, not where the editor is
    given = {"PATH": content and str(folders[0].absolute()), "OUTPUT_PATH": output and str(folders[1].absolute())}
    given |= {"STAGE": stage, "SITEURL": site_url}
    override: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    override |= {"THEME": str(THEME), "MESSAGES_LANG": lang, "PREVIEW": preview, "TRIAL_POLL": trial_poll}
    override |= {"REHEARSAL": rehearsal, "ARCHIVED": archived}
    order = order_of(folders[0], override | {"CERTIFICATE_KEY": certificate_key(ROOT)})
    left, built = standing(order, folders[1]), None
    if left:
        report(left.problems, folders[0], lang)
    else:
        with _progress(quiet, lang):
            settings = _run_pelican(override, loaded)
        built = settings["EXHIBITION_BUILT"]
        left = remember(order, folders[1], settings["EXHIBITION_STAGE"], settings[LOADED].problems)
    if not quiet:
        count = sum(1 for path in folders[1].rglob("*") if path.is_file())
        print(DONE[lang].format(count=count, stage=left.stage, output=folders[1]))
    return built


def warm_up() -> None:
    """Do beforehand, once, what every build begins with: for a process that makes many builds, each in a fork."""
    from plugins.content import documents

    _import_generator()
    documents.warm_up()
    code_digest()


def _run_pelican(override: dict[str, Any], loaded: Loaded | None) -> dict[str, Any]:
    # almost nothing that a build makes can be thrown away before its end, and looking for it takes a third of the time
    looking = gc.isenabled()
    gc.disable()
    try:
        return _run(override | {LOADED: loaded or _load(override)})
    finally:
        if looking:
            gc.enable()


def _load(override: Mapping[str, Any]) -> Loaded:
    """The content, read before Pelican is loaded: that is done while other processes read."""
    import pelicanconf
    from plugins.content.load import load

    settings = {"PATH": pelicanconf.PATH, "STAGE": pelicanconf.STAGE, **override}
    return load(Path(settings["PATH"]), settings["STAGE"], _import_generator)


def _import_generator() -> None:
    import pelican.settings  # noqa: F401 - loaded now for later, as the next

    import plugins.site.generator  # noqa: F401


def _run(override: dict[str, Any]) -> dict[str, Any]:
    from pelican import Pelican
    from pelican import log as pelican_log
    from pelican.settings import read_settings

    settings: dict[str, Any] = read_settings(str(ROOT / "pelicanconf.py"), override=override)
    # a plugin that fails must end the build: Pelican by itself would log it and go on
    pelican_log.init(logging.WARNING, fatal="errors")
    pelican_log.console.quiet = True
    Pelican(settings).run()
    return settings


def _progress(quiet: bool, lang: str) -> Any:
    if quiet:
        return nullcontext()
    # loaded only for who may look: to load it takes longer than to see that a site stands as it would be built
    from rich.console import Console

    console = Console(stderr=True)
    said = "正在生成网站…" if lang == "zh-Hans" else "Building the site…"
    return console.status(said) if console.is_terminal else nullcontext()
