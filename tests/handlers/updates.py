"""Updates as Telegram sends them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.state import ALICE, GROUP

Json = dict[str, Any]

PRIVATE: Json = {"id": ALICE, "type": "private", "first_name": "Alice"}
A_GROUP: Json = {"id": GROUP, "type": "group", "title": "News lovers"}


def user(user_id: int = ALICE, name: str = "Alice", **more: Any) -> Json:
    return {"id": user_id, "is_bot": False, "first_name": name, "language_code": "en", **more}


def private(user_id: int) -> Json:
    return {"id": user_id, "type": "private", "first_name": "Somebody"}


def message(
    text: str = "", *, chat: Json = PRIVATE, sender: int = ALICE, caption: str = "", **more: Any
) -> Json:
    """A message; text or a caption that begins with a slash is a command."""
    body = {"message_id": 1, "date": 1, "chat": chat, "from": user(sender), **more}
    for words, name, entities in (
        (text, "text", "entities"),
        (caption, "caption", "caption_entities"),
    ):
        if words:
            body = {name: words, entities: _command(words)} | body
    return body


def document(name: str = "story.txt", *, file_id: str = "F", size: int = 10) -> Json:
    return {
        "document": {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": size,
        }
    }


def tap(data: str, *, by: int = ALICE) -> Json:
    shown = message("old", chat=private(by)) | {"from": user(1, "Bot", is_bot=True)}
    return {
        "id": f"{by}",
        "from": user(by),
        "chat_instance": "1",
        "data": data,
        "message": shown,
    }


def _command(words: str) -> list[Json]:
    length = len(words.split(maxsplit=1)[0])
    command = {"type": "bot_command", "offset": 0, "length": length}
    return [command] if words.startswith("/") else []
