"""/summary: of today, of a story in the last list, of a reply, of a pasted text, of a search."""

from __future__ import annotations

from bot.model import BriefKind
from bot.render.parts import shorten
from bot.render.summaries import LONGEST, USUAL_LENGTH
from handlers.context import Ask, Reply
from handlers.reading import shown, way_on
from handlers.search import LONGEST_SEARCH
from handlers.story import paste_page, story_page


async def summary(ask: Ask) -> Reply:
    """Decide what is meant; a number before something is the length in sentences."""
    number, rest = _leading_number(ask.words)
    if ask.quoted:
        return await paste_page(ask, ask.quoted, number or USUAL_LENGTH)
    if number is not None and not rest:
        return await _of_last_list(ask, number)
    if number is not None and number <= LONGEST:
        item, beyond = _leading_number(rest)
        if item is not None and not beyond:
            return await _of_last_list(ask, item, length=number)
        return await _of_words(ask, rest, number)
    return await _of_words(ask, ask.words, USUAL_LENGTH)


async def _of_words(ask: Ask, words: str, length: int) -> Reply:
    if not words:
        brief = await ask.services.briefing.today(ask.now)
        quiet = ask.texts("today.quiet") if brief.kind is BriefKind.LATEST else None
        return await shown(ask, brief, note=quiet)
    # A long text, or one of several lines, is to be summarised and not to be looked for.
    if len(words) > LONGEST_SEARCH or "\n" in words:
        return await paste_page(ask, words, length)
    answer = await ask.services.briefing.search(words, by_rank=True)
    if not answer.brief.stories:
        text = ask.texts("summary.nothing", words=shorten(words, 80))
        return Reply(text=text, keyboard=way_on(ask))
    listing = await ask.services.store.listings.add(
        chat_id=ask.chat_id, brief=answer.brief, now=ask.now
    )
    return await story_page(ask, answer.brief.stories[0].id, listing.id, length)


async def _of_last_list(ask: Ask, number: int, length: int = USUAL_LENGTH) -> Reply:
    listing = await ask.services.store.listings.last(ask.chat_id)
    if listing is None:
        return Reply(text=ask.texts("summary.no_list"), keyboard=way_on(ask))
    if not 1 <= number <= len(listing.story_ids):
        text = ask.texts.plural("summary.no_number", len(listing.story_ids), number=number)
        return Reply(text=text)
    return await story_page(ask, listing.story_ids[number - 1], listing.id, length)


def _leading_number(words: str) -> tuple[int | None, str]:
    """("5 belarus") → (5, "belarus"); words without a small number in front are left alone."""
    first, _, rest = words.partition(" ")
    if first.isascii() and first.isdecimal() and len(first) < 4:  # noqa: PLR2004 - "2026" is a word
        return int(first), rest.strip()
    return None, words
