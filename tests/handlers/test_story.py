from __future__ import annotations

import pytest

from bot.errors import NotFoundError
from handlers.context import Services
from handlers.story import in_context, opened, paste_page, resized, sourced
from handlers.summary import summary
from tests.handlers.conftest import Asking, add

TEXT = "It rained on Monday. It rained on Tuesday too. The river rose. The town slept. All is well."


def data(reply_data: str) -> tuple[str, ...]:
    return tuple(reply_data.split(":")[1:])


async def test_a_story_with_an_address_links_its_source(ask: Asking, services: Services) -> None:
    number = await add(services, "Rain", text=TEXT, url="https://example.org/rain", source="Paper")
    page = await opened(ask(data=(str(number), "0")))
    source = next(b for row in page.keyboard for b in row if b.text == "Source")
    assert (source.url, source.data) == ("https://example.org/rain", "")
    assert '<a href="https://example.org/rain">' in page.text


@pytest.mark.parametrize(("source", "words"), [("Paper", "Source: Paper."), ("", "unknown")])
async def test_a_source_without_an_address_is_told(
    ask: Asking, services: Services, source: str, words: str
) -> None:
    number = await add(services, "Rain", text=TEXT, source=source)
    reply = await sourced(ask(data=("a", str(number), "0")))
    assert words in reply.toast
    assert reply.alert


async def test_a_pasted_text_is_for_its_own_chat_only(ask: Asking) -> None:
    page = await paste_page(ask(), TEXT)
    context = next(b for row in page.keyboard for b in row if b.text == "Context")
    assert "<b>It rained" in (await in_context(ask(data=data(context.data)))).text
    with pytest.raises(NotFoundError, match=r"paste\.gone"):
        await in_context(ask(data=data(context.data), chat_id=8))
    with pytest.raises(NotFoundError, match=r"paste\.gone"):
        await resized(ask(data=("p", "999", "0", "3")))


async def test_what_is_not_there_any_more_is_said(ask: Asking, services: Services) -> None:
    with pytest.raises(NotFoundError, match=r"story\.gone"):
        await opened(ask(data=("999",)))
    with pytest.raises(NotFoundError, match=r"button\.old"):
        await resized(ask(data=()))
    bare = await add(services, "Only a headline")
    with pytest.raises(NotFoundError, match=r"story\.gone"):
        await resized(ask(data=("a", str(bare), "0", "3")))


async def test_a_bare_headline_alone_and_with_related_stories(
    ask: Asking, services: Services
) -> None:
    bare = await add(services, "Only a headline", topics=("belarus",))
    alone = await opened(ask(data=(str(bare),)))
    assert "nothing to summarise" in alone.text
    assert alone.keyboard == ()
    told = await add(services, "Rain in Minsk", text=TEXT, topics=("belarus",))
    related = await opened(ask(data=(str(bare),)))
    assert "<b>1. Rain in Minsk</b>" in related.text
    assert related.keyboard[0][0].data == f"open:{told}:0"


@pytest.mark.parametrize("length", ["0", "99999", "-3", "x"])
async def test_a_forged_length_stays_within_bounds(
    ask: Asking, services: Services, length: str
) -> None:
    number = await add(services, "Rain", text=TEXT)
    page = await resized(ask(data=("a", str(number), "0", length)))
    assert page.edit
    assert "It rained on Monday." in page.text


async def test_a_long_context_has_pages(ask: Asking) -> None:
    text = " ".join(f"Sentence number {n} says {'much ' * 60}of it." for n in range(60))
    await paste_page(ask(), text, 20)
    first = await in_context(ask(data=("p", "1", "0", "20", "0")))
    assert [b.text for b in first.keyboard[0]] == ["More ›"]
    second = await in_context(ask(data=data(first.keyboard[0][0].data)))
    assert second.keyboard[0][0].text == "‹ Back"
    last = await in_context(ask(data=("p", "1", "0", "20", "9999")))
    assert [b.text for b in last.keyboard[0]] == ["‹ Back"]


async def test_a_text_with_no_sentence_says_so(ask: Asking) -> None:
    page = await paste_page(ask(), " \n ")
    assert "no sentences in that text" in page.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("1", "There is no list yet"),
        ("2 1", "There is no list yet"),
        ("xyzzy", "No story found for “xyzzy”"),
        ("999 words", "No story found for “999 words”"),
        ("", "There is no news yet"),
    ],
)
async def test_a_summary_of_nothing_says_what_to_do(ask: Asking, words: str, said: str) -> None:
    assert said in (await summary(ask(words))).text


async def test_today_in_short(ask: Asking, services: Services) -> None:
    await add(services, "Rain", text=TEXT)
    assert "<b>Today in short</b>" in (await summary(ask())).text


async def test_a_quotation_wins_over_words(ask: Asking) -> None:
    page = await summary(ask("2 words", quoted=TEXT))
    assert "2 of 5 sentences" in page.text
