"""The messages of the forms."""

from __future__ import annotations

from plugins.system.messages import Catalogue

CATALOGUE = Catalogue(__file__)
say = CATALOGUE.text
