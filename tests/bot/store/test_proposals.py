from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Draft, Fault
from bot.store import Store
from bot.store.drafts import draft_fields, draft_of_fields
from bot.store.instants import to_instant
from bot.store.proposals import Proposal, Received, insert_proposal

DRAFT = Draft(
    title="Дождж",
    text="It rained.",
    url="https://paper.example/rain",
    source="Paper",
    author="Eve",
    published=datetime(2026, 5, 1, 8, tzinfo=UTC),
    language="en",
    topics=("weather", "belarus"),
)


async def test_a_proposal_comes_back_as_it_was(store: Store, now: datetime) -> None:
    proposal = await store.proposals.add(
        Proposal(drafts=(DRAFT, Draft(title="Sun")), topics=("economy",), editor_id=5, created=now)
    )
    assert proposal.id
    assert await store.proposals.get(proposal.id) == proposal
    assert await store.proposals.get(999) is None
    assert proposal.draft == DRAFT


async def test_a_proposal_can_be_changed_and_dropped(store: Store, now: datetime) -> None:
    proposal = await store.proposals.add(Proposal(drafts=(DRAFT,), editor_id=5, created=now))
    changed = replace(proposal, drafts=(Draft(title="Sun"),), topics=(), apart=True)
    assert await store.proposals.change(changed)
    assert await store.proposals.get(proposal.id) == changed
    assert await store.proposals.drop(proposal.id)
    assert not await store.proposals.drop(proposal.id)
    assert not await store.proposals.change(changed)


async def test_what_came_of_documents_is_kept_with_their_album(store: Store, now: datetime) -> None:
    fault = Fault(key="document.line", arguments={"name": "a.jsonl", "number": 3})
    files = (Received(name="a.jsonl", new=1, known=2, faults=(fault,)), Received(name="b.txt"))
    proposal = await store.proposals.add(
        Proposal(drafts=(DRAFT,), files=files, album="77", editor_id=5, created=now)
    )
    assert await store.proposals.of_album(5, "77") == proposal
    assert await store.proposals.of_album(6, "77") is None
    assert await store.proposals.of_album(5, "78") is None


async def test_held_items_are_told_apart_and_stay(store: Store, now: datetime) -> None:
    long_ago = now - timedelta(days=30)
    async with store.database.transaction() as transaction:
        held = [
            await insert_proposal(
                transaction, Proposal(drafts=(DRAFT,), feed_id=3, created=long_ago)
            )
            for _ in range(3)
        ]
    own = await store.proposals.add(
        Proposal(drafts=(DRAFT,), editor_id=5, created=now - timedelta(days=8))
    )
    young = await store.proposals.add(Proposal(drafts=(DRAFT,), editor_id=5, created=now))
    assert await store.proposals.held(2) == tuple(held[:2])
    assert await store.proposals.held(2, after=held[1].id) == (held[2],)
    assert await store.proposals.count_held() == 3
    assert await store.proposals.purge(now=now) == 1
    assert await store.proposals.get(own.id) is None
    assert await store.proposals.get(young.id) == young
    assert await store.proposals.count_held() == 3


_INSTANTS = st.integers(0, 4_000_000_000).map(to_instant)


@given(
    st.builds(
        Draft,
        title=st.text(),
        text=st.text(),
        source=st.text(),
        published=st.none() | _INSTANTS,
        topics=st.lists(st.text()).map(tuple),
    )
)
def test_any_draft_survives(draft: Draft) -> None:
    assert draft_of_fields(draft_fields(draft)) == draft
