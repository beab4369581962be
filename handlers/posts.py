"""What somebody sent, read out of Telegram's Message."""

from __future__ import annotations

from functools import lru_cache
from mimetypes import guess_extension
from typing import Any, Final

from markupsafe import escape
from telegram import (
    Chat,
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    User,
)

from bot.feeds.decode import clean
from bot.feeds.prose import headline
from handlers.context import Attachment, Post

_LINKS: Final = (MessageEntity.TEXT_LINK, MessageEntity.URL)
# Anonymous administrators, channels that write in groups and forwards from linked channels all
# come under these ids: what is granted to one of them is granted to anybody.
SHARED_IDS: Final = frozenset({1087968824, 136817688, 777000})


# A name is tidied up for each message of who bears it, more than once.
tidy_name = lru_cache(1_000)(headline)


def read_command(message: Message) -> tuple[str, str, str]:
    """(command, the bot it is for, the words after it); no command: ("", "", the words).

    A caption counts like a text.
    """
    text = _text(message).strip()
    first = next(
        (
            entity
            for entity in (*message.entities, *message.caption_entities)
            if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
        ),
        None,
    )
    if first is None:
        return "", "", text
    command, _, addressee = text[1 : first.length].partition("@")
    return command.lower(), addressee, text[first.length :].strip()


def material_of(message: Message) -> dict[str, Any]:
    """The fields of an Ask that hold what was sent."""
    replied = message.reply_to_message
    return {
        "post": post_of(message),
        "replied": post_of(replied) if replied is not None else None,
        "quoted": quoted_text(message),
        "album": message.media_group_id or "",
        "location": _location(message),
    }


def post_of(message: Message) -> Post:
    """A message as material."""
    author, name = _author(message)
    source, url = _origin(message.forward_origin)
    return Post(
        text=_text(message),
        html=_html(message),
        user_id=author,
        user_name=name,
        source=source,
        url=url,
        links=_links(message),
        buttons=_buttons(message),
        attachment=_attachment(message),
    )


def _html(message: Message) -> str:
    """The words as Telegram's HTML."""
    words = message.text or message.caption or ""
    entities = message.entities if message.text else message.caption_entities
    # Mostly there is nothing to mark up, which is quicker to see than to try.
    if not words or all(each.type == MessageEntity.BOT_COMMAND for each in entities):
        return str(escape(words))
    return message.text_html if message.text else message.caption_html


def quoted_text(message: Message) -> str:
    """The text of the message replied to, or the part of it that was quoted."""
    if message.quote is not None:
        return clean(message.quote.text)
    return _text(message.reply_to_message) if message.reply_to_message is not None else ""


def topic_of(message: Message) -> int:
    """The forum topic that a message stands in, 0 for none; a mere thread of replies is none."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def _location(message: Message) -> tuple[float, float] | None:
    place = message.location
    return (place.latitude, place.longitude) if place is not None else None


def _text(message: Message) -> str:
    return clean(message.text or message.caption or "")


def _author(message: Message) -> tuple[int, str]:
    """Who wrote it, whoever forwarded it: the id (0 where it is not a person's) and the name."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser):
        return _person(origin.sender_user)
    if isinstance(origin, MessageOriginHiddenUser):
        return 0, headline(origin.sender_user_name)
    if origin is not None:
        return 0, _origin(origin)[0]
    if message.sender_chat is not None:
        return 0, _title(message.sender_chat)
    return _person(message.from_user)


def is_person(user: User) -> bool:
    """Whether one human being stands behind that id."""
    return not user.is_bot and user.id not in SHARED_IDS


def name_of(user: User) -> str:
    """What somebody calls themselves, on one line; "" for an account that was deleted."""
    return tidy_name(user.full_name or "")


def _person(user: User | None) -> tuple[int, str]:
    if user is None:
        return 0, ""
    return (user.id if is_person(user) else 0), name_of(user)


def _origin(origin: MessageOrigin | None) -> tuple[str, str]:
    """The name of where a message was forwarded from, and its public address if it has one."""
    match origin:
        case MessageOriginChannel(chat=chat, message_id=number):
            return _title(chat), f"https://t.me/{chat.username}/{number}" if chat.username else ""
        case MessageOriginChat(sender_chat=chat):
            return _title(chat), ""
        case MessageOriginUser(sender_user=user):
            return name_of(user), ""
        case MessageOriginHiddenUser(sender_user_name=name):
            return headline(name), ""
        case _:
            return "", ""


def _title(chat: Chat) -> str:
    return tidy_name(chat.title or chat.full_name or chat.username or str(chat.id))


def _links(message: Message) -> tuple[str, ...]:
    """The addresses behind and in the words, each once, in their order."""
    if not any(each.type in _LINKS for each in (*message.entities, *message.caption_entities)):
        return ()  # as mostly: the parser takes long to say so
    kinds: list[str | None] = [*_LINKS]
    # Told of words that are not there, the parser fails.
    found = message.parse_entities(kinds) if message.text else {}
    found |= message.parse_caption_entities(kinds) if message.caption else {}
    inorder = sorted(found.items(), key=lambda pair: pair[0].offset)
    return tuple(dict.fromkeys(entity.url or _whole(words) for entity, words in inorder))


def _buttons(message: Message) -> tuple[str, ...]:
    """Callback data under a message: Telegram shows a bot only its own."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    found = (button.callback_data for row in rows for button in row)
    return tuple(data for data in found if isinstance(data, str))


def _whole(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _attachment(message: Message) -> Attachment | None:
    document = message.document
    if document is None:
        return None
    # A file without a name is known by its kind alone.
    name = document.file_name or f"document{guess_extension(document.mime_type or '') or ''}"
    return Attachment(file_id=document.file_id, name=headline(name), size=document.file_size or 0)
