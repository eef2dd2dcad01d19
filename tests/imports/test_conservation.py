"""Nothing of a form is lost: its words are in the entry or in a message, and the check finds what is not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from plugins.content.checks.bodies import render_body
from plugins.content.sources import MarkdownSource
from plugins.imports.drafts.conservation import find_missing_paragraphs
from plugins.imports.drafts.word_pool import entry_words
from plugins.imports.forms.mapping import load_mapping
from plugins.imports.run import ImportResult, import_forms
from plugins.imports.word.inline import HANDLERS, InlineReader
from plugins.imports.word.package import qn
from plugins.imports.word.reader import _DocumentReader
from plugins.imports.word.shown_text import ShownParagraph, read_shown_text
from tests.imports.form_generator import FormGenerator
from tests.support.builds import TINY

FORMS = 200
BATCH = 20
# the first forms by default, all of them with --all
FIRST_SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(BATCH, FORMS, BATCH))]


def _entry_text(result: ImportResult) -> str:
    """Return all that the entries show."""
    texts = []
    for draft in result.drafts:
        texts += [*draft.values.values(), *draft.submission.accounted]
        for markdown in draft.bodies.values():
            body, _ = render_body(MarkdownSource("index.md", 1, markdown))
            texts.append(markdown if body is None else body.text)
            texts += [figure.title for figure in body.figures] if body else []
    return "\n".join(texts)


def _import(seed: int, folder: Path) -> tuple[FormGenerator, ImportResult]:
    form = FormGenerator(seed)
    form.write(folder / f"{seed}.docx")
    shutil.copytree(TINY, folder / "content")
    return form, import_forms(folder / "content", folder / f"{seed}.docx", load_mapping())


@pytest.mark.parametrize("first", FIRST_SEEDS)
def test_no_word_of_a_random_form_is_lost(tmp_path: Path, first: int) -> None:
    for seed in range(first, first + BATCH):
        (tmp_path / str(seed)).mkdir()
        form, result = _import(seed, tmp_path / str(seed))
        text = _entry_text(result)
        messages = "".join(located.problem.message("en") for located in result.problems)
        assert [word for word in form.words if word not in text and word not in messages] == [], seed
        assert [located.problem for located in result.problems if located.problem.code == "intake_unaccounted"] == []


@pytest.mark.parametrize("first", FIRST_SEEDS)
def test_hidden_text_of_a_random_form_is_reported_and_in_no_entry(tmp_path: Path, first: int) -> None:
    for seed in range(first, first + BATCH):
        (tmp_path / str(seed)).mkdir()
        form, result = _import(seed, tmp_path / str(seed))
        (draft,) = result.drafts
        public = "".join([*draft.values.values(), *draft.bodies.values()])
        messages = "".join(value for located in result.problems for _, value in located.problem.values)
        assert [word for word in form.hidden if word in public] == [], seed
        assert [word for word in form.hidden if word not in messages and word not in _entry_text(result)] == [], seed


@pytest.mark.parametrize(
    "seed", [*range(5), *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(5, 20))]
)
def test_check_finds_a_word_that_is_taken_from_an_entry(tmp_path: Path, seed: int) -> None:
    form, result = _import(seed, tmp_path)
    (draft,) = result.drafts
    words, random = list(entry_words(draft)), Random(seed)
    planted = random.choice([word for word in form.words if any(word in text for text in words)])
    lacking = [text.replace(planted, "") for text in words]
    shown = read_shown_text(tmp_path / f"{seed}.docx")
    assert find_missing_paragraphs(shown, words) == []
    ((paragraph, missing),) = find_missing_paragraphs(shown, lacking)
    assert (planted in paragraph.text, planted in missing) == (True, True)


def _nothing(*_: object) -> Iterator[Any]:
    yield from ()


@pytest.mark.parametrize("tag", ["w:hyperlink", "w:fldSimple", "w:ins", "w:moveTo", "w:ruby", "w:sdt"])
def test_fault_of_the_reader_of_forms_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    monkeypatch.setitem(HANDLERS, qn(tag), _nothing)
    assert _codes_of_form_with(tag, tmp_path) >= {"intake_unaccounted"}


@pytest.mark.parametrize(
    ("owner", "method", "tag"),
    [
        (InlineReader, "report_placeholder", "w:showingPlcHdr"),
        (InlineReader, "_report_hidden", "w:vanish"),
        (_DocumentReader, "_box", "w:txbxContent"),
        (_DocumentReader, "_rows", "w:tbl"),
        (_DocumentReader, "_report_comments", "w:commentReference"),
    ],
)
def test_loss_that_is_not_reported_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, method: str, tag: str
) -> None:
    monkeypatch.setattr(owner, method, _nothing)
    assert _codes_of_form_with(tag, tmp_path) >= {"intake_unaccounted"}


def _codes_of_form_with(tag: str, folder: Path) -> set[str]:
    """Import a form that has this element in a section, and return the codes of its problems."""
    documents = ((seed, FormGenerator(seed).document()) for seed in range(FORMS))
    seed = next(
        seed
        for seed, document in documents
        if re.search(rf"<{tag}[ />]", document) and not document.startswith("<w:tbl>")
    )
    _, result = _import(seed, folder)
    return {located.problem.code for located in result.problems}


def test_repeated_words_are_counted() -> None:
    shown = [ShownParagraph(1, ("雨水花园",)), ShownParagraph(2, ("雨水花园",)), ShownParagraph(3, ("种树",))]
    assert find_missing_paragraphs(shown, ["雨水 花园", "种树"]) == [(shown[1], "雨水花园")]


def test_text_of_a_paragraph_that_is_missing_is_quoted() -> None:
    shown = [ShownParagraph(1, ("我们不同意", "这样做。"))]
    assert find_missing_paragraphs(shown, ["我们同意这样做。"]) == [(shown[0], "我们不同意")]
