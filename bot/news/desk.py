"""The editors' desk: articles are proposed, looked at, put right and published; and all is undone.

What is proposed lies in the store, so that a preview goes on working after a restart.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import NotFoundError
from bot.model import Article, Draft, Story
from bot.news.audit import Undo
from bot.news.newsroom import Foresight, Newsroom
from bot.news.preparing import Prepared
from bot.store import Store
from bot.store.drafts import draft_fields, draft_of_fields
from bot.store.indexing import content_hash
from bot.store.proposals import Proposal

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A proposal of one article, and all that can be told of it before it is published.

    `known` is the stored article that says the same, which bars publishing.
    """

    proposal: Proposal
    prepared: Prepared
    foresight: Foresight
    known: Story | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The new articles' ids, and how many drafts turned out to be known."""

    ids: tuple[int, ...] = ()
    known: int = 0


async def _unwatched(done: int, total: int) -> None:
    """Progress that nobody watches."""
    del done, total


class Desk:
    """Proposals, and the undoing of what editors do."""

    def __init__(self, *, store: Store, newsroom: Newsroom) -> None:
        self._store = store
        self._newsroom = newsroom

    async def propose(self, draft: Draft, *, editor_id: int, now: datetime) -> Proposal:
        """Put one draft before its editor."""
        proposal = Proposal(drafts=(draft,), editor_id=editor_id, created=now)
        return await self._store.proposals.add(proposal)

    async def proposal(self, proposal_id: int, *, editor_id: int) -> Proposal:
        """An editor's own proposal, or one that a feed holds, which is every editor's.

        Raises NotFoundError: it is published or dropped by now, or another editor's.
        """
        found = await self._store.proposals.get(proposal_id)
        if found is None or found.editor_id not in {editor_id, None}:
            raise NotFoundError("proposal.gone")
        return found

    async def preview(self, proposal: Proposal, *, now: datetime) -> Preview:
        """What would be published."""
        prepared = await self._prepared(proposal, proposal.draft)
        known = await self._newsroom.known(prepared)
        foresight = Foresight() if known else await self._newsroom.foresee(prepared, now=now)
        return Preview(proposal=proposal, prepared=prepared, foresight=foresight, known=known)

    async def amend(self, proposal: Proposal) -> Proposal:
        """Keep a changed proposal. Raises NotFoundError when it is gone by now."""
        if not await self._store.proposals.change(proposal):
            raise NotFoundError("proposal.gone")
        return proposal

    async def new_ones(self, drafts: Iterable[Draft]) -> tuple[Draft, ...]:
        """The drafts that say what no stored article and no draft before them says."""
        new: dict[str, Draft] = {}
        for draft in drafts:
            digest = content_hash(draft.title, draft.text)
            if await self._store.articles.find(draft.url, digest) is None:
                new.setdefault(digest, draft)
        return tuple(new.values())

    async def publish(
        self,
        proposal: Proposal,
        *,
        now: datetime,
        progress: Callable[[int, int], Awaitable[None]] = _unwatched,
    ) -> Published:
        """Publish all drafts; `progress(done, total)` is called before each.

        The proposal is forgotten last: killed in between, it is still there, and what was
        published is known when it is published again.
        """
        ids: list[int] = []
        for order, draft in enumerate(proposal.drafts):
            await progress(order, len(proposal.drafts))
            # Undated ones a second apart, so that lists keep their order.
            published = draft.published or now - order * _SECOND
            prepared = await self._prepared(proposal, replace(draft, published=published))
            added = await self._newsroom.publish(prepared, now=now, apart=proposal.apart)
            if added is not None:
                ids.append(added)
        await self._store.proposals.drop(proposal.id)
        return Published(ids=tuple(ids), known=len(proposal.drafts) - len(ids))

    async def drop(self, proposal: Proposal) -> bool:
        """Forget a proposal; False when it is gone already."""
        return await self._store.proposals.drop(proposal.id)

    @property
    def undo(self) -> Mapping[str, Undo]:
        """How each action of editors is undone, for the audit trail."""
        return {
            "publish": self._unpublish,
            "delete": self._restore,
            "edit": self._change_back,
            "retitle": self._change_back,
            "merge": self._regroup,
            "split": self._regroup,
            "pin": self._unpin,
        }

    async def _prepared(self, proposal: Proposal, draft: Draft) -> Prepared:
        prepared = await self._newsroom.prepare(draft)
        if proposal.topics is None:
            return prepared
        return replace(prepared, topics=proposal.topics)

    async def _unpublish(self, data: dict[str, Any], now: datetime) -> None:
        deleted = [await self._newsroom.delete(number, now=now) for number in data["articles"]]
        if not any(deleted):
            raise NotFoundError("story.gone")

    async def _restore(self, data: dict[str, Any], now: datetime) -> None:
        if not await self._newsroom.restore(data["article"], now=now):
            raise NotFoundError("delete.final")

    async def _change_back(self, data: dict[str, Any], now: datetime) -> None:
        del now
        before = data["before"]
        draft = draft_of_fields(before)
        await self._newsroom.change(data["article"], replace(draft, topics=()), topics=draft.topics)

    async def _unpin(self, data: dict[str, Any], now: datetime) -> None:
        del now
        await self._store.pins.unpin(data["article"])

    async def _regroup(self, data: dict[str, Any], now: datetime) -> None:
        del now
        await self._newsroom.regroup(data)


def draft_of(article: Article) -> Draft:
    """A stored article as a draft of itself."""
    return Draft(
        title=article.title,
        text=article.text,
        url=article.url,
        source=article.source,
        author=article.author,
        published=article.published,
        language=article.language,
        topics=article.topics,
    )


def kept(article: Article) -> dict[str, Any]:
    """What the audit trail keeps of an article, to bring it back by."""
    return draft_fields(draft_of(article))
