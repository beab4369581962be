from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import Draft
from bot.store import Store
from bot.store.query import parse

_LIBRARY = (
    ("en", "Sanctions on Minsk lifted", "The talks in Minsk ended well.", "BBC News"),
    ("ru", "Санкции против Минска", "Новые санкции вступили в силу.", "Медуза"),
    ("be", "Выбары ў Мінску", "Мінскія выбары пройдуць у нядзелю. Санкцыі не дапамаглі.", ""),
    ("en", "Peace talks stall", "Talks on peace: sanctions, sanctions, sanctions.", "DW"),
    ("en", "Talks", "A short note on the peace that talks brought.", "The Guardian"),
)


@pytest.fixture
async def library(store: Store, now: datetime) -> Store:
    """Five articles with the ids 1 to 5; each is a day newer than the one before."""
    for day, (language, title, text, source) in enumerate(_LIBRARY):
        draft = Draft(
            title=title,
            text=text,
            source=source,
            url=f"https://zerkalo.example/{day}" if source == "Медуза" else "",
            published=now - timedelta(days=10 - day),
        )
        await store.articles.add(draft, now=now, language=language, gist="", topics=())
    return store


async def _ids(store: Store, text: str, limit: int = 10, *, by_rank: bool = False) -> list[int]:
    return [*await store.search.ids(parse(text), limit, by_rank=by_rank)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sanctions", [4, 1]),
        ("SANCTION", [4, 1]),
        ("санкций", [3, 2]),
        ("санкцыямі", [3]),
        ("мінскіх выбараў", [3]),
        ("talks", [5, 4, 1]),
        ("peace talks", [5, 4]),
        ('"peace talks"', [4]),
        ("talks -minsk", [5, 4]),
        ('talks -"peace talks"', [5, 1]),
        ("talks since:2026-05-26", [5]),
        ("since:2026-05-25", [5, 4]),
        ("source:bbc", [1]),
        ('source:"bbc news"', [1]),
        ('source:"news bbc"', []),
        ("source:zerkalo", [2]),
        ("source:bbc source:dw talks", [4, 1]),
        ("bbc", []),
        ("talks -source:dw", [5, 1]),
        ("-talks", [3, 2]),
        ("-source:bbc -source:dw", [5, 3, 2]),
        ("-talks since:2026-05-24", [3]),
        ("-talks since:2030-01-01", []),
        ("elephants", []),
        ("", []),
        ("🙂", []),
        ("since:never", []),
    ],
)
async def test_what_is_found_newest_first(library: Store, text: str, found: list[int]) -> None:
    assert await _ids(library, text) == found


async def test_limits(library: Store) -> None:
    for text in ("talks", "-elephants", "since:2020-01-01"):
        assert len(await _ids(library, text, 2)) == 2
        assert len(await _ids(library, text, 2, by_rank=True)) == 2


async def test_the_best_first(library: Store) -> None:
    assert (await _ids(library, "sanctions"))[0] == 4
    assert (await _ids(library, "sanctions", by_rank=True))[0] == 1
    assert await _ids(library, "source:dw", by_rank=True) == [4]


async def test_snippets(library: Store) -> None:
    snippets = await library.search.snippets([3, 4, 999], parse("санкцыямі talk"))
    assert sorted(snippets) == [3, 4]
    marked = [snippets[3].text[start:end] for start, end in snippets[3].matches]
    assert marked == ["Санкцыі"]
    assert await library.search.snippets([3], parse("source:dw")) == {}
    assert await library.search.snippets([], parse("talks")) == {}


_ODD = st.text(st.sampled_from('"-:()*^+.\\ \0aя🙂') | st.characters(), max_size=80)


@given(text=_ODD)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_text_can_raise(library: Store, text: str) -> None:
    query = parse(text)
    for by_rank in (False, True):
        ids = await library.search.ids(query, 5, by_rank=by_rank)
        await library.search.snippets(ids, query)
