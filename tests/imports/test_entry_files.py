"""Files of an entry's folder: digest and comparison."""

from __future__ import annotations

from pathlib import Path

from plugins.imports.drafts.entry_files import folder_digest, is_same_entry, list_files, write_folder

INDEX = "---\nnumber: '1'\ntitle: 雨\nunits: [a]\ntrack: water\nsummary: 好\n---\n\n正文\n"
LANGUAGES = ("zh-Hans", "en")


def test_written_files_are_listed_with_the_same_digest(tmp_path: Path) -> None:
    (tmp_path / "source.png").write_bytes(b"picture")
    files = {"index.md": INDEX.encode(), "a.png": tmp_path / "source.png"}
    for name, allow_links in (("copied", False), ("linked", True)):
        write_folder(tmp_path / name, files, allow_links=allow_links)
        assert sorted(list_files(tmp_path / name)) == ["a.png", "index.md"]
        assert folder_digest(list_files(tmp_path / name)) == folder_digest(files)


def test_files_are_copied_unless_links_are_allowed(tmp_path: Path) -> None:
    source = tmp_path / "source.png"
    source.write_bytes(b"picture")
    write_folder(tmp_path / "copied", {"a.png": source})
    assert (tmp_path / "copied" / "a.png").read_bytes() == b"picture"
    assert not source.samefile(tmp_path / "copied" / "a.png")


def test_digest_is_the_same_in_any_order_and_for_all_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"1\r\n2\r\n")
    digest = folder_digest({"b": b"", "a.md": b"1\n2\n"})
    assert len(digest) == 32
    assert folder_digest({"a.md": tmp_path / "a.md", "b": b""}) == digest


def test_digest_depends_on_names_and_content() -> None:
    digests = [folder_digest(files) for files in ({"a": b"1"}, {"b": b"1"}, {"a": b"2"}, {"a": b"1", "b": b""})]
    assert len(set(digests)) == 4


def test_entries_are_compared_by_their_values() -> None:
    reordered = '---\ntitle: "雨"\nnumber: 1\nunits:\n  - a\ntrack: water\nsummary: 好\n---\n正文\n\n'
    translated = {"index.md": INDEX.encode(), "index.en.md": b"---\ntitle: Rain\n---\n\nText\n"}
    entry = {"index.md": INDEX.encode()}
    assert is_same_entry({"index.md": reordered.encode()}, entry, LANGUAGES)
    assert not is_same_entry({"index.md": INDEX.replace("正文", "新正文").encode()}, entry, LANGUAGES)
    assert not is_same_entry(translated, entry, LANGUAGES)
    assert not is_same_entry(entry, translated, LANGUAGES)
    assert is_same_entry(translated, {**translated, "a.png": b"1"}, LANGUAGES)
    for other in (
        "---\ntitle: Rains\n---\n\nText\n",
        "---\nsummary: Good\n---\n\nText\n",
        "---\ntitle: Rain\n---\nT\n",
    ):
        assert not is_same_entry({**translated, "index.en.md": other.encode()}, translated, LANGUAGES)
    assert is_same_entry({**translated, "index.en.md": b"---\ntitle: Rain\n---\nText"}, translated, LANGUAGES)
    assert not is_same_entry({"index.md": b"\xff"}, entry, LANGUAGES)
    assert not is_same_entry({"index.md": b"no front matter"}, entry, LANGUAGES)
    assert not is_same_entry({}, entry, LANGUAGES)
