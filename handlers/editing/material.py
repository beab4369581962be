"""What an editor sends, made a draft: words, a page's address, somebody's post, a document."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from markupsafe import Markup

from bot.errors import DocumentError, NotFoundError
from bot.feeds.document_workers import fault_of
from bot.feeds.documents import LARGEST_DOCUMENT, is_document, too_large
from bot.feeds.fields import host
from bot.feeds.plain_text import article_of
from bot.feeds.prose import TITLE_LENGTH, body, headline
from bot.feeds.reading import Reading
from bot.model import Draft
from bot.store.urls import is_web_address
from handlers.context import Ask, Attachment, Post, Reply
from handlers.editing.bundles import fault_block, gathered
from handlers.editing.preview import proposed
from handlers.search import search

_SCHEME = re.compile(r"https?://", re.IGNORECASE)


async def from_words(ask: Ask, words: str) -> Reply:
    """Words that an editor wrote: an address to read, or an article, its first line the title."""
    if address := sole_address(words, ask.post.links):
        return await from_page(ask, address)
    return await proposed(ask, draft_of_words(words))


async def from_post(ask: Ask, post: Post, *, title: str = "") -> Reply:
    """A message of somebody, with the editor's own title if one is given."""
    if post.attachment is not None:
        return await from_document(ask, post.attachment)
    if not post.text.strip():
        raise NotFoundError("add.no_words")
    if (address := sole_address(post.text, post.links)) and not title:
        return await from_page(ask, address)
    draft = article_of(body(post.text))
    if title:
        draft = replace(draft, title=headline(title), text=body(post.text))
    return await proposed(ask, replace(draft, source=headline(post.source), url=post.url))


async def unasked(ask: Ask) -> Reply:
    """What an editor says while nothing is asked: a post to add, else words to look for."""
    if ask.post.source or ask.post.attachment is not None:
        return await from_post(ask, ask.post)
    return await search(ask)


async def from_page(ask: Ask, address: str) -> Reply:
    """The article of a web page."""
    await ask.progress(ask.texts("add.reading", name=host(address)))
    draft = await ask.services.read_page(address)
    if not draft.text:
        raise NotFoundError("add.no_article", site=host(address))
    return await proposed(ask, draft)


async def from_document(ask: Ask, attachment: Attachment) -> Reply:
    """A document: one article is shown, many, or several documents, are counted."""
    await ask.progress(ask.texts("add.reading", name=attachment.name))
    reading = await _read(ask, attachment)
    if ask.album or len(reading.drafts) > 1:
        return await gathered(ask, attachment.name, reading)
    if reading.drafts:
        return await proposed(ask, reading.drafts[0])
    faults = fault_block(ask, list(map(fault_of, reading.faults)))
    return Reply(text=Markup("\n\n").join([ask.texts("add.unread"), *faults]))


async def _read(ask: Ask, attachment: Attachment) -> Reading:
    """The document's articles; what is wrong with it as a whole is a fault of the reading too."""
    try:
        data = await _content(ask, attachment)
    except DocumentError as fault:
        return Reading(faults=(fault,))
    return await ask.services.read_document(data, attachment.name)


async def _content(ask: Ask, attachment: Attachment) -> bytes:
    """The document's bytes, asked for only if it can be read at all."""
    if not is_document(attachment.name):
        suffix = PurePath(attachment.name).suffix
        raise DocumentError("document.unknown_type", name=attachment.name, suffix=suffix)
    if attachment.size > LARGEST_DOCUMENT:
        raise too_large(attachment.name, attachment.size)
    return await ask.download(attachment.file_id)


def draft_of_words(words: str) -> Draft:
    """The first line is the title, the rest the text; a long lone line gives both."""
    first, _, rest = words.strip().partition("\n")
    if rest.strip() and len(first) <= TITLE_LENGTH:
        return Draft(title=headline(first), text=body(rest))
    return article_of(body(words))


def sole_address(words: str, links: tuple[str, ...] = ()) -> str:
    """The web address that is all that the words are; "" where they are more, or none.

    What is written without its scheme counts where Telegram took it for a link.
    """
    word = words.strip()
    address = word if _SCHEME.match(word) else f"https://{word}"
    told = address == word or address in links
    return address if told and is_web_address(address) else ""
