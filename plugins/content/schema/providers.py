"""Schema of vote providers: the URLs of their ballots, how an entry's id is passed on, what their frames may do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pydantic import Field

from plugins.content.schema.config import Mode
from plugins.content.schema.fields import Slug, StrictRecord
from plugins.content.schema.localized import Text
from plugins.content.schema.web_urls import is_web_url

Host = Annotated[str, Field(pattern=r"^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=190)]
Token = Annotated[str, Field(pattern=r"^allow-[a-z-]+$")]
LOOPBACK = {"127.0.0.1", "localhost"}


class ParameterPosition(StrEnum):
    """The part of a URL that holds the entry's id."""

    QUERY = "query"
    HASH = "hash"
    PATH = "path"


class MessageFormat(StrEnum):
    """The form of a frame's messages: an object, a JSON text, or fields with a separator between them."""

    OBJECT = "object"
    JSON = "json"
    DELIMITED = "delimited"


@dataclass(frozen=True)
class EntryParameter(StrictRecord):
    """How a common ballot learns from which entry a visitor comes."""

    place: ParameterPosition
    """写在网址的哪里：query 查询部分，fragment 井号后面。Where it stands in the address."""
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")] | None = None
    """参数名；放在路径里时不用写。Name of the parameter; none in a path."""


@dataclass(frozen=True)
class FrameMessage(StrictRecord):
    """A message that a frame posts: how it is recognised, and which field holds the frame's height, if any."""

    format: MessageFormat
    """消息的格式。Format of the message."""
    match: Annotated[Mapping[str, str], Field(min_length=1)]
    """哪些字段是什么值，如 event: resize；字段用点号或序号。Fields and their values."""
    height: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")] | None = None
    """高度在哪个字段。Dotted path or number of the field with the height in pixels."""
    separator: Annotated[str, Field(min_length=1, max_length=5)] = ":"
    """分隔符。Separator of its parts."""


@dataclass(frozen=True)
class Frame(StrictRecord):
    """How a ballot is shown within a page, with the fewest sandbox permissions that it works with."""

    sandbox: Annotated[tuple[Token, ...], Field(min_length=1)]
    """框里的页面可以做什么。What the framed page may do."""
    height: Annotated[int, Field(ge=200, le=4000)] = 900
    """打开时的高度（像素）。Height in pixels before the frame says its own."""
    replace: Mapping[str, str] = field(default_factory=dict)
    """嵌入时网址里要换掉的部分。Parts of the address that differ in a frame."""
    query: Mapping[str, str] = field(default_factory=dict)
    """嵌入时网址后要加的参数。Parameters that a frame needs."""
    resize: tuple[FrameMessage, ...] = ()
    """平台报告高度的消息。Message by which it reports its height."""
    done: tuple[FrameMessage, ...] = ()
    """平台报告已投票的消息。Message by which it reports a vote."""
    hello: str | None = None
    """打开后要先发给它的话。A message that the frame waits for."""


@dataclass(frozen=True)
class Provider(StrictRecord):
    """A platform on which citizens vote."""

    id: Slug
    """平台代号。Id of the provider."""
    name: Text
    """平台名称。Name of the provider."""
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    """投票方式，优先的在前：link、qr、iframe。In order of preference."""
    hosts: tuple[Host, ...] = ()
    """平台的域名；空着表示任何域名（自建的平台）。Empty for a platform that anyone can host."""
    address: Annotated[str, Field(pattern=r"^https?://[^\s{}]+\{ballot\}[^\s{}]*$")] | None = None
    """由投票代号得出网址，如 https://www.wjx.cn/vm/{ballot}.aspx。How an address is made of a ballot's code."""
    ballot: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """投票代号的写法（正则表达式）。Pattern of its ballots' ids."""
    entry: EntryParameter | None = None
    """网址里怎样写明项目。How the address names an entry."""
    frame: Frame | None = None
    """在页面里打开时的规则。Rules of showing it within a page."""
    mainland: bool = True
    """在中国大陆能否打开。Whether it can be reached in the mainland."""
    for_tests: bool = False
    """只用于本机试验，可以是 http。For trials on one's own machine only."""

    def has_host(self, address: str) -> bool:
        """True for an https URL of this platform (or a URL of this machine, if for tests)."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        if self.for_tests:
            return host in LOOPBACK
        return parts.scheme == "https" and (not self.hosts or any(_matches_host(host, name) for name in self.hosts))

    def has_ballot(self, ballot: str) -> bool:
        """True for what has the form of this platform's ballot ids."""
        return bool(self.address and self.ballot and re.fullmatch(self.ballot, ballot))

    def ballot_url(self, ballot: str) -> str:
        """The URL of a ballot, from its id or its URL."""
        return ballot if is_web_url(ballot) else (self.address or "").replace("{ballot}", quote(ballot, safe="/"))

    def url_for_entry(self, address: str, entry_id: str) -> str:
        """The URL of a common ballot with the entry's id, as its last parameter."""
        if not self.entry:
            return address
        parts, name = urlsplit(address), self.entry.name
        parameter = f"{name}={entry_id}" if name else entry_id
        match self.entry.place:
            case ParameterPosition.PATH:
                return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{entry_id}"))
            case ParameterPosition.QUERY:
                return urlunsplit(parts._replace(query=f"{parts.query}&{parameter}".lstrip("&")))
            case ParameterPosition.HASH:
                return urlunsplit(parts._replace(fragment=parameter))

    def frame_url(self, address: str) -> str:
        """The URL that a frame loads for the ballot with this URL. The provider must allow frames."""
        assert self.frame
        for old, new in self.frame.replace.items():
            address = address.replace(old, new, 1)
        parts = urlsplit(address)
        parameters = parse_qsl(parts.query, keep_blank_values=True)
        others = [(name, value) for name, value in parameters if name not in self.frame.query]
        query = urlencode([*others, *self.frame.query.items()])
        return urlunsplit(parts._replace(query=query))


@dataclass(frozen=True)
class ProvidersFile(StrictRecord):
    """``content/providers.yaml``, and the built-in list in the same format."""

    providers: tuple[Provider, ...]
    """投票平台。Vote providers."""


def _matches_host(host: str, allowed: str) -> bool:
    return host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:]))
