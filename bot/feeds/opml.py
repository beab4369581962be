"""Lists of feeds as other readers exchange them (http://opml.org/spec2.opml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from itertools import islice
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.errors import FeedError
from bot.feeds.fields import host, language_code
from bot.feeds.links import web_link
from bot.feeds.prose import headline
from bot.feeds.tree import xml_tree

_MOST_FEEDS = 5_000
_NOT_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """One feed of a list; its topics are the folders that it lies in, the outermost first."""

    url: str
    title: str
    site: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()


def read_opml(data: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, each once, with the topics of all its places; at most 5,000.

    Raises:
        FeedError: `feed.no_list`, the document is no OPML.
    """
    root = xml_tree(data)
    if root is None or _name(root) not in {"opml", "outlinedocument"}:
        raise FeedError("feed.no_list")
    found: dict[str, Outline] = {}
    for outline in islice(_outlines(root, ()), _MOST_FEEDS):
        known = found.setdefault(outline.url, outline)
        topics = dict.fromkeys((*known.topics, *outline.topics))
        found[outline.url] = replace(known, topics=tuple(topics))
    return tuple(found.values())


def write_opml(outlines: Iterable[Outline], *, title: str, now: datetime) -> bytes:
    """The list as an OPML 2.0 document in UTF-8, a folder in a folder for each topic."""
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = _line(title)
    SubElement(head, "dateCreated").text = format_datetime(now)
    folders: dict[tuple[str, ...], Element] = {(): SubElement(root, "body")}
    for outline in outlines:
        SubElement(_folder(folders, outline.topics), "outline", _attributes(outline))
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _outlines(element: Element, topics: tuple[str, ...]) -> Iterator[Outline]:
    for child in element:
        # Programs do not agree on the case of xmlUrl.
        attributes = {name.lower(): value for name, value in child.items()}
        title = _line(attributes.get("title") or attributes.get("text", ""))
        url = web_link(attributes.get("xmlurl"), "")
        if url:
            yield _outline(url, title, attributes, topics)
        yield from _outlines(child, topics if url or not title else (*topics, title))


def _outline(url: str, title: str, attributes: dict[str, str], topics: tuple[str, ...]) -> Outline:
    return Outline(
        url=url,
        title=title or host(url),
        site=web_link(attributes.get("htmlurl"), url),
        language=language_code(attributes.get("language", "")),
        topics=topics,
    )


def _folder(folders: dict[tuple[str, ...], Element], topics: tuple[str, ...]) -> Element:
    if topics not in folders:
        parent = _folder(folders, topics[:-1])
        folders[topics] = SubElement(parent, "outline", text=_line(topics[-1]))
    return folders[topics]


def _attributes(outline: Outline) -> dict[str, str]:
    title = _line(outline.title)
    fields = {"htmlUrl": outline.site, "language": outline.language}
    given = {name: value for name, value in fields.items() if value}
    return {"type": "rss", "text": title, "title": title, "xmlUrl": outline.url, **given}


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _line(text: str) -> str:
    return headline(_NOT_XML.sub("", text))
