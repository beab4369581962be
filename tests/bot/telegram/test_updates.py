from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.telegram.updates import Reader

BOT = Bot("1:x")
READER = Reader(BOT)
IDS = st.integers(1, 2**52)
NAMES = st.text(max_size=20)

PEOPLE = st.fixed_dictionaries(
    {"id": IDS, "is_bot": st.booleans(), "first_name": NAMES},
    optional={"last_name": NAMES, "username": NAMES, "language_code": st.just("be")},
)
PLACES = st.fixed_dictionaries(
    {"id": IDS, "type": st.sampled_from(["private", "group", "supergroup", "new kind"])},
    optional={"title": NAMES, "first_name": NAMES, "is_forum": st.just(True)},
)
ENTITIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["bot_command", "bold", "text_link", "new kind"]),
        "offset": st.integers(0, 5),
        "length": st.integers(1, 5),
    },
    optional={"url": st.just("https://example.org/")},
)
MESSAGES = st.fixed_dictionaries(
    {"message_id": IDS, "date": st.integers(0, 2**31), "chat": PLACES},
    optional={
        "from": PEOPLE,
        "text": NAMES,
        "entities": st.lists(ENTITIES, max_size=3),
        "message_thread_id": IDS,
        "new_field": st.just("x"),
    },
)


@given(IDS, MESSAGES, st.sampled_from(["message", "edited_message"]))
def test_an_update_is_what_ptb_makes_of_it(number: int, message: Any, kind: str) -> None:
    update = {"update_id": number, kind: message}
    ours, theirs = READER.read(update), Update.de_json(update, BOT)
    assert ours == theirs
    assert ours.to_json() == theirs.to_json()
    assert (ours.effective_chat, ours.effective_user) == (
        theirs.effective_chat,
        theirs.effective_user,
    )


def test_a_plain_message_is_a_whole_one() -> None:
    person = {"id": 7, "is_bot": False, "first_name": "Eve"}
    update = {
        "update_id": 1,
        "message": {
            "message_id": 2,
            "date": 1_700_000_000,
            "chat": {"id": 7, "type": "private"},
            "from": person,
            "text": "/latest 5",
            "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
        },
    }
    read = READER.read(update)
    message, theirs = read.message, Update.de_json(update, BOT).message
    assert message is not None
    assert theirs is not None
    assert message == theirs
    assert repr(message) == repr(theirs)
    assert message.get_bot() is BOT
    assert message.date == theirs.date
    assert message.parse_entities() == theirs.parse_entities()
    assert READER.read(update).effective_user is read.effective_user
