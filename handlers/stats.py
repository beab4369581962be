"""/stats: what those who look after the bot want to know at a glance."""

from __future__ import annotations

from markupsafe import Markup

from bot.render.stats import stats_chart, stats_text
from bot.stats_model import Stats
from handlers.context import Ask, Reply

# What the chart and the words look back on.
DAYS = 7


async def stats(ask: Ask) -> Reply:
    """How much is stored and how fresh it is, who gets what, and how that goes."""
    told = await _stats(ask)
    text = stats_text(ask.texts, told, ask.now)
    if not told.charted:
        return Reply(text=text)
    picture = await ask.services.draw(stats_chart(ask.texts, told))
    caption = Markup("\n\n").join((text, ask.texts("stats.picture", days=DAYS)))
    return Reply(text=caption if picture else text, picture=picture)


async def _stats(ask: Ask) -> Stats:
    store = ask.services.store
    newest = (await store.articles.latest(1, shown=1)).stories
    return Stats(
        articles=await store.articles.count(),
        topics=len(await store.articles.topic_counts()),
        chats=await store.chats.count(),
        newest=newest[0].published if newest else None,
        subscriptions=await store.subscriptions.counts(),
        latest=await store.figures.latest_digests(),
        settled=await store.figures.settled(ask.now, days=DAYS),
        feeds=await store.figures.feeds(),
    )
