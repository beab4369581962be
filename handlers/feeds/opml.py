"""Lists of feeds as OPML documents, in and out."""

from __future__ import annotations

from bot.render.keyboard import Button, callback
from handlers.context import Ask, Attachment, Document, Reply
from handlers.editing.adding import posted as article_posted
from handlers.editing.recording import recorded

_FILE = "gazette-feeds.opml"


def is_list(attachment: Attachment | None) -> bool:
    """Whether a document is a list of feeds, by its name."""
    return attachment is not None and attachment.name.lower().endswith((".opml", ".opml.xml"))


async def posted(ask: Ask) -> Reply:
    """What an editor posts without a word: a list of feeds is one, all else is an article."""
    attachment = ask.post.attachment
    if attachment is not None and is_list(attachment):
        return await imported(ask, attachment)
    return await article_posted(ask)


async def imported(ask: Ask, attachment: Attachment) -> Reply:
    """Adds the feeds of a document; the poller comes to them by itself."""
    data = await ask.download(attachment.file_id)
    listed = await ask.services.feeds.desk.take_list(data, now=ask.now)
    row = [Button(text=ask.texts.plain("button.feeds"), data=callback("feeds", 0))]
    if listed.ids:
        added = {"feeds": list(listed.ids), "n": len(listed.ids)}
        row.append(await recorded(ask, "feed_add", attachment.name, added))
    text = ask.texts.plural("feeds.imported", len(listed.ids), known=listed.known)
    return Reply(text=text, keyboard=(tuple(row),))


async def exported(ask: Ask) -> Reply:
    """All feeds as a document that other readers take."""
    content = await ask.services.feeds.desk.list_all(title="Gazette", now=ask.now)
    count = await ask.services.store.feeds.count()
    text = ask.texts.plural("feeds.exported", count)
    return Reply(text=text, document=Document(name=_FILE, content=content))
