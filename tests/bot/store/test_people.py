from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import Store
from bot.store.people import Person, Standing


async def test_a_standing_takes_the_place_of_an_older_one(store: Store, now: datetime) -> None:
    bob = Person(id=2, name="Bob", standing=Standing.ADMIN, since=now)
    eve = Person(id=1, name="Eve <3", standing=Standing.BANNED, since=now - timedelta(days=1))
    for person in (bob, eve):
        await store.people.put(person)
    assert await store.people.all() == (eve, bob)
    higher = Person(id=2, name="Robert", standing=Standing.OWNER, since=now + timedelta(days=1))
    await store.people.put(higher)
    assert await store.people.all() == (eve, higher)


async def test_a_reader_has_no_row(store: Store, now: datetime) -> None:
    await store.people.put(Person(id=2, name="Bob", standing=Standing.ADMIN, since=now))
    await store.people.remove(2)
    await store.people.remove(2)
    assert await store.people.all() == ()
