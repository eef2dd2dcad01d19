"""What all machines with a folder of a site have in common."""

from __future__ import annotations

import gzip

import brotli
import pytest

from plugins.publishing.files import File
from plugins.publishing.targets.host import aside_name, check_names, compressed_variants, has_variants


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\0"])
def test_nothing_is_removed_outside_of_the_folders_for_that(name: str) -> None:
    for folder in ("private/blobs", "releases"):
        assert check_names(folder, iter(["a", "..b"])) == ["a", "..b"]
        with pytest.raises(ValueError, match=folder):
            check_names(folder, ["a", name])
    for folder in ("private", "", "current"):
        with pytest.raises(ValueError, match="not to be removed"):
            check_names(folder, ["a"])


def test_damaged_file_is_moved_beside_all_others() -> None:
    assert aside_name("private/records/000001.json") == "private/damaged/records-000001.json"


@pytest.mark.parametrize(
    ("path", "size", "suffixes"),
    [
        ("a.html", 1000, ["", ".gz", ".br"]),
        ("a.html", 999, [""]),
        ("a.webp", 1000, [""]),
    ],
)
def test_larger_texts_are_stored_compressed_too(path: str, size: int, suffixes: list[str]) -> None:
    data = b"a" * size
    variants = dict(compressed_variants(path, data))
    assert list(variants) == suffixes
    assert has_variants(File(path, "", size, "", ())) is (len(suffixes) > 1)
    if len(suffixes) > 1:
        assert (gzip.decompress(variants[".gz"]), brotli.decompress(variants[".br"])) == (data, data)
        assert dict(compressed_variants(path, data)) == variants
