"""The stories of a time, weighed once for all who choose among them. Pure.

A story weighs what speaks for it: the logarithm of how many sources tell it, how fresh it is (half
of that is gone after 12 hours), an editor's pin, and how many of a list's topics it has.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from bot.digest_model import Candidate, DigestItem, Telling
from bot.news.novelty import Known

HALF_LIFE = timedelta(hours=12)
_FRESH = 2.0
# Before all else.
_PINNED = 100.0
_ANOTHER_TOPIC = 0.5
# Nobody gets so far down a list.
_DEEPEST = 500


class Window:
    """Candidates by weight; what is worked out for one reader serves all others."""

    def __init__(self, weighed: Iterable[tuple[Candidate, float]]) -> None:
        """Take candidates with what they weigh: see `weigh`."""
        self._candidates: dict[int, Candidate] = {}
        self._weights: dict[int, float] = {}
        self._homes: dict[int, int] = {}
        self._by_topic: dict[str, list[Candidate]] = defaultdict(list)
        self._orders: dict[frozenset[str], tuple[Candidate, ...]] = {}
        self._items: dict[tuple[int, int | None, int], DigestItem | None] = {}
        for candidate, weight in weighed:
            self._candidates[candidate.story_id] = candidate
            self._weights[candidate.story_id] = weight
            for telling in candidate.tellings:
                self._homes[telling.id] = candidate.story_id
            for topic in candidate.topics:
                self._by_topic[topic].append(candidate)

    def among(self, stories: Iterable[int]) -> frozenset[int]:
        """Those of the stories that are here."""
        return frozenset(story for story in stories if story in self._candidates)

    def order(self, topics: tuple[str, ...]) -> tuple[Candidate, ...]:
        """The heaviest stories of any of the topics (of all: ()), the heaviest first."""
        key = frozenset(topics)
        if key not in self._orders:
            self._orders[key] = self._ordered(key)
        return self._orders[key]

    def weight(self, candidate: Candidate, topics: frozenset[str]) -> float:
        """What a story weighs in a list of these topics."""
        return self._weights[candidate.story_id] + _ANOTHER_TOPIC * len(candidate.topics & topics)

    def item(self, candidate: Candidate, mark: int | None, sentences: int) -> DigestItem | None:
        """What to tell of a story to somebody who knows it up to the article `mark`.

        None when it holds nothing new to them. To who does not know it (None), the whole.
        """
        key = (candidate.story_id, mark, sentences)
        if key not in self._items:
            told = _whole if mark is None else _update
            self._items[key] = told(candidate, mark or 0, sentences)
        return self._items[key]

    def marks(
        self, told: Iterable[tuple[int, int]], opened: Iterable[int]
    ) -> frozenset[tuple[int, int]]:
        """Which of the stories somebody knows up to where, from what was told and opened.

        A story that was merged into another one since is found by its article.
        """
        known: dict[int, int] = {}
        for story, article in (*told, *((0, article) for article in opened)):
            home = self._homes.get(article, story)
            if home in self._candidates:
                known[home] = max(known.get(home, 0), article)
        return frozenset(known.items())

    def _ordered(self, topics: frozenset[str]) -> tuple[Candidate, ...]:
        weights = self._weights
        if topics:
            found = (each.story_id for topic in topics for each in self._by_topic.get(topic, ()))
            weights = {
                story: self._weights[story] + _ANOTHER_TOPIC * count
                for story, count in Counter(found).items()
            }
        heaviest = sorted(((weight, story) for story, weight in weights.items()), reverse=True)
        return tuple(self._candidates[story] for _, story in heaviest[:_DEEPEST])


def weigh(candidate: Candidate, *, pins: frozenset[int], now: datetime) -> float:
    """What speaks for a story whoever reads; `pins` are articles."""
    age = now - max(telling.published for telling in candidate.tellings)
    fresh = _FRESH * math.pow(0.5, max(age / HALF_LIFE, 0.0))
    pinned = any(telling.id in pins for telling in candidate.tellings)
    return math.log2(max(candidate.sources, 1)) + fresh + _PINNED * pinned


def _whole(candidate: Candidate, _: int, sentences: int) -> DigestItem:
    """The lead's headline, and sentences of the sources that do not repeat each other."""
    lead, *_others = tellings = _comparable(candidate)
    known = Known([lead.title])
    new = (sentence for each in tellings if (sentence := known.news(each.gist)))
    return _item(candidate, lead, islice(new, sentences), update=False)


def _update(candidate: Candidate, mark: int, sentences: int) -> DigestItem | None:
    """Only what came in later and says something new; None when nothing does."""
    tellings = _comparable(candidate)
    known = Known(text for each in tellings if each.id <= mark for text in (each.title, each.gist))
    fresh = [
        (each, sentence)
        for each in tellings
        if each.id > mark and (sentence := known.news(each.gist or each.title))
    ]
    if not fresh:
        return None
    told = [sentence for each, sentence in fresh if sentence != each.title]
    return _item(candidate, fresh[0][0], told[:sentences], update=True)


def _comparable(candidate: Candidate) -> list[Telling]:
    """The tellings in the lead's language: the same in another one would look like news."""
    language = candidate.tellings[0].language
    return [each for each in candidate.tellings if each.language == language]


def _item(
    candidate: Candidate, head: Telling, sentences: Iterable[str], *, update: bool
) -> DigestItem:
    return DigestItem(
        story_id=candidate.story_id,
        article_id=head.id,
        newest=candidate.newest,
        title=head.title,
        url=head.url,
        source=head.source,
        published=head.published,
        sources=candidate.sources,
        sentences=tuple(sentences),
        update=update,
    )
