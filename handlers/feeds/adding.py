"""/addfeed and /testfeed: an address is looked at, what it would bring is shown first."""

from __future__ import annotations

from hashlib import blake2b

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.feeds.fields import host
from bot.news.finding import Found
from bot.render.feeds import coming_text, feed_head
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from handlers.context import Ask, Reply
from handlers.editing.conversations import close, go_on, open_one, question
from handlers.editing.material import sole_address, unasked
from handlers.editing.recording import recorded
from handlers.feeds.feed_page import outcome, page_of
from handlers.feeds.opml import imported, is_list

KIND = "addfeed"
_SHOWN = 5
_LABEL_UNITS = 60


async def add_feed(ask: Ask) -> Reply:
    """A feed by its address or by that of a page that names it; or a whole list of them."""
    attachment = ask.post.attachment
    if attachment is not None and is_list(attachment):
        return await imported(ask, attachment)
    links = ask.replied.links if ask.replied else ()
    if address := ask.words or next(iter(links), ""):
        return await _offered(ask, address)
    return await question(ask, KIND, "url", {}, (_cancel(ask),))


async def test_feed(ask: Ask) -> Reply:
    """What would come in from a feed; nothing is stored."""
    if not ask.words:
        raise NotFoundError("feed.which", command=ask.command)
    address = ask.words
    if address.isdecimal():
        address = (await ask.services.feeds.desk.named(address)).url
    found = await _looked(ask, address)
    if found.feed is None:
        links = [Markup("• {}").format(link) for link in found.links]
        return Reply(text=Markup("\n").join([ask.texts("feed.several"), "", *links]))
    return Reply(text=await _coming(ask, found))


async def answered(ask: Ask) -> Reply:
    """What an editor says while an address is asked for, or a choice is open."""
    attachment = ask.post.attachment
    if attachment is not None and is_list(attachment):
        await close(ask)
        return await imported(ask, attachment)
    asked = ask.conversation is not None and ask.conversation.step == "url"
    if ask.words and (asked or sole_address(ask.words, ask.post.links)):
        return await _offered(ask, ask.words)
    # Under an open offer nothing is asked.
    return await unasked(ask)


async def tapped(ask: Ask) -> Reply:
    """A button under an offer: "addfeed:ACTION:MARK"; the address itself is too long for one."""
    action, mark = (*ask.data, "", "")[:2]
    conversation = await open_one(ask, KIND)
    links = conversation.data.get("links", []) if conversation else []
    if action == "cancel":
        await close(ask)
        return Reply(text=ask.texts("addfeed.cancelled"), edit=True)
    url = next((link for link in links if _mark(link) == mark), "")
    if not url or action not in {"look", "add", "hold"}:
        raise NotFoundError("button.old")
    if action == "look":
        return await _offered(ask, url)
    await close(ask)
    return await _added(ask, url, held=action == "hold")


async def _offered(ask: Ask, address: str) -> Reply:
    """What the address holds: one feed with what it would bring, or several to choose from."""
    known = await ask.services.feeds.desk.known(address)
    if known:
        return await page_of(ask, known, note="feed.is_known")
    found = await _looked(ask, address)
    if found.feed is None:
        await go_on(ask, KIND, "choose", {"links": found.links})
        rows = tuple((_button(ask, link, "look", _name(link)),) for link in found.links)
        keyboard: Keyboard = (*rows, _cancel(ask))
        return Reply(text=ask.texts("feed.several"), keyboard=keyboard, edit=bool(ask.data))
    if known := await ask.services.feeds.desk.known(found.url):
        return await page_of(ask, known, note="feed.is_known")
    await go_on(ask, KIND, "confirm", {"links": [found.url]})
    keyboard = (
        (_button(ask, found.url, "add"), _button(ask, found.url, "hold")),
        _cancel(ask),
    )
    return Reply(text=await _coming(ask, found), keyboard=keyboard, edit=bool(ask.data))


async def _added(ask: Ask, url: str, *, held: bool) -> Reply:
    """Adds the feed and polls it, so that its page shows what came."""
    feed = await ask.services.feeds.desk.add(url, held=held, now=ask.now)
    await ask.progress(ask.texts("feed.looking", host=host(url)))
    polled = await ask.services.feeds.poller.poll(feed, now=ask.now)
    await recorded(ask, "feed_add", polled.feed.name, {"feeds": [feed.id], "n": 1})
    toast = outcome(ask.texts, polled.feed, polled.added)
    return await page_of(ask, feed.id, note="feed.added", toast=toast)


async def _looked(ask: Ask, address: str) -> Found:
    await ask.progress(ask.texts("feed.looking", host=host(address) or shorten(address, 80)))
    return await ask.services.feeds.reader.find(address)


async def _coming(ask: Ask, found: Found) -> Markup:
    drafts = await ask.services.feeds.desk.coming(found, now=ask.now)
    title = found.feed.title if found.feed else ""
    head = feed_head(title or host(found.url), found.url)
    coming = coming_text(ask.texts, drafts[:_SHOWN], len(drafts), ask.now)
    return Markup("\n\n").join([head, coming])


def _button(ask: Ask, url: str, action: str, text: str = "") -> Button:
    label = text or ask.texts.plain(f"button.addfeed.{action}")
    return Button(text=label, data=callback(KIND, action, _mark(url)))


def _cancel(ask: Ask) -> tuple[Button, ...]:
    return (Button(text=ask.texts.plain("button.cancel"), data=callback(KIND, "cancel")),)


def _name(link: str) -> str:
    return shorten(link.partition("://")[2], _LABEL_UNITS)


def _mark(url: str) -> str:
    """Tells the addresses of one offer apart."""
    return blake2b(url.encode(errors="replace"), digest_size=6).hexdigest()
