"""Good files spoilt at random: loading never raises, never hangs, and says of each problem where it is and what."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.content.load import load
from plugins.content.problems import LANGS
from tests.content.strategies import CHARACTERS, MARKDOWN, SHORT, YAML, mixed
from tests.support.builds import TINY

EXAMPLES = int(os.environ.get("XUNZHAN_EXAMPLES", "200"))
LONGEST = 2
FILES = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*") if path.suffix in {".md", ".yaml"})


@st.composite
def _spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the tiny content, and its bytes after a few cuts, repetitions, swaps and insertions."""
    file = draw(st.sampled_from(FILES))
    text = (TINY / file).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 40))
        put = draw(mixed(YAML) | mixed(MARKDOWN) | CHARACTERS | st.just(text[start:end] * draw(st.integers(0, 300))))
        text = text[:start] + put + text[end:]
    data = text.encode("utf-8", "replace")
    at = draw(st.integers(0, len(data)))
    return file, data[:at] + draw(st.just(b"") | st.binary(max_size=3)) + data[at:]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all examples: each puts back what it changed."""
    return Path(shutil.copytree(TINY, tmp_path_factory.mktemp("fuzz") / "content"))


@settings(SHORT, max_examples=EXAMPLES)
@given(spoilt=_spoilt())
def test_spoilt_file_makes_problems_only(content: Path, spoilt: tuple[str, bytes]) -> None:
    file, data = spoilt
    (content / file).write_bytes(data)
    try:
        started = time.process_time()
        loaded = load(content)
        # no measurement: what hangs on a few lines would hang for hours on a file of the largest size
        assert time.process_time() - started < LONGEST
    finally:
        (content / file).write_bytes((TINY / file).read_bytes())
    assert (loaded.competition is None) == bool(loaded.errors)
    for each in loaded.problems:
        assert each.file
        assert each.line >= 1
        assert all(each.message(lang).strip() for lang in LANGS)
