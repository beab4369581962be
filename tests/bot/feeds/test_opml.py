from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds.opml import Outline, read_opml, write_opml
from bot.feeds.prose import headline
from bot.feeds.seeds import seeds_folder

NOW = datetime(2025, 6, 14, 12, tzinfo=UTC)
LIST = """<?xml version="1.0"?><opml version="1.1"><head><title>Mine</title></head><body>
<outline text="World &amp; war" title="World">
 <outline type="rss" text="BBC" xmlUrl="https://bbc.example/rss" htmlUrl="https://bbc.example/"/>
 <outline title="Asia"><outline text="NHK" XMLURL=" https://nhk.example/rss " language="ja-JP"/>
 </outline>
</outline>
<outline text="BBC again" xmlurl="https://bbc.example/rss"><outline text="in" xmlUrl="//no"/>
<outline xmlUrl="http://x.example/feed"/></outline>
<outline><outline text="Deep" xmlUrl="http://deep.example/"/></outline>
<outline text="not & closed" xmlUrl="ftp://x.example/">
</body></opml>"""


def test_a_list_with_folders() -> None:
    assert read_opml(LIST.encode()) == (
        Outline(
            url="https://bbc.example/rss",
            title="BBC",
            site="https://bbc.example/",
            topics=("World",),
        ),
        Outline(
            url="https://nhk.example/rss", title="NHK", language="ja", topics=("World", "Asia")
        ),
        Outline(url="http://x.example/feed", title="x.example"),
        Outline(url="http://deep.example/", title="Deep"),
    )


def test_a_feed_in_several_folders_has_all_their_topics() -> None:
    places = "".join(
        f'<outline text="{topic}"><outline xmlUrl="http://x.org/"/></outline>' for topic in "aba"
    )
    (outline,) = read_opml(f"<opml><body>{places}</body></opml>".encode())
    assert outline.topics == ("a", "b")


def test_our_own_list() -> None:
    outlines = read_opml((seeds_folder() / "feeds.opml").read_bytes())
    assert len(outlines) > 20
    assert all(outline.title and outline.site and outline.language for outline in outlines)
    assert outlines[0].topics == ("English",)


@pytest.mark.parametrize("data", [b"", b"text", b"<rss/>", b"\x00", b"<html><body/></html>"])
def test_what_is_no_list(data: bytes) -> None:
    with pytest.raises(FeedError) as raised:
        read_opml(data)
    assert raised.value.key == "feed.no_list"


def test_an_empty_list() -> None:
    assert read_opml(b"<opml/>") == ()
    assert read_opml(b'<OPML xmlns="http://opml.org/spec2"><body/></OPML>') == ()


def test_entities_stay_what_they_are() -> None:
    secret = b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yy">]>'
    body = b'<opml><body>&x;<outline text="a&y;" xmlUrl="http://x.org/"/>&y;</body></opml>'
    (outline,) = read_opml(secret + body)
    assert "root" not in outline.title


def test_a_list_is_written_for_other_programs() -> None:
    outline = Outline(url="http://x.org/?a=1&b", title='A "b" <c>', topics=("World", "Asia"))
    root = fromstring(write_opml([outline], title="Mine & yours", now=NOW))  # noqa: S314 - our own
    assert root.findtext("head/title") == "Mine & yours"
    assert root.findtext("head/dateCreated") == "Sat, 14 Jun 2025 12:00:00 +0000"
    written = root.find("body/outline[@text='World']/outline[@text='Asia']/outline")
    assert written is not None
    assert written.attrib == {
        "type": "rss",
        "text": 'A "b" <c>',
        "title": 'A "b" <c>',
        "xmlUrl": "http://x.org/?a=1&b",
    }


_LINE = (
    st.text(min_size=1, max_size=9).map(headline).filter(lambda line: line and "\ufffe" not in line)
)
_URL = st.from_regex(r"https?://[a-z]{1,9}\.org/[a-z0-9/_&=-]{0,9}", fullmatch=True)
_OUTLINES = st.lists(
    st.builds(
        Outline,
        url=_URL,
        title=_LINE,
        site=st.just("") | _URL,
        language=st.sampled_from(["", "be", "en"]),
        topics=st.lists(_LINE, max_size=3, unique=True).map(tuple),
    ),
    max_size=5,
    unique_by=lambda outline: outline.url,
)


@given(_OUTLINES)
def test_what_is_written_is_read_again(outlines: list[Outline]) -> None:
    written = write_opml(outlines, title="Mine", now=NOW)
    assert sorted(read_opml(written), key=repr) == sorted(outlines, key=repr)


@given(st.text())
def test_any_title_can_be_written(title: str) -> None:
    outline = Outline(url="http://x.org/", title=title, topics=(title,))
    assert len(read_opml(write_opml([outline], title=title, now=NOW))) == 1
