"""Many articles at once, from one document or from several that were sent together."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from bot.feeds.document_workers import fault_of
from bot.feeds.reading import Reading
from bot.model import Fault
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.store.proposals import Proposal, Received
from handlers.context import Ask, Reply
from handlers.editing.recording import recorded

# More would be more than a message holds; that there are more is said.
_FAULTS_SHOWN = 8
_FILES_SHOWN = 20
_NAME_UNITS = 80
_FAULT_UNITS = 250
_TITLE_UNITS = 150


async def gathered(ask: Ask, name: str, reading: Reading) -> Reply:
    """What came of a document, together with those that were sent along with it."""
    proposal = await _begun(ask)
    new = await ask.services.desk.new_ones((*proposal.drafts, *reading.drafts))
    fresh = len(new) - len(proposal.drafts)
    received = Received(
        name=name,
        new=fresh,
        known=len(reading.drafts) - fresh,
        faults=tuple(map(fault_of, reading.faults)),
    )
    proposal = replace(proposal, drafts=new, files=(*proposal.files, received))
    if proposal.id:
        return _page(ask, await ask.services.desk.amend(proposal))
    return _page(ask, await ask.services.store.proposals.add(proposal))


def _page(ask: Ask, proposal: Proposal) -> Reply:
    """What came of each document, and a button to publish what is new."""
    files = proposal.files
    head = ask.texts.plural("bundle.head", len(files))
    lines = Markup("\n").join([head, *(_line(ask, file) for file in files[-_FILES_SHOWN:])])
    faults = [fault for received in files for fault in received.faults]
    text = Markup("\n\n").join([lines, *fault_block(ask, faults)])
    return Reply(text=text, keyboard=_buttons(ask, proposal))


def fault_block(ask: Ask, faults: list[Fault]) -> tuple[Markup, ...]:
    """The faults in words, as many as there is room for; nothing where there are none."""
    lines = [
        shorten(ask.texts.plain(fault.key, **fault.arguments), _FAULT_UNITS)
        for fault in faults[:_FAULTS_SHOWN]
    ]
    bullets = [Markup("· {}").format(line) for line in lines]
    if len(faults) > _FAULTS_SHOWN:
        bullets.append(ask.texts.plural("bundle.more_faults", len(faults) - _FAULTS_SHOWN))
    return (Markup("\n").join(bullets),) if bullets else ()


async def publish_all(ask: Ask, proposal: Proposal) -> Reply:
    """Publish all that is new, telling how far it has come."""

    async def tell(done: int, total: int) -> None:
        await ask.progress(ask.texts("bundle.publishing", done=done, total=total))

    published = await ask.services.desk.publish(proposal, now=ask.now, progress=tell)
    count = len(published.ids)
    if not count:
        return Reply(text=ask.texts("bundle.all_known"), edit=True)
    title = shorten(proposal.draft.title, _TITLE_UNITS)
    subject = title if count == 1 else f"{title} (+{count - 1})"
    undo = await recorded(ask, "publish", subject, {"articles": list(published.ids)})
    latest = Button(text=ask.texts.plain("button.latest"), data=callback("do", "latest"))
    text = ask.texts.plural("bundle.published", count, known=published.known)
    return Reply(text=text, keyboard=((latest, undo),), edit=True)


async def _begun(ask: Ask) -> Proposal:
    """The proposal of this album so far, or a new one."""
    proposals = ask.services.store.proposals
    found = await proposals.of_album(ask.user_id, ask.album) if ask.album else None
    return found or Proposal(editor_id=ask.user_id, album=ask.album, created=ask.now)


def _line(ask: Ask, received: Received) -> Markup:
    return ask.texts(
        "bundle.file",
        name=shorten(received.name, _NAME_UNITS),
        new=received.new,
        known=received.known,
        faults=len(received.faults),
    )


def _buttons(ask: Ask, proposal: Proposal) -> Keyboard:
    if not proposal.drafts:
        return ()
    publish = ask.texts.plain("bundle.publish", n=len(proposal.drafts))
    return (
        (Button(text=publish, data=callback("prop", proposal.id, "publish")),),
        (
            Button(
                text=ask.texts.plain("button.cancel"), data=callback("prop", proposal.id, "cancel")
            ),
        ),
    )
