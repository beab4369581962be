"""What one run of digests reads and builds once, for all who share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.digest_model import Digest, DigestItem, Recipient, WishKind
from bot.model import Length
from bot.news.choosing import Reading, choose, reading_minutes
from bot.news.topics import Vocabulary
from bot.news.turns import Turn
from bot.news.window import Window, weigh
from bot.render.digest import digest_pages
from bot.render.keyboard import Button
from bot.render.texts import guess_language, texts_in
from bot.steps import in_steps
from bot.store import Store
from bot.store.contents import Content, Part
from bot.store.query import any_of

# Digests of nearly the same time share what they read. What one repeats of an hour was told.
_BUCKET = timedelta(hours=1)
# Whoever was away for longer begins with the last week.
_LONGEST = timedelta(days=7)
# Less of a taste than this changes no order.
_FAINT = 0.1
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """All that a digest depends on: equal ones are built once."""

    language: str
    name: str
    topics: tuple[str, ...]
    length: Length
    day: date
    late: bool
    since: datetime
    reading: Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """The windows, and what is known of contents and phrases, for as long as one run takes."""

    store: Store
    vocabulary: Vocabulary
    now: datetime
    _windows: dict[datetime, Window] = field(default_factory=dict)
    _told: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    _marks: dict[tuple[tuple[int, ...], datetime], frozenset[tuple[int, int]]] = field(
        default_factory=dict
    )
    _mentions: dict[tuple[str, datetime], frozenset[int]] = field(default_factory=dict)

    async def editions(
        self, turns: Sequence[Turn], recipients: Mapping[tuple[int, int], Recipient]
    ) -> dict[int, Edition]:
        """The edition for each subscription, by its id; none where the chat was forgotten."""
        wanted = [(turn, recipients[turn.place]) for turn in turns if turn.place in recipients]
        await self._read_windows({_bucket(turn.before.since, self.now) for turn, _ in wanted})
        await self._read_told(recipient for _, recipient in wanted)
        for turn, recipient in wanted:
            if recipient.wishes:
                await self._read_mentions(recipient, _bucket(turn.before.since, self.now))
        editions = await in_steps(self._edition(turn, recipient) for turn, recipient in wanted)
        return {turn.before.id: each for (turn, _), each in zip(wanted, editions, strict=True)}

    def chosen(self, edition: Edition) -> tuple[DigestItem, ...]:
        """What the digest of an edition tells."""
        return choose(self._windows[edition.since], edition.topics, edition.length, edition.reading)

    def written(self, edition: Edition, items: tuple[DigestItem, ...]) -> Content:
        """The digest of an edition, in the words of its language."""
        digest = Digest(
            name=edition.name,
            day=edition.day,
            length=edition.length,
            items=items,
            minutes=reading_minutes(items),
            late=edition.late,
        )
        names = {
            key: topic.name(edition.language)
            for key in edition.topics
            if (topic := self.vocabulary.topics.get(key))
        }
        pages = digest_pages(texts_in(edition.language), digest, names, self.now)
        return Content(
            parts=tuple(
                Part(
                    html=page.html,
                    keyboard=tuple(tuple(map(_fields, row)) for row in page.keyboard),
                )
                for page in pages
            ),
            stories=tuple((item.story_id, item.newest) for item in items),
        )

    def _edition(self, turn: Turn, recipient: Recipient) -> Edition:
        subscription = turn.before
        since = _bucket(subscription.since, self.now)
        return Edition(
            language=guess_language(recipient.language),
            name=subscription.name,
            topics=subscription.topics,
            length=subscription.length,
            day=turn.day,
            late=turn.late,
            since=since,
            reading=self._reading(recipient, since),
        )

    def _reading(self, recipient: Recipient, since: datetime) -> Reading:
        window = self._windows[since]
        return Reading(
            marks=self._marked(recipient, since),
            muted=window.among(self._mentioned(recipient, WishKind.MUTE, since)),
            followed=window.among(self._mentioned(recipient, WishKind.FOLLOW, since)),
            tastes=tuple(
                (taste.subject, weight)
                for taste in recipient.tastes
                if abs(weight := round(taste.at(self.now), 1)) >= _FAINT
            ),
        )

    def _marked(self, recipient: Recipient, since: datetime) -> frozenset[tuple[int, int]]:
        # Those who open nothing were mostly told the same.
        key = (recipient.told, since)
        if recipient.opened or key not in self._marks:
            told = (pair for content in recipient.told for pair in self._told.get(content, ()))
            marks = self._windows[since].marks(told, recipient.opened)
            if recipient.opened:
                return marks
            self._marks[key] = marks
        return self._marks[key]

    def _mentioned(self, recipient: Recipient, kind: WishKind, since: datetime) -> frozenset[int]:
        if not recipient.wishes:
            return frozenset()
        return frozenset[int]().union(
            *(self._mentions[wish.phrase, since] for wish in recipient.wishes if wish.kind is kind)
        )

    async def _read_windows(self, buckets: Iterable[datetime]) -> None:
        for since in buckets:
            if since not in self._windows:
                pins = await self.store.pins.current(self.now)
                candidates = await self.store.candidates.since(since)
                weights = await in_steps(
                    weigh(each, pins=pins, now=self.now) for each in candidates
                )
                self._windows[since] = Window(zip(candidates, weights, strict=True))

    async def _read_told(self, recipients: Iterable[Recipient]) -> None:
        wanted = {content for recipient in recipients for content in recipient.told}
        if missing := wanted - self._told.keys():
            self._told.update(await self.store.candidates.told(missing))

    async def _read_mentions(self, recipient: Recipient, since: datetime) -> None:
        for wish in recipient.wishes:
            if (wish.phrase, since) not in self._mentions:
                match = any_of([wish.phrase])
                self._mentions[wish.phrase, since] = (
                    await self.store.candidates.mentioning(match, since) if match else frozenset()
                )


def _fields(button: Button) -> dict[str, str]:
    return {"text": button.text, "data": button.data, "url": button.url}


def _bucket(since: datetime, now: datetime) -> datetime:
    """The beginning of the hour of `since`, at most a week ago."""
    since = max(since, now - _LONGEST)
    return since - (since - _EPOCH) % _BUCKET
