"""/start and /help: the first things that a stranger says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from markupsafe import Markup

from bot.render.keyboard import Button, Keyboard, callback
from handlers.context import Ask, Reply
from handlers.digests.returning import welcome_back
from handlers.menu_entry import Command, Group, listed
from handlers.reading import tapped_topic
from handlers.story import story_page


class Welcome:
    """The handlers that speak about the other handlers."""

    def __init__(self, commands: Callable[[], tuple[Command, ...]]) -> None:
        # Asked for late: the table that they stand in names these handlers too.
        self._commands = commands

    async def start(self, ask: Ask) -> Reply:
        """A welcome, or what a deep link points to: s12 a story, t_belarus a topic.

        Who comes back after blocking the bot gets their lists again.
        """
        returned = await welcome_back(ask)
        payload = ask.words
        if payload.startswith("s") and payload[1:].isascii() and payload[1:].isdecimal():
            return await story_page(ask, int(payload[1:18]))
        if payload.startswith("t_"):
            return await tapped_topic(replace(ask, data=(payload.removeprefix("t_"),)))
        hello = ask.texts("start.hello", name=ask.first_name or ask.bot_name)
        again = [ask.texts.plural("start.again", returned)] if returned else []
        return Reply(
            text=Markup("\n\n").join([hello, *again]),
            keyboard=_first_steps(ask),
            new_menu=ask.private,
        )

    async def help(self, ask: Ask) -> Reply:
        """All commands in groups, or one explained with examples."""
        if ask.words:
            return self._explain(ask, ask.words.split()[0].lstrip("/").lower())
        blocks = [ask.texts("help.head")]
        for group in Group:
            lines = [
                ask.texts("help.line", command=entry.name, about=ask.texts(f"menu.{entry.name}"))
                for entry in self._commands()
                if entry.group is group and listed(entry, ask.role, private=ask.private)
            ]
            if lines:
                title = ask.texts(f"help.group.{group}")
                blocks.append(Markup("\n").join([title, *lines]))
        return Reply(text=Markup("\n\n").join([*blocks, ask.texts("help.foot")]))

    async def unknown(self, ask: Ask) -> Reply:
        """A command that does not exist: the nearest ones that do."""
        name = ask.command.split("@")[0]
        near = self._near(ask, name)
        if not near:
            return Reply(text=ask.texts("unknown.command", command=name[:40]))
        row = tuple(
            Button(text=f"/{entry.name}", data=callback("do", entry.name)) for entry in near
        )
        return Reply(text=ask.texts("unknown.near", command=name[:40]), keyboard=(row,))

    async def done(self, ask: Ask) -> Reply:
        """A button that stands for a command."""
        name = ask.data[0] if ask.data else ""
        for entry in self._commands():
            if entry.name == name and listed(entry, ask.role, private=ask.private):
                return await entry.handler(ask)
        return Reply(toast=ask.texts.plain("button.old"), alert=True)

    def _explain(self, ask: Ask, name: str) -> Reply:
        for entry in self._commands():
            if entry.name == name and listed(entry, ask.role, private=ask.private):
                return Reply(text=ask.texts(f"help.{name}"))
        near = Markup(", ").join(
            Markup("/{}").format(entry.name) for entry in self._near(ask, name)
        )
        return Reply(text=ask.texts("help.unknown", command=name[:40], near=near or "/help"))

    def _near(self, ask: Ask, name: str) -> tuple[Command, ...]:
        mine = {
            entry.name: entry
            for entry in self._commands()
            if listed(entry, ask.role, private=ask.private)
        }
        near = get_close_matches(name.lower()[:40], mine, n=3, cutoff=0.6)
        return tuple(mine[match] for match in near)


def _first_steps(ask: Ask) -> Keyboard:
    names = ("latest", "topics", "summary", "subscribe", "settings", "help")
    buttons = [
        Button(text=ask.texts.plain(f"button.{name}"), data=callback("do", name)) for name in names
    ]
    return tuple(tuple(buttons[row : row + 2]) for row in range(0, len(buttons), 2))
