"""The URL scheme: public, permanent paths within one language of the site, each ending in a slash.

A page that editors write is at ``<slug>/``, so its slug must not be one of these. Every part of the program that
knows a path of the site takes it from here.
"""

from __future__ import annotations

ENTRIES = "entries/"
NEWS = "news/"
TRACKS = "tracks/"
TOUR = "tour/"
VOTE = "vote/"
WINNERS = "winners/"
NAMES = "names/"
UNITS = "units/"
ROUNDS = "rounds/"
CONTENTS = "contents/"
VERIFY = "verify/"
# not pages: the frozen site of an earlier competition, and files that pages load
ARCHIVE = "archive/"
THEME = "theme/"
MEDIA = "media/"
DATA = "data/"

# the file or folder of the content from which the pages below a path are mostly made
CONTENT_SOURCES = {
    "": "competition.yaml",
    ENTRIES: "entries/",
    NEWS: "articles/",
    TRACKS: "competition.yaml",
    TOUR: "results/shortlist.yaml",
    VOTE: "competition.yaml",
    WINNERS: "results/",
    NAMES: "entries/",
    UNITS: "units.yaml",
    ROUNDS: "rounds/",
    CONTENTS: "pages/",
    VERIFY: "results/certificates.yaml",
}
RESERVED_SLUGS = frozenset(path.rstrip("/") for path in (*CONTENT_SOURCES, ARCHIVE, THEME, MEDIA, DATA)) - {""}
