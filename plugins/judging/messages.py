"""The texts of the sheets, the packet and the command, in the language of the competition or of the person."""

from __future__ import annotations

from plugins.system.messages import Catalogue

say = Catalogue(__file__).public_text
