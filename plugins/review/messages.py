"""The messages of reviews."""

from __future__ import annotations

from plugins.system.messages import Catalogue

say = Catalogue(__file__).text
