"""Which stories a digest tells and in which order: what one reader makes of a window. Pure.

To a story's weight comes what the reader follows, and what they asked for more or less of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.digest_model import Candidate, DigestItem
from bot.model import Length
from bot.news.window import Window

_FOLLOWED = 2.0
# However often somebody taps, one taste does not decide alone.
_TASTE = 2.0
# Likes and follows move stories within so many of the most important ones.
_REACH = 200
WORDS_PER_MINUTE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How long a digest is: so many stories, sentences of each, and words in all."""

    stories: int
    sentences: int
    words: int = 1_000_000


SIZES = {
    Length.HEADLINES: Size(stories=10, sentences=0),
    Length.SHORT: Size(stories=6, sentences=1),
    Length.MINUTES: Size(stories=20, sentences=2, words=2 * WORDS_PER_MINUTE),
    Length.LONG: Size(stories=12, sentences=2),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a choice depends on beside the list: equal ones make equal digests.

    `marks` are stories that the reader knows and up to which article; `muted` and `followed` are
    stories, `tastes` subjects with the weight that is left.
    """

    marks: frozenset[tuple[int, int]] = frozenset()
    muted: frozenset[int] = frozenset()
    followed: frozenset[int] = frozenset()
    tastes: tuple[tuple[str, float], ...] = ()


def choose(
    window: Window, topics: tuple[str, ...], length: Length, reading: Reading
) -> tuple[DigestItem, ...]:
    """The items of a digest: what the reader does not know, grouped by topic where several are.

    Of a story that they know, only sentences that say something new; none: the story is left out.
    """
    size = SIZES[length]
    marks = dict(reading.marks)
    items: list[DigestItem] = []
    words = 0
    for candidate in _leaning(window, topics, reading):
        if candidate.story_id in reading.muted:
            continue
        item = window.item(candidate, marks.get(candidate.story_id), size.sentences)
        if item is None:
            continue
        words += word_count(item)
        if items and words > size.words:
            break
        items.append(replace(item, topic=_heading(candidate, topics)))
        if len(items) == size.stories:
            break
    return _grouped(items)


def reading_minutes(items: Sequence[DigestItem]) -> int:
    """How long the items take to read, in whole minutes, at least one."""
    return max(1, round(sum(map(word_count, items)) / WORDS_PER_MINUTE))


def word_count(item: DigestItem) -> int:
    """How many words of an item there are to be read."""
    return sum(len(text.split()) for text in (item.title, *item.sentences))


def _leaning(window: Window, topics: tuple[str, ...], reading: Reading) -> Sequence[Candidate]:
    """The order as this reader would have it."""
    order = window.order(topics)
    if not (reading.followed or reading.tastes):
        return order
    tastes = dict(reading.tastes)
    wanted = frozenset(topics)

    def weight(each: Candidate) -> float:
        followed = _FOLLOWED * (each.story_id in reading.followed)
        return window.weight(each, wanted) + followed + _taste(each, tastes)

    far = (each for each in order[_REACH:] if each.story_id in reading.followed)
    return sorted((*order[:_REACH], *far), key=weight, reverse=True)


def _taste(candidate: Candidate, tastes: Mapping[str, float]) -> float:
    subjects = {f"topic:{topic}" for topic in candidate.topics}
    subjects |= {f"source:{telling.source}" for telling in candidate.tellings}
    weight = sum(tastes.get(subject, 0.0) for subject in subjects)
    return max(-_TASTE, min(_TASTE, weight))


def _heading(candidate: Candidate, topics: tuple[str, ...]) -> str:
    """The first of several topics that the story has; one topic alone needs no heading."""
    if len(topics) < 2:  # noqa: PLR2004 - several
        return ""
    return next(topic for topic in topics if topic in candidate.topics)


def _grouped(items: Sequence[DigestItem]) -> tuple[DigestItem, ...]:
    """The items by topic, the topic of the most important story first."""
    places = {topic: place for place, topic in enumerate(dict.fromkeys(i.topic for i in items))}
    return tuple(sorted(items, key=lambda item: places[item.topic]))
