"""Vote providers as data: where their ballots stand, how an entry's id is passed on, what a frame of theirs may do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pydantic import Field

from plugins.content.schema.config import Mode
from plugins.content.schema.fields import STRICT, Slug, is_web_url
from plugins.content.schema.localized import Text

Host = Annotated[str, Field(pattern=r"^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=190)]
Token = Annotated[str, Field(pattern=r"^allow-[a-z-]+$")]
LOOPBACK = {"127.0.0.1", "localhost"}


class Place(StrEnum):
    """Where in an address the entry's id goes."""

    QUERY = "query"
    HASH = "hash"
    PATH = "path"


class Format(StrEnum):
    """In what form a frame speaks: an object, a JSON text, or fields with a separator between them."""

    OBJECT = "object"
    JSON = "json"
    DELIMITED = "delimited"


@dataclass(frozen=True)
class EntryParameter:
    """How one ballot for all learns which entry a visitor comes from."""

    __pydantic_config__ = STRICT
    place: Place
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")] | None = None
    """参数名；放在路径里时不用写。Name of the parameter; none in a path."""


@dataclass(frozen=True)
class Message:
    """A message of a frame's: what tells it from others, and where the height stands, if it tells one."""

    __pydantic_config__ = STRICT
    format: Format
    match: Annotated[Mapping[str, str], Field(min_length=1)]
    """哪些字段是什么值，如 event: resize；字段用点号或序号。Fields and their values."""
    height: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")] | None = None
    """高度在哪个字段。Dotted path or number of the field with the height in pixels."""
    separator: Annotated[str, Field(min_length=1, max_length=5)] = ":"


@dataclass(frozen=True)
class Frame:
    """How a ballot is shown within the page, and the least rights with which it works."""

    __pydantic_config__ = STRICT
    sandbox: Annotated[tuple[Token, ...], Field(min_length=1)]
    height: Annotated[int, Field(ge=200, le=4000)] = 900
    """打开时的高度（像素）。Height in pixels before the frame says its own."""
    replace: Mapping[str, str] = field(default_factory=dict)
    """嵌入时网址里要换掉的部分。Parts of the address that differ in a frame."""
    query: Mapping[str, str] = field(default_factory=dict)
    """嵌入时网址后要加的参数。Parameters that a frame needs."""
    resize: tuple[Message, ...] = ()
    done: tuple[Message, ...] = ()
    hello: str | None = None
    """打开后要先发给它的话。What the frame waits to be told before it speaks."""


@dataclass(frozen=True)
class Provider:
    """A platform on which citizens vote."""

    __pydantic_config__ = STRICT
    id: Slug
    name: Text
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    """投票方式，优先的在前：link、qr、iframe。In order of preference."""
    hosts: tuple[Host, ...] = ()
    """平台的域名；空着表示任何域名（自建的平台）。Empty for a platform that anyone can host."""
    address: Annotated[str, Field(pattern=r"^https?://[^\s{}]+\{ballot\}[^\s{}]*$")] | None = None
    """由投票代号得出网址，如 https://www.wjx.cn/vm/{ballot}.aspx。"""
    ballot: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """投票代号的写法（正则表达式）。Pattern of its ballots' ids."""
    entry: EntryParameter | None = None
    frame: Frame | None = None
    mainland: bool = True
    """在中国大陆能否打开。Whether it can be reached in the mainland."""
    for_tests: bool = False
    """只用于本机试验，可以是 http。For trials on one's own machine only."""

    def has_host(self, address: str) -> bool:
        """Whether an address is one of this platform's own, over https (or on one's own machine, for tests)."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        if self.for_tests:
            return host in LOOPBACK
        return parts.scheme == "https" and (not self.hosts or any(_is_at(host, allowed) for allowed in self.hosts))

    def has_ballot(self, ballot: str) -> bool:
        """Whether this is written as the platform's ids are."""
        return bool(self.address and self.ballot and re.fullmatch(self.ballot, ballot))

    def ballot_url(self, ballot: str) -> str:
        """The address of a ballot, which is given by its id or by its address as the platform says it."""
        return ballot if is_web_url(ballot) else (self.address or "").replace("{ballot}", quote(ballot, safe="/"))

    def url_for_entry(self, address: str, entry_id: str) -> str:
        """The address of one ballot for all, saying which entry a visitor comes from; our parameter is the last."""
        if not self.entry:
            return address
        parts, name = urlsplit(address), self.entry.name
        said = f"{name}={entry_id}" if name else entry_id
        match self.entry.place:
            case Place.PATH:
                return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{entry_id}"))
            case Place.QUERY:
                return urlunsplit(parts._replace(query=f"{parts.query}&{said}".lstrip("&")))
            case Place.HASH:
                return urlunsplit(parts._replace(fragment=said))

    def frame_url(self, address: str) -> str:
        """The address that a frame loads for a ballot at this address."""
        assert self.frame
        for part, other in self.frame.replace.items():
            address = address.replace(part, other, 1)
        parts = urlsplit(address)
        own = [each for each in parse_qsl(parts.query, keep_blank_values=True) if each[0] not in self.frame.query]
        query = urlencode([*own, *self.frame.query.items()])
        return urlunsplit(parts._replace(query=query))


@dataclass(frozen=True)
class ProvidersFile:
    """``content/providers.yaml``, and the list that comes with the software."""

    __pydantic_config__ = STRICT
    providers: tuple[Provider, ...]


def url_origin(address: str) -> str:
    """Scheme, host and port of an address, as browsers compare them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _is_at(host: str, allowed: str) -> bool:
    return host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:]))
