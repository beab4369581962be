"""Telegram's JSON becomes PTB's Update.

Most updates are a few words in a private chat. PTB reads those like any other, by way of a hundred
fields that they do not have; put together directly they take half the time. Whoever wrote is built
once, for as long as nothing about them changes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

from telegram import Bot, Chat, Message, MessageEntity, TelegramObject, Update, User

Json = dict[str, Any]
Made = TypeVar("Made", bound=TelegramObject)

REMEMBERED: Final = 1_000
_PLAIN_UPDATE: Final = {"update_id", "message"}
_PLAIN: Final = frozenset({"message_id", "date", "from", "chat", "text", "entities"})
_PLAIN_ENTITY: Final = frozenset({"type", "offset", "length"})
_SENDER: Final = frozenset(
    {"id", "is_bot", "first_name", "last_name", "username", "language_code", "is_premium"}
)
_PLACE: Final = frozenset({"id", "type", "first_name", "last_name", "username", "title"})


class Reader:
    """Reads updates for one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        # What is in the cache is told apart by all that is known of it.
        self._user = lru_cache(REMEMBERED)(self._new_user)
        self._chat = lru_cache(REMEMBERED)(self._new_chat)
        self._entity = lru_cache(REMEMBERED)(self._new_entity)
        nobody = Chat(0, Chat.PRIVATE)
        self._message = _Mould(self._bound(Message(0, datetime.now(UTC), nobody)))
        self._update = _Mould(self._bound(Update(0)))

    def read(self, update: Json) -> Update:
        """The Update, equal in all to what PTB's `de_json` makes."""
        message = update.get("message")
        if update.keys() == _PLAIN_UPDATE and isinstance(message, dict) and _is_plain(message):
            return self._plain(update["update_id"], message)
        return Update.de_json(update, self._bot)

    def _plain(self, update_id: int, message: Json) -> Update:
        number, chat = message["message_id"], self._chat(*message["chat"].items())
        made = self._message.cast(
            _id_attrs=(number, chat),
            message_id=number,
            date=datetime.fromtimestamp(message["date"], UTC),
            chat=chat,
            from_user=self._user(*message["from"].items()),
            text=message["text"],
            entities=tuple(self._entity(*entity.items()) for entity in message.get("entities", ())),
        )
        return self._update.cast(_id_attrs=(update_id,), update_id=update_id, message=made)

    def _new_user(self, *fields: tuple[str, Any]) -> User:
        return self._bound(User(**dict(fields)))

    def _new_chat(self, *fields: tuple[str, Any]) -> Chat:
        return self._bound(Chat(**dict(fields)))

    def _new_entity(self, *fields: tuple[str, Any]) -> MessageEntity:
        return self._bound(MessageEntity(**dict(fields)))

    def _bound(self, made: Made) -> Made:
        made.set_bot(self._bot)
        return made


class _Mould(Generic[Made]):
    """Makes objects of PTB's like one that it made itself, but for some of their attributes.

    Its constructors set each of a hundred attributes through a check in Python; here they are set
    in C. The objects are whole and frozen like any other.
    """

    def __init__(self, model: Made) -> None:
        self._type = type(model)
        self._put = {
            name: vars(base)[name].__set__
            for base in self._type.__mro__
            for name in getattr(base, "__slots__", ())
            if name in vars(base)
        }
        self._values = [(put, getattr(model, name)) for name, put in self._put.items()]

    def cast(self, **different: Any) -> Made:
        made = object.__new__(self._type)
        for put, value in self._values:
            put(made, value)
        for name, value in different.items():
            self._put[name](made, value)
        return made


def _is_plain(message: Json) -> bool:
    """A text of a person, with simple entities and nothing else to it."""
    sender, place = message.get("from"), message.get("chat")
    return (
        message.keys() <= _PLAIN
        and "text" in message
        and sender is not None
        and place is not None
        and sender.keys() <= _SENDER
        and place.keys() <= _PLACE
        and all(entity.keys() == _PLAIN_ENTITY for entity in message.get("entities", ()))
    )
