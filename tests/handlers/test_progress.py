from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from markupsafe import Markup

from bot.sandbox import Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.state import ALICE
from bot.telegram.application import AnyApplication
from handlers.progress import PAUSE_SECONDS, Progress

PATIENCE = 20.0


class Clock:
    """Pauses that end when a test says so."""

    def __init__(self) -> None:
        self.asked = asyncio.Queue[float]()
        self._over = asyncio.Semaphore(0)

    async def sleep(self, seconds: float) -> None:
        self.asked.put_nowait(seconds)
        await self._over.acquire()

    async def pass_on(self) -> None:
        """Ends the pause that is on, or the next one."""
        assert await asyncio.wait_for(self.asked.get(), PATIENCE) == PAUSE_SECONDS
        self._over.release()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def progress(application: AnyApplication, clock: Clock) -> Progress:
    return Progress(application.bot, ALICE, clock.sleep)


@pytest.fixture
def shown(sandbox: Sandbox) -> Callable[[], list[str]]:
    """What stands in the chat."""
    return lambda: [told["text"] for told in sandbox.world.chats[ALICE].messages.values()]


def calls(sandbox: Sandbox) -> list[str]:
    return [each.method for each in sandbox.world.traffic.all() if each.method != "getMe"]


async def test_a_second_passes_between_edits_and_the_last_text_is_shown(
    progress: Progress, clock: Clock, sandbox: Sandbox, shown: Callable[[], list[str]]
) -> None:
    for number in range(1, 6):
        await progress.show(Markup(f"{number} of 5"))
    assert shown() == ["1 of 5"]
    await clock.pass_on()
    # The second pause begins when the newest text is there.
    await clock.pass_on()
    assert shown() == ["5 of 5"]
    assert calls(sandbox) == ["sendMessage", "editMessageText"]
    await progress.settle()


async def test_after_a_pause_a_text_is_shown_at_once(
    progress: Progress, clock: Clock, shown: Callable[[], list[str]]
) -> None:
    await progress.show(Markup("one"))
    pause = progress._pause
    assert pause is not None
    await clock.pass_on()
    await pause
    await progress.show(Markup("two"))
    assert shown() == ["two"]
    await progress.settle()


async def test_settling_shows_what_was_waiting(
    progress: Progress, shown: Callable[[], list[str]]
) -> None:
    await progress.settle()
    assert shown() == []
    await progress.show(Markup("one"))
    await progress.show(Markup("two"))
    await progress.settle()
    assert shown() == ["two"]


async def test_the_reply_takes_its_place_and_can_be_followed(
    progress: Progress, sandbox: Sandbox, shown: Callable[[], list[str]]
) -> None:
    assert not await progress.become(Markup("done"), None)
    await progress.show(Markup("one"))
    await progress.show(Markup("two"))
    assert await progress.become(Markup("done"), None)
    assert await progress.become(Markup("done"), None)  # not modified, and that is fine
    assert shown() == ["done"]
    # The next document of an album goes on in the same message.
    await progress.show(Markup("three"))
    assert shown() == ["three"]
    await progress.settle()
    sandbox.world.delete(sandbox.world.chats[ALICE], [1])
    assert not await progress.become(Markup("done"), None)


async def test_it_can_vanish(
    progress: Progress, sandbox: Sandbox, shown: Callable[[], list[str]]
) -> None:
    await progress.vanish()
    await progress.show(Markup("one"))
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="deleteMessage", times=1))
    await progress.vanish()
    assert shown() == ["one"]  # and that it failed matters to nobody
    await progress.show(Markup("two"))
    await progress.vanish()
    assert shown() == ["one"]


async def test_that_telegram_fails_does_not_stop_the_work(
    progress: Progress, sandbox: Sandbox, shown: Callable[[], list[str]]
) -> None:
    sandbox.world.faults.add(Fault(id=0, kind="server_error", method="sendMessage", times=1))
    await progress.show(Markup("one"))
    assert shown() == []
    await progress.show(Markup("two"))
    await progress.settle()
    assert shown() == ["two"]
