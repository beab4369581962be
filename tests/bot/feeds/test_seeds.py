from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from bot.feeds.files import documents_in, read_file
from bot.feeds.seeds import seeds_folder


def test_the_seeds_are_an_article_with_a_proper_title_and_17_headlines() -> None:
    (path,) = documents_in([seeds_folder()])
    article, *headlines = read_file(path).reading.drafts
    assert article.title == "U.S. Envoy Keith Kellogg Reportedly Preparing to Visit Belarus"
    assert "belarus" in article.topics
    assert len(headlines) == 17
    dates = [draft.published for draft in (*headlines, article)]
    assert None not in dates
    assert dates == sorted(filter(None, dates), reverse=True)


def test_the_feeds_are_valid_opml_grouped_by_language() -> None:
    root = ET.parse(seeds_folder() / "feeds.opml").getroot()  # noqa: S314  # our own file
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    groups = root.findall("./body/outline")
    feeds = [feed for group in groups for feed in group]
    assert len(feeds) >= 25
    assert {feed.get("language") for feed in feeds} >= {"en", "be", "ru", "uk", "de", "fr", "pl"}
    for group in groups:
        assert group.get("text")
        assert len({feed.get("language") for feed in group}) == 1
    for feed in feeds:
        assert feed.get("type") == "rss"
        assert feed.get("text")
        assert urlsplit(feed.get("xmlUrl", "")).scheme == "https"
    addresses = [feed.get("xmlUrl") for feed in feeds]
    assert len(set(addresses)) == len(addresses)
