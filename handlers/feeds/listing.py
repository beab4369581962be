"""/feeds: all feeds with their health, and the buttons that turn its pages."""

from __future__ import annotations

from markupsafe import Markup

from bot.render.feeds import FEEDS_ON_A_PAGE, feeds_buttons, feeds_text, pages_of
from bot.render.keyboard import Button, callback
from handlers.context import Ask, Reply
from handlers.feeds.opml import exported


async def feeds(ask: Ask) -> Reply:
    """The list; "/feeds opml" gives it as a file."""
    if ask.words.lower() == "opml":
        return await exported(ask)
    return await _page(ask, 0)


async def feeds_turned(ask: Ask) -> Reply:
    """‹ and ›, the way back from a feed's page, and the file."""
    if ask.data[:1] == ("opml",):
        return await exported(ask)
    return await _page(ask, ask.number(0), edit=True)


async def _page(ask: Ask, page: int, *, edit: bool = False) -> Reply:
    store = ask.services.store
    total = await store.feeds.count()
    if not total:
        return Reply(text=ask.texts("feeds.none"), edit=edit)
    page = min(page, pages_of(total) - 1)
    shown = await store.feeds.page(limit=FEEDS_ON_A_PAGE, offset=page * FEEDS_ON_A_PAGE)
    blocks = [feeds_text(ask.texts, shown, page=page, total=total, now=ask.now)]
    buttons = feeds_buttons(ask.texts, shown, page=page, total=total)
    if held := await store.proposals.count_held():
        blocks.append(ask.texts.plural("feeds.held", held))
        queue = Button(text=ask.texts.plain("button.queue"), data=callback("queue", "show"))
        buttons = (*buttons[:-1], (*buttons[-1], queue))
    return Reply(text=Markup("\n\n").join(blocks), keyboard=buttons, edit=edit)
