"""How well feeds and pages are read, and how fast, on the real sets.

Run by `make bench-feeds`. The sets lie in `../shared/data`, which stays out of the project.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import io
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

from bot.feeds.article import extract
from bot.feeds.parse import MOST_ENTRIES, parse_feed
from bot.feeds.workers import FeedWorkers

DATA = Path(__file__).parents[3] / "shared" / "data"
URL = "http://127.0.0.1:8097/feed"
_SHINGLE = 4

Figures = Mapping[str, tuple[int, int]]
"""How many were right, of how many."""


def rows(name: str) -> list[dict[str, Any]]:
    """The manifest of a set."""
    lines = (DATA / name / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def content(name: str, row: Mapping[str, Any]) -> bytes:
    data = (DATA / name / row["file"]).read_bytes()
    return gzip.decompress(data) if row["file"].endswith(".gz") else data


def parsing() -> Figures:
    """The feeds read as their parsers' own tests expect; raises what `parse_feed` raises."""
    right, asked = Counter[str](), Counter[str]()
    for row in rows("feeds"):
        feed = parse_feed(content("feeds", row), URL)
        first = feed.entries[0].title if feed.entries else ""
        for name, is_right in _judged(row, feed.title, first, len(feed.entries)):
            asked[name] += 1
            right[name] += is_right
    return {name: (right[name], asked[name]) for name in asked}


def _judged(
    row: Mapping[str, Any], title: str, first: str, count: int
) -> Iterable[tuple[str, bool]]:
    yield "read", True
    if "n_entries" in row:
        yield "entries", count == min(row["n_entries"], MOST_ENTRIES)
    if row["kind"] == "json":
        yield "JSON Feeds", count == row["n_struct"]
    if row["real_site"]:
        yield "real sites", count == row.get("n_struct", row.get("n_tags_regex"))
    if row.get("feed_title"):
        yield "feed titles", _plain(title) == _plain(row["feed_title"])
    if row.get("entry0_title"):
        yield "first titles", _plain(first) == _plain(row["entry0_title"])


def _plain(title: str) -> str:
    """The corpora write titles as markup, we as text: without tags and entities they are alike."""
    return " ".join(re.sub(r"<[^>]*>", "", html.unescape(title)).split())


def extraction() -> tuple[dict[str, float], Figures]:
    """F1 over shingles of four words for each source; snippets that are there, or are not."""
    f1: dict[str, list[float]] = {}
    right, asked = Counter[str](), Counter[str]()
    for row in rows("extract"):
        text = extract(content("extract", row), row["url"]).text
        if "body" in row:
            f1.setdefault(row["source"], []).append(_f1(row["body"], text))
        for name in ("with", "without"):
            for snippet in row.get(name) or ():
                asked[name] += 1
                right[name] += (snippet in text) == (name == "with")
    means = {source: fmean(values) for source, values in f1.items()}
    return means, {name: (right[name], asked[name]) for name in asked}


def _f1(expected: str, found: str) -> float:
    wanted, had = _shingles(expected), _shingles(found)
    common = (wanted & had).total()
    return 2 * common / (wanted.total() + had.total()) if common else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


async def handing_over(feeds: list[bytes]) -> tuple[float, float, float]:
    """Seconds of this process for the feeds: feedparser alone, `parse_feed`, handed to a worker."""
    from feedparser import parse

    began = time.process_time()
    for data in feeds:
        parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    alone, began = time.process_time() - began, time.process_time()
    for data in feeds:
        parse_feed(data, URL)
    ours = time.process_time() - began
    async with FeedWorkers() as workers:
        await workers.parse(b"<rss/>", URL)
        began = time.process_time()
        for data in feeds:
            await workers.parse(data, URL)
        return alone, ours, time.process_time() - began


def main() -> None:
    means, snippets = extraction()
    for name, (right, asked) in {**parsing(), **snippets}.items():
        print(f"{name}: {right}/{asked}")
    for source, mean in means.items():
        print(f"F1 {source}: {mean:.4f}")
    feeds = [content("feeds", row) for row in rows("feeds") if row["real_site"]]
    alone, ours, apart = asyncio.run(handing_over(feeds))
    print(
        f"{len(feeds)} feeds: feedparser {alone:.2f} s, parse_feed {ours / alone:.2f} times that,"
    )
    print(f"handing them to a worker and back {apart / alone:.2f} times that")


if __name__ == "__main__":
    main()
