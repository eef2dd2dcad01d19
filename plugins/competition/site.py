"""The facts of the site itself: its address, whom to ask, and what a public site must say in its footer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from plugins.competition.text import Text
from plugins.competition.values import STRICT, Address


@dataclass(frozen=True)
class Contact:
    __pydantic_config__ = STRICT
    address: Text | None = None
    phone: Annotated[str, Field(pattern=r"^[0-9+() -]{5,30}$")] | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s<>\"]{1,64}@[A-Za-z0-9.-]{1,190}$")] | None = None


@dataclass(frozen=True)
class Site:
    """Facts of the site itself; what is empty is left out of the footer, never invented."""

    __pydantic_config__ = STRICT
    url: Address
    """正式网址，可带子路径，如 https://www.example.gov.cn/zt/xunzhan。Public address, with its sub-path."""
    contact: Contact | None = None
    complaints: Text | None = None
    """投诉或异议找谁。Where to complain."""
    icp: Text | None = None
    """ICP备案号。"""
    police: Text | None = None
    """公网安备号。"""
    site_code: Text | None = None
    """网站标识码。"""
    copyright: Text | None = None
    statement: Text | None = None
