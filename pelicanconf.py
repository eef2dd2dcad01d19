"""Settings of a build, for Pelican and for ``python3 tasks.py build`` alike. What the site says is in ``content/``."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# ruff: noqa: E402 - our packages are found only once the root is on the path
from plugins import site
from plugins.results.certificate_key import certificate_key

PATH = str(ROOT / "content")
OUTPUT_PATH = str(ROOT / "output")
THEME = str(ROOT / "theme")
PLUGINS = [site]

# the stage to build; None is the current stage of content/competition.yaml
STAGE: str | None = None
# the public address; empty is the one of content/competition.yaml
SITEURL = ""
RELATIVE_URLS = True
# the language of messages to editors: zh-Hans or en
MESSAGES_LANG = "zh-Hans"

# which sites may show this one in a frame, as a content security policy writes it; such as "'self' https://portal.gov.cn"
FRAME_ANCESTORS = "'self'"

# a preview has the style guide as well; it is never published
PREVIEW = False

# a rehearsal has made-up results and says so on every page; it is never published
REHEARSAL = False

# the organisers' secret from which the ids of certificates are made; kept out of the repository, see docs/publishers.md
CERTIFICATE_KEY = certificate_key(ROOT)

# the address of the poll on this machine to which a preview's ballots lead; see `python3 tasks.py serve --poll`
TRIAL_POLL = ""

# the day, such as 2023-03-31, on which these pages are frozen for good; see `python3 tasks.py archive`
ARCHIVED = ""

TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-hans"
# our generator replaces the whole folder itself, once everything is rendered
DELETE_OUTPUT_DIRECTORY = False
# encoded pictures, by the hash of what they were made from; safe to delete
CACHE_PATH = str(ROOT / ".cache")

# Pelican's own readers and generators find nothing: one generator makes every page from checked, public data
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
READERS = {"rst": None, "html": None, "md": None}
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CACHE_CONTENT = False
