"""Whatever publishers, readers and editors write is shown as words: it is no markup of ours.

The judge is Telegram's own rules, as the sandbox keeps them: what it was sent is what it shows.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.news.naming import read_naming
from bot.sandbox import Sandbox
from bot.sandbox.state import ALICE, VASIL
from handlers import Services
from tests.handlers.conftest import NOW, OWNER, Hear, add
from tests.handlers.updates import message, private, tap

LINK = '<a href="https://evil.example/">click</a>'
BREAKING = '</b></i></a></blockquote>"><script>&lt;b&gt;&#60;tg-spoiler&#62;'
HOSTILE = f"{LINK} {BREAKING}"
# What a publisher's address becomes part of: the value of an attribute.
ADDRESS = "https://example.com/?a=1&b=\"><a href='https://evil.example/'>"
WAYS = ("/latest", "/search evil", "/summary", "/topics", "/digest", "/settings", "/mydigests")


DATA = ("open:{}:0", "ctx:a:{}:0:3:0", "why:a:{}:0:3:0", "src:a:{}:0", "edit:{}", "del:{}")


@pytest.fixture
async def poisoned(services: Services) -> int:
    """An article whose every field is hostile, in a story that two sources tell."""
    first = await add(
        services,
        f"River {HOSTILE}",
        text=f"The river {HOSTILE} rose. The town {HOSTILE} slept. It rained all night.",
        source=f"Source {HOSTILE}",
        author=f"Author {HOSTILE}",
        url=ADDRESS,
    )
    await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
    return first


def _sent(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [message for chat in sandbox.world.chats.values() for message in chat.messages.values()]


def _evil(sent: dict[str, Any]) -> list[Any]:
    """The entities that would lead a reader astray, or that we never write."""
    ours = {"bold", "italic", "code", "blockquote", "expandable_blockquote", "text_link"}
    entities = sent.get("entities", sent.get("caption_entities", []))
    # What Telegram itself finds in words (addresses, hashtags) is no markup.
    found = {"url", "bot_command", "mention", "hashtag", "cashtag", "email"}
    return [
        entity
        for entity in entities
        if entity["type"] not in ours | found
        or entity.get("url", "").startswith("https://evil.example")
    ]


@pytest.mark.parametrize("person", [ALICE, VASIL])
async def test_nothing_of_a_publisher_is_markup(
    hear: Hear, sandbox: Sandbox, poisoned: int, person: int
) -> None:
    mine: dict[str, Any] = {"chat": private(person), "sender": person}
    for words in (*WAYS, f"/start s{poisoned}"):
        assert await hear(**message(words, **mine)), words
    for data in (
        "open:{}:0",
        "ctx:a:{}:0:3:0",
        "why:a:{}:0:3:0",
        "src:a:{}:0",
        "edit:{}",
        "del:{}",
    ):
        await hear("callback_query", **tap(data.format(poisoned), by=person))
    sent = _sent(sandbox)
    assert any(f"River {HOSTILE[:20]}" in told.get("text", "") for told in sent)
    assert [told for told in sent if _evil(told)] == []
    calls = sandbox.world.traffic.all()
    # A text that was no well-formed markup would have been refused.
    assert [call for call in calls if "can't parse entities" in str(call)] == []


@pytest.mark.parametrize(
    "words",
    [
        "/search {}",
        "/topic {}",
        "/help {}",
        "/latest {}",
        "/mute {}",
        "/follow {}",
        '/subscribe "{}" 7:30',
        "/quiet {}",
        "/summary {}",
        "/add {}\nAll of it. And more of it.",
        "/retitle #1 {}",
        "/addfeed {}",
        "/topicadd {}",
        "/topicmerge {}",
        "/promote {}",
        "/nonsense{}",
        "{}",
    ],
)
async def test_nothing_that_is_said_is_markup(
    hear: Hear, sandbox: Sandbox, poisoned: int, words: str
) -> None:
    del poisoned
    for hostile in (LINK, BREAKING[:50]):
        said = message(words.format(hostile), chat=private(VASIL), sender=VASIL)
        assert await hear(**said), words
    assert [told for told in _sent(sandbox) if _evil(told)] == []


async def test_no_name_is_markup(hear: Hear, sandbox: Sandbox, services: Services) -> None:
    stranger = message("/start")
    stranger["from"] |= {"first_name": LINK, "last_name": BREAKING}
    (told,) = await hear(**stranger)
    assert LINK in told
    await services.roles.promote(ALICE, HOSTILE, by=OWNER, now=NOW)
    (told,) = await hear(**message("/admins", chat=private(OWNER), sender=OWNER))
    assert LINK in told
    assert [told for told in _sent(sandbox) if _evil(told)] == []


async def test_no_topic_is_markup(hear: Hear, sandbox: Sandbox, services: Services) -> None:
    naming = read_naming("<u>evil</u> <s>")
    await services.topic_desk.name(naming, now=NOW)
    assert await hear(**message("/topic evil"))
    assert [told for told in _sent(sandbox) if _evil(told)] == []
