"""The live stories of one language, found by the rare terms that an article shares with them."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable

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
        # Arrays take half the room of lists, and the garbage collector passes them over.
        self._holding: dict[int, array[int]] = {}
        self._last: tuple[Reading, Weighed] | None = None

    def weigh(self, reading: Reading) -> Weighed:
        """Weigh an article by the news of the day."""
        # What is placed is mostly put next, and weighs the same until another one is.
        if self._last is None or self._last[0] is not reading:
            self._last = reading, weigh(reading, self._rarities)
        return self._last[1]

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
        return [self._clusters[story] for story in _heaviest(found)]

    def put(self, key: int, reading: Reading, article: Weighed, story: int) -> None:
        """Add an article, read and weighed, to a story, which may be new."""
        self._last = None
        self._story_of[key] = story
        cluster = self._clusters.get(story)
        known = cluster.terms if cluster else ()
        for term in article.near:
            if term not in known:
                self._holding.setdefault(term, array("I")).append(story)
        if cluster:
            cluster.add(key, reading, article)
        else:
            self._clusters[story] = Cluster(story, key, reading, article)

    def remove(self, keys: Iterable[int]) -> None:
        """Take articles out; those that are not here are passed over."""
        leaving = [key for key in keys if key in self._story_of]
        if not leaving:
            return
        self._last = None
        stories = dict.fromkeys(self._story_of.pop(key) for key in leaving)
        self._rebuild(stories, gone=frozenset(leaving))

    def find(self, key: int) -> Reading | None:
        """An article by its key."""
        story = self._story_of.get(key)
        return None if story is None else self._clusters[story].members[key]

    def forget(self, before: float) -> None:
        """Drop old articles; from a story that goes on, only once they are half of it.

        So a story is built again as often as it doubles, and not for every article that ages.
        """
        leaving: list[int] = []
        for cluster in self._clusters.values():
            old = [key for key, reading in cluster.members.items() if _is_older(reading, before)]
            if 2 * len(old) >= len(cluster.members):
                leaving += old
        self.remove(leaving)

    def _rarities(self, terms: Iterable[int]) -> Weights:
        count = len(self._clusters)
        return {term: rarity(len(self._holding.get(term, ())), count) for term in terms}

    def _rebuild(self, stories: Collection[int], *, gone: Collection[int]) -> None:
        """Make stories again of the articles that stay: sums cannot be taken back exactly."""
        clusters = [self._clusters.pop(story) for story in stories]
        # Each list once, however many stories it loses.
        for term in {term for cluster in clusters for term in cluster.terms}:
            left = [story for story in self._holding.pop(term) if story not in stories]
            if left:
                self._holding[term] = array("I", left)
        for cluster in clusters:
            for key, reading in cluster.members.items():
                if key not in gone:
                    self.put(key, reading, self.weigh(reading), cluster.story)


def _heaviest(found: dict[int, float]) -> list[int]:
    """The stories of the greatest weights; of those that weigh as much, the first."""
    least = sorted(found.values(), reverse=True)[:_COMPARED][-1] if found else 0.0
    near = sorted((-weight, story) for story, weight in found.items() if weight >= least)
    return [story for _, story in near[:_COMPARED]]


def _is_older(reading: Reading, before: float) -> bool:
    return reading.instant is None or reading.instant < before
