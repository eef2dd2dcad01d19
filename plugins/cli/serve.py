"""The command ``serve``: build, show and follow until interrupted."""

from __future__ import annotations

import shutil
import sys
import threading
from functools import partial
from pathlib import Path

from plugins.cli.console import end_by_any_signal
from plugins.content.load import load
from plugins.content.report import report
from plugins.paths import ROOT
from plugins.preview.build.protocol import DisplayProblem, BuildRequest
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.build.stages import StageBuild, check_stage
from plugins.preview.messages import say
from plugins.preview.server.http import HOST, create_server, serve_builds
from plugins.preview.watch import report_changes, start_watching
from plugins.voting.local_poll import list_choices, poll_title, running_poll

CACHE = ROOT / ".cache"


def serve(content: Path, stage: str | None, port: int, lang: str, *, poll: bool) -> int:
    """Build, show and follow until interrupted; with ``poll`` all ballots lead to one on this machine."""
    content = content.resolve()
    if not content.is_dir():
        report(load(content).problems, content, lang)
        return 1
    # no worker and no folder may be left behind
    end_by_any_signal()
    if not poll:
        return _serve(BuildRequest(str(content), "", stage or "", "", lang), port)
    loaded = load(content)
    report(loaded.errors, content, lang)
    if not loaded.competition:
        return 1
    choices = list_choices(loaded.competition)
    with running_poll(choices, CACHE / "poll", title=poll_title(loaded.competition)) as service:
        return _serve(BuildRequest(str(content), "", stage or "", "", lang, service.ballot_url()), port)


def _serve(order: BuildRequest, port: int) -> int:
    server = create_server(port)
    # nobody else on this machine has the port, so nobody has the folder
    folder = CACHE / "preview" / str(server.server_address[1])
    shutil.rmtree(folder, ignore_errors=True)
    address = f"http://{HOST}:{server.server_address[1]}"
    order = BuildRequest(order.content, str(folder), order.stage, address, order.lang, order.poll_url)
    on_change = start_watching(Path(order.content))
    scheduler = BuildScheduler(order, partial(_tell, order.lang))
    report(wrong := check_stage(scheduler.stages, order.stage), order.content, order.lang)
    if wrong:
        return 1
    builder = threading.Thread(target=scheduler.run)
    try:
        builder.start()
        threading.Thread(target=serve_builds, args=(server, scheduler), daemon=True).start()
        print(say("ready", order.lang, address=f"{address}/"), flush=True)
        report_changes(saved, lambda paths, code: scheduler.on_change(paths, code=code))
    except KeyboardInterrupt:
        pass
    finally:
        scheduler.end()
        builder.join()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _tell(lang: str, stage: str, site: StageBuild, known: set[DisplayProblem]) -> None:
    """In the terminal: what is wrong as far as it is new, and what the browser shows."""
    for each in site.problems:
        if each not in known:
            line = f"{each.place}:{each.line}: " if each.place else ""
            mark = f"{say('warning', lang)}: " if each.is_warning else ""
            print(_printable(f"{line}{mark}{each.message}"), file=sys.stderr)
    said = "built" if site.ok else "kept" if site.number else "first"
    print(say(said, lang, stage=stage), file=sys.stdout if site.ok else sys.stderr, flush=True)


def _printable(line: str) -> str:
    # a name of a file may hold a terminal's commands, or bytes that are no text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)
