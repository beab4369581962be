from __future__ import annotations

import pytest
from aiogram import Bot as AiogramBot
from telegram import Bot, ReactionTypeEmoji
from telegram.error import BadRequest, Forbidden

from tests.bot.sandbox.conftest import ALICE, CHANNEL, GROUP, MARIA, Server


async def test_chats_and_members(aiogram: AiogramBot) -> None:
    alice = await aiogram.get_chat(ALICE)
    assert (alice.type, alice.first_name, alice.username) == ("private", "Alice", "alice")
    channel = await aiogram.get_chat("@Gazette_Daily")
    assert (channel.id, channel.title) == (CHANNEL, "Gazette daily")
    assert await aiogram.get_chat_member_count(GROUP) == 4
    statuses = [
        (await aiogram.get_chat_member(chat_id, user_id)).status
        for chat_id, user_id in ((GROUP, MARIA), (GROUP, ALICE), (CHANNEL, 42), (ALICE, MARIA))
    ]
    assert statuses == ["creator", "member", "administrator", "left"]
    administrators = await aiogram.get_chat_administrators(CHANNEL)
    assert {member.user.id for member in administrators} == {MARIA, 42}


async def test_refused_questions(ptb: Bot) -> None:
    with pytest.raises(BadRequest, match="Participant_id_invalid"):
        await ptb.get_chat_member(GROUP, 9)
    with pytest.raises(BadRequest, match="no administrators in the private chat"):
        await ptb.get_chat_administrators(ALICE)


async def test_leaving(ptb: Bot) -> None:
    assert await ptb.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="not a member of the group chat"):
        await ptb.leave_chat(GROUP)
    with pytest.raises(BadRequest, match="Chat can't be left"):
        await ptb.leave_chat(ALICE)


async def test_pins(ptb: Bot, server: Server) -> None:
    first, second, third = [(await ptb.send_message(ALICE, text)).message_id for text in "abc"]
    for message_id in (first, second, first, third):
        await ptb.pin_chat_message(ALICE, message_id)
    pinned = (await ptb.get_chat(ALICE)).pinned_message
    assert pinned
    assert pinned.message_id == third
    await ptb.unpin_chat_message(ALICE)
    await ptb.unpin_chat_message(ALICE, second)
    assert server.sandbox.world.chats[ALICE].pinned == [first]
    await ptb.delete_message(ALICE, first)
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await ptb.unpin_chat_message(ALICE)
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await ptb.pin_chat_message(ALICE, 99)
    assert await ptb.unpin_all_chat_messages(ALICE)


async def test_pins_in_a_supergroup_need_rights(ptb: Bot, server: Server) -> None:
    server.sandbox.world.migrate(GROUP, -1001000000009)
    with pytest.raises(BadRequest, match="Not enough rights to pin a message"):
        await ptb.pin_chat_message(-1001000000009, 1)


async def test_reactions(ptb: Bot, server: Server) -> None:
    message = await ptb.send_message(ALICE, "x")
    events = server.sandbox.world.events.listen()
    # As a keyboard types it, with a variation selector behind: Telegram's own heart has none.
    heart = {"type": "emoji", "emoji": "❤\ufe0f"}
    place = {"chat_id": ALICE, "message_id": message.message_id}
    await server.result("setMessageReaction", **place, reaction=[heart])
    event = events.get_nowait()
    assert event
    assert event["reactions"] == [{"type": "emoji", "emoji": "❤"}]
    assert await ptb.set_message_reaction(ALICE, message.message_id)
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await ptb.set_message_reaction(ALICE, message.message_id, "🐈")
    with pytest.raises(BadRequest, match="Reactions_too_many"):
        await ptb.set_message_reaction(ALICE, message.message_id, [ReactionTypeEmoji("🔥")] * 2)
    with pytest.raises(BadRequest, match="Message to react not found"):
        await ptb.set_message_reaction(ALICE, 99, "👍")
    for reaction, words in ((1, "expected an Object"), ({}, "invalid reaction type specified")):
        refusal = await server.refusal(
            "setMessageReaction",
            chat_id=ALICE,
            message_id=message.message_id,
            reaction=[reaction],
        )
        assert refusal == f"Bad Request: can't parse ReactionType: {words}"
