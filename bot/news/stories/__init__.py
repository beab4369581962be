"""Articles into stories: the same event told by several outlets. Pure: no store, no network."""

from bot.news.stories.grouper import ALONE, WINDOW, Grouper, Placement, group
from bot.news.stories.reading import Article, Reading, read

__all__ = ["ALONE", "WINDOW", "Article", "Grouper", "Placement", "Reading", "group", "read"]
