"""What the bot says about itself: name, descriptions, commands by scope, menu buttons."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.params import Json
from bot.sandbox.state import Chat

# A scope and a language: ("chat", chat id, user id), "" for every language.
Scope = tuple[str, int, int]
DEFAULT_SCOPE: Scope = ("default", 0, 0)


@dataclass(kw_only=True, slots=True)
class Profile:
    """Texts by language ("" is the default), commands by (scope, language), buttons by chat."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    def commands_for(self, chat: Chat, user_id: int, language: str) -> list[Json]:
        """The commands that somebody sees in a chat: the narrowest scope that has any."""
        for scope in _scopes(chat, user_id):
            for wanted in (language, ""):
                commands = self.commands.get((scope, wanted))
                if commands:
                    return commands
        return []

    def menu_button(self, chat_id: int) -> Json:
        """The button of a chat, else the default one (chat 0)."""
        default = self.menu_buttons.get(0, {"type": "commands"})
        return self.menu_buttons.get(chat_id, default)


def in_language(texts: dict[str, str], language: str) -> str:
    """The text of that language, else the default."""
    return texts.get(language) or texts.get("", "")


def _scopes(chat: Chat, user_id: int) -> list[Scope]:
    """Telegram's order, narrowest first (Bot API, "Determining list of commands")."""
    if chat.type == "private":
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), DEFAULT_SCOPE]
    governing = chat.governed_by(user_id)
    administrators: list[Scope] = [("chat_administrators", chat.id, 0)] if governing else []
    all_administrators: list[Scope] = [("all_chat_administrators", 0, 0)] if governing else []
    return [
        ("chat_member", chat.id, user_id),
        *administrators,
        ("chat", chat.id, 0),
        *all_administrators,
        ("all_group_chats", 0, 0),
        DEFAULT_SCOPE,
    ]
