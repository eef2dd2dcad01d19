"""Radicals that PDF files and fonts put in the place of characters: they look the same, and no search finds them."""

from __future__ import annotations

import re
import unicodedata

# Unicode's EquivalentUnifiedIdeograph of the CJK Radicals Supplement, which no normalisation form has
SUPPLEMENT = (
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬"
    "⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜"
    "⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
CHARACTERS = (
    "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示"
    "礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞"
    "食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
KANGXI = range(0x2F00, 0x2FD6)
RADICAL = re.compile(r"[\u2e80-\u2fd5]")
FOLDED = dict(zip(map(ord, SUPPLEMENT), CHARACTERS, strict=True)) | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in KANGXI
}


def fold_radicals(text: str) -> str:
    """The text with the characters that its radicals stand for."""
    return text.translate(FOLDED) if RADICAL.search(text) else text
