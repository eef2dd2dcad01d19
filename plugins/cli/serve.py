"""The command ``serve``: the preview of all stages in a browser."""

from __future__ import annotations

import shutil
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from plugins.cli.console import end_by_any_signal, report, report_errors
from plugins.content.load import load
from plugins.content.report import display_path
from plugins.content.series.record import FILE, read_series
from plugins.paths import ROOT
from plugins.preview.build.protocol import BuildRequest, DisplayProblem
from plugins.preview.build.scheduler import BuildScheduler
from plugins.preview.build.stages import StageBuild, check_stage
from plugins.preview.messages import say
from plugins.preview.server.http import HOST, create_server, serve_builds
from plugins.preview.watch import report_changes, start_watching
from plugins.system.process import printable
from plugins.voting.local_poll import list_choices, poll_title, running_poll

CACHE = ROOT / ".cache"


@report_errors
def serve(content: Path, stage: str | None, port: int, lang: str, *, poll: bool) -> int:
    """Build and show all stages, and rebuild after changes, until interrupted; with ``poll`` with a local test poll."""
    content = content.resolve()
    if (content / FILE).is_file():
        content = newest_edition(content)
        print(say("newest_edition", lang, content=display_path(content)), flush=True)
    if not content.is_dir():
        report(load(content).problems, content, lang)
        return 1
    # no worker and no folder may be left behind
    end_by_any_signal()
    request = BuildRequest(content=str(content), output="", stage=stage or "", site_url="", lang=lang)
    if not poll:
        return _serve(request, port)
    competition = load(content).require()
    with running_poll(list_choices(competition), CACHE / "poll", title=poll_title(competition)) as service:
        return _serve(replace(request, poll_url=service.ballot_url()), port)


def newest_edition(folder: Path) -> Path:
    """The content of the last edition of a series. Raises ``ContentError`` with everything that is wrong."""
    series = read_series(folder)
    return series.content(series.record.editions[-1].id)


def _serve(request: BuildRequest, port: int) -> int:
    server = create_server(port)
    # unique, because no other process can have the port
    folder = CACHE / "preview" / str(server.server_address[1])
    shutil.rmtree(folder, ignore_errors=True)
    url = f"http://{HOST}:{server.server_address[1]}"
    changes = start_watching(Path(request.content))
    scheduler = BuildScheduler(replace(request, output=str(folder), site_url=url), partial(_print_build, request.lang))
    problems = check_stage(scheduler.stages, request.stage)
    if problems:
        report(problems, request.content, request.lang)
        return 1
    builder = threading.Thread(target=scheduler.run)
    try:
        builder.start()
        threading.Thread(target=serve_builds, args=(server, scheduler), daemon=True).start()
        print(say("ready", request.lang, address=f"{url}/"), flush=True)
        report_changes(changes, lambda paths, code: scheduler.on_change(paths, code=code))
    except KeyboardInterrupt:
        pass
    finally:
        scheduler.stop()
        builder.join()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _print_build(lang: str, stage: str, build: StageBuild, known: set[DisplayProblem]) -> None:
    """Print the problems that are new, and what the browser shows."""
    for problem in build.problems:
        if problem not in known:
            location = f"{problem.display_path}:{problem.line}: " if problem.display_path else ""
            mark = f"{say('warning', lang)}: " if problem.is_warning else ""
            print(printable(f"{location}{mark}{problem.message}"), file=sys.stderr)
    code = "built" if build.ok else "previous" if build.number else "first"
    print(say(code, lang, stage=stage), file=sys.stdout if build.ok else sys.stderr, flush=True)
