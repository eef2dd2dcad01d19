"""Reading aloud: each block once, by the sentence, highlighted; it stops and goes on at the same block."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, wait_until

ENTRY = "entries/arcade-street-list/"
# a voice that says everything at once, up to a number of sentences
VOICE = """(() => {
    window.heard = []; window.breath = Infinity; window.hushed = 0
    window.SpeechSynthesisUtterance = class { constructor (text) { this.text = text } }
    Object.defineProperty(window, 'speechSynthesis', { value: {
        speaking: false, cancel () { window.hushed++ },
        speak (utterance) {
            if (window.heard.length >= window.breath) return
            window.heard.push([utterance.text, utterance.lang])
            setTimeout(utterance.onend)
        }
    } })
})()"""
BODY = """() => {
    const prose = document.querySelector('.prose')
    prose.textContent = ''
    const add = (to, tag, text) => Object.assign(to.appendChild(document.createElement(tag)), { textContent: text })
    add(prose, 'h2', 'Aims')
    add(prose, 'p', 'It cost 3.5 yuan. Mr. Li paid! “Really?” Yes.')
    const list = add(prose, 'ul', '')
    const item = add(list, 'li', '甲：第一步。')
    const inner = add(item, 'ul', '')
    add(inner, 'li', '乙：第二步。')
    add(add(list, 'li', ''), 'p', '丙说：“好。”然后走了。')
}"""


def _heard(page: Page) -> list[str]:
    heard: list[list[str]] = page.evaluate("window.heard")
    return [text for text, _ in heard]


def test_each_block_is_read_once_by_the_sentence(served: Serve, page: Page) -> None:
    page.add_init_script(VOICE)
    page.goto(served("tour") + ENTRY)
    page.evaluate(BODY)
    page.click("#speech")
    expect(page.locator("#speech")).to_have_text("朗读本页")
    heard = _heard(page)
    assert heard[0] == page.locator("h1").inner_text()
    assert heard[heard.index("Aims") :] == [
        "Aims",
        "It cost 3.5 yuan.",
        "Mr. Li paid!",
        "“Really?”",
        "Yes.",
        "甲：第一步。",
        "乙：第二步。",
        "丙说：“好。”",
        "然后走了。",
    ]


def test_reading_stops_and_goes_on_at_the_block_which_is_marked(served: Serve, page: Page) -> None:
    page.add_init_script(VOICE)
    page.goto(served("tour") + ENTRY)
    page.evaluate(BODY)
    page.evaluate("window.breath = 4")
    page.click("#speech")
    wait_until(page, "window.heard.length === 4")
    before = _heard(page)
    marked = page.locator(".is-spoken")
    expect(marked).to_have_count(1)
    page.click("#speech")
    expect(page.locator("#speech")).to_have_text("接着朗读")
    block = marked.inner_text()
    page.evaluate("window.heard = []; window.breath = Infinity")
    page.click("#speech")
    expect(page.locator("#speech")).to_have_text("朗读本页")
    after = _heard(page)
    assert block.startswith(after[0])
    assert before[0] not in after
    expect(marked).to_have_count(0)


def test_voice_ends_with_the_page_that_it_reads_to_a_kiosk(served: Serve, page: Page) -> None:
    page.add_init_script(VOICE)
    page.goto(f"{served('tour')}{ENTRY}?mode=kiosk")
    page.get_by_role("button", name="看全文").click()
    page.evaluate("window.breath = 1")
    page.click("#speech")
    wait_until(page, "window.heard.length === 1")
    page.evaluate("window.hushed = 0")
    page.get_by_role("button", name="回到入口").click()
    page.wait_for_url("**/tour/?mode=kiosk")
    wait_until(page, "window.hushed > 0")
