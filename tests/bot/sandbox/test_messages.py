from __future__ import annotations

import pytest
from aiogram import Bot as AiogramBot
from aiogram.types import LinkPreviewOptions
from telegram import Bot, MessageEntity, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden

from tests.bot.sandbox.conftest import ALICE, CHANNEL, GROUP, VASIL, Server


async def test_ptb_sends_html(ptb: Bot) -> None:
    message = await ptb.send_message(ALICE, " <b>Hi</b> &amp; /help\n", parse_mode=ParseMode.HTML)
    assert message.text == "Hi & /help"
    assert [entity.type for entity in message.entities] == ["bold", "bot_command"]
    assert message.chat.first_name == "Alice"
    assert message.from_user
    assert message.from_user.is_bot


async def test_aiogram_sends_html(aiogram: AiogramBot) -> None:
    options = LinkPreviewOptions(is_disabled=True)
    text = '<a href="https://example.org">x</a><pre><code class="language-py">1</code></pre>'
    message = await aiogram.send_message(
        GROUP, text, parse_mode="HTML", link_preview_options=options
    )
    assert message.entities
    assert message.entities[0].url == "https://example.org/"
    assert message.entities[1].language == "py"
    assert message.link_preview_options
    assert message.link_preview_options.is_disabled


async def test_given_entities_are_taken(ptb: Bot) -> None:
    user = (await ptb.get_chat_member(ALICE, ALICE)).user
    entities = [
        MessageEntity("text_mention", 0, 2, user=user),
        MessageEntity("text_link", 3, 2, url="x.org"),
        MessageEntity("url", 0, 2),
        MessageEntity("custom_emoji", 6, 1, custom_emoji_id="5"),
    ]
    message = await ptb.send_message(ALICE, "ab cd e", entities=entities)
    assert [entity.type for entity in message.entities] == [
        "text_mention",
        "text_link",
        "custom_emoji",
    ]
    assert message.entities[1].url == "http://x.org/"


async def test_dates_and_mentions_by_link(server: Server) -> None:
    text = (
        '<tg-time unix="5" format="r">then</tg-time> <a href="tg://user?id=1001">A</a>'
        ' <a href="tg://user?id=9">B</a>'
    )
    message = await server.result("sendMessage", chat_id=ALICE, text=text, parse_mode="html")
    date, mention = message["entities"]
    assert (date["unix_time"], date["date_time_format"]) == (5, "r")
    assert mention["user"]["first_name"] == "Alice"


async def test_channel_posts_have_no_author(ptb: Bot) -> None:
    message = await ptb.send_message("@gazette_daily", "news", protect_content=True)
    assert message.chat.id == CHANNEL
    assert message.from_user is None
    assert message.sender_chat
    assert message.has_protected_content


