"""All methods in one table, looked up as Telegram does: in any case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from bot.sandbox.methods import (
    chats,
    commands,
    edits,
    messages,
    polling,
    profile,
    queries,
)
from bot.sandbox.methods import files as media
from bot.sandbox.params import Params
from bot.sandbox.refusal import Refusal, not_played
from bot.sandbox.world import World

Method = Callable[[World, Params], Awaitable[Any]]

PLAYED: dict[str, Method] = {
    **chats.METHODS,
    **commands.METHODS,
    **edits.METHODS,
    **media.METHODS,
    **messages.METHODS,
    **polling.METHODS,
    **profile.METHODS,
    **queries.METHODS,
}


class Methods:
    """Finds a method, or says why there is none."""

    def __init__(self) -> None:
        known = files("bot.sandbox").joinpath("known_methods.txt").read_text("utf-8").split()
        self._names = {name.lower(): name for name in known}

    def find(self, name: str) -> tuple[str, Method]:
        """The proper name and the function.

        Raises:
            Refusal: 501 for what Telegram has and the sandbox does not, 404 for the rest.
        """
        proper = self._names.get(name.lower())
        if proper is None:
            raise Refusal(404, "Not Found")
        if proper not in PLAYED:
            raise not_played(f"the method {proper}")
        return proper, PLAYED[proper]
