from __future__ import annotations

import json

from bot.model import Role
from bot.store.people import Person, Standing
from handlers.context import Services
from handlers.own_data import forget_me, forgotten, my_data
from tests.handlers.conftest import NOW, Asking


async def test_my_data_is_a_document_of_what_is_kept(ask: Asking, services: Services) -> None:
    await services.store.chats.see(7, language="be", now=NOW)
    await services.store.chats.see(8, language="ru", now=NOW)
    await services.store.pastes.add(7, "Мой тэкст.", now=NOW)
    await services.store.pastes.add(8, "Чужой текст.", now=NOW)
    reply = await my_data(ask())
    assert reply.document is not None
    assert reply.document.name == "gazette-my-data.json"
    told = json.loads(reply.document.content)
    assert told["id"] == 7
    assert [row["text"] for row in told["pastes"]] == ["Мой тэкст."]
    assert "Чужой" not in reply.document.content.decode()
    assert "/forgetme" in reply.text


async def test_of_a_stranger_there_is_nothing_but_the_number(ask: Asking) -> None:
    reply = await my_data(ask(user_id=9, chat_id=9))
    assert reply.document is not None
    assert json.loads(reply.document.content) == {"id": 9}


async def test_only_a_yes_deletes(ask: Asking, services: Services) -> None:
    await services.store.chats.see(7, language="en", now=NOW)
    yes, no = (await forget_me(ask())).keyboard[0]
    assert (yes.data, no.data) == ("forget:yes", "forget:no")
    for data in (("no",), (), ("yes", "x")):
        assert "nothing was deleted" in (await forgotten(ask(data=data))).text
    assert await services.store.chats.get(7) is not None
    assert "forgotten everything" in (await forgotten(ask(data=("yes",)))).text
    assert await services.store.chats.get(7) is None


async def test_a_forged_tap_in_a_group_deletes_nothing(ask: Asking, services: Services) -> None:
    for chat in (-5, 7):
        await services.store.chats.see(chat, language="en", now=NOW)
    await forgotten(ask(data=("yes",), chat_id=-5, private=False))
    assert await services.store.chats.get(-5) is not None
    assert await services.store.chats.get(7) is not None


async def test_who_is_forgotten_keeps_the_role(ask: Asking, services: Services) -> None:
    somebody = Person(id=7, name="Ann", standing=Standing.OWNER, since=NOW)
    await services.store.people.put(somebody)
    await forgotten(ask(data=("yes",)))
    await services.roles.reload()
    assert services.roles.role(7) is Role.OWNER
