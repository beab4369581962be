"""How an article is written: one row each of its card, its text and its topics."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.model import Draft
from bot.store.grouping import join
from bot.store.indexing import IndexEntry, index_entry
from bot.store.instants import to_seconds
from bot.store.sqlite import Connection, Parameters
from bot.store.urls import normalise_url

# One statement, so that nobody can take the number in between; numbers are never given twice.
_ADD = """
    INSERT INTO articles (id, sequence, title, url, url_key, source, author,
                          published, added, language, hash, gist, has_text)
    SELECT next.id, (:published << 20) + (next.id & 1048575), :title, :url, nullif(:url_key, ''),
           :source, :author, :published, :added, :language, :hash, :gist, :text <> ''
    FROM (SELECT coalesce(max(seq), 0) + 1 AS id FROM sqlite_sequence WHERE name = 'articles')
         AS next
    WHERE true
    ON CONFLICT (url_key) DO NOTHING
    ON CONFLICT (hash) DO NOTHING
    RETURNING id, sequence
"""
# A deleted article comes back with its number, so that old buttons find it again.
_ADD_BACK = """
    INSERT INTO articles (id, sequence, title, url, url_key, source, author,
                          published, added, language, hash, gist, has_text)
    VALUES (:id, :sequence, :title, :url, :url_key, :source, :author,
            :published, :added, :language, :hash, :gist, :has_text)
    ON CONFLICT DO NOTHING
"""
_UPDATE = """
    UPDATE OR IGNORE articles SET title = :title, url = :url, url_key = nullif(:url_key, ''),
        source = :source, author = :author, language = :language, hash = :hash, gist = :gist,
        has_text = :text <> ''
    WHERE id = :id RETURNING id, sequence
"""
_UPDATE_TEXT = """
    UPDATE article_texts SET text = :text, title_stems = :title_stems, text_stems = :text_stems,
        source_words = :source_words
    WHERE sequence = :sequence
"""
_ADD_TEXT = """
    INSERT INTO article_texts (sequence, text, title_stems, text_stems, source_words)
    VALUES (:sequence, :text, :title_stems, :text_stems, :source_words)
"""
_ADD_TOPICS = """
    INSERT INTO article_topics (topic, sequence, article_id)
    SELECT value, :sequence, :id FROM json_each(:topics)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """Where a new article went: its own id and its story's."""

    id: int
    story: int


def article_row(  # noqa: PLR0913 - what an article is made of
    draft: Draft,
    *,
    now: datetime,
    language: str,
    gist: str,
    topics: Iterable[str],
    entry: IndexEntry | None = None,
) -> Parameters:
    """What the database keeps of an article.

    Without its `entry` in the index, that is made: in a time in proportion to the text.

    An article without an instant, or with one to come, is published `now`.
    """
    entry = entry or index_entry(draft, language)
    return {
        "title": draft.title,
        "text": draft.text,
        "url": draft.url,
        "url_key": normalise_url(draft.url),
        "source": draft.source,
        "author": draft.author,
        "published": to_seconds(min(draft.published or now, now)),
        "added": to_seconds(now),
        "language": language,
        "gist": gist,
        "topics": json.dumps(sorted(set(topics))),
        "hash": entry.hash,
        "title_stems": entry.title_stems,
        "text_stems": entry.text_stems,
        "source_words": entry.source_words,
    }


async def insert_article(
    transaction: Connection, row: Parameters, *, story: int | None = None, copy: bool = False
) -> Added | None:
    """Write an `article_row` into a story (None: its own); None when it is there already.

    It is there when its address or its content is.
    """
    card = await transaction.one(_ADD, row)
    if card is None:
        return None
    place = {"id": card["id"], "sequence": card["sequence"]}
    await transaction.run(_ADD_TEXT, {**row, **place})
    await transaction.run(_ADD_TOPICS, {**row, **place})
    return Added(id=card["id"], story=await join(transaction, card["id"], story, copy=copy))


async def insert_deleted(transaction: Connection, content: Parameters) -> bool:
    """Write an article as it was before it was deleted; False when its like is there by now."""
    if not await transaction.run(_ADD_BACK, content):
        return False
    await transaction.run(_ADD_TEXT, content)
    await transaction.run(_ADD_TOPICS, content)
    return True


async def update_article(transaction: Connection, article_id: int, row: Parameters) -> bool:
    """Write an `article_row` over an article; False when it is gone or another one says this."""
    card = await transaction.one(_UPDATE, {**row, "id": article_id})
    if card is None:
        return False
    place = {"id": article_id, "sequence": card["sequence"]}
    await transaction.run(_UPDATE_TEXT, {**row, **place})
    await transaction.run("DELETE FROM article_topics WHERE article_id = :id", place)
    await transaction.run(_ADD_TOPICS, {**row, **place})
    return True
