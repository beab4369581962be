"""An editor who talks to the handlers through the menu's tables, as the dispatcher would."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from markupsafe import Markup

from bot.errors import GazetteError
from bot.model import Article, Role
from handlers.context import Ask, Attachment, Handler, Post, Reply, Services
from handlers.dispatch import plain_text
from handlers.menu import COMMANDS, DIALOGS, POSTED, TAPS
from tests.handlers.conftest import Asking

_COMMANDS = {entry.name: entry for entry in COMMANDS}
_TAPS = {entry.name: entry for entry in TAPS}
_DIALOGS = {entry.name: entry for entry in DIALOGS}


@dataclass
class Editor:
    """An admin in their private chat; what the bot showed last is `shown`."""

    services: Services
    ask: Asking
    id: int = 7
    files: dict[str, bytes] = field(default_factory=dict)
    progress: list[str] = field(default_factory=list)
    shown: Reply = field(default_factory=Reply)

    async def say(self, words: str = "", **changes: Any) -> str:
        """Send words, a command or a post; the answer's text, without tags."""
        if words.startswith("/"):
            command, _, rest = words[1:].partition(" ")
            name, line, below = command.partition("\n")
            ask = self._ask(rest if not line else below, command=name, **changes)
            return await self._answered(ask, _COMMANDS[name].handler)
        changes.setdefault("post", Post(text=words))
        ask = self._ask(words, **changes)
        return await self._answered(ask, await self._listener(ask))

    async def send(self, name: str, content: bytes, **changes: Any) -> str:
        """Send a document with the caption /add."""
        attachment = self.attachment(name, content)
        return await self.say("/add", post=Post(text="/add", attachment=attachment), **changes)

    def attachment(self, name: str, content: bytes) -> Attachment:
        self.files[name] = content
        return Attachment(file_id=name, name=name, size=len(content))

    async def tap(self, label: str) -> str:
        """Tap a button of what was shown last; the answer's text or note."""
        return await self.tap_data(self.data_of(label))

    async def tap_data(self, data: str) -> str:
        name, *arguments = data.split(":")
        ask = self._ask(command=name, data=tuple(arguments))
        return await self._answered(ask, _TAPS[name].handler)

    def data_of(self, label: str) -> str:
        found = [b.data for row in self.shown.keyboard for b in row if label in b.text]
        assert found, (label, self.labels())
        return found[0]

    def labels(self) -> list[str]:
        return [button.text for row in self.shown.keyboard for button in row]

    def _ask(self, words: str = "", **changes: Any) -> Ask:
        async def progress(text: Markup) -> None:
            self.progress.append(text.striptags())

        async def download(file_id: str) -> bytes:
            return self.files[file_id]

        known: dict[str, Any] = {
            "role": Role.ADMIN,
            "chat_id": self.id,
            "user_id": self.id,
            "first_name": "Ada",
            "progress": progress,
            "download": download,
        }
        return self.ask(words, **(known | changes))

    async def _listener(self, ask: Ask) -> Handler:
        found = await self.services.store.dialogs.get(self.id, self.id, now=ask.now)
        if found is not None:
            return _DIALOGS[found.kind].handler
        posted = ask.post.source or ask.post.attachment
        return POSTED if POSTED is not None and posted else plain_text

    async def _answered(self, ask: Ask, handler: Handler) -> str:
        try:
            reply = await handler(ask)
        except GazetteError as fault:
            return ask.texts.plain(fault.key, **fault.arguments)
        if reply.text:
            self.shown = reply
        return reply.text.striptags() if reply.text else reply.toast


@pytest.fixture
def editor(services: Services, ask: Asking) -> Editor:
    return Editor(services, ask)


@pytest.fixture
def other(services: Services, ask: Asking) -> Editor:
    return Editor(services, ask, id=8)


async def newest(services: Services) -> Article:
    """The article that was published last."""
    listed = await services.store.articles.latest(100, shown=1)
    article = await services.store.articles.get(max(listed.ids))
    assert article is not None
    return article
