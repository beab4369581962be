"""A library of generated articles, put into the real tables in bulk."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from bot.model import Draft
from bot.store.adding import article_row, insert_article
from bot.store.migrate import migrate
from bot.store.sqlite import Database, Parameters

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TOPICS = ("belarus", "ukraine", "poland", "lithuania", "germany", "france", "japan", "india")
_SOURCES = ("Reuters", "BBC News", "Nasha Niva", "Le Monde", "DW", "AP", "Meduza", "The Guardian")
_VOCABULARY = 30_000
_WORDS = 300
_BATCH = 2_000


class Generator:
    """Articles of about 2 KB from made-up words whose frequencies follow Zipf's law."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        syllables = [a + b for a in "bcdfghklmnprstvz" for b in "aeiou"]
        words = {
            "".join(self._random.choices(syllables, k=self._random.randint(2, 4)))
            for _ in range(2 * _VOCABULARY)
        }
        self.words = sorted(words)[:_VOCABULARY]
        self._random.shuffle(self.words)
        self._weights = [*accumulate(1 / rank for rank in range(1, len(self.words) + 1))]

    def article(self, number: int) -> Draft:
        """An article; a higher number is a few minutes newer."""
        words = self._random.choices(self.words, cum_weights=self._weights, k=_WORDS)
        sentences = [" ".join(words[at : at + 15]).capitalize() for at in range(0, _WORDS, 15)]
        return Draft(
            title=f"{sentences[0][:80]} {number}",
            text=". ".join(sentences) + ".",
            url=f"https://example.org/{number}",
            source=self._random.choice(_SOURCES),
            published=NOW - timedelta(minutes=5) * (200_000 - number),
            topics=tuple(self._random.sample(TOPICS, 2)),
        )

    def row(self, number: int) -> Parameters:
        """The same, ready to be written."""
        draft = self.article(number)
        gist = draft.text.partition(".")[0]
        return article_row(draft, now=NOW, language="en", gist=gist, topics=draft.topics)


async def build(path: Path, *, articles: int) -> None:
    """Fill a new database at `path`."""
    generator = Generator()
    async with await Database.open(path) as database:
        await migrate(database)
        for first in range(1, articles + 1, _BATCH):
            async with database.transaction() as transaction:
                for number in range(first, min(first + _BATCH, articles + 1)):
                    await insert_article(transaction, generator.row(number))
