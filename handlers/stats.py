"""/stats: what an owner wants to know at a glance."""

from __future__ import annotations

from babel.numbers import format_decimal

from bot.render.when import ago
from handlers.context import Ask, Reply


async def stats(ask: Ask) -> Reply:
    """How much is stored and how fresh it is."""
    articles = ask.services.store.articles
    counts = await articles.topic_counts()
    newest = (await articles.latest(1, shown=1)).stories
    language = ask.texts.language
    return Reply(
        text=ask.texts(
            "stats.text",
            articles=format_decimal(await articles.count(), locale=language),
            topics=format_decimal(len(counts), locale=language),
            chats=format_decimal(await ask.services.store.chats.count(), locale=language),
            newest=ago(newest[0].published, ask.now, language) if newest else "–",
        )
    )
