from __future__ import annotations

import pytest

from handlers.context import Services
from handlers.settings import chosen_language, language
from tests.handlers.conftest import NOW, Asking


@pytest.mark.parametrize("words", ["be", "BE", "Беларуская", "беларуская"])
async def test_a_language_by_its_code_or_its_name(
    ask: Asking, services: Services, words: str
) -> None:
    await services.store.chats.see(7, language="en", now=NOW)
    reply = await language(ask(words))
    assert (reply.text, reply.new_menu) == ("Цяпер я размаўляю па-беларуску.", True)
    chat = await services.store.chats.get(7)
    assert chat is not None
    assert chat.language == "be"


async def test_a_language_that_we_do_not_speak_is_a_choice(ask: Asking) -> None:
    reply = await language(ask("klingon"))
    assert [button.data for button in reply.keyboard[0]] == ["lang:en", "lang:be", "lang:ru"]
    assert not reply.new_menu


@pytest.mark.parametrize("data", [(), ("",), ("xx",)])
async def test_a_forged_language_is_refused(ask: Asking, data: tuple[str, ...]) -> None:
    reply = await chosen_language(ask(data=data))
    assert (reply.text, reply.alert) == ("", True)
