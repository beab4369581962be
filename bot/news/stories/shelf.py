"""The live stories of one language, found by the rare terms that an article shares with them."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from bot.news.stories.cluster import Cluster
from bot.news.stories.reading import Reading
from bot.news.stories.weighing import Weighed, Weights, rarity, weigh

# How many stories an article is compared with, and how many entries of the index are looked at to
# find those: what an article costs does not grow with the number of stories.
_COMPARED = 8
_LOOKED_AT = 1_000


class Shelf:
    """An inverted index: which stories hold a term in a title or a lead."""

    def __init__(self) -> None:
        self._clusters: dict[int, Cluster] = {}
        self._story_of: dict[int, int] = {}
        self._holding: dict[str, dict[int, None]] = {}

    def weigh(self, reading: Reading) -> Weighed:
        """Weigh an article by the news of the day."""
        return weigh(reading, self._rarities)

    def candidates(self, article: Weighed) -> list[Cluster]:
        """The stories that share the most with an article, going by its rarest terms."""
        found: dict[int, float] = {}
        looked_at = 0
        held = [(len(self._holding[term]), term) for term in article.lead if term in self._holding]
        for count, term in sorted(held):
            looked_at += count
            if looked_at > _LOOKED_AT and found:
                break
            weight = article.lead[term]
            for story in self._holding[term]:
                found[story] = found.get(story, 0.0) + weight
        # Of stories that share as much, the first.
        nearest = nsmallest(_COMPARED, ((-weight, story) for story, weight in found.items()))
        return [self._clusters[story] for _, story in nearest]

    def put(self, key: int, reading: Reading, article: Weighed, story: int) -> None:
        """Add an article, read and weighed, to a story, which may be new."""
        self._story_of[key] = story
        if story not in self._clusters:
            self._clusters[story] = Cluster(story)
        self._clusters[story].add(key, reading, article)
        for term in article.near:
            self._holding.setdefault(term, {})[story] = None

    def remove(self, keys: Iterable[int]) -> None:
        """Take articles out; those that are not here are passed over."""
        leaving: dict[int, set[int]] = {}
        for key in keys:
            if key in self._story_of:
                leaving.setdefault(self._story_of.pop(key), set()).add(key)
        for story, gone in leaving.items():
            self._rebuild(story, gone)

    def find(self, key: int) -> Reading | None:
        """An article by its key."""
        story = self._story_of.get(key)
        return None if story is None else self._clusters[story].members[key]

    def articles(self, story: int) -> dict[int, Reading]:
        """The articles of a story by key; none for one that is not here."""
        return dict(self._clusters[story].members) if story in self._clusters else {}

    def forget(self, before: float) -> None:
        """Drop old articles; from a story that goes on, only once they are half of it.

        So a story is built again as often as it doubles, and not for every article that ages.
        """
        for cluster in list(self._clusters.values()):
            old = [key for key, reading in cluster.members.items() if _is_older(reading, before)]
            if 2 * len(old) >= len(cluster.members):
                self.remove(old)

    def _rarities(self, terms: Iterable[str]) -> Weights:
        count = len(self._clusters)
        return {term: rarity(len(self._holding.get(term, ())), count) for term in terms}

    def _rebuild(self, story: int, gone: set[int]) -> None:
        """Make a story again of the articles that stay: sums cannot be taken back exactly."""
        cluster = self._clusters.pop(story)
        for term in cluster.terms:
            del self._holding[term][story]
            if not self._holding[term]:
                del self._holding[term]
        for key, reading in cluster.members.items():
            if key not in gone:
                self.put(key, reading, self.weigh(reading), story)


def _is_older(reading: Reading, before: float) -> bool:
    return reading.instant is None or reading.instant < before
