"""Which article an editor means: a number of the last list, an id, or the story replied to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import NotFoundError
from bot.model import Article
from bot.render.parts import shorten
from handlers.context import Ask

_LONGEST_NUMBER = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """An article and the words that came after its name."""

    article: Article
    rest: str = ""


async def named(ask: Ask, words: str | None = None) -> Named:
    """The article that the first word names, or that the message replied to shows.

    "3" is a number of this chat's last list, "#3" the article with that id.

    Raises NotFoundError: nothing is named ("target.how", with the command), or it is not there.
    """
    words = ask.words if words is None else words
    first, _, rest = words.partition(" ")
    if (number := _number(first.removeprefix("#"))) is not None:
        article_id = number if first.startswith("#") else await _listed(ask, number)
        return Named(article=await ask.services.briefing.story(article_id), rest=rest.strip())
    if (shown := _shown(ask)) is not None:
        return Named(article=await ask.services.briefing.story(shown), rest=words)
    raise NotFoundError("target.how", command=ask.command, words=shorten(words, 50))


async def _listed(ask: Ask, number: int) -> int:
    listing = await ask.services.store.listings.last(ask.chat_id)
    if listing is None:
        raise NotFoundError("target.no_list", number=number)
    if not 1 <= number <= len(listing.story_ids):
        raise NotFoundError("target.no_number", number=number, most=len(listing.story_ids))
    return listing.story_ids[number - 1]


def _shown(ask: Ask) -> int | None:
    """The article of the story's page replied to, which an editor sees with an Edit button."""
    for data in ask.replied.buttons if ask.replied else ():
        name, _, arguments = data.partition(":")
        if name == "edit":
            return _number(arguments.partition(":")[0])
    return None


def _number(word: str) -> int | None:
    whole = word.isascii() and word.isdecimal() and len(word) < _LONGEST_NUMBER
    return int(word) if whole else None
