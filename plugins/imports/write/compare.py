"""Whether two folders tell of the same entry, however their front matter is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.content.problems import ContentError
from plugins.content.schema.documents import EntryRecord, TranslationRecord
from plugins.content.schema.validate import validate
from plugins.imports.write.entry_files import Files, text_of

# an entry, and its bodies by language
Telling = tuple[EntryRecord, dict[str, str]]


def says_the_same(found: Files, files: Files, languages: Sequence[str]) -> bool:
    """Whether the words are the same; pictures are the same by their names."""
    try:
        return "index.md" in found and _telling(found, languages) == _telling(files, languages)
    except (ContentError, UnicodeDecodeError):
        return False


def _telling(files: Files, languages: Sequence[str]) -> Telling:
    document, body, _ = read_front_matter("index.md", text_of(files["index.md"]))
    record, bodies = validate(EntryRecord, document, tuple(languages)), {languages[0]: body.strip("\n")}
    for lang in languages[1:]:
        if name := next((name for name in files if name == f"index.{lang}.md"), None):
            document, body, _ = read_front_matter(name, text_of(files[name]))
            said = validate(TranslationRecord, document, tuple(languages))
            title = record.title.with_language(lang, said.title) if said.title else record.title
            summary = record.summary.with_language(lang, said.summary) if said.summary else record.summary
            record = replace(record, title=title, summary=summary)
            bodies[lang] = body.strip("\n")
    return record, bodies
