"""The values that cross every boundary: frozen, keyword-only, free of any library.

Instants are aware datetimes in UTC. Languages are ISO 639-1 codes ("en"), "und" when unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An article on its way in: what a document or a feed says, nothing added by us."""

    title: str
    text: str = ""
    url: str = ""
    source: str = ""
    author: str = ""
    published: datetime | None = None
    language: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedItem:
    """One item of a feed: `key` is the same whenever the feed gives it."""

    feed_id: int
    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What went wrong, to be told later: a key of the catalogues and its arguments."""

    key: str
    arguments: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class PolledFeed:
    """A feed that we poll: what editors set, what the server said last, and how it went.

    `language` and `topics` are given to its items; `full_page` takes their texts from their pages;
    `held` keeps them for an editor's approval. `interval` is what the feed's own pace has come to;
    `failures` are those in a row, `fault` the last one's; `told` when the admins heard of them.
    """

    id: int
    url: str
    title: str = ""
    site: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    full_page: bool = False
    held: bool = False
    paused: bool = False
    gone: bool = False
    added: datetime
    etag: str = ""
    modified: str = ""
    body_hash: str = ""
    next_poll: datetime
    interval: timedelta
    last_poll: datetime | None = None
    last_item: datetime | None = None
    failures: int = 0
    fault: Fault | None = None
    told: datetime | None = None

    @property
    def name(self) -> str:
        """What a person calls it: its title, else its address."""
        return self.title or self.url


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A stored article. `gist` is its one most telling sentence, "" for a bare headline.

    `copy`: it tells another article's words. `sources`: how many tell its story.
    """

    id: int
    title: str
    text: str
    url: str
    source: str
    author: str
    published: datetime
    added: datetime
    language: str
    hash: str
    gist: str
    topics: tuple[str, ...] = ()
    story_id: int = 0
    copy: bool = False
    sources: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the grouping of stories reads of a stored article; `text` is its beginning."""

    id: int
    story_id: int
    title: str
    text: str
    url: str
    published: datetime
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """What a list shows of a story: its lead article, and how many sources tell it.

    `id` is the article's, `story_id` the story's own. `snippet` is set by a search: see `Snippet`.
    """

    id: int
    title: str
    source: str
    url: str
    published: datetime
    language: str
    gist: str
    has_text: bool
    story_id: int = 0
    sources: int = 1
    snippet: Snippet | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Snippet:
    """A passage of the source with the matched character ranges [start, end) in it."""

    text: str
    matches: tuple[tuple[int, int], ...] = ()


class Role(StrEnum):
    """What somebody may do. An owner may all that an admin may, an admin all that a reader may."""

    READER = "reader"
    ADMIN = "admin"
    OWNER = "owner"

    def may(self, needed: Role) -> bool:
        """Whether this role is enough where `needed` is asked for."""
        return self is needed or needed is Role.READER or self is Role.OWNER


class BriefKind(StrEnum):
    """Where a list came from, which says how it is headed and built again."""

    LATEST = "latest"
    TODAY = "today"
    TOPIC = "topic"
    SEARCH = "search"


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    """One answer of the read path: a list of stories, and the page of it to show.

    `story_ids` is the whole list (bounded), so that the numbers that a reader sees stay the same
    however much news comes in meanwhile; `stories` are those of `page` (0-based).
    """

    kind: BriefKind
    query: str
    story_ids: tuple[int, ...]
    stories: tuple[Story, ...]
    page: int = 0
    page_size: int = 5

    @property
    def pages(self) -> int:
        """How many pages the whole list has (at least 1)."""
        return max(1, -(-len(self.story_ids) // self.page_size))


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A list that a chat was shown, kept so that its buttons and numbers go on working."""

    id: int
    chat_id: int
    kind: BriefKind
    query: str
    story_ids: tuple[int, ...]
    page_size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A subject that articles are filed under.

    `names` maps a language to its display name; `aliases` are all words or phrases that mean it,
    in any language, as a person would write them.
    """

    key: str
    names: dict[str, str]
    aliases: tuple[str, ...] = field(default=())

    def name(self, language: str) -> str:
        """The name in that language, else in English, else the key."""
        return self.names.get(language) or self.names.get("en") or self.key


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTopic:
    """What editors made of a topic: one of their own, more aliases, or a part of another one.

    `names` and `aliases` go by language; a topic that the bot was given needs no names here.
    `merged_into` is the key of the topic that took this one in, "" for none.
    """

    key: str
    names: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    merged_into: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat:
    """What is remembered of a chat: its language, "" until one is chosen or guessed.

    `zone` is where it is (IANA), "" while unknown; `quiet` when nothing is sent that was not asked
    for: from and until which minute after midnight there, None for never.
    """

    id: int
    language: str
    first_seen: datetime
    zone: str = ""
    quiet: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Paste:
    """A text that a reader gave to be summarised, kept so that its buttons go on working."""

    id: int
    chat_id: int
    text: str


class Length(StrEnum):
    """How long a digest is to be."""

    HEADLINES = "headlines"
    SHORT = "short"
    MINUTES = "minutes"
    LONG = "long"


class Standing(StrEnum):
    """Whether a subscription's digests go out, and why not."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A list of news that a chat gets at its own local hour.

    `minute` is the wall time in minutes after midnight in `zone` (IANA), `days` a bit for each
    weekday (1 Monday to 64 Sunday), `topics` their names (none: all). `silent`: a day with nothing
    new says nothing. `resumes` ends a pause by itself; `skipped` is a local date to be left out.
    What was known at `since` was told. `next_digest_at` is None while none is due.
    """

    id: int = 0
    chat_id: int
    thread_id: int = 0
    name: str = ""
    minute: int
    zone: str
    days: int = 127
    topics: tuple[str, ...] = ()
    length: Length = Length.SHORT
    silent: bool = False
    standing: Standing = Standing.ACTIVE
    resumes: datetime | None = None
    skipped: date | None = None
    since: datetime
    next_digest_at: datetime | None = None
