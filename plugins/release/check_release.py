"""Compares a public site with its release.json, a file or its address. It needs Python 3.8 or later and nothing else.

把公开的网站与 release.json（文件或网址）逐个文件比对，只需要 Python：python3 check_release.py release.json [网站的网址]
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

WORKERS, TIMEOUT_S, SHOWN = 8, 30, 20
OTHER, MISSING, UNREACHABLE = "OTHER CONTENTS 内容不同", "NOT PUBLIC 打不开", "NO ANSWER 没有回答"
# what a statement says of itself
NAMES = ("contest", "stage", "release", "commit")
# what reading something else than a statement may raise
INVALID = (OSError, ValueError, KeyError, TypeError, AttributeError, http.client.HTTPException)


def fetch(url: str) -> bytes:
    """The contents of a URL as they are stored. Raises ``OSError``."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity", "Cache-Control": "no-cache"})
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
        data: bytes = response.read()
        return data


def load_statement(source: str) -> tuple[dict, str]:  # type: ignore[type-arg]
    """A statement from a file, or from an address on the site itself; and the address of the site.

    Raises ``OSError`` if it cannot be read, ``ValueError`` or others of ``INVALID`` if it is none.
    """
    is_public = source.startswith(("http://", "https://"))
    statement = json.loads(fetch(source) if is_public else Path(source).read_bytes())
    # a statement that a site shows is compared with that site, whatever address it names
    address = source.rpartition("/")[0] if is_public else statement["address"]
    digests = [digest.partition(":")[0] for digest in statement["files"].values()]
    texts = [statement.get(name, "") for name in ("address", *NAMES)]
    # what is printed may not command a terminal
    is_plain = all(isinstance(text, str) and text.isprintable() for text in texts)
    if not digests or not {*digests} <= {"sha256", "md5"} or not is_plain:
        raise ValueError(source)
    return statement, address.rstrip("/") + "/"


def public_url(address: str, path: str) -> str:
    """The URL of a file: a page is shown as its folder."""
    name = path[: -len("index.html")] if path == "index.html" or path.endswith("/index.html") else path
    return address.rstrip("/") + "/" + quote(name)


def check_file(address: str, path: str, digest: str) -> tuple[str, str] | None:
    """What is wrong with a public file, if anything, and its URL; ``digest`` has its algorithm before a colon."""
    url, (algorithm, _, wanted) = public_url(address, path), digest.partition(":")
    try:
        data = fetch(url)
    except urllib.error.HTTPError as error:
        return f"{MISSING} ({error.code})", url
    except (OSError, ValueError, http.client.HTTPException) as error:
        return f"{UNREACHABLE} ({type(error).__name__})", url
    return None if hashlib.new(algorithm, data).hexdigest() == wanted else (OTHER, url)


def check_site(statement: dict, address: str) -> int:  # type: ignore[type-arg]
    """Compare all files and print what differs, grouped by kind; return the exit status."""
    files = statement["files"]
    with ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(lambda item: check_file(address, *item), sorted(files.items()))
        problems = sorted(result for result in results if result)
    print("  ".join(statement.get(name) or "—" for name in NAMES))
    for kind in sorted({kind for kind, _ in problems}):
        urls = [url for other, url in problems if other == kind]
        print(f"{kind}: {len(urls)}")
        for url in urls[:SHOWN]:
            print(f"  {url}")
    if problems:
        print(f"DIFFERS 不一致: {len(problems)} / {len(files)}  {address}")
        return 1
    print(f"OK 一致: {len(files)}  {address}")
    return 0


def main(arguments: list[str]) -> int:
    """Check the site of a release.json, at its own address or another; return the exit status."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    try:
        statement, address = load_statement(arguments[0])
        return check_site(statement, arguments[1] if len(arguments) == 2 else address)
    except INVALID as error:
        print(f"release.json? {arguments[0]}: {type(error).__name__}")
        return 1


if __name__ == "__main__":
    # a file or pipe on Windows may take no Chinese
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
