"""Settings of a published build: the same site, with links from the root of its public address."""

from __future__ import annotations

from pelicanconf import *

RELATIVE_URLS = False
