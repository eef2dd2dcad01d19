"""The search: questions as people put them, with known answers over 300 entries; what it shows and says."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from opencc import OpenCC
from playwright.sync_api import Browser, Page, expect
from pypinyin import lazy_pinyin

from plugins.paths import ROOT
from plugins.site.files.search_folding import fold, variants
from tests.browser.conftest import Serve, wait_until
from tests.support.large_contest import LargeEntry, large_entries

CARDS = ".cards > li [data-entry]"
QUESTIONS = 200
FIRST = 5
# words of many texts and of no name
COMMON = "每周碰头一次"
# the first result stands below the row of filters, in the upper half of a phone
IN_VIEW = f"""() => {{
    const card = document.querySelector('{CARDS}').getBoundingClientRect()
    const row = document.querySelector('#filters').getBoundingClientRect()
    return 0 <= row.top && row.bottom <= card.top && card.top < 400
}}"""
# the first results of each question, asked one after the other as if they were typed
ASK = """([questions, first]) => questions.map(question => {
    const field = document.querySelector('#filters input')
    field.value = question
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    return [...document.querySelectorAll('.cards [data-entry]')].slice(0, first).map(card => card.dataset.entry)
})"""


def _with_a_wrong_character(text: str, dice: random.Random) -> str:
    index = dice.randrange(len(text))
    return text[:index] + "鑫" + text[index + 1 :]


# an entry and a source of chance to a question that it answers
WAYS: dict[str, Callable[[LargeEntry, random.Random], str]] = {
    "words of a title in another order": lambda entry, _: f"{entry.topic} {entry.place}",
    "title and unit": lambda entry, _: f"{entry.unit} {entry.topic[2:]} {entry.place}",
    "pinyin": lambda entry, _: " ".join("".join(lazy_pinyin(part)) for part in (entry.topic, entry.place)),
    "initials": lambda entry, _: " ".join(
        "".join(syllable[0] for syllable in lazy_pinyin(part)) for part in (entry.place, entry.topic)
    ),
    "traditional": lambda entry, _: OpenCC("s2t").convert(f"{entry.topic} {entry.place}"),
    "straight quotes and a full stop": lambda entry, _: f'"{entry.topic}" {entry.place}。',
    "full width": lambda entry, _: "".join(chr(ord(letter) + 0xFEE0) for letter in entry.number),
    "one wrong character": lambda entry, dice: f"{entry.place} {_with_a_wrong_character(entry.topic, dice)}",
    "a sentence of the text": lambda entry, dice: dice.choice(entry.sentences),
    "words of a sentence": lambda entry, _: " ".join(
        (entry.sentences[0].partition("，")[2].strip("“”。，")[:4], entry.sentences[0].partition("，")[0], entry.topic)
    ),
}  # fmt: skip


def test_the_answer_is_among_the_first_five(large_site: str, page: Page) -> None:
    entries, dice = large_entries(), random.Random(QUESTIONS)
    asked = [
        (way, entry, make(entry, dice))
        for entry, (way, make) in zip(
            (dice.choice(entries) for _ in range(QUESTIONS)), list(WAYS.items()) * (QUESTIONS // len(WAYS)), strict=True
        )
    ]
    page.goto(f"{large_site}entries/")
    page.fill("#filters input", COMMON)
    number = sum(COMMON in "".join(entry.sentences) for entry in entries)
    # when the texts of all entries have been read
    expect(page.locator("#count")).to_contain_text(f"找到{number}项")
    answers = page.evaluate(ASK, [[question for _, _, question in asked], FIRST])
    missed = [
        (way, question, entry.title)
        for (way, entry, question), answer in zip(asked, answers, strict=True)
        if entry.slug not in answer
    ]
    assert missed == []


def test_browser_and_python_fold_the_same(page: Page) -> None:
    texts = [
        "「騎手」當網格員，《解決》電梯加裝；裏裡爲為後乾幹臺灣衞生",
        "ＨＵＡＤＵ　３５２ “x”—‘y’ 3.5%",
        "全区用同一套电⼦⻔禁 阿·卜\u200b杜拉",
        "it’s “A–Z” (and) e-mail…",
        "甲｜。乙|，“|丙",
    ]
    source = (ROOT / "theme" / "static" / "js" / "find" / "fold.js").read_text(encoding="utf-8")
    pairs = "".join(one + other for one, other in variants().items())
    script = f"([pairs, texts]) => {{ {source}; learnVariants(pairs); return texts.map(fold) }}"
    assert page.evaluate(script, [pairs, texts]) == [fold(text) for text in texts]


@pytest.fixture(scope="module")
def catalogue(served: Serve, browser: Browser) -> Iterator[Page]:
    """The shipped catalogue on a phone, with everything loaded that a search needs."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto(served("tour") + "entries/")
    with page.expect_response("**/data/search-bodies-*.json"):
        page.fill("#filters input", "全区用同一套电子门禁")
    expect(page.locator(".card__match")).to_have_count(1)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("question", "slug", "mark"),
    [
        ("电子门禁 全区", "baiyun-352", "电子门禁"),
        ('"352"', "baiyun-352", ""),
        ("全區用同一套電子門禁。", "baiyun-352", "全区用同一套电子门禁"),
        ("全区用同一套电子们禁", "baiyun-352", ""),
        ("白云区委政法委 城中村", "baiyun-352", ""),
        ("ｂｙｑｗｚｆｗ", "baiyun-352", ""),
    ],
)
def test_question_is_answered_with_its_sentence(catalogue: Page, question: str, slug: str, mark: str) -> None:
    catalogue.fill("#filters input", question)
    expect(catalogue.locator(CARDS).first).to_have_attribute("data-entry", slug)
    marks = catalogue.locator(f"[data-entry={slug}] .card__match mark").all_inner_texts()
    assert mark in marks if mark else marks == []


def test_first_result_is_in_view(catalogue: Page) -> None:
    catalogue.evaluate("scrollTo(0, document.body.scrollHeight)")
    catalogue.fill("#filters input", "城中村")
    # scrolled to when the page is laid out again
    wait_until(catalogue, f"({IN_VIEW})()")


def test_nothing_found_names_the_nearest(catalogue: Page) -> None:
    catalogue.fill("#filters input", "城中村里的门禁系统升级了")
    expect(catalogue.locator("#count")).to_contain_text("没有符合条件的项目")
    expect(catalogue.locator(CARDS)).to_have_count(0)
    expect(catalogue.locator("#nearest")).to_contain_text("最接近的")
    assert (
        catalogue.locator("#nearest a").first.get_attribute("href") == catalogue.url.partition("?")[0] + "baiyun-352/"
    )


def test_data_that_did_not_come_is_not_shown_as_nothing_found(served: Serve, page: Page) -> None:
    page.route("**/data/search-*.json", lambda route: route.abort())
    page.goto(served("tour") + "entries/")
    page.fill("#filters input", "byqwzfw")
    expect(page.locator("#count")).to_contain_text("没有载入")


def test_question_of_an_address_is_asked_at_once(served: Serve, page: Page) -> None:
    page.goto(served("tour") + "entries/?q=byqwzfw")
    expect(page.locator(CARDS)).to_have_count(1)
