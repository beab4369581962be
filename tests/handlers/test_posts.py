from __future__ import annotations

from typing import Any

import pytest
from telegram import Message

from handlers.context import Attachment, Post
from handlers.posts import material_of, post_of, quoted_text, read_command, topic_of
from tests.handlers.updates import Json, document, message, user

EVE = user(5, "Eve", last_name="Adams")
CHANNEL = {"id": -100, "type": "channel", "title": "River news"}


def read(**body: Any) -> Message:
    return Message.de_json(message(**body), None)


def entity(kind: str, offset: int, length: int, **more: str) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (
            {"type": "channel", "chat": CHANNEL | {"username": "river"}, "message_id": 12},
            Post(source="River news", url="https://t.me/river/12", user_name="River news"),
        ),
        (
            {"type": "channel", "chat": CHANNEL, "message_id": 12},
            Post(source="River news", user_name="River news"),
        ),
        (
            {"type": "chat", "sender_chat": {"id": -5, "type": "supergroup", "title": "Town"}},
            Post(source="Town", user_name="Town"),
        ),
        (
            {"type": "user", "sender_user": EVE},
            Post(source="Eve Adams", user_id=5, user_name="Eve Adams"),
        ),
        (
            {"type": "hidden_user", "sender_user_name": "Eve"},
            Post(source="Eve", user_name="Eve"),
        ),
    ],
)
def test_where_a_post_was_forwarded_from(origin: Json, expected: Post) -> None:
    assert post_of(read(forward_origin={"date": 1, **origin})) == expected


@pytest.mark.parametrize(
    ("more", "author", "name"),
    [
        ({"from": EVE}, 5, "Eve Adams"),
        ({"from": user(9, "Robot", is_bot=True)}, 0, "Robot"),
        ({"from": user(1087968824, "Group"), "sender_chat": CHANNEL}, 0, "River news"),
        # Ids that many people share must never look like somebody's.
        ({"from": user(1087968824, "Group")}, 0, "Group"),
        ({"from": user(136817688, "Channel")}, 0, "Channel"),
        ({"from": user(777000, "Telegram")}, 0, "Telegram"),
        ({"from": None}, 0, ""),
        ({"from": EVE, "sender_chat": {"id": 3, "type": "private"}}, 0, "3"),
    ],
)
def test_who_wrote_a_message(more: Json, author: int, name: str) -> None:
    post = post_of(read(text="It rained.", **more))
    assert (post.user_id, post.user_name, post.source) == (author, name, "")


@pytest.mark.parametrize(
    ("words", "entities"), [("text", "entities"), ("caption", "caption_entities")]
)
def test_links_behind_and_in_the_words(words: str, entities: str) -> None:
    body = {
        words: "🙂 here and news.example and https://a.example/b and here",
        entities: [
            entity("text_link", 3, 4, url="https://hidden.example/"),
            entity("url", 12, 12),
            entity("url", 29, 19),
            entity("text_link", 53, 4, url="https://hidden.example/"),
            entity("bold", 0, 2),
        ],
    }
    assert post_of(read(**body)).links == (
        "https://hidden.example/",
        "https://news.example",
        "https://a.example/b",
    )


def test_what_is_attached() -> None:
    attached = post_of(read(**document("a b.pdf", file_id="X", size=7)))
    assert attached.attachment == Attachment(file_id="X", name="a b.pdf", size=7)
    bare = {"file_id": "X", "file_unique_id": "X"}
    nameless = post_of(read(document=bare | {"mime_type": "text/html"}))
    assert nameless.attachment == Attachment(file_id="X", name="document.html", size=0)
    unknown = post_of(read(document=bare))
    assert unknown.attachment == Attachment(file_id="X", name="document", size=0)


def test_all_that_was_sent() -> None:
    replied = message("It rained.") | {"from": EVE}
    sent = read(caption="/add", media_group_id="9", reply_to_message=replied, **document())
    material = material_of(sent)
    assert material["post"].text == "/add"
    assert material["replied"] == Post(text="It rained.", user_id=5, user_name="Eve Adams")
    assert material["quoted"] == "It rained."
    assert material["album"] == "9"
    assert material_of(read(text="x")) == {
        "post": post_of(read(text="x")),
        "replied": None,
        "quoted": "",
        "album": "",
        "location": None,
    }


def test_a_location() -> None:
    here = {"latitude": 53.9, "longitude": 27.56}
    assert material_of(read(location=here))["location"] == (53.9, 27.56)


@pytest.mark.parametrize(
    ("thread", "topic"),
    [
        ({}, 0),
        ({"message_thread_id": 17}, 0),
        ({"message_thread_id": 17, "is_topic_message": True}, 17),
        ({"is_topic_message": True}, 0),
    ],
)
def test_a_forums_topic(thread: Json, topic: int) -> None:
    assert topic_of(read(text="x", **thread)) == topic


def test_a_part_that_was_quoted_is_what_counts() -> None:
    quoting = read(
        text="/add",
        reply_to_message=message("It rained. It poured."),
        quote={"text": "It poured.", "position": 11},
    )
    assert quoted_text(quoting) == "It poured."


@pytest.mark.parametrize(
    ("text", "entity", "command"),
    [
        ("/latest 5", ("bot_command", 0, 7), ("latest", "", "5")),
        ("/topic@Bot  a  b ", ("bot_command", 0, 10), ("topic", "Bot", "a  b")),
        ("/topic\nbelarus", ("bot_command", 0, 6), ("topic", "", "belarus")),
        ("see /latest", ("bot_command", 4, 7), ("", "", "see /latest")),
        ("bold", ("bold", 0, 4), ("", "", "bold")),
        ("🙂 plain", None, ("", "", "🙂 plain")),
        ("", None, ("", "", "")),
    ],
)
@pytest.mark.parametrize(
    ("words", "entities"), [("text", "entities"), ("caption", "caption_entities")]
)
def test_reading_a_command(
    text: str,
    entity: tuple[str, int, int] | None,
    command: tuple[str, str, str],
    words: str,
    entities: str,
) -> None:
    body = message() | {words: text}
    if entity is not None:
        body[entities] = [dict(zip(("type", "offset", "length"), entity, strict=True))]
    assert read_command(Message.de_json(body, None)) == command
