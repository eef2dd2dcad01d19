"""The links that are found in pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.publishing.files import File
from plugins.publishing.links import add_links, linked_paths
from plugins.publishing.release import Release

ADDRESS = "https://www.city.gov.cn/zt/xunzhan/"


@pytest.mark.parametrize(
    ("html", "paths"),
    [
        ('<a href="../">', ["entries/index.html"]),
        ('<a href="./">', ["entries/baiyun/index.html"]),
        ('<a href="../../about/#team">', ["about/index.html"]),
        ("<a href='/zt/xunzhan/a.html?b=1'>", ["a.html"]),
        ("<img src=a.svg alt=x>", ["entries/baiyun/a.svg"]),
        ('<a href="https://www.city.gov.cn/zt/xunzhan/vote/">', ["vote/index.html"]),
        ('<a href="https://www.city.gov.cn/zt/xunzhan">', ["index.html"]),
        ('<a href="%E5%B9%BF%20a.html">', ["entries/baiyun/广 a.html"]),
        ('<a href="a&amp;b.html">', ["entries/baiyun/a&b.html"]),
        ('<img srcset="a.webp 1x, ../b.webp 2x">', ["entries/baiyun/a.webp", "entries/b.webp"]),
        ('<div data-search="../../data/search.json">', ["data/search.json"]),
        ('<a href="../../../outside.html">', []),
        ('<a href="/other/">', []),
        ('<a href="//cdn.example/x.js">', []),
        ('<a href="https://example.com/">', []),
        ('<a href="mailto:a@b.cn">', []),
        ('<a href="#top">', []),
        ('<a href="https://[broken/">', []),
        ('<a href="">', []),
    ],
)
def test_links_of_a_page_are_paths_from_the_root_of_the_site(html: str, paths: list[str]) -> None:
    assert linked_paths("entries/baiyun/index.html", html, ADDRESS) == set(paths)


def test_only_links_to_files_of_the_release_are_kept_and_unchanged_pages_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="a.html"><a href="missing.html">', encoding="utf-8")
    files = {path: File(path, f"blob of {path}", 1, "", ()) for path in ("index.html", "a.html")}
    release = Release("tour", ("tour",), {"a.html": 0}, (), files)
    previous = replace(release, links={"a.html": ("index.html", "missing.html")})
    assert add_links(release, tmp_path, ADDRESS, previous).links == {
        "index.html": ("a.html",),
        "a.html": ("index.html",),
    }
    # nothing is ever revealed
    assert add_links(replace(release, stage_indexes={}), tmp_path, ADDRESS, None).links == {}
