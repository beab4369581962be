from __future__ import annotations

from datetime import datetime

from bot.store import Store
from bot.store.summaries import SummaryKey
from summarizer.model import Reason, ReasonKind, Sentence, Summary

_TEXT = "Адзін. Two is here. Three."
_SUMMARY = Summary(
    sentences=(
        Sentence(
            text="Two is here.",
            start=7,
            end=19,
            reasons=(
                Reason(kind=ReasonKind.CENTRAL, value=1.5),
                Reason(kind=ReasonKind.POSITION, value=2),
            ),
        ),
    ),
    language="en",
    method="lexrank",
    total=3,
    over_budget=True,
)


def _key(text: str = _TEXT, *, engine: str = "lexrank-1", length: int = 3) -> SummaryKey:
    return SummaryKey.of(text, engine=engine, language="en", length=length, title="Title")


async def test_a_summary_comes_back_as_it_was(store: Store, now: datetime) -> None:
    assert await store.summaries.get(_key(), _TEXT) is None
    await store.summaries.put(_key(), _SUMMARY, now=now)
    await store.summaries.put(_key(), _SUMMARY, now=now)
    assert await store.summaries.get(_key(), _TEXT) == _SUMMARY


async def test_every_part_of_the_key_counts(store: Store, now: datetime) -> None:
    await store.summaries.put(_key(), _SUMMARY, now=now)
    for other in (_key("another"), _key(engine="lexrank-2"), _key(length=5)):
        assert await store.summaries.get(other, _TEXT) is None


async def test_no_word_of_the_text_is_stored(store: Store, now: datetime) -> None:
    await store.summaries.put(_key(), _SUMMARY, now=now)
    row = await store.database.one("SELECT * FROM summaries")
    assert row is not None
    assert not [value for value in tuple(row) if "Two" in str(value)]


async def test_summaries_of_other_engines_are_purged(store: Store, now: datetime) -> None:
    await store.summaries.put(_key(), _SUMMARY, now=now)
    await store.summaries.put(_key(engine="lexrank-2"), _SUMMARY, now=now)
    assert await store.summaries.purge(engine="lexrank-2") == 1
    assert await store.summaries.get(_key(engine="lexrank-2"), _TEXT) == _SUMMARY


def test_a_key_can_be_made_of_any_text() -> None:
    assert _key("half \ud83d pair") != _key("half pair")
