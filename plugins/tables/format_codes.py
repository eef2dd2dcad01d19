"""The format codes of spreadsheet cells, split into sections and tokens (ECMA-376, 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

GENERAL = "General"
# formats that a workbook uses by their number alone; those of dates as a Chinese system shows them
BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;-¥#,##0", 6: "¥#,##0;-¥#,##0",
    7: "¥#,##0.00;-¥#,##0.00", 8: "¥#,##0.00;-¥#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: "¥#,##0;-¥#,##0;¥-",
    43: "#,##0.00;-#,##0.00;-", 44: "¥#,##0.00;-¥#,##0.00;¥-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
# the first group that matches names the kind of the token
TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|(?:\\|!(?=[.,]))(?P<escaped>.)|(?P<space>_.|\*.)
    |\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[DBNum(?P<han>[123])\]|\[(?P<elapsed>h+|m+|s+)\]
    |\[(?P<condition>(?:[<>]=?|<>|=)-?[0-9.]+)\]|(?P<ignored>\[[^\]]*\])
    |(?P<general>General|G/通用格式)|E(?P<exponent>[+-]0+)|(?P<date>AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|a{3,}|e+)
    |(?P<digit>[0\#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<section>;)|(?P<cell>@)|(?P<text>.)""",
    re.I | re.S | re.X,
)
SHOWN_AS_WRITTEN = {"quoted", "escaped", "currency", "text"}
MAX_CODE_LENGTH = 255
# the long date and the time of the system, as a Chinese one shows them, whatever else the code says
SYSTEM_FORMAT = re.compile(r"\[\$-(?:(?P<date>F800|x-sysdate)|F400|x-systime)\]", re.I)
SYSTEM_DATE, SYSTEM_TIME = 'yyyy"年"m"月"d"日"', "h:mm:ss"
COMPARISON = re.compile(r"([<>=]+)(-?[0-9]+(?:\.[0-9]*)?)\Z")


@dataclass(frozen=True, slots=True)
class FormatToken:
    """A part of a format code: its kind, and what it shows or the letters that ask for something."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FormatSection:
    """One part of a format code: for positive, negative or zero numbers, or for those that meet its condition."""

    tokens: tuple[FormatToken, ...]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(token.kind for token in self.tokens)

    @property
    def is_date(self) -> bool:
        return not self.kinds.isdisjoint({"date", "elapsed"})

    @property
    def han_digits(self) -> str:
        """1 for Han digits, 2 for those of amounts of money, empty for Arabic ones."""
        return next((token.text for token in self.tokens if token.kind == "han" and token.text != "3"), "")

    def accepts(self, value: Decimal) -> bool | None:
        """Return whether a number meets the condition, or None if the section has no condition."""
        condition = next((token.text for token in self.tokens if token.kind == "condition"), "")
        if not (parts := COMPARISON.match(condition)):
            return None
        limit = Decimal(parts[2])
        signs = {"<"} if value < limit else {">"} if value > limit else {"="}
        return not signs.isdisjoint(parts[1])


@lru_cache(maxsize=1024)
def parse_format(code: str) -> tuple[FormatSection, ...]:
    """Split a format code into its sections, at least one."""
    sections: list[list[FormatToken]] = [[]]
    if system := SYSTEM_FORMAT.search(code):
        code = SYSTEM_DATE if system["date"] else SYSTEM_TIME
    for token in _tokens(code[:MAX_CODE_LENGTH]):
        if token.kind == "section":
            sections.append([])
        else:
            sections[-1].append(token)
    return tuple(FormatSection(tuple(tokens)) for tokens in sections[:4])


def _tokens(code: str) -> Iterator[FormatToken]:
    for match in TOKEN.finditer(code):
        kind = match.lastgroup or "text"
        text = match[kind]
        if kind in SHOWN_AS_WRITTEN:
            yield FormatToken("text", text.strip('"') if kind == "quoted" else text)
        elif kind not in {"space", "ignored"}:
            yield FormatToken(kind, text)
