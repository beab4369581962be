"""Word of feeds that fail, recover or end, for every admin in their own language."""

from __future__ import annotations

from telegram import Bot

from bot.model import PolledFeed
from bot.render.feeds import tidings
from bot.render.keyboard import Button, callback
from bot.render.texts import texts_in
from handlers.context import Letter, Services
from handlers.sending import send_letters


async def poll_feeds(bot: Bot, services: Services) -> None:
    """Poll what is due, and tell the admins what they should know."""

    async def tell(key: str, feed: PolledFeed) -> None:
        await send_letters(bot, await letters_of(services, key, feed))

    await services.feeds.poller.round(tell, now=services.now())


async def letters_of(services: Services, key: str, feed: PolledFeed) -> tuple[Letter, ...]:
    """A letter to each admin: see `bot.news.health.news_of` for the keys."""
    return tuple([await _letter(services, admin, key, feed) for admin in services.roles.admins()])


async def _letter(services: Services, admin: int, key: str, feed: PolledFeed) -> Letter:
    chat = await services.store.chats.get(admin)
    texts = texts_in(chat.language if chat else "")
    opens = Button(text=texts.plain("button.feed"), data=callback("feed", feed.id, "open"))
    return Letter(chat_id=admin, text=tidings(texts, key, feed), keyboard=((opens,),))
