"""The size of a visit, and the load that one edge on this machine serves: python -m benchmarks.capacity

The shipped competition as of its tour, in a real store behind a real edge. A visit is the walk below with an empty
browser; wrk then repeats its requests. Needs nginx with its module for purging, and wrk, in PATH.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import urllib3

from plugins.publishing.publish import PublishRequest, TargetPolicy, publish
from plugins.publishing.release import SiteBuild
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.targets.bucket import Bucket, BucketLayout
from plugins.release.prepare import HASHED
from tests.support.builds import SHIPPED, pelican
from tools import local_cdn

WALK = ("", "tour/", "tour/five-risks/", "entries/baiyun-352/", "entries/huadu-two-centres/", "vote/")
CONNECTIONS = 64
# a picture is counted in the size that a page names for browsers that choose none
NEEDED = re.compile(r'<(?:link rel="stylesheet" href|script src|img[^>]* src)="([^"]+)"')
SCRIPT = """
local paths = {paths}
local at = 0
function request()
  at = at + 1
  return wrk.format("GET", (paths[(at - 1) % #paths + 1]:gsub("@", at)), {{ ["Accept-Encoding"] = "gzip" }})
end
function done(summary, latency)
  io.write(string.format('{{"requests":%d,"bytes":%d,"seconds":%f,"p99":%f,"errors":%d}}\\n',
    summary.requests, summary.bytes, summary.duration / 1e6, latency:percentile(99) / 1e3,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


@dataclass(frozen=True)
class Part:
    """A kind of file in a visit: how many requests, and how many bytes of their bodies as they are sent."""

    requests: int = 0
    bytes: int = 0


def _visit(edge: str) -> tuple[list[str], dict[str, Part]]:
    """The addresses of a visit, each asked once, and their weight."""
    asked: dict[str, int] = {}
    for page in WALK:
        body = _fetch(edge + page, asked)
        for link in NEEDED.findall(body):
            _fetch(urljoin(edge + page, link), asked)
    parts: dict[str, Part] = {}
    for url, size in asked.items():
        kind = "pages" if url.endswith("/") else "pictures" if "/media/" in url else "theme"
        so_far = parts.get(kind, Part())
        parts[kind] = Part(so_far.requests + 1, so_far.bytes + size)
    return ["/" + url.removeprefix(edge) for url in asked], parts


def _fetch(url: str, asked: dict[str, int]) -> str:
    reply = urllib3.request(
        "GET", url, headers={"Accept-Encoding": "gzip"}, preload_content=False, decode_content=False
    )
    data = reply.read()
    asked[url] = len(data)
    return urllib3.request("GET", url).data.decode("utf-8", "replace") if url.endswith("/") else ""


def _measure_load(name: str, edge: str, paths: list[str], folder: Path, seconds: int) -> None:
    """Have wrk ask for these paths in turn, and say what came of it."""
    script, log = folder / "visit.lua", folder / "cdn" / "reached-the-store.log"
    listed = "{" + ", ".join(json.dumps(path) for path in paths) + "}"
    script.write_text(SCRIPT.format(paths=listed))
    time.sleep(2)
    before = log.read_bytes().count(b"\n")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), edge.rstrip("/")]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    time.sleep(2)
    figures: dict[str, float] = json.loads(output.strip().splitlines()[-1])
    reached = log.read_bytes().count(b"\n") - before
    rate, megabits = figures["requests"] / figures["seconds"], figures["bytes"] * 8 / figures["seconds"] / 1e6
    print(
        f"{name}: {rate:.0f} requests/s, {megabits:.0f} Mbit/s, hit ratio {1 - reached / figures['requests']:.3%}, "
        f"{reached} of {figures['requests']} requests reached the store, p99 {figures['p99']:.0f} ms, "
        f"{figures['errors']:.0f} errors"
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = pelican(SHIPPED, folder / "site", STAGE="tour")
        with local_cdn.cdn(folder / "cdn") as running:
            place = BucketConfig(running.store, local_cdn.BUCKET, "us-east-1", path_style=True)
            target = Bucket(S3(place, local_cdn.CREDENTIALS), BucketLayout(local_cdn.PUBLIC, local_cdn.PRIVATE), 20, 30)
            rules, order = TargetPolicy(running.edge, rehearsal=True), PublishRequest("bench", datetime.now(UTC))
            release = publish(target, SiteBuild(site, "tour", ("tour",), hashed=HASHED), rules, order).release
            pages = sum(path.endswith(".html") for path in release.files)
            print(f"site: {pages} pages, {len(release.files)} files")
            paths, parts = _visit(running.edge)
            for kind, part in parts.items():
                print(f"a visit's {kind}: {part.requests} requests, {part.bytes / 1e3:.1f} kB")
            _measure_load("visits", running.edge, paths, folder, 90)
            _measure_load("pages alone", running.edge, ["/" + page for page in WALK], folder, 20)
            _measure_load("addresses that are not there", running.edge, ["/entries/nothing-@/"], folder, 20)


if __name__ == "__main__":
    sys.exit(main())
