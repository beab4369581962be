from __future__ import annotations

import pytest
from telegram import Bot

from bot.errors import NotFoundError, RoleError
from bot.sandbox import Sandbox
from bot.sandbox.state import ALICE, CHANNEL, GROUP, MARIA
from bot.telegram.application import AnyApplication
from handlers.context import Place
from handlers.membership import administered


@pytest.fixture
def bot(application: AnyApplication) -> Bot:
    found: Bot = application.bot
    return found


@pytest.mark.parametrize("wanted", [CHANNEL, "@gazette_daily"])
async def test_an_admin_of_a_channel(bot: Bot, wanted: int | str) -> None:
    assert await administered(bot, MARIA, 0, wanted) == Place(id=CHANNEL, title="Gazette daily")


async def test_an_admin_of_a_group(bot: Bot) -> None:
    assert await administered(bot, MARIA, 0, GROUP) == Place(id=GROUP, title="News lovers")


async def test_who_writes_in_the_groups_own_name_is_its_admin(bot: Bot) -> None:
    assert (await administered(bot, 1087968824, GROUP, GROUP)).id == GROUP
    with pytest.raises(RoleError, match=r"chats\.not_admin"):
        await administered(bot, ALICE, GROUP, CHANNEL)


@pytest.mark.parametrize("chat", [GROUP, CHANNEL])
async def test_a_member_is_no_admin(bot: Bot, chat: int) -> None:
    with pytest.raises(RoleError, match=r"chats\.not_admin"):
        await administered(bot, ALICE, 0, chat)


@pytest.mark.parametrize("wanted", [-5, "@nobody_of_that_name", MARIA, ALICE])
async def test_what_is_no_group_or_channel(bot: Bot, wanted: int | str) -> None:
    with pytest.raises(NotFoundError, match=r"chats\.unknown"):
        await administered(bot, MARIA, 0, wanted)


@pytest.mark.parametrize(("chat", "status"), [(GROUP, "left"), (CHANNEL, "member")])
async def test_the_bot_has_to_be_able_to_write(
    bot: Bot, sandbox: Sandbox, chat: int, status: str
) -> None:
    sandbox.world.chats[chat].members[bot.id] = status
    with pytest.raises(RoleError, match=r"chats\.no_writing"):
        await administered(bot, MARIA, 0, chat)
