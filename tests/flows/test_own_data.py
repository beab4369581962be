"""What is kept of somebody: sent to them, and to nobody else."""

from __future__ import annotations

import pytest

from tests.flows.conftest import GROUP, NewPerson, Person

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_my_data_comes_as_a_file(eve: Person) -> None:
    await eve.say("/latest")
    message = await eve.say("/mydata")
    assert message["document"]["file_name"] == "gazette-my-data.json"
    assert "/forgetme" in message["caption"]


async def test_in_a_group_nobody_is_told_of_anybody(new_person: NewPerson) -> None:
    alice = await new_person(user_id=1001, chat_id=GROUP)
    name = alice.world.application.bot.username
    message = await alice.say(f"/mydata@{name}")
    assert "document" not in message
