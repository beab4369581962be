"""Who is where: the chat, the person and the message that a deed is about."""

from __future__ import annotations

from bot.sandbox.params import Json
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import Chat, User
from bot.sandbox.world import World


def chat_of(world: World, chat_id: int) -> Chat:
    """The chat of that id."""
    return world.find_chat(str(chat_id))


def user_of(world: World, user_id: int) -> User:
    """The person of that id, or the bot."""
    user = world.user(user_id)
    if user is None:
        raise bad_request("user not found")
    return user


def place(world: World, chat_id: int, user_id: int) -> tuple[Chat, User]:
    """A chat and somebody who sees it."""
    chat, user = chat_of(world, chat_id), user_of(world, user_id)
    if not chat.present(user.id):
        raise bad_request("this person is not in the chat")
    return chat, user


def seat(world: World, chat_id: int, user_id: int) -> tuple[Chat, User]:
    """A chat and somebody who may write there."""
    chat, user = place(world, chat_id, user_id)
    if chat.type == "channel" and not chat.governed_by(user.id):
        raise bad_request("only editors write in the channel")
    if chat.type == "private" and not chat.present(world.bot.id):
        raise bad_request("the bot is blocked here: unblock it first")
    return chat, user


def message_of(chat: Chat, message_id: int) -> Json:
    """The message of that id."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message not found")
    return message
