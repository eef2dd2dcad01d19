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
    assert not is_same_entry({"index.md": b"no front matter"}, entry, LANGUAGES)
    assert not is_same_entry({}, entry, LANGUAGES)
