"""The starter content of a new competition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.cli.new import new
from plugins.content.load import load
from plugins.content.reader import read_competition_config
from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.validate import adapter
from plugins.scaffold.competition import STARTERS, write_competition
from plugins.scaffold.made_up import is_scaffold_text
from plugins.scaffold.shape import ContestShape
from tests.support.builds import pelican
from tests.support.made_up import made_up_texts


def test_new_competition_is_valid_and_builds_for_every_stage(tmp_path: Path) -> None:
    write_competition(tmp_path / "contest")
    assert load(tmp_path / "contest").problems == ()
    for stage in ("call", "tour"):
        pelican(tmp_path / "contest", tmp_path / stage, STAGE=stage)
    assert not (tmp_path / "call" / "entries" / "sample-entry").exists()
    assert (tmp_path / "tour" / "entries" / "sample-entry" / "index.html").exists()


@pytest.mark.parametrize("lang", STARTERS)
def test_new_competition_explains_every_key(lang: str) -> None:
    text = (STARTERS[lang] / "competition.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"^[# -]*([a-z_]+):", text, re.M))
    assert set(_keys(adapter(CompetitionConfig).json_schema())) - named == set()


def _keys(schema: dict[str, Any]) -> Iterator[str]:
    for record in (schema, *schema["$defs"].values()):
        yield from record.get("properties", {})


SHAPES = [
    ContestShape(languages, "Europe/Berlin", has_vote, has_scores, rounds)
    for languages, has_vote, has_scores, rounds in (
        (("zh-Hans", "en"), True, True, 1),
        (("zh-Hans",), False, True, 2),
        (("zh-Hant",), True, False, 1),
        (("en",), False, True, 1),
        (("en", "fr"), True, False, 1),
        (("en",), True, True, 3),
        (("de",), False, False, 1),
    )
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_new_competition_has_its_shape_and_nothing_else(tmp_path: Path, shape: ContestShape) -> None:
    content = tmp_path / "contest"
    write_competition(content, shape)
    config = read_competition_config(content)
    assert config
    assert (config.languages, config.timezone) == (shape.languages, "Europe/Berlin")
    kinds = {kind.value for stage in config.stages for kind in stage.kinds}
    assert ("public_vote" in kinds, "expert_review" in kinds) == (shape.has_vote, shape.has_scores)
    assert len(config.rounds) == (shape.rounds if shape.rounds > 1 else 0)
    text = (content / "competition.yaml").read_text(encoding="utf-8")
    assert ("vote_channels:" in text) is shape.has_vote
    assert ("criteria:" in text) is shape.has_scores
    assert "#%" not in text
    assert "{{" not in text
    for stage in config.stages:
        if not stage.shows_awards:
            assert load(content, stage.id).problems == ()


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if not shape.is_chinese], ids=str)
def test_new_competition_in_another_language_has_no_han_character(tmp_path: Path, shape: ContestShape) -> None:
    written = write_competition(tmp_path / "contest", shape)
    assert [path.name for path in written if re.search(r"[\u3000-\u9fff\uff00-\uffef]", path.read_text("utf-8"))] == []


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_made_up_texts_of_every_starter_are_recognized(tmp_path: Path, shape: ContestShape) -> None:
    write_competition(tmp_path / "contest", shape)
    assert [text for text in made_up_texts(tmp_path / "contest") if not is_scaffold_text(text)] == []


def test_new_competition_asks_for_its_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"languages": "en,fr", "timezone": "Europe/Berlin", "vote": "no", "scores": "yes", "rounds": "1"}
    assert new("competition", tmp_path / "contest", "en", **options) == 0
    config = read_competition_config(tmp_path / "contest")
    assert config
    assert (config.languages, config.timezone, config.has_vote) == (("en", "fr"), "Europe/Berlin", False)
    assert capsys.readouterr().out.isascii()


@pytest.mark.parametrize(
    ("option", "answer", "place"),
    [
        ("languages", "en,12", "--languages: "),
        ("timezone", "Europe/Atlantis", "--timezone: "),
        ("vote", "perhaps", "--vote: "),
        ("scores", "2", "--scores: "),
        ("rounds", "9", "--rounds: "),
    ],
)
def test_a_wrong_shape_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, answer: str, place: str
) -> None:
    assert new("competition", tmp_path / "contest", "en", **{option: answer}) == 1
    reported = capsys.readouterr().err
    assert reported.startswith(place)
    assert answer.split(",")[-1] in reported
    assert not (tmp_path / "contest").exists()
