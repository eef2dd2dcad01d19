"""Output files: one path, one file."""

from __future__ import annotations

import pytest

from plugins.content.problems import ContentError
from plugins.site.files.outputs import Output, fingerprint, integrity, reject_duplicates


def _output(path: str, key: str = "1") -> Output:
    return Output(path, "source.md", key, b"")


@pytest.mark.parametrize(
    "second", [_output("a.html", "2"), _output("A.html")], ids=["other contents", "other case of the name"]
)
def test_two_files_with_one_path_clash(second: Output) -> None:
    with pytest.raises(ContentError) as error:
        reject_duplicates([_output("a.html"), second])
    assert [problem.code for problem in error.value.problems] == ["same_address"]


def test_a_file_may_be_listed_twice_beside_others() -> None:
    reject_duplicates([_output("a.html"), _output("b.html"), _output("a.html")])


@pytest.mark.parametrize("path", ["/etc/a", "../a", "a/../../b"])
def test_path_out_of_the_site_is_an_error(path: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        reject_duplicates([_output(path)])


def test_key_of_bytes_is_their_hash() -> None:
    one, same, other = (Output.from_bytes("a", "b", data) for data in (b"1", b"1", b"2"))
    assert one.key == same.key != other.key
    assert one.data == b"1"


def test_hashes_are_those_that_browsers_and_file_names_have() -> None:
    # sha384sum and sha256sum of "a"
    assert integrity(b"a") == "sha384-VKWbnyKwuAiA2EJ+VIt8I6vYc0huHwNdzpzWl+hRdQM8qojm1XvDXvrgta/TFF8x"
    assert integrity(b"a", "sha256") == "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="
    assert fingerprint(b"a") == "ca978112ca1b"
