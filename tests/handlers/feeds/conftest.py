from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Role
from handlers import Services
from handlers.context import Ask, Attachment, Post, Reply
from tests.bot.feeds.hostile import HostileServer, answer
from tests.bot.news.feed_writing import rss
from tests.handlers.conftest import NOW, Asking

Editor = Callable[..., Ask]


@pytest.fixture
async def server() -> AsyncIterator[HostileServer]:
    async with HostileServer() as started:
        started.pages["/rss"] = answer(body=rss("flood", "storm"))
        yield started


@pytest.fixture
def editor(ask: Asking) -> Editor:
    """An Ask of an admin."""

    def made(words: str = "", **changes: Any) -> Ask:
        return ask(words, **({"role": Role.ADMIN, "user_id": 5, "chat_id": 5} | changes))

    return made


@pytest.fixture
async def feed(services: Services, server: HostileServer) -> int:
    """A feed that is not polled yet."""
    number = await services.store.feeds.add(server.url("/rss"), title="The Paper", now=NOW)
    assert number is not None
    return number


def data_of(reply: Reply, label: str) -> tuple[str, ...]:
    """The arguments of the button with that label."""
    buttons = [button for row in reply.keyboard for button in row]
    found = next(button for button in buttons if label in button.text)
    return tuple(found.data.split(":")[1:])


def labels(reply: Reply) -> list[str]:
    return [button.text for row in reply.keyboard for button in row]


def with_file(ask: Ask, name: str, content: bytes) -> Ask:
    """The same with a document."""

    async def download(file_id: str) -> bytes:
        assert file_id == "file"
        return content

    post = Post(attachment=Attachment(file_id="file", name=name, size=len(content)))
    return replace(ask, post=post, download=download)
