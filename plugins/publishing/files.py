"""The files of a built site with their digests, in several threads: reading and hashing let others work meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from plugins.publishing.headers import Headers, file_headers

Result = TypeVar("Result")
WORKERS = 4
# files that a thread reads before it takes others
CHUNK = 100


@dataclass(frozen=True, slots=True)
class File:
    """A file of a site. ``blob`` is the hash of contents and headers, its name in storage; ``size`` is in bytes.

    ``md5`` is empty until a release needs it.
    """

    path: str
    blob: str
    size: int
    md5: str
    headers: Headers


def hash_site(folder: Path, hashed: tuple[str, ...]) -> list[File]:
    """The files of a built site by path; ``hashed`` are patterns of names that change with their contents."""

    def hash_file(path: str) -> File:
        headers = file_headers(path, hashed)
        data = _read(folder, path)
        digest = hashlib.sha256(_encode_headers(headers))
        digest.update(data)
        return File(path, digest.hexdigest()[:40], len(data), "", headers)

    return _map_in_threads(hash_file, sorted(_list_paths(folder)))


def public_url(address: str, path: str) -> str:
    """The URL of a file of the site at this address; a page is shown as its folder."""
    is_page = path == "index.html" or path.endswith("/index.html")
    return address + quote(path.removesuffix("index.html") if is_page else path)


def md5_of(data: bytes) -> str:
    """The MD5 of contents, as stores write it."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def md5_of_files(folder: Path, paths: Sequence[str]) -> dict[str, str]:
    """The MD5 of files by path."""
    md5s = _map_in_threads(lambda path: md5_of(_read(folder, path)), paths)
    return dict(zip(paths, md5s, strict=True))


def _list_paths(folder: Path) -> Iterator[str]:
    root = str(folder)
    # pathlib would take longer to list the files than it takes to read them
    for place, _, names in os.walk(root):
        prefix = place[len(root) :].replace(os.sep, "/").lstrip("/")
        yield from (f"{prefix}/{name}" if prefix else name for name in names)


def _read(folder: Path, path: str) -> bytes:
    with open(f"{folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - it takes half as long as a path's
        return file.readall()


@cache
def _encode_headers(headers: Headers) -> bytes:
    return json.dumps(headers).encode() + b"\0"


def _map_in_threads(function: Callable[[str], Result], paths: Sequence[str]) -> list[Result]:
    def work(chunk: Sequence[str]) -> list[Result]:
        return [function(path) for path in chunk]

    chunks = [paths[begin : begin + CHUNK] for begin in range(0, len(paths), CHUNK)]
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(chain.from_iterable(pool.map(work, chunks)))
