"""Vote platforms on loopback, good and bad, and a competition whose channels lead to them."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from plugins.content.sources import BUILTIN_PROVIDERS
from tests.browser.conftest import QuietHandler, serving
from tests.support.builds import TINY, pelican

KNOWN = yaml.safe_load(BUILTIN_PROVIDERS.read_text(encoding="utf-8"))["providers"]
SPEAKERS = {provider["id"]: provider["frame"] for provider in KNOWN if provider.get("frame", {}).get("resize")}
TALL = 1234
FORM = "<!doctype html><title>vote</title><h1>Vote</h1><button onclick='done()'>Send</button>"
# each way in which a frame can fail, by the path of its page
FAILING = ("deny", "error", "hang", "empty")


def nest(path: str, value: Any) -> Any:
    """Build nested objects with the value at this dotted path."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return value


def merge(*parts: Any) -> Any:
    """One object out of several."""
    whole: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            whole[name] = merge(whole[name], value) if isinstance(whole.get(name), dict) else value
    return whole


def encode_message(message: dict[str, Any], height: object = TALL) -> Any:
    """Encode a message of the registry as a platform posts it."""
    fields = {**message["match"], **({message["height"]: height} if "height" in message else {})}
    if message["format"] == "delimited":
        last = max(map(int, fields))
        return message.get("separator", ":").join(str(fields.get(str(index), "0")) for index in range(last + 1))
    data = merge(*(nest(path, value) for path, value in fields.items()))
    return json.dumps(data) if message["format"] == "json" else data


def ballot_page(frame: dict[str, Any]) -> str:
    """A page that speaks as this frame of the registry does; where one must be greeted, not before it is."""
    speak = f"parent.postMessage({json.dumps(encode_message(frame['resize'][0]))}, '*')"
    if "hello" in frame:
        speak = f"addEventListener('message', e => {{ if (e.data === {json.dumps(frame['hello'])}) {speak} }})"
    done = "".join(
        f"parent.postMessage({json.dumps(encode_message(message))}, '*');" for message in frame.get("done", ())
    )
    return f"{FORM}<script>{speak}; function done () {{ {done} }}</script>"


class Platform(BaseHTTPRequestHandler):
    """Answers each path with one behaviour."""

    asked: list[str]
    # set when nobody is asked any more
    ended: threading.Event

    def do_GET(self) -> None:
        name = urlsplit(self.path).path.strip("/")
        self.asked.append(self.path)
        if name == "hang":
            self.ended.wait()
            return
        self.send_response(500 if name == "error" else 200)
        self.send_header("Content-Type", "text/html")
        if name == "deny":
            self.send_header("X-Frame-Options", "DENY")
        self.end_headers()
        body = "" if name in {"empty", "error"} else ballot_page(SPEAKERS[name]) if name in SPEAKERS else FORM
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Site(QuietHandler):
    """Serves the site with a clock of the test's own."""

    clock: dict[str, float]

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(timestamp or self.clock.get("now"))


def competition(folder: Path, platform: str) -> Path:
    """The tiny competition with a channel for each platform that speaks and each that fails."""
    content = Path(shutil.copytree(TINY, folder))
    frames = {**SPEAKERS, **{name: {"sandbox": ["allow-scripts", "allow-same-origin"]} for name in FAILING}}
    # of the platforms that fail, the first is one that would speak if it could
    frames["deny"] = frames["empty"] = SPEAKERS["typeform"]
    providers = [
        {"id": f"own-{name}", "name": name, "modes": ["link", "qr", "iframe"], "for_tests": True, "frame": frame}
        for name, frame in frames.items()
    ]
    channels = [
        {"id": name, "name": name, "provider": f"own-{name}", "ballot": f"{platform}/{name}"} for name in frames
    ]
    (content / "providers.yaml").write_text(json.dumps({"providers": providers}), encoding="utf-8")
    contest = (content / "competition.yaml").read_text(encoding="utf-8")
    listed = "".join(f"  - {json.dumps(channel)}\n" for channel in channels)
    (content / "competition.yaml").write_text(contest.replace("vote_channels:\n", "vote_channels:\n" + listed))
    return content


@contextmanager
def voting_site(folder: Path) -> Iterator[tuple[str, list[str], dict[str, float]]]:
    """The site under a sub-path, what its platforms were asked for, and the clock that its server tells."""
    asked: list[str] = []
    clock: dict[str, float] = {}
    ended = threading.Event()
    root = folder / "root"
    with serving(type("Bound", (Platform,), {"asked": asked, "ended": ended})) as platform:
        content = competition(folder / "content", f"http://127.0.0.1:{platform}")
        with serving(partial(type("Bound", (Site,), {"clock": clock}), directory=str(root))) as port:
            address = f"http://localhost:{port}/portal/zt"
            pelican(content, root / "portal" / "zt", STAGE="vote")
            yield f"{address}/", asked, clock
            ended.set()
