"""The command ``serve``: build, show and follow until interrupted."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from plugins.content.load import load
from plugins.content.report import report
from plugins.paths import ROOT
from plugins.preview.build.protocol import Finding, Order
from plugins.preview.build.scheduler import Bench
from plugins.preview.build.stages import Site, wrong_stage
from plugins.preview.messages import say
from plugins.preview.server.http import HOST, server_on, show
from plugins.preview.watch import follow, watcher
from plugins.voting.test_poll import choices_of, running_poll, title_of

CACHE = ROOT / ".cache"


def serve(content: Path, stage: str | None, port: int, lang: str, with_poll: bool) -> None:
    """Build, show and follow until interrupted; with a poll, all ballots lead to one on this machine."""
    content = content.resolve()
    if not content.is_dir():
        report(load(content).problems, content, lang)
        sys.exit(1)
    # whoever ends it in another way (on Windows by closing its window) must not leave a worker or a folder behind
    for name in {"SIGTERM", "SIGBREAK"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.default_int_handler)
    with _poll(content, lang) if with_poll else nullcontext("") as poll:
        _serve(Order(str(content), "", stage or "", "", lang, poll), port)


@contextmanager
def _poll(content: Path, lang: str) -> Iterator[str]:
    loaded = load(content)
    report(loaded.errors, content, lang)
    if not loaded.competition:
        sys.exit(1)
    choices = choices_of(loaded.competition)
    with running_poll(choices, CACHE / "poll", title=title_of(loaded.competition)) as poll:
        yield poll.ballot_url()


def _serve(order: Order, port: int) -> None:
    server = server_on(port)
    # nobody else on this machine has the port, so nobody has the folder
    folder = CACHE / "preview" / str(server.server_address[1])
    shutil.rmtree(folder, ignore_errors=True)
    address = f"http://{HOST}:{server.server_address[1]}"
    order = Order(order.content, str(folder), order.stage, address, order.lang, order.trial_poll)
    saved = watcher(Path(order.content))
    bench = Bench(order, partial(_tell, order.lang))
    report(wrong := wrong_stage(bench.stages, order.stage), order.content, order.lang)
    if wrong:
        sys.exit(1)
    builder = threading.Thread(target=bench.run)
    try:
        builder.start()
        threading.Thread(target=show, args=(server, bench), daemon=True).start()
        print(say("ready", order.lang, address=f"{address}/"), flush=True)
        follow(saved, lambda paths, code: bench.saved(paths, code=code))
    except KeyboardInterrupt:
        pass
    finally:
        bench.end()
        builder.join()
        shutil.rmtree(folder, ignore_errors=True)


def _tell(lang: str, stage: str, site: Site, known: set[Finding]) -> None:
    """In the terminal: what is wrong as far as it is new, and what the browser shows."""
    for each in site.findings:
        if each not in known:
            line = f"{each.place}:{each.line}: " if each.place else ""
            mark = f"{say('warning', lang)}: " if each.is_warning else ""
            print(_printable(f"{line}{mark}{each.message}"), file=sys.stderr)
    said = "built" if site.ok else "kept" if site.number else "first"
    print(say(said, lang, stage=stage), file=sys.stdout if site.ok else sys.stderr, flush=True)


def _printable(line: str) -> str:
    # a name of a file may hold a terminal's commands, or bytes that are no text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)
