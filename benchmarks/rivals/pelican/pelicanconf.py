"""The settings of the stock Pelican site that ours is measured against: its own readers, no plugin."""

from pathlib import Path

from pelican.settings import DEFAULT_CONFIG

HERE = Path(__file__).resolve().parent
SITENAME = "小城大赛"
SITEURL = "https://small-town.example/zt"
FEED_DOMAIN = SITEURL
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
THEME = str(HERE / "theme")
PLUGINS: list[str] = []
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["entries"], ["pages"], []
THEME_STATIC_PATHS: list[str] = []
ARTICLE_URL, ARTICLE_SAVE_AS = "entries/{slug}/", "entries/{slug}/index.html"
SLUGIFY_SOURCE = "basename"
USE_FOLDER_AS_CATEGORY = False
DIRECT_TEMPLATES = ["sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM, FEED_MAX_ITEMS = "feed.xml", 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
ORGANISERS = ("小城甲委员会", "小城日报")
MENU = (("首页", ""), ("动态", "news/"), ("巡展", "tour/"), ("项目", "entries/"), ("投票", "vote/"), ("规则", "rules/"))
RULE = (("谁可以投", "居民"), ("投票次数", "每天一票"))
# Pelican's own extensions, and the table of contents
MARKDOWN = DEFAULT_CONFIG["MARKDOWN"] | {
    "extension_configs": {**DEFAULT_CONFIG["MARKDOWN"]["extension_configs"], "markdown.extensions.toc": {}}
}


def ARTICLE_ORDER_BY(article):  # noqa: ANN001, ANN201, N802 - Pelican's name
    """The order of the walk."""
    return int(article.weight)
