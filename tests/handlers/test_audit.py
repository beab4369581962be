from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import NotFoundError
from bot.model import Role
from bot.news.audit import Who
from handlers import Services
from handlers.audit import audit, audit_turned, undone
from handlers.context import Reply
from handlers.people import ban, promote
from tests.handlers.conftest import NOW, OWNER, Asking

BY_OWNER: dict[str, Any] = {"user_id": OWNER, "first_name": "Мария", "role": Role.OWNER}
BY_ADMIN: dict[str, Any] = {"user_id": 6, "first_name": "Bob", "role": Role.ADMIN}


def labels(reply: Reply) -> list[list[str]]:
    return [[button.text for button in row] for row in reply.keyboard]


def data(reply: Reply, label: str) -> tuple[str, ...]:
    (found,) = [button.data for row in reply.keyboard for button in row if button.text == label]
    return tuple(found.split(":")[1:])


async def test_nothing_done_is_said(ask: Asking) -> None:
    reply = await audit(ask(**BY_ADMIN))
    assert reply.text.strip() == "Nobody has done anything yet."
    assert reply.keyboard == ()


async def test_who_did_what_and_how_it_is_undone(ask: Asking, services: Services) -> None:
    await promote(ask("5", **BY_OWNER))
    await ban(ask("7", **BY_OWNER))
    reply = await audit(ask(**BY_OWNER))
    lines = reply.text.striptags()
    assert "1. 1 min. ago · Мария banned 7" in lines
    assert "2. 1 min. ago · Мария promoted 5" in lines
    assert labels(reply) == [["Undo 1", "Undo 2"]]
    # An admin may not undo what only an owner may do.
    assert labels(await audit(ask(**BY_ADMIN))) == [["Undo 1"]]
    with pytest.raises(NotFoundError):
        await undone(ask(data=data(reply, "Undo 2"), **BY_ADMIN))
    after = await undone(ask(data=data(reply, "Undo 2"), **BY_OWNER))
    assert services.roles.role(5) is Role.READER
    assert (after.edit, after.toast, after.new_menus) == (True, "Undone: promoted 5", (5,))
    assert "<s>promoted 5</s> (undone)" in after.text
    assert "1. 1 min. ago · Мария undid: promoted 5" in after.text.striptags()
    assert labels(after) == [["Undo 2"]]
    with pytest.raises(NotFoundError, match=r"audit\.too_late"):
        await undone(ask(data=data(reply, "Undo 2"), **BY_OWNER))


async def test_a_button_under_the_action_itself(ask: Asking, services: Services) -> None:
    await ban(ask("7", **BY_OWNER))
    (entry,) = await services.store.audit.page(0, size=1)
    reply = await undone(ask(data=(f"{entry.id}",), **BY_ADMIN))
    assert (reply.text, reply.edit) == ("Undone: banned 7", True)


async def test_after_a_day_the_buttons_are_gone(ask: Asking) -> None:
    await ban(ask("7", **BY_OWNER))
    later = NOW + timedelta(hours=24)
    reply = await audit(ask(now=later, **BY_OWNER))
    assert labels(reply) == []
    with pytest.raises(NotFoundError):
        await undone(ask(data=("1", "0"), now=later, **BY_OWNER))


async def test_pages(ask: Asking, services: Services) -> None:
    who = Who(id=OWNER, name="Мария")
    for number in range(25):
        await services.audit.record(who, "claim", f"x{number}", {}, now=NOW)
    first = await audit(ask(**BY_ADMIN))
    assert first.text.count("became the owner") == 10
    assert labels(first) == [["›"]]
    second = await audit_turned(ask(data=data(first, "›"), **BY_ADMIN))
    assert labels(second) == [["‹", "›"]]
    last = await audit_turned(ask(data=data(second, "›"), **BY_ADMIN))
    assert last.edit
    assert last.text.count("became the owner") == 5
    assert labels(last) == [["‹"]]
    beyond = await audit_turned(ask(data=("99",), **BY_ADMIN))
    assert beyond.text == last.text


async def test_values_of_an_action_fill_its_words_and_cannot_become_markup(
    ask: Asking, services: Services
) -> None:
    values = {"subject": "forged", "name": "x", "many": [1], "id": 3}
    await services.audit.record(Who(id=1, name="<b>Eve</b>"), "ban", "<i>", values, now=NOW)
    text = (await audit(ask(**BY_ADMIN))).text
    assert "<b>&lt;b&gt;Eve&lt;/b&gt;</b> banned &lt;i&gt;" in text
    # An action of a newer version, seen after a step back: its name is better than nothing.
    await services.audit.record(Who(id=1, name="Eve"), "painted", "x", {}, now=NOW)
    assert "audit.painted" in (await audit(ask(**BY_ADMIN))).text
