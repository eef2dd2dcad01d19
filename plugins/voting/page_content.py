"""What a vote's page says to a voter: that it is closed, that it wants WeChat, or that it leads on by itself.

The sentences are those that 问卷星, 腾讯问卷, 金数据, WeChat, Google, Microsoft and LimeSurvey show in place of a form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

POLL = "(?:投票|问卷|表单|调查|活动|评选|答题|填写|收集|回收)"
CLOSED = re.compile(
    f"{POLL}(?:通道|入口|时间|链接)?(?:现已|已经?|已于[^，。！]{{0,24}}?)被?(?:结束|截止|关闭|停止|暂停|终止|下线|过期|删除)"
    f"|{POLL}(?:不存在|未发布)|已(?:经)?(?:停止|暂停|结束|关闭){POLL}|不再接受新?的?(?:答卷|回复|答复|投票|填写|提交)"
    "|(?:nolonger|notcurrently|currentlynot|not)accepting(?:new)?(?:responses|submissions|votes)"
    "|(?:poll|survey|vote|voting|form)(?:is|has|hasbeen)?(?:now)?(?:closed|ended|expired|nolongeravailable)",
    re.I,
)
NOT_STARTED = re.compile(f"{POLL}(?:还|尚|暂)?未(?:开始|开放|开启)|(?:not(?:yet)?|hasnotyet)(?:started|opened)", re.I)
IN_WECHAT = re.compile(
    "(?:请|仅支持|仅限|只能)(?:在|使用|用|通过|复制到)?手?机?微信(?:客户端|内置浏览器|浏览器|中|内|里|app)?(?:打开|访问)"
    "|请(?:使用|用|打开)?手?机?微信(?:扫描|扫码|扫一扫)(?!.{0,8}(?:分享|关注))|pleaseopen(?:this)?.{0,12}inwechat",
    re.I,
)
REFRESH = re.compile(r"\s*([0-9]{0,9})(?:\.[0-9.]*)?\s*(?:[;,]\s*|\s)(?:url\s*=\s*)?(.+)", re.I | re.S)
# a page that leads on later is there to be used first
MAX_REFRESH_DELAY_S = 10
CHOICES = "input[type=radio], input[type=checkbox], select, textarea"


@dataclass(frozen=True)
class PageContent:
    """The facts of a page that matter to a voter; ``refresh`` is the address that its ``<meta>`` leads to, if any."""

    is_closed: bool = False
    is_not_started: bool = False
    is_for_wechat: bool = False
    has_password_field: bool = False
    refresh: str | None = None


def read_page(body: bytes, address: str, charset: str | None = None, refresh_header: str | None = None) -> PageContent:
    """Read a page from its beginning. A page with choices is open, whatever its text says of earlier rounds."""
    # tags without an end would take the parser the square of their number
    end = body.rfind(b">") + 1
    soup = BeautifulSoup(body[:end] + body[end:].replace(b"<", b" "), "html.parser", from_encoding=charset)
    refresh = _refresh_address(soup, address, refresh_header)
    has_password_field = soup.select_one("input[type=password i]") is not None
    has_choices = soup.select_one(CHOICES) is not None
    for hidden in soup(["script", "style", "template", "noscript"]):
        hidden.decompose()
    text = "" if has_choices else re.sub(r"\s+", "", soup.get_text())
    return PageContent(
        is_closed=CLOSED.search(text) is not None,
        is_not_started=NOT_STARTED.search(text) is not None,
        is_for_wechat=IN_WECHAT.search(text) is not None,
        has_password_field=has_password_field,
        refresh=refresh,
    )


def _refresh_address(soup: BeautifulSoup, address: str, header: str | None) -> str | None:
    """Return where the page leads by itself; within ``<noscript>`` it does not, as browsers run scripts.

    Source of the form: HTML, "shared declarative refresh steps".
    """
    tags = [tag for tag in soup.select("meta[http-equiv=refresh i][content]") if not tag.find_parent("noscript")]
    for content in [header or "", *(str(tag["content"]) for tag in tags)]:
        match = REFRESH.fullmatch(content)
        if match and int(match[1] or 0) <= MAX_REFRESH_DELAY_S:
            base = soup.find("base", href=True)
            start = urljoin(address, str(base["href"])) if isinstance(base, Tag) else address
            target = urljoin(start, match[2].strip().strip("'\""))
            # a page that reloads itself shows the state of the vote
            return target if target != address else None
    return None
