"""Every made-up text of a new contest is known by its digest, so that it never becomes public unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.content.load import load
from plugins.scaffold.competition import write_competition
from plugins.scaffold.made_up import is_scaffold_text, list_texts, text_digest
from plugins.scaffold.shape import ContestShape
from tests.support.made_up import made_up_texts


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("rounds", [1, 3])
def test_made_up_texts_of_a_new_contest_are_known(tmp_path: Path, lang: str, rounds: int) -> None:
    write_competition(tmp_path / "contest", ContestShape(languages=(lang,), rounds=rounds))
    texts = set(made_up_texts(tmp_path / "contest"))
    assert len(texts) > 15
    # digests of new texts are added to plugins/scaffold/digests.txt, and none is ever removed
    assert {text_digest(text): text for text in texts if not is_scaffold_text(text)} == {}


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_everything_made_up_in_a_new_contest_is_marked(tmp_path: Path, lang: str) -> None:
    write_competition(tmp_path / "contest", ContestShape(languages=(lang,)))
    competition = load(tmp_path / "contest", "tour").competition
    assert competition
    marked = [*competition.units, *competition.config.organisers, *competition.entries, *competition.articles]
    assert [item for item in (*marked, *competition.pages) if not item.sample] == []


def test_true_names_of_the_scaffold_and_changed_texts_are_not_made_up(tmp_path: Path) -> None:
    write_competition(tmp_path / "contest")
    true_names = {"项目征集", "专家评审", "颁奖", "社区治理", "部门"}
    texts = {text for _, text in list_texts(tmp_path / "contest")}
    assert true_names <= texts
    assert [text for text in true_names if is_scaffold_text(text)] == []
    assert is_scaffold_text("  示例主办单位\n")
    assert not is_scaffold_text("示例主办单位甲")
