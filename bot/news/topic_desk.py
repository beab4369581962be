"""The desk of topics: editors add, merge and remove them while the bot runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import NotFoundError, TopicError
from bot.model import OwnTopic, Told, Topic
from bot.news.audit import Undo
from bot.news.naming import Naming, key_of
from bot.news.topics import Vocabulary
from bot.store.own_topics import OwnTopics

FILED_WITHIN = timedelta(days=30)
"""How old articles may be that a new name files under its topic."""

# Few enough that other writers hardly wait, and that progress shows.
_BATCH = 100


async def _unwatched(filed: int) -> None:
    """Progress that nobody watches."""
    del filed


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """What naming a topic did: `mentioning` articles have a new phrase, `filed` are filed by it.

    `data` is what undoing takes.
    """

    topic: Topic
    new: bool
    mentioning: int
    filed: int
    data: dict[str, Any]


class TopicDesk:
    """Changes topics, one change at a time: in the store, and at once in the vocabulary."""

    def __init__(self, *, own_topics: OwnTopics, vocabulary: Vocabulary) -> None:
        self._store = own_topics
        self._vocabulary = vocabulary
        self._own: dict[str, OwnTopic] = {}
        self._turn = asyncio.Lock()

    @property
    def own(self) -> tuple[OwnTopic, ...]:
        """What editors made so far, by key."""
        return tuple(self._own.values())

    @property
    def undo(self) -> Mapping[str, Undo]:
        """Who undoes what is recorded of these actions."""
        return {
            "topicadd": self._unname,
            "topicmerge": self._put_back,
            "topicdel": self._put_back,
        }

    async def reload(self) -> None:
        """Take over what the store has."""
        self._own = {topic.key: topic for topic in await self._store.all()}
        # In a thread: the words of some hundred topics are indexed anew.
        await asyncio.to_thread(self._vocabulary.adopt, self.own)

    def clash(self, naming: Naming) -> tuple[str, Topic] | None:
        """A phrase that means another topic already, and that topic."""
        goal = self._vocabulary.lookup(naming.name).topic
        for phrase in naming.all():
            found = self._vocabulary.lookup(phrase).topic
            if found is not None and found != goal:
                return phrase, found
        return None

    async def name(
        self,
        naming: Naming,
        *,
        now: datetime,
        progress: Callable[[int], Awaitable[None]] = _unwatched,
    ) -> Named:
        """Add a topic, or more names to one that there is, and file the last 30 days under it.

        `progress` is told how many articles are filed, before it goes on. Raises TopicError
        "topicadd.nothing" (name) when all of it is known.
        """
        async with self._turn:
            known = self._vocabulary.lookup(naming.name).topic
            key = (
                known.key
                if known
                else key_of(naming.name, {**self._vocabulary.topics, **self._own})
            )
            before = self._own.get(key, OwnTopic(key=key))
            fresh = self._unknown(naming)
            if not fresh:
                raise TopicError("topicadd.nothing", name=naming.name)
            names = before.names if known else naming.names
            await self._keep(replace(before, names=names, aliases=_joined(before.aliases, fresh)))
        phrases = [phrase for group in fresh.values() for phrase in group]
        filed = await self._file(key, phrases, now=now, progress=progress)
        return Named(
            topic=self._vocabulary.topics[key],
            new=known is None,
            mentioning=await self._store.mentioning(phrases),
            filed=len(filed),
            data={"key": key, "aliases": fresh, "filed": filed},
        )

    async def merge(self, key: str, into: str) -> dict[str, Any]:
        """Make one topic a part of another one; returns what undoing takes.

        Raises NotFoundError "topics.gone" or TopicError "topicmerge.same".
        """
        async with self._turn:
            if not {key, into} <= self._vocabulary.topics.keys():
                raise NotFoundError("topics.gone")
            if key == into:
                raise TopicError("topicmerge.same")
            before = [self._own.get(key, OwnTopic(key=key)), *self._part_of(key)]
            await self._keep(*(replace(topic, merged_into=into) for topic in before))
        return _rows(before)

    async def remove(self, key: str) -> dict[str, Any]:
        """Take back what editors made of a topic, its merging first; returns what undoing takes.

        Raises NotFoundError "topics.gone".
        """
        async with self._turn:
            if key not in self._own:
                raise NotFoundError("topics.gone")
            topic, parts = self._own[key], self._part_of(key)
            if topic.merged_into:
                before, after = [topic], [replace(topic, merged_into="")]
            else:
                parts = parts if topic.names else []
                before = [topic, *parts]
                after = [OwnTopic(key=key), *(replace(part, merged_into="") for part in parts)]
            await self._keep(*after)
        return _rows(before)

    def _part_of(self, key: str) -> list[OwnTopic]:
        """The topics that were merged into that one."""
        return [topic for topic in self._own.values() if topic.merged_into == key]

    def _unknown(self, naming: Naming) -> dict[str, tuple[str, ...]]:
        """What of it means nothing yet in its language, as written."""
        known = {
            (language, phrase)
            for topic in self._own.values()
            for language, phrases in topic.aliases.items()
            for phrase in phrases
        }
        topic = self._vocabulary.lookup(naming.name).topic
        given = frozenset(topic.aliases) if topic else frozenset()
        fresh = {
            language: tuple(
                each for each in phrases if each not in given and (language, each) not in known
            )
            for language, phrases in naming.phrases.items()
        }
        return {language: phrases for language, phrases in fresh.items() if phrases}

    async def _keep(self, *topics: OwnTopic) -> None:
        await self._store.put(topics)
        await self.reload()

    async def _file(
        self,
        key: str,
        phrases: Iterable[str],
        *,
        now: datetime,
        progress: Callable[[int], Awaitable[None]],
    ) -> list[int]:
        filed: list[int] = []
        since = now - FILED_WITHIN
        async for batch in self._store.candidates(phrases, since=since, size=_BATCH):
            about = await asyncio.to_thread(self._about, key, batch)
            filed += await self._store.file(key, about)
            if len(batch) == _BATCH:
                await progress(len(filed))
        return filed

    def _about(self, key: str, batch: Iterable[Told]) -> list[int]:
        """Those that are about the topic, by the rule that new articles are filed by."""
        find = self._vocabulary.find
        return [told.id for told in batch if key in find(told.text, told.language, told.title)]

    async def _unname(self, data: dict[str, Any], now: datetime) -> None:
        """Undo `name`: the phrases go, and the articles that they filed."""
        del now
        async with self._turn:
            topic = self._own.get(data["key"])
            if topic is not None:
                aliases = _without(topic.aliases, data["aliases"])
                # With its last phrase goes a topic that nothing else speaks for.
                names = topic.names if aliases else {}
                await self._keep(replace(topic, names=names, aliases=aliases))
            await self._store.unfile(data["key"], data["filed"])

    async def _put_back(self, data: dict[str, Any], now: datetime) -> None:
        """Undo `merge` and `remove`; what was added since stays."""
        del now
        async with self._turn:
            before = {fields["key"]: OwnTopic(**fields) for fields in data["topics"]}
            await self._keep(*(self._restored(topic, before) for topic in before.values()))

    def _restored(self, topic: OwnTopic, others: Mapping[str, OwnTopic]) -> OwnTopic:
        """The topic as it was, with what it was given since; `others` come back with it."""
        now = self._own.get(topic.key, OwnTopic(key=topic.key))
        goal = topic.merged_into
        if goal in self._own and goal not in others:
            # What it was a part of may itself have become a part of another one.
            goal = self._own[goal].merged_into or goal
        if goal == topic.key or not (goal in others or goal in self._vocabulary.topics):
            goal = ""
        return OwnTopic(
            key=topic.key,
            names=now.names | topic.names,
            aliases=_joined(now.aliases, topic.aliases),
            merged_into=goal,
        )


_Phrases = Mapping[str, Iterable[str]]


def _joined(some: _Phrases, more: _Phrases) -> dict[str, tuple[str, ...]]:
    return {
        language: tuple(dict.fromkeys((*some.get(language, ()), *more.get(language, ()))))
        for language in {**some, **more}
    }


def _without(some: _Phrases, less: _Phrases) -> dict[str, tuple[str, ...]]:
    left = {
        language: tuple(each for each in phrases if each not in set(less.get(language, ())))
        for language, phrases in some.items()
    }
    return {language: phrases for language, phrases in left.items() if phrases}


def _rows(topics: Iterable[OwnTopic]) -> dict[str, Any]:
    return {"topics": [asdict(topic) for topic in topics]}
