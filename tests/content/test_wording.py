"""The shipped wording rules find what they are for and accept legitimate sentences."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from plugins.content.checks.wording import check_wording
from plugins.content.parsing.yaml_lines import read_yaml
from plugins.content.problems import ContentError
from plugins.content.schema.policies import WORDING_FILE, WordingFile
from plugins.content.schema.validate import validate
from plugins.system.messages import LANGS
from tests.support.builds import SHIPPED

RULES = validate(WordingFile, read_yaml(WORDING_FILE, (SHIPPED / WORDING_FILE).read_text(encoding="utf-8")), LANGS)


def _violations(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check_wording(RULES, {"a.md": text})]


@pytest.mark.parametrize(
    "words",
    [
        "请转发到朋友圈为我们投票",
        "分享链接拉票",
        "Please SHARE it now to vote",
        "此处填写单位名称",
        "Lorem ipsum dolor",
        "TODO: 补图",
        "the Red Cotton Index",
        "Sponsored by",
    ],
)
def test_shipped_rules_find_forbidden_wording(words: str) -> None:
    assert _violations(f"好。\n\n{words}") == [(3, "forbidden_wording")]


@pytest.mark.parametrize(
    "words",
    [
        "欢迎投票，每人每天一票",
        "居民分享经验，市民再来投票",
        "We share what we learnt; citizens vote in March",
        "un método nuevo",
        "广州市市域社会治理创新项目大赛（2020—2022年）",
        "广州市委政法委、南方报业传媒集团",
        "南方报业传媒集团报道。\n\n广州市委政法委表示。",
    ],
)
def test_shipped_rules_accept_legitimate_sentences(words: str) -> None:
    assert _violations(words) == []


def test_shipped_rules_require_full_name_and_order() -> None:
    assert _violations("好。\n广州市社会治理创新项目大赛") == [(2, "short_form")]
    assert _violations("好。\n\n1. 南方报业传媒集团\n2. 广州市委政法委\n") == [(3, "names_out_of_order")]


def test_rules_do_not_apply_to_their_own_file() -> None:
    assert list(check_wording(RULES, {WORDING_FILE: "TODO"})) == []


@pytest.mark.parametrize(
    ("words", "instead", "is_valid"),
    [
        ("改革", "写", True),
        ("改", "写", False),
        ("改" * 80, "写" * 200, True),
        ("改" * 81, "写", False),
        ("改革", "写" * 201, False),
        ("改革", "", False),
    ],
)
def test_words_and_advice_have_limits(words: str, instead: str, is_valid: bool) -> None:
    rule = read_yaml(WORDING_FILE, f"forbidden:\n  - words: {words}\n    instead: {instead}\n")
    with nullcontext() if is_valid else pytest.raises(ContentError):
        validate(WordingFile, rule, LANGS)


@pytest.mark.parametrize(("names", "is_valid"), [("[甲方, 乙方]", True), ("[甲方]", False), ("[]", False)])
def test_order_is_of_two_names_at_least(names: str, is_valid: bool) -> None:
    rule = read_yaml(WORDING_FILE, f"order:\n  - {names}\n")
    with nullcontext() if is_valid else pytest.raises(ContentError):
        validate(WordingFile, rule, LANGS)
