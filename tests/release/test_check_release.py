"""The checker of a public site, function by function; ``test_statement.py`` runs it as strangers do."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from plugins.release import check_release
from plugins.release.check_release import check_file, check_site, load_statement, main, public_url
from tests.support.ports import serve_folder


def _digest(algorithm: str, data: bytes) -> str:
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


def _write(folder: Path, **values: Any) -> str:
    statement = {"address": "https://town.example/zt//", "files": {"a": "sha256:1"}} | values
    (folder / "release.json").write_text(json.dumps(statement), encoding="utf-8")
    return str(folder / "release.json")


@pytest.mark.parametrize("arguments", [[], ["a", "b", "c"]])
def test_without_a_statement_or_with_too_much_the_usage_is_printed(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr() == (f"{check_release.__doc__}\n", "")


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.html", "https://town.example/"),
        ("en/index.html", "https://town.example/en/"),
        ("en/myindex.html", "https://town.example/en/myindex.html"),
        ("项目 1/index.html", "https://town.example/%E9%A1%B9%E7%9B%AE%201/"),
        ("index.html.gz", "https://town.example/index.html.gz"),
    ],
)
def test_page_is_fetched_as_its_folder(path: str, url: str) -> None:
    assert (public_url("https://town.example", path), public_url("https://town.example/", path)) == (url, url)


def test_statement_of_a_file_names_its_site(tmp_path: Path) -> None:
    assert load_statement(_write(tmp_path))[1] == "https://town.example/zt/"
    digests = {"a": "sha256:1", "b": "md5:2"}
    assert load_statement(_write(tmp_path, files=digests, stage="巡展"))[0] == {
        "address": "https://town.example/zt//",
        "files": digests,
        "stage": "巡展",
    }


@pytest.mark.parametrize(
    "values", [{"files": {}}, {"files": {"a": "sha256:1", "b": "crc:1"}}, {"commit": "\x1b[2J"}, {"stage": 1}]
)
def test_anything_else_is_no_statement(tmp_path: Path, values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"release\.json"):
        load_statement(_write(tmp_path, **values))


def test_public_file_is_compared_by_either_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    with serve_folder(tmp_path) as address:
        url = f"{address}a"
        results = [
            check_file(address, "a", _digest(algorithm, data))
            for algorithm in ("sha256", "md5")
            for data in (b"one", b"two")
        ]
        missing = check_file(address, "b", _digest("md5", b"one"))
    assert results == [None, ("OTHER CONTENTS 内容不同", url)] * 2
    assert missing == ("NOT PUBLIC 打不开 (404)", f"{address}b")


def test_only_the_first_of_many_differing_files_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"{number:02}" for number in range(21)]
    for name in names:
        (tmp_path / name).write_bytes(b"changed")
    files = {name: _digest("md5", b"one") for name in names} | {"same": _digest("md5", b"same")}
    (tmp_path / "same").write_bytes(b"same")
    with serve_folder(tmp_path) as address:
        assert check_site({"files": files, "contest": "town", "release": "1-a"}, address) == 1
    assert capsys.readouterr().out.splitlines() == [
        "town  —  1-a  —",
        "OTHER CONTENTS 内容不同: 21",
        *(f"  {address}{name}" for name in names[:20]),
        f"DIFFERS 不一致: 21 / 22  {address}",
    ]
