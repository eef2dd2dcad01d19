"""Set up the poll and serve it on loopback; its URL is the first line on standard output.

Run by the Python of the poll's own environment, with POLL_FOLDER set. It ends when its standard input does, so that it
never outlives its parent process.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

HOST = "127.0.0.1"


def main(port: int) -> None:
    """Serve until standard input ends."""
    # Ctrl+C reaches the whole process group; the parent process decides what it means
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    call_command("migrate", verbosity=0)
    _set_up()
    server = ThreadedWSGIServer((HOST, port), WSGIRequestHandler)
    server.set_app(add_partitioned(WSGIHandler()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://{HOST}:{server.server_port}/", flush=True)
    sys.stdin.read()


def _set_up() -> None:
    from survey.models import Question, Survey

    # open at once: the service compares with the date in UTC
    terms = {"need_logged_user": False, "publish_date": date(2000, 1, 1), "expire_date": date.max}
    survey, _ = Survey.objects.update_or_create(pk=1, defaults={"name": "poll", "description": "", **terms})
    # the survey stores the slug; the page shows the label beside it
    slugs = ",".join(choice["slug"] for choice in settings.TERMS["choices"])
    question = {"survey": survey, "text": "entry", "order": 1, "required": True, "type": Question.RADIO}
    Question.objects.update_or_create(pk=1, defaults={**question, "choices": slugs})
    settings.CSV_DIRECTORY.mkdir(exist_ok=True)


def add_partitioned(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Wrap the application to add ``Partitioned`` to its cookies, which Django does not support yet."""

    def handle(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            marked = [(name, f"{value}; Partitioned" if name == "Set-Cookie" else value) for name, value in headers]
            return start_response(status, marked, *rest)

        return application(environ, start)

    return handle


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    main(int(sys.argv[1]))