async def test_replies(server: Server, ptb: Bot) -> None:
    first = await ptb.send_message(ALICE, "one")
    second = await ptb.send_message(ALICE, "two", reply_to_message_id=first.message_id)
    third = await ptb.send_message(ALICE, "three", reply_to_message_id=second.message_id)
    assert third.reply_to_message
    assert third.reply_to_message.text == "two"
    assert third.reply_to_message.reply_to_message is None
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await ptb.send_message(ALICE, "x", reply_to_message_id=99)
    lenient = ReplyParameters(99, allow_sending_without_reply=True)
    assert not (await ptb.send_message(ALICE, "x", reply_parameters=lenient)).reply_to_message
    elsewhere = {"message_id": first.message_id, "chat_id": ALICE}
    reply = await server.result("sendMessage", chat_id=VASIL, text="x", reply_parameters=elsewhere)
    assert reply["external_reply"]["chat"]["id"] == ALICE


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "\u200b"}, "text must be non-empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "a" * 32769}, "text is too long"),
        (
            {"text": "<p>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        ({"text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
        ({"text": "a", "chat_id": 5}, "chat not found"),
        ({"text": "a", "chat_id": "@"}, "chat not found"),
        ({"text": "a", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "a", "chat_id": "x"}, "chat not found"),
        (
            {"text": "a", "protect_content": "maybe"},
            'parameter "protect_content" must be a Boolean',
        ),
        (
            {"text": "a", "message_thread_id": "x"},
            'parameter "message_thread_id" must be an Integer',
        ),
        (
            {"text": "a", "link_preview_options": "{"},
            "can't parse link preview options JSON object",
        ),
        ({"text": "a", "link_preview_options": []}, "object expected as link preview options"),
        ({"text": "a", "entities": {}}, "expected an Array of MessageEntity"),
        ({"text": "a", "entities": [1]}, "can't parse MessageEntity: expected an Object"),
        (
            {"text": "a", "entities": [{"type": "bold"}]},
            'can\'t parse MessageEntity: Field "offset" and "length" must be of type Number',
        ),
        (
            {"text": "a", "entities": [{"type": "x", "offset": 0, "length": 1}]},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"text": "a", "entities": [{"type": "text_link", "offset": 0, "length": 1}]},
            "can't parse MessageEntity: URL host is empty",
        ),
        (
            {"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
    ],
)
async def test_refused_texts(server: Server, params: dict[str, object], words: str) -> None:
    refusal = await server.refusal("sendMessage", **{"chat_id": ALICE, "text": "a", **params})
    assert refusal == f"Bad Request: {words}"


async def test_the_limit_counts_what_is_shown(server: Server) -> None:
    text = "<b>" + "😀" * 2048 + "</b>"
    message = await server.result("sendMessage", chat_id=ALICE, text=text, parse_mode="HTML")
    assert message["entities"][0]["length"] == 4096


async def test_markdown_is_known_but_not_played(server: Server) -> None:
    answer = await server.call("sendMessage", chat_id=ALICE, text="*a*", parse_mode="MarkdownV2")
    assert answer["error_code"] == 501
    assert "MarkdownV2" in answer["description"]


async def test_an_old_flag_hides_the_preview(server: Server) -> None:
    message = await server.result(
        "sendMessage", chat_id=ALICE, text="x.org", disable_web_page_preview=True
    )
    assert message["link_preview_options"] == {"is_disabled": True}


async def test_mentions_without_a_known_user_vanish(server: Server) -> None:
    mention = {"type": "text_mention", "offset": 0, "length": 1, "user": 5}
    message = await server.result("sendMessage", chat_id=ALICE, text="a", entities=[mention])
    assert "entities" not in message


async def test_typing(server: Server, ptb: Bot) -> None:
    events = server.sandbox.world.events.listen()
    assert await ptb.send_chat_action(ALICE, ChatAction.TYPING)
    assert events.get_nowait() == {"type": "action", "chat_id": ALICE, "action": "typing"}
    refusal = await server.refusal("sendChatAction", chat_id=ALICE, action="dancing")
    assert refusal == "Bad Request: wrong parameter action in request"


async def test_copies(ptb: Bot, png: bytes) -> None:
    text = await ptb.send_message(ALICE, "<i>x</i>", parse_mode="HTML")
    copy = await ptb.copy_message(VASIL, ALICE, text.message_id)
    assert copy.message_id > text.message_id
    photo = await ptb.send_photo(ALICE, png, caption="old", protect_content=False)
    await ptb.copy_message(VASIL, ALICE, photo.message_id, caption="<b>new</b>", parse_mode="HTML")
    ids = [99, text.message_id, photo.message_id]
    copies = await ptb.copy_messages(GROUP, ALICE, ids, remove_caption=True)
    assert len(copies) == 2


async def test_forwards(aiogram: AiogramBot) -> None:
    text = await aiogram.send_message(ALICE, "x")
    forwarded = await aiogram.forward_message(GROUP, ALICE, text.message_id)
    assert forwarded.forward_origin
    assert forwarded.forward_origin.type == "user"
    again = await aiogram.forward_messages(VASIL, GROUP, [forwarded.message_id])
    assert len(again) == 1
    post = await aiogram.send_message(CHANNEL, "x")
    from_channel = await aiogram.forward_message(ALICE, CHANNEL, post.message_id)
    assert from_channel.forward_origin
    assert from_channel.forward_origin.type == "channel"


async def test_refused_copies_and_forwards(server: Server, ptb: Bot) -> None:
    secret = await ptb.send_message(ALICE, "x", protect_content=True)
    with pytest.raises(BadRequest, match="protected content and can't be forwarded"):
        await ptb.forward_message(VASIL, ALICE, secret.message_id)
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await ptb.copy_message(VASIL, ALICE, 99)
    with pytest.raises(BadRequest, match="There are no messages to forward"):
        await ptb.forward_messages(VASIL, ALICE, [99])
    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.copy_messages(VASIL, 5, [99])
    for ids, words in (
        ("", "message identifiers are not specified"),
        ([0], "invalid message identifier specified"),
        (["x"], "invalid message identifier specified"),
        ([True], "invalid message identifier specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
    ):
        refusal = await server.refusal(
            "copyMessages", chat_id=VASIL, from_chat_id=ALICE, message_ids=ids
        )
        assert refusal == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("chat_id", "status", "words"),
    [
        (ALICE, "kicked", "bot was blocked by the user"),
        (GROUP, "kicked", "bot was kicked from the group chat"),
        (GROUP, "left", "bot is not a member of the group chat"),
        (CHANNEL, "left", "bot is not a member of the channel chat"),
    ],
)
async def test_chats_that_the_bot_may_not_write_to(
    server: Server, ptb: Bot, chat_id: int, status: str, words: str
) -> None:
    await server.page("member", chat_id=chat_id, user_id=42, status=status)
    with pytest.raises(Forbidden, match=words):
        await ptb.send_message(chat_id, "x")


async def test_a_plain_member_does_not_post_in_a_channel(server: Server) -> None:
    await server.page("member", chat_id=CHANNEL, user_id=42, status="member")
    refusal = await server.refusal("sendMessage", chat_id=CHANNEL, text="x")
    assert refusal == "Bad Request: need administrator rights in the channel chat"
