"""Output files: one path, one file."""

from __future__ import annotations

import pytest

from plugins.site.files.outputs import Output, find_path_clashes


def _output(path: str, key: str = "1") -> Output:
    return Output(path, "source.md", key, b"")


@pytest.mark.parametrize(
    ("first", "second", "clashes"),
    [
        (_output("a.html"), _output("b.html"), 0),
        (_output("a.html"), _output("a.html"), 0),
        (_output("a.html"), _output("a.html", "2"), 1),
        (_output("a.html"), _output("A.html"), 1),
    ],
)
def test_two_files_with_one_path_clash(first: Output, second: Output, clashes: int) -> None:
    problems = find_path_clashes([first, second])
    assert [problem.code for problem in problems] == ["same_address"] * clashes


@pytest.mark.parametrize("path", ["/etc/a", "../a", "a/../../b"])
def test_path_out_of_the_site_is_an_error(path: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        find_path_clashes([_output(path)])


def test_key_of_bytes_is_their_hash() -> None:
    one, same, other = (Output.from_bytes("a", "b", data) for data in (b"1", b"1", b"2"))
    assert one.key == same.key != other.key
    assert one.data == b"1"
