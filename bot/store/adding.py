"""How an article is written: one row each of its card, its text and its topics."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from bot.model import Draft
from bot.store.indexing import index_entry
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
_ADD_TEXT = """
    INSERT INTO article_texts (sequence, text, title_stems, text_stems, source_words)
    VALUES (:sequence, :text, :title_stems, :text_stems, :source_words)
"""
_ADD_TOPICS = """
    INSERT INTO article_topics (topic, sequence, article_id)
    SELECT value, :sequence, :id FROM json_each(:topics)
"""


def article_row(
    draft: Draft, *, now: datetime, language: str, gist: str, topics: Iterable[str]
) -> Parameters:
    """What the database keeps of an article. Takes time in proportion to the text.

    An article without an instant, or with one to come, is published `now`.
    """
    entry = index_entry(draft, language)
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


async def insert_article(transaction: Connection, row: Parameters) -> int | None:
    """Write an `article_row`; returns its id, None when its address or content is there."""
    card = await transaction.one(_ADD, row)
    if card is None:
        return None
    article_id: int = card["id"]
    place = {"id": article_id, "sequence": card["sequence"]}
    await transaction.run(_ADD_TEXT, {**row, **place})
    await transaction.run(_ADD_TOPICS, {**row, **place})
    return article_id
