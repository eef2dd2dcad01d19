"""Attack payloads in a real browser: the sanitiser alone stops them, and the page's policy alone stops them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plugins.content.checks.bodies import render_body
from plugins.content.parsing.markdown import render
from plugins.content.parsing.sanitise import TAGS
from plugins.content.schema.localized import CONTROL
from plugins.content.sources import MarkdownSource
from tests.browser.observed_page import ObservedPage, open_observed_page
from tests.browser.payloads import payloads
from tests.conftest import Site
from tests.content.mutations import replace_text
from tests.support.builds import TINY, pelican

EXAMPLES = int(os.environ.get("XUNZHAN_EXAMPLES", "300"))
PAGE = "entries/lift-watch/"
BODY = "<p>电梯里有电话。</p>"
FIGURE = {"figure", "figcaption", "picture", "source", "span"}
CHINESE = "“红棉指数”说，雨水花园第{}处的芦苇，高1.5米。"
# ends whatever the payload before left open, so that the next one has its turn
CLOSER = "--></script></style></title></textarea></select></template></svg></math></iframe></noscript></xmp>]]>\"'>"
FIELDS = [
    ("entries/rain-garden/index.md", "title: {zh-Hans: 雨水花园,", "title: {zh-Hans: X,"),
    ("entries/rain-garden/index.md", "summary: 把雨水留在院子里", "summary: X"),
    ("entries/rain-garden/index.md", "alt: 花园}", "alt: X, caption: X}"),
    ("entries/rain-garden/index.md", "alt: 远景, caption: 从楼上看", "alt: X, caption: X"),
    ("entries/rain-garden/index.md", "label: 更多", "label: X"),
    ("entries/lift-watch/index.md", "title: 电梯看护", "title: X"),
    ("entries/lift-watch/index.md", "summary: 电梯有人看", "summary: X"),
    ("articles/launch/index.md", "title: 启动", "title: X"),
    ("articles/launch/index.md", "summary: 大赛开始", "summary: X"),
    ("articles/launch/index.md", "author: 某作者", "author: X"),
    ("articles/launch/index.md", "source: 小城日报", "source: X"),
    ("articles/launch/index.md", "statement: 转载请注明", "statement: X"),
    ("pages/rules/index.md", "title: 规则", "title: X"),
    ("pages/rules/index.md", "summary: 怎么参加", "summary: X"),
    ("units.yaml", "name: 东区办", "name: X"),
    ("units.yaml", "name: {zh-Hans: 水务局, en: Water Bureau}", "name: X"),
    ("competition.yaml", "short_name: {zh-Hans: 小城大赛, en: Small Town}", "short_name: X"),
    (
        "competition.yaml",
        "purpose: {zh-Hans: 展示社区里的好办法, en: To show good ideas from neighbourhoods}",
        "purpose: X",
    ),
    ("competition.yaml", "name: {zh-Hans: 水, en: Water}, description: 和水有关", "name: X, description: X"),
    ("competition.yaml", "- name: 小城甲委员会", "- name: X"),
    ("competition.yaml", "{name: 河长, summary: 每条河有人管}", "{name: X, summary: X}"),
    ("competition.yaml", "{who: 居民, limit: 每天一票}", "{who: X, limit: X}"),
    ("competition.yaml", "{id: tour, name: 巡展", "{id: tour, name: X"),
    ("competition.yaml", "{id: app, name: 小城客户端}", "{id: app, name: X}"),
]
PAGES = ("", "entries/", "entries/rain-garden/", PAGE, "news/", "news/launch/", "rules/", "tour/", "units/", "vote/")


def _groups(count: int, size: int) -> list[tuple[str, ...]]:
    chosen = payloads(count)
    return [chosen[start : start + size] for start in range(0, len(chosen), size)]


def _failing(groups: list[tuple[str, ...]], is_wrong: Callable[[tuple[str, ...]], object]) -> list[str]:
    """The payloads that are wrong by themselves, or the group of which only the whole is."""
    wrong: list[str] = []
    for group in groups:
        if why := is_wrong(group):
            alone = [f"{payload}: {what}" for payload in group if (what := is_wrong((payload,)))]
            wrong += alone or [f"{group}: {why}"]
    return wrong


@pytest.fixture(scope="module")
def site(tiny_site: Site) -> Path:
    return tiny_site("vote")


@pytest.fixture
def unguarded(browser: Browser, site: Path) -> Iterator[ObservedPage]:
    """The site without any policy."""
    with open_observed_page(browser, site, with_policy=False, headers={}) as observed:
        yield observed


def _page(site: Path, body: str) -> str:
    html = (site / PAGE / "index.html").read_text(encoding="utf-8")
    assert html.count(BODY) == 1
    return html.replace(BODY, body)


def test_sanitised_bodies_do_nothing_without_a_policy(unguarded: ObservedPage, site: Path) -> None:
    unguarded.open(PAGE)
    frame = unguarded.frame()

    def is_wrong(group: tuple[str, ...]) -> object:
        chinese = [CHINESE.format(number) for number in range(len(group))]
        markdown = "".join(f"{words}\n\n{payload}\n\n" for words, payload in zip(chinese, group, strict=True))
        body = render(markdown).substitute(lambda _: None, lambda _: "")
        ran = unguarded.open(PAGE, _page(site, body))
        text_shown = unguarded.text(".prose")
        wrong = {
            "ran": ran,
            "asked": unguarded.asked,
            "active": unguarded.active(TAGS),
            "frame": set(unguarded.frame()) ^ set(frame),
            "lost": [words for words in chinese if words not in text_shown],
        }
        return {what: payloads_found for what, payloads_found in wrong.items() if payloads_found}

    assert _failing(_groups(EXAMPLES, 100), is_wrong) == []


def test_policy_alone_lets_nothing_run_or_load(browser: Browser, site: Path) -> None:
    with open_observed_page(browser, site, with_policy=True, headers={}) as guarded:

        def is_wrong(group: tuple[str, ...]) -> object:
            ran = guarded.open(PAGE, _page(site, _raw(group)))
            return ran or guarded.asked

        assert _failing(_raw_groups(), is_wrong) == []


def test_payloads_would_run_without_sanitiser_and_policy(unguarded: ObservedPage, site: Path) -> None:
    groups = _raw_groups()[:: max(1, len(_raw_groups()) // 8)]
    ran = [unguarded.open(PAGE, _page(site, _raw(group))) or bool(unguarded.asked) for group in groups]
    assert sum(ran) > len(ran) // 2


def _raw(group: tuple[str, ...]) -> str:
    return "".join(f"{payload}{CLOSER}\n" for payload in group)


def _raw_groups() -> list[tuple[str, ...]]:
    # what takes a page elsewhere no policy forbids, and after some elements there is no other
    alone = ("http-equiv", "plaintext", "frameset")
    chosen = [payload for payload in payloads(EXAMPLES) if not any(word in payload.lower() for word in alone)]
    return [tuple(chosen[start : start + 20]) for start in range(0, len(chosen), 20)]


def _words(lines: list[str]) -> Iterator[str]:
    """Texts of a sensible length with all payloads between Chinese words, for one field after another, without end."""
    plain = [" ".join(CONTROL.sub("", line).split()) for line in lines]
    texts, text = [], "雨水花园"
    for line in plain:
        if len(text) + len(line) > 3_500:
            texts.append(f"{text} 芦苇")
            text = "雨水花园"
        text += f" {line}"
    while True:
        yield from [*texts, f"{text} 芦苇"]


def _without_contents(frame: list[str]) -> list[str]:
    return [path for path in frame if not path.endswith(">nav")]


def _harmless_bodies(lines: tuple[str, ...]) -> str:
    """Bodies that a check lets pass, so that headings and tables go all the way as well."""
    # other forms define what the next payload would use
    good = [line for line in lines if line.startswith(("# ", "> ", "- ", "**", "|")) and not _is_refused(line)]
    return "\n\n".join(["大赛开始征集", *good])[:40_000] + "\n\n"


def _is_refused(markdown: str) -> bool:
    body, problems = render_body(MarkdownSource("a.md", 1, markdown))
    return (
        bool(CONTROL.search(markdown))
        or not body
        or bool(problems)
        or bool(body.placeholders)
        or any(address.startswith("#") for address in body.addresses)
    )


def test_fields_are_shown_as_they_are_written(browser: Browser, site: Path, tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    words = _words(list(payloads(EXAMPLES)))
    replacements: dict[str, str] = {}
    for file, old, new in FIELDS:
        parts = new.split("X")
        attacks = [next(words) for _ in parts[1:]]
        replacements[f"{file} {old}"] = attacks[0]
        quoted = "".join(
            f"{part}{json.dumps(text, ensure_ascii=False)}" for part, text in zip(parts, attacks, strict=False)
        )
        replace_text(file, (old, quoted + parts[-1]))(content)
    replace_text("articles/launch/index.md", ("大赛开始征集", _harmless_bodies(payloads(EXAMPLES))))(content)
    attacked = pelican(content, tmp_path / "site", STAGE="vote")
    with (
        open_observed_page(browser, site, with_policy=False, headers={}) as plain,
        open_observed_page(browser, attacked, with_policy=False, headers={}) as observed,
    ):
        for path in PAGES:
            plain.open(path)
            assert (path, observed.open(path), observed.asked, observed.active(TAGS | FIGURE)) == (path, False, [], [])
            assert (path, _without_contents(observed.frame())) == (path, _without_contents(plain.frame()))
        observed.open(PAGE)
        assert observed.text("h1") == replacements["entries/lift-watch/index.md title: 电梯看护"]
        assert observed.text(".lead") == replacements["entries/lift-watch/index.md summary: 电梯有人看"]
