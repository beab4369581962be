from __future__ import annotations

import os

import pytest

from bot.errors import FeedError
from bot.feeds.article import extract
from bot.feeds.parse import is_feed, parse_feed
from bot.feeds.workers import FeedWorkers

URL = "https://www.example.org/x"
FEED = b'<rss version="2.0"><channel><title>T</title><item><title>a</title></item></channel></rss>'
PAGE = b'<html lang="be"><title>T</title><link rel=alternate type=application/atom+xml href=/f>'
# Trafilatura takes a minute over it.
SLOW = b"<html><body><article><p>" + b"<b>a</b> " * 200_000
MEGABYTE = 1024 * 1024

_HOSTILE = {
    "nested tags": b"<html><body>" + b"<div>" * 200_000,
    "tags that do not end": b"<a " * 700_000,
    "a giant attribute": b"<html><body><p class='" + b"a " * MEGABYTE + b"'>hi",
    "comments in comments": b"<html>" + b"<!-- " * 400_000,
    "lists in lists": b"<html><body>" + b"<ul><li>" * 100_000,
    "nothing but zeros": bytes(2 * MEGABYTE),
    "JSON without end": b'{"items":[' * 200_000,
}


async def test_a_worker_answers_as_the_functions_do() -> None:
    async with FeedWorkers() as workers:
        assert await workers.parse(FEED, URL) == parse_feed(FEED, URL)
        assert await workers.extract(PAGE, URL) == extract(PAGE, URL)
        assert await workers.discover(PAGE, URL) == ("https://www.example.org/f",)


async def test_hostile_pages_do_no_harm() -> None:
    async with FeedWorkers(limit=60) as workers:
        for html in _HOSTILE.values():
            assert (await workers.extract(html, URL)).text in {"", "hi"}
            assert await workers.discover(html, URL) == ()
            assert not is_feed(await workers.parse(html[: MEGABYTE // 8], URL))


async def test_a_slow_page_is_given_up_and_the_next_one_read() -> None:
    async with FeedWorkers() as workers:
        await workers.parse(FEED, URL)
        pid = workers._workers[0].pid
        assert pid
        workers._limit = 0.2
        with pytest.raises(FeedError) as raised:
            await workers.extract(SLOW, URL)
        assert (raised.value.key, raised.value.arguments) == (
            "feed.too_slow",
            {"host": "example.org"},
        )
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        workers._limit = 60
        assert await workers.parse(FEED, URL) == parse_feed(FEED, URL)


async def test_a_feed_that_takes_all_memory_is_given_up_and_the_next_one_read() -> None:
    pytest.importorskip("resource")
    async with FeedWorkers(memory=256 * MEGABYTE) as workers:
        with pytest.raises(FeedError) as raised:
            await workers.parse(b'{"items":[' + b"[]," * 2 * MEGABYTE + b"1]}", URL)
        assert raised.value.key == "feed.failed"
        assert await workers.parse(FEED, URL) == parse_feed(FEED, URL)
