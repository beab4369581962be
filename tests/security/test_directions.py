"""No character that turns the direction of writing comes in: what stands beside it stays put.

U+202A to U+202E and U+2066 to U+2069 (Unicode Annex 9) can show "exe.jpg" for "gpj.exe", and run on
into the words that the bot itself puts behind them.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.decode import clean
from bot.feeds.documents import read_document
from bot.feeds.opml import Outline, read_opml, write_opml
from bot.feeds.parse import parse_feed
from bot.feeds.prose import body, headline
from bot.sandbox.state import ALICE
from handlers import Services
from tests.handlers.conftest import NOW, OWNER, Hear
from tests.handlers.updates import message

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
TURNED = "The river\u202e rose\u2067 and\u2066 fell\u202d"
STRAIGHT = "The river rose and fell"


def _docx(text: str) -> bytes:
    file = BytesIO()
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with ZipFile(file, "w") as archive:
        xml = f'<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>'
        archive.writestr("word/document.xml", f"{xml}</w:document>")
    return file.getvalue()


DOCUMENTS = {
    "a.txt": f"{TURNED}\n\n{TURNED}. It rained.".encode(),
    "a.md": f"# {TURNED}\n\n{TURNED}. It rained.".encode(),
    "a.html": f"<title>{TURNED}</title><h1>{TURNED}</h1><p>{TURNED} &#x202E;. It rained.".encode(),
    "a.json": json.dumps({"title": TURNED, "text": TURNED, "source": TURNED}).encode(),
    "a.jsonl": json.dumps({"title": TURNED, "author": TURNED}).encode(),
    "a.docx": _docx(TURNED),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_turns_its_words(name: str) -> None:
    reading = read_document(DOCUMENTS[name], name)
    assert reading.drafts
    for draft in reading.drafts:
        assert STRAIGHT in draft.title + draft.text
        assert not TURNING.search(repr(draft))
        assert not any(map(TURNING.search, (draft.title, draft.text, draft.source, draft.author)))


def test_no_feed_turns_its_words() -> None:
    item = f"<item><title>{TURNED}</title><description>{TURNED} &#8238;</description></item>"
    data = f"<rss version='2.0'><channel><title>{TURNED}</title>{item}</channel></rss>".encode()
    feed = parse_feed(data, "https://example.com/rss")
    (entry,) = feed.entries
    assert headline(feed.title) == headline(entry.title) == STRAIGHT
    assert not TURNING.search(feed.title + entry.title)


def test_no_list_of_feeds_turns_its_words() -> None:
    listed = Outline(url="https://example.com/rss", title=TURNED, topics=(TURNED,))
    written = write_opml([listed], title=TURNED, now=NOW)
    assert not TURNING.search(written.decode())
    data = f'<opml><body><outline text="{TURNED}" xmlUrl="https://example.com/rss"/></body></opml>'
    assert read_opml(data.encode())[0].title == STRAIGHT


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from(TURNED)))
def test_no_words_turn_others(text: str) -> None:
    for cleaned in (clean(text), body(text), headline(text)):
        assert not TURNING.search(cleaned)


async def test_no_name_turns_the_words_behind_it(hear: Hear, services: Services) -> None:
    """Neither a reader's own, nor what they call their list, nor what they look for."""
    await services.roles.promote(ALICE, "Alice", by=OWNER, now=NOW)
    for words in (
        "/start",
        f"/search {TURNED}",
        f"/mute {TURNED}",
        f'/subscribe "{TURNED}" 7:30',
        f"/add {TURNED}\n{TURNED}. It rained.",
        f"/nonsense{TURNED}",
    ):
        said = message(words)
        said["from"] |= {"first_name": TURNED, "last_name": TURNED}
        answers = await hear(**said)
        assert answers
        assert not any(map(TURNING.search, answers))
    assert not TURNING.search(services.roles.acquaintances.name(ALICE))
