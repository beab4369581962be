"""/queue: what feeds hold for an editor's approval."""

from __future__ import annotations

from markupsafe import Markup

from bot.errors import NotFoundError
from bot.render.feeds import held_line
from bot.render.keyboard import Button, Keyboard, callback
from bot.store.proposals import Proposal
from handlers.context import Ask, Reply
from handlers.editing.recording import recorded

PAGE = 5
_BATCH = 50


async def queue(ask: Ask) -> Reply:
    """The first items that wait."""
    return await _page(ask, 0)


async def queue_tapped(ask: Ask) -> Reply:
    """A button of the queue: "queue:ACTION:NUMBER:FROM", where FROM is the page's beginning."""
    action = ask.data[0] if ask.data else ""
    number, after = ask.number(1), ask.number(2)
    match action:
        case "show":
            return await _page(ask, number)
        case "publish":
            new = await _publish(ask, await _held(ask, number))
            action = action if new else "known"
        case "skip":
            await ask.services.desk.drop(await _held(ask, number))
        case "all":
            return await _publish_all(ask, number)
        case _:
            raise NotFoundError("button.old")
    return await _page(ask, after, toast=ask.texts.plain(f"queue.done.{action}"))


async def _page(ask: Ask, after: int, *, toast: str = "") -> Reply:
    proposals = ask.services.store.proposals
    total = await proposals.count_held()
    shown = await proposals.held(PAGE + 1, after=after)
    if not shown:
        # The end of a page whose items are all done, or of the whole queue.
        return await _page(ask, 0, toast=toast) if after and total else _empty(ask, toast)
    lines = [
        held_line(ask.texts, place, each.draft, ask.now)
        for place, each in enumerate(shown[:PAGE], start=1)
    ]
    return Reply(
        text=Markup("\n\n").join([ask.texts.plural("queue.head", total), *lines]),
        keyboard=await _buttons(ask, shown, after, total),
        edit=bool(ask.data),
        toast=toast,
    )


def _empty(ask: Ask, toast: str) -> Reply:
    return Reply(text=ask.texts("queue.empty"), edit=bool(ask.data), toast=toast)


async def _buttons(ask: Ask, shown: tuple[Proposal, ...], after: int, total: int) -> Keyboard:
    def button(key: str, *data: object, **places: object) -> Button:
        return Button(text=ask.texts.plain(key, **places), data=callback(*map(str, data)))

    rows = [
        (
            button("button.queue_publish", "queue", "publish", each.id, after, place=place),
            button("button.queue_skip", "queue", "skip", each.id, after, place=place),
            button("button.queue_edit", "prop", each.id, "show", place=place),
        )
        for place, each in enumerate(shown[:PAGE], start=1)
    ]
    # Up to the newest one that waits now: what comes later was seen by nobody.
    newest = await ask.services.store.proposals.newest_held()
    turns = [button("button.queue_all", "queue", "all", newest, n=total)]
    if after:
        turns.insert(0, button("button.back", "queue", "show", 0))
    if len(shown) > PAGE:
        turns.append(button("button.more", "queue", "show", shown[PAGE - 1].id))
    return (*rows, tuple(turns))


async def _held(ask: Ask, number: int) -> Proposal:
    found = await ask.services.desk.proposal(number, editor_id=ask.user_id)
    if found.feed_id is None:
        raise NotFoundError("button.old")
    return found


async def _publish(ask: Ask, proposal: Proposal) -> int:
    published = await ask.services.desk.publish(proposal, now=ask.now)
    if published.ids:
        articles = {"articles": list(published.ids)}
        await recorded(ask, "publish", proposal.draft.title, articles)
    return len(published.ids)


async def _publish_all(ask: Ask, newest: int) -> Reply:
    """Publishes what waits, up to the item of that number."""
    proposals, done, added, after = ask.services.store.proposals, 0, 0, 0
    while batch := await proposals.held(_BATCH, after=after):
        seen = [proposal for proposal in batch if proposal.id <= newest]
        for proposal in seen:
            await ask.progress(ask.texts("queue.publishing", done=done))
            added += await _publish(ask, proposal)
            done += 1
        if len(seen) < len(batch):
            break
        after = batch[-1].id
    return Reply(text=ask.texts.plural("queue.published", added), edit=True)
