"""The files of a site: their paths, digests and URLs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from plugins.publishing import files
from plugins.publishing.files import hash_site, md5_of_files, public_url


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.html", "https://town.example/zt/"),
        ("a/index.html", "https://town.example/zt/a/"),
        ("a/myindex.html", "https://town.example/zt/a/myindex.html"),
        ("广 州.html", "https://town.example/zt/%E5%B9%BF%20%E5%B7%9E.html"),
    ],
)
def test_page_has_the_url_of_its_folder(path: str, url: str) -> None:
    assert public_url("https://town.example/zt/", path) == url


def test_every_file_is_hashed_with_its_headers_whatever_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "CHUNK", 2)
    paths = ["a/b/c.txt", "a/d.txt", "e.txt", "f.html", "g.html"]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"same")
    hashed = hash_site(tmp_path, ("e.*",))
    assert [(file.path, file.size, file.md5) for file in hashed] == [(path, 4, "") for path in paths]
    blobs = {file.path: file.blob for file in hashed}
    assert {len(blob) for blob in blobs.values()} == {40}
    # the same contents with other headers are another object
    assert len(set(blobs.values())) == 3
    assert blobs["a/b/c.txt"] == blobs["a/d.txt"]
    assert blobs["f.html"] == blobs["g.html"]
    md5 = hashlib.md5(b"same", usedforsecurity=False).hexdigest()
    assert md5_of_files(tmp_path, paths) == dict.fromkeys(paths, md5)
    assert md5_of_files(tmp_path, []) == {}
