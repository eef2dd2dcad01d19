"""Schema of the ``site`` section: URL, contact, and the legal notices of the footer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from plugins.content.schema.fields import IsoDate, StrictRecord, Url
from plugins.content.schema.localized import Text


@dataclass(frozen=True)
class Contact(StrictRecord):
    """How to reach the organisers."""

    address: Text | None = None
    """地址。Postal address."""
    phone: Annotated[str, Field(pattern=r"^[0-9+() -]{5,30}$")] | None = None
    """电话。Telephone number."""
    email: Annotated[str, Field(pattern=r"^[^@\s<>\"]{1,64}@[A-Za-z0-9.-]{1,190}$")] | None = None
    """电子邮箱。E-mail address."""


@dataclass(frozen=True)
class Security(StrictRecord):
    """The security contact and its expiry date, published as ``security.txt`` (RFC 9116)."""

    contact: Annotated[str, Field(pattern=r"^(mailto:[^@\s<>\"]{1,64}@[A-Za-z0-9.-]{1,190}|https://[^\s<>\"]{4,300})$")]
    """网站安全问题报给谁，mailto: 或 https:// 开头。Begins with mailto: or https://."""
    expires: IsoDate
    """有效期，不超过一年。Not more than a year ahead."""


@dataclass(frozen=True)
class Site(StrictRecord):
    """Facts about the site; the footer leaves out what is empty."""

    url: Url
    """正式网址，可带子路径，如 https://www.example.gov.cn/zt/xunzhan。Public address, with its sub-path."""
    contact: Contact | None = None
    """怎样联系主办单位。How to reach the organisers."""
    security: Security | None = None
    """网站安全问题报给谁。Contact for security problems."""
    entry_cards: bool = True
    """是否为每个项目画分享卡片、海报和二维码。Whether each entry has a card, a poster and a code to pass on."""
    complaints: Text | None = None
    """投诉或异议找谁。Where to complain."""
    icp: Text | None = None
    """ICP备案号。ICP registration of a site in mainland China."""
    police: Text | None = None
    """公网安备号。Police registration of a site in mainland China."""
    site_code: Text | None = None
    """网站标识码。Identification code of a Chinese public body's site."""
    copyright: Text | None = None
    """版权声明。Copyright notice."""
    statement: Text | None = None
    """网站声明。Statement in the footer."""
