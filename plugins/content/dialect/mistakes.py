"""What editors type for a mark of Markdown although it is none, and what they should type instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

PICTURE = r"[^\s()（）]*?\.(?:jpe?g|png|webp|avif|gif|heic|bmp)\b"
TARGET = r"(?:https?\s?[:：]|www[.。．]|\.{0,2}/|[\w./-]+\.md\b)[^\s()（）]*"
FULL_WIDTH = str.maketrans(
    "＃＊｜－：【】（）！｀＞～［］＿／．０１２３４５６７８９", "#*|-:[]()!`>~[]_/.0123456789"
)  # fmt: skip
# a link or picture with full-width marks, blanks inside, or other quotes around its caption
# brackets do not nest in the patterns, or a line of brackets would take quadratic time
LINK = re.compile(
    rf"(?<!\\)(?P<sign>[!！]?)(?P<near>\s?)[\[【［](?P<words>[^\[\]【】［］]*)[\]】］](?P<gap>[ \u3000]*)"
    rf"[(（]\s*(?:(?P<picture>{PICTURE})|(?P<target>{TARGET}))(?P<rest>[^()（）]*)[)）]"
)
GOOD_CAPTION = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')\s*\Z")
CAPTION_SIGNS = " \t\u3000，,、\"'“”‘’「」『』"
# the beginning of a table's row, or of a list's item
ROW = re.compile(r"\s*[｜（(１-９]")
HEADING_END = r"[^#，。；！？、：,.;!?]{0,19}$"


class MarkRule(NamedTuple):
    """A mistake in a line: its code, and what to type in place of the match, or None if the code says all."""

    code: str
    pattern: re.Pattern[str]
    correct: Callable[[re.Match[str]], str] | None = None


class Mistake(NamedTuple):
    """A mistake: its code, where it is in the line, and what to type instead, empty if the code says all."""

    code: str
    start: int
    end: int
    correct: str = ""
    target: str = ""


def _to_ascii(match: re.Match[str]) -> str:
    return match.group().strip().translate(FULL_WIDTH)


def _to_heading(match: re.Match[str]) -> str:
    text = match.group().strip().translate(FULL_WIDTH)
    words = text.lstrip("#")
    return f"{text[: len(text) - len(words)]} {words.strip()}"


def _to_item(match: re.Match[str]) -> str:
    return re.sub(r"^\s*\S*?[)）]\s*", "1. ", match.group())


def _to_numbered(match: re.Match[str]) -> str:
    number, rest = re.split(r"[.．、]\s*", match.group().strip(), maxsplit=1)
    return f"{number.translate(FULL_WIDTH)}. {rest}"


def _to_times(match: re.Match[str]) -> str:
    return match.group().replace("*", "×")


def _to_note(match: re.Match[str]) -> str:
    return match.group().strip().translate(str.maketrans("［］", "[]")).replace("：", ": ", 1)


# in a line the first rule that matches a place is the one that is reported there
RULES = (
    MarkRule("link_without_scheme", re.compile(r"(?<!!)\[[^\[\]]*\]\(\s*(?P<target>www\.[^\s()]+)\)")),
    MarkRule("warn_link_as_text", re.compile(rf"[(（]\s*{TARGET}[)）]\[[^\[\]]+\](?![(:（])")),
    MarkRule("warn_full_width", re.compile(r"^\s*＃{1,6}.*"), _to_heading),
    MarkRule(
        "warn_full_width",
        re.compile(
            r"＊＊[^＊*]+(?:＊＊|\*\*)|\*\*[^＊*]+＊＊|(?<![＊\w])＊[^＊\s]{1,30}＊(?!＊)|～～[^～]+～～|^\s*｜.*｜\s*$|^\s*＞.*"
            r"|^\s*｀{3,}.*|｀[^｀]+｀|^\s*－{3,}\s*$"
        ),
        _to_ascii,
    ),
    MarkRule("warn_full_width", re.compile(r"^\s*[１-９][０-９]?[.．、]\s*\S.*"), _to_numbered),
    MarkRule("link_empty", re.compile(r"(?<![!\\])\[[^\[\]]*\]\(\s*\)|(?<![!\\\]])\[\s*\]\([^\s()]+\)")),
    MarkRule("warn_stars_hidden", re.compile(r"[0-9]{1,9}\*(?!\*)[^*\s]{0,10}[0-9]\*(?=[^*\s])[0-9]{0,9}"), _to_times),
    MarkRule("warn_full_width", re.compile(r"^\s*[\[［]\^[^\]］\s]+[\]］]：.*|^\s*［\^[^\]］\s]+[\]］]:.*"), _to_note),
    MarkRule("warn_full_width", re.compile(r"［\^[^\]］\s]+[\]］]|\[\^[^\]］\s]+］"), _to_ascii),
    MarkRule("warn_heading_empty", re.compile(r"^ {0,3}#{1,6}\s*$")),
    MarkRule(
        "warn_heading_blank",
        re.compile(rf"^ {{0,3}}#{{2,6}}[^#\s].*|^ {{0,3}}#[^#\s\d]{HEADING_END}"),
        _to_heading,
    ),
    MarkRule("warn_comment", re.compile(r"<!--|^ {0,3}\[(?://|#|comment)\]:\s*(?:#|<>)")),
    MarkRule(
        "comment_misspelt",
        re.compile(r"(?!<!--)[<＜]\s?[!！]\s?[-–—－―─].*?(?:[-–—－―─]\s?[>＞]|$)|%%\s?[^%\d][^%]*%%"),
    ),
    MarkRule(
        "warn_unknown_mark",
        re.compile(
            r"!?\[\[[^\[\]]+\]\]|^\s*:::.*|^\s*@?\[TOC\]\s*$|\{[.#:][A-Za-z][^{}]*\}|\{\s?\w+=[^{}]*\}|\{\{.*?\}\}|\{%.*?%\}"
            r"|==[^=\s](?:[^=]*[^=\s])?==|\$\$.*|\$[A-Za-z\\][^$]*[\^_\\{][^$]*\$|^\s*={3,}\s*$|^\*\[[^\]]+\]:.*"
            r"|^!!! .*|^\s*'{3}.*|^[\s>]*\[!\w+\]\s*$|(?<!\S):[a-z][a-z_]+:(?!\S)|(?<![+\w])\+\+[^+\s][^+]*\+\+(?!\+)"
            r"|(?<![A-Za-z0-9\]])\^\[[^\]]+\]",
            re.I,
        ),
    ),
    MarkRule("warn_list_as_text", re.compile(r"^\s*(?:（\d{1,3}[)）]|\(\d{1,3}[)）])\s*\S.*"), _to_item),
)
# lines that look like items; by themselves they may be anything, in a row they are a list
ITEMS = tuple(
    (re.compile(rf"\s*(?:{sign})\s*(?=\S)"), instead)
    for sign, instead in (
        (r"[0-9]{1,2}[.．、](?![\s\d])", "1. "),
        (r"\d{1,2}）", "1. "),
        (r"[①-⑳]", "1. "),
        (r"[A-Za-z][)）]", "1. "),
        (r"【\d{1,2}】", "1. "),
        (r"[★☆✓✔√※]", "- "),
        (r"\.(?=\s)", "- "),
    )
)
# a line without a match has no mistake
SUSPICIOUS = re.compile(
    r"[＃＊｜【！｀＞～［＜１-９－$^“”「{%]|<\s?!|[\]】］]\s*[(（]|[)）]\[|^\s*[#:=*!.'\[@]|\[\[|==|\+\+|:[a-z]|^\s*[(（]\d|\[!|[0-9]\*|\^\["
)


def find_mistakes(line: str, former: str = "") -> Iterator[Mistake]:
    """The mistakes in a line that is not code, from left to right; ``former`` is the line above it."""
    if SUSPICIOUS.search(line):
        yield from sorted(_find_mistakes(line, former), key=lambda mistake: mistake.start)


def _find_mistakes(line: str, former: str) -> Iterator[Mistake]:
    taken: list[range] = []
    for mistake in (*_find_links(line), *_match_rules(line, former)):
        place = range(mistake.start, mistake.end)
        if not any(place.start < other.stop and other.start < place.stop for other in taken):
            taken.append(place)
            yield mistake


def _match_rules(line: str, former: str) -> Iterator[Mistake]:
    for rule in RULES:
        for match in rule.pattern.finditer(line):
            # the lines of a table or a list are reported once
            if ROW.match(line) and ROW.match(former) and rule.pattern.search(former):
                return
            correct = rule.correct(match).strip() if rule.correct else ""
            yield Mistake(rule.code, *match.span(), correct, match.groupdict().get("target") or "")


def _find_links(line: str) -> Iterator[Mistake]:
    for match in LINK.finditer(line):
        is_picture = bool(match["picture"] and match["sign"])
        if match["near"] and not is_picture:
            # a blank before a link, or an exclamation before it
            continue
        caption = match["rest"]
        if is_picture and caption.strip(CAPTION_SIGNS) and not (GOOD_CAPTION.match(caption) or "=" in caption[:2]):
            caption = f' "{caption.strip(CAPTION_SIGNS)}"'
        target = (match["picture"] or match["target"]).translate(FULL_WIDTH)
        target = target.replace("。", ".").replace(" ", "") if target.startswith(("www", "http")) else target
        sign = "!" if is_picture else match["sign"]
        correct = f"{sign}[{match['words']}]({target}{caption})"
        # blanks right behind the bracket do no harm
        if correct != re.sub(r"\(\s+", "(", match.group()):
            yield Mistake(_link_code(match, is_picture=is_picture, caption=caption), *match.span(), correct)


def _link_code(match: re.Match[str], *, is_picture: bool, caption: str) -> str:
    """Return the code of a link that is wrong: for its marks, its blanks, or the quotes of its caption."""
    marks = match.group().replace(match["words"], "").replace(match["rest"], "")
    if re.search(r"[！【】［］（）：／。．]", marks.removeprefix("！" * (not is_picture))):
        return "picture_full_width" if is_picture else "warn_full_width"
    if caption != match["rest"]:
        return "caption_quotes"
    return "warn_blank_in_link"


def find_typed_lists(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The indexes of lines that begin a row of items with other signs, each with what to type there."""
    former: int | None = None
    kinds = [next((kind for kind, (pattern, _) in enumerate(ITEMS) if pattern.match(line)), None) for line in lines]
    for index, kind in enumerate(kinds):
        if kind is not None and kind != former and kind in kinds[index + 1 : index + 2]:
            pattern, instead = ITEMS[kind]
            yield index, pattern.sub(instead, lines[index], count=1).strip()
        former = kind
