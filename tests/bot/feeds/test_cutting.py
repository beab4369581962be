from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.cutting import cut_feed
from bot.feeds.parse import parse_feed

FEED = b"<rss><channel><title>T</title><item>a</item>\n<item x='1'>b</item></channel></rss>"
DATA = Path(__file__).parents[4] / "shared" / "data" / "feeds"


def test_a_feed_is_cut_at_its_items() -> None:
    cut = cut_feed(FEED)
    assert cut is not None
    assert cut.items == (b"<item>a</item>", b"<item x='1'>b</item>")
    assert cut.without(()) == FEED
    assert cut.without({hash(cut.items[0])}) == FEED.replace(b"<item>a</item>", b"")
    assert cut.without(cut.hashes) == b""


def test_known_items_are_cut_just_the_same() -> None:
    cut = cut_feed(FEED)
    assert cut is not None
    assert cut_feed(FEED, cut.hashes) == cut


def test_beside_known_items_new_ones_are_looked_through() -> None:
    cut = cut_feed(FEED)
    assert cut is not None
    assert cut_feed(FEED.replace(b">b<", b"><!-- </item> --><"), cut.hashes) is None


def test_atom_has_entries() -> None:
    cut = cut_feed(b"<feed><entry>a</entry></feed>")
    assert cut is not None
    assert cut.items == (b"<entry>a</entry>",)


def test_a_list_of_items_is_none() -> None:
    cut = cut_feed(b"<rdf><items><li/></items><item rdf:about=''>a</item></rdf>")
    assert cut is not None
    assert cut.items == (b"<item rdf:about=''>a</item>",)


@pytest.mark.parametrize(
    "feed",
    [
        b"",
        b'{"items": []}',
        b"<rss><item>never ends",
        b"<rss><item>a<item>b</item></item></rss>",
        b"<rss><item><![CDATA[</item>]]></item></rss>",
        b"<rss><!-- <item>a</item> --></rss>",
        b"<rss><item><!-- </item> --></item></rss>",
        "<rss><item>a</item></rss>".encode("utf-16"),
        b"<rss>" + b"<item>a</item>" * 501 + b"</rss>",
    ],
)
def test_where_items_cannot_be_told_for_sure_nothing_is_cut(feed: bytes) -> None:
    assert cut_feed(feed) is None


@given(
    st.lists(
        st.sampled_from(
            [b"<item>", b"</item>", b"<item a='b'>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"x"]
        )
    )
)
def test_nothing_is_lost_and_nothing_fails(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    cut = cut_feed(data)
    if cut is not None:
        assert cut.without(()) == data


def test_on_real_feeds_what_is_left_is_read_as_before() -> None:
    manifest = DATA / "manifest.jsonl"
    if not manifest.exists():
        pytest.skip("the shared feeds are not beside this checkout")
    lines = manifest.read_text(encoding="utf-8").splitlines()
    real = [row for row in map(json.loads, lines) if row["real_site"]]
    cuts = 0
    for row in real:
        data = (DATA / row["file"]).read_bytes()
        entries, cut = parse_feed(data, "https://example.org/").entries, cut_feed(data)
        if cut is None or not entries:
            continue
        cuts += 1
        rest = parse_feed(cut.without({*map(hash, cut.items[1:])}), "https://example.org/").entries
        assert rest == entries[:1], row["file"]
    assert cuts > 0.9 * len(real)
