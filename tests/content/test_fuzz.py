"""Randomly corrupted files: loading never raises or hangs, and every problem has a line and a message."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.content.load import load
from plugins.system.messages import LANGS
from tests.content.strategies import CHARACTERS, MARKDOWN, SHORT, YAML, mixed_text
from tests.support.builds import TINY

EXAMPLES = int(os.environ.get("XUNZHAN_EXAMPLES", "200"))
MAX_SECONDS = 2
FILES = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*") if path.suffix in {".md", ".yaml"})


@st.composite
def _corrupt_file(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the tiny content, and its bytes after a few cuts, repetitions, swaps and insertions."""
    file = draw(st.sampled_from(FILES))
    text = (TINY / file).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 40))
        put = draw(
            mixed_text(YAML) | mixed_text(MARKDOWN) | CHARACTERS | st.just(text[start:end] * draw(st.integers(0, 300)))
        )
        text = text[:start] + put + text[end:]
    data = text.encode("utf-8", "replace")
    position = draw(st.integers(0, len(data)))
    return file, data[:position] + draw(st.just(b"") | st.binary(max_size=3)) + data[position:]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all examples: each puts back what it changed."""
    return Path(shutil.copytree(TINY, tmp_path_factory.mktemp("fuzz") / "content"))


@settings(SHORT, max_examples=EXAMPLES)
@given(corrupt_file=_corrupt_file())
def test_corrupt_file_makes_problems_only(content: Path, corrupt_file: tuple[str, bytes]) -> None:
    file, data = corrupt_file
    (content / file).write_bytes(data)
    try:
        started = time.process_time()
        loaded = load(content)
        # no measurement: what hangs on a few lines would hang for hours on a file of the largest size
        assert time.process_time() - started < MAX_SECONDS
    finally:
        (content / file).write_bytes((TINY / file).read_bytes())
    assert (loaded.competition is None) == bool(loaded.errors)
    for problem in loaded.problems:
        assert problem.file
        assert problem.line >= 1
        assert all(problem.message(lang).strip() for lang in LANGS)
