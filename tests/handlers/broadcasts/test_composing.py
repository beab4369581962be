"""/broadcast: the message, whom it is for, and the start."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import NotFoundError
from bot.model import Subscription
from bot.sandbox.state import ALICE, VASIL
from handlers import Services
from handlers.context import Attachment, Post
from tests.handlers.broadcasts.conftest import Say, card_of, written
from tests.handlers.conftest import NOW, OWNER
from tests.handlers.digests.conftest import data_of, labels


async def test_the_preview_is_what_readers_get(say: Say) -> None:
    reply = await say("/broadcast We are <back>.")
    assert reply.text == "We are &lt;back&gt;."
    card = card_of(reply)
    assert "everybody: 3 chats, about" in card.text
    assert labels(card) == [
        *("Everybody", "A topic", "A language"),
        *("Send to me", "Start"),
        "Cancel",
    ]


async def test_a_message_replied_to_or_sent_when_asked(say: Say) -> None:
    assert (await say("/broadcast", replied=written("Forwarded"))).text == "Forwarded"
    question = await say("/broadcast")
    assert "Send or forward" in question.text
    file = Attachment(file_id="F", name="a.pdf", size=1)
    reply = await say("", post=replace(written("See this"), attachment=file, source="A channel"))
    assert reply.text == "See this"
    assert card_of(reply).text.startswith("Only the words go out")


async def test_formatting_is_kept(say: Say) -> None:
    html = "<b>/broadcast We</b> are <i>back</i> &amp; well"
    post = Post(text="/broadcast We are back & well", html=html)
    reply = await say(post.text, post=post)
    assert reply.text == "<b>We</b> are <i>back</i> &amp; well"


@pytest.mark.parametrize("words", ["", "  \n"])
async def test_a_message_without_words_is_refused(say: Say, words: str) -> None:
    with pytest.raises(NotFoundError, match=r"broadcast\.empty"):
        await say("/broadcast", replied=written(words))


async def test_the_question_can_be_left(say: Say, services: Services) -> None:
    question = await say("/broadcast")
    assert "Nothing was sent" in (await say(data_of(question, "Cancel"))).text
    assert await services.store.dialogs.get(OWNER, OWNER, now=NOW) is None


async def test_whom_it_is_for(say: Say, services: Services) -> None:
    await services.store.chats.set_language(VASIL, "be")
    await services.store.subscriptions.put(
        Subscription(chat_id=ALICE, minute=0, zone="UTC", topics=("belarus",), since=NOW)
    )
    card = card_of(await say("/broadcast Hello"))
    languages = await say(data_of(card, "A language"))
    assert labels(languages) == ["English", "Belarusian", "Russian", "‹ Back"]
    card = await say(data_of(languages, "Belarusian"))
    assert "readers in Belarusian: 1 chat," in card.text
    nobody = await say(data_of(languages, "Russian"))
    assert "nobody at present" in nobody.text
    assert "Start" not in labels(nobody)
    with pytest.raises(NotFoundError):
        await say(data_of(card, "Start").replace("start", "pause"))
    await services.store.database.run(
        "INSERT INTO topic_counts (topic, stories) VALUES ('belarus', 3)"
    )
    topics = await say(data_of(card, "A topic"))
    card = await say(data_of(topics, "Belarus"))
    assert "subscribers of Belarus: 1 chat," in card.text
    assert "3 chats" in (await say(data_of(card, "Everybody"))).text
    assert "3 chats" in (await say(data_of(topics, "Back"))).text


async def test_a_test_goes_to_oneself_alone(say: Say) -> None:
    card = card_of(await say("/broadcast Hello"))
    reply = await say(data_of(card, "Send to me"))
    assert [(letter.chat_id, letter.text) for letter in reply.letters] == [(OWNER, "Hello")]
    assert not reply.text


async def test_a_draft_can_be_thrown_away(say: Say) -> None:
    card = card_of(await say("/broadcast Hello"))
    assert "Nothing was sent" in (await say(data_of(card, "Cancel"))).text
    for label in ("Cancel", "Start", "Everybody"):
        with pytest.raises(NotFoundError, match=r"button\.old"):
            await say(data_of(card, label))


async def test_buttons_of_a_draft_that_goes_meanwhile_are_old(
    say: Say, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = card_of(await say("/broadcast Hello"))

    async def too_late(*_: object) -> bool:
        return False

    monkeypatch.setattr(type(services.store.broadcasts), "address", too_late)
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await say(data_of(card, "Everybody"))
