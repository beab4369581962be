"""What the buttons of a preview do, and the answers to what they ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.errors import NotFoundError
from bot.feeds.prose import headline
from bot.render.keyboard import Button, Keyboard, callback
from bot.store.proposals import Proposal
from handlers.context import Ask, Reply
from handlers.editing.bundles import publish_all
from handlers.editing.conversations import close, open_one, question
from handlers.editing.material import unasked
from handlers.editing.preview import language_name, preview_page
from handlers.editing.recording import recorded
from handlers.editing.topic_names import typed_topics, unknown_topics
from summarizer.language import SUPPORTED

KIND = "prop"
_LANGUAGES_IN_A_ROW = 3


async def tapped(ask: Ask) -> Reply:
    """A button of a preview. Another editor's, or one that is done with, raises NotFoundError."""
    proposal = await ask.services.desk.proposal(ask.number(0), editor_id=ask.user_id)
    action = ask.data[1] if len(ask.data) > 1 else ""
    if action not in (_OF_MANY if proposal.files else _ACTIONS):
        raise NotFoundError("button.old")
    return await _ACTIONS[action](ask, proposal)


async def answered(ask: Ask) -> Reply:
    """What an editor types while a preview's title or topics are asked for."""
    conversation = await open_one(ask, KIND)
    if conversation is None:
        return await unasked(ask)
    if not ask.words:
        return Reply(text=ask.texts("add.words_only"))
    proposal = await ask.services.desk.proposal(
        int(conversation.data["proposal"]), editor_id=ask.user_id
    )
    if conversation.step == "title":
        draft = replace(proposal.draft, title=headline(ask.words))
        changed = replace(proposal, drafts=(draft,))
    else:
        typed = typed_topics(ask, ask.words)
        if typed.unknown:
            return unknown_topics(ask, typed)
        changed = replace(proposal, topics=typed.keys)
    await close(ask)
    return await preview_page(ask, await ask.services.desk.amend(changed))


async def _publish(ask: Ask, proposal: Proposal) -> Reply:
    if proposal.files:
        return await publish_all(ask, proposal)
    published = await ask.services.desk.publish(proposal, now=ask.now)
    title = proposal.draft.title
    if not published.ids:
        return Reply(text=ask.texts("proposal.known", title=title), edit=True)
    undo = await recorded(ask, "publish", title, {"articles": list(published.ids)})
    (number,) = published.ids
    row = (
        Button(text=ask.texts.plain("button.open"), data=callback("open", number, 0)),
        Button(text=ask.texts.plain("button.edit"), data=callback("edit", number)),
        undo,
    )
    text = ask.texts("proposal.published", title=title, id=number)
    return Reply(text=text, keyboard=(row,), edit=True)


async def _ask_title(ask: Ask, proposal: Proposal) -> Reply:
    keyboard = _back(ask, proposal)
    return await question(ask, KIND, "title", {"proposal": proposal.id}, keyboard)


async def _ask_topics(ask: Ask, proposal: Proposal) -> Reply:
    choice = ask.data[2] if len(ask.data) > 2 else ""  # noqa: PLR2004 - id, action, choice
    if choice in _CHOICES:
        await close(ask)
        return await _amended(ask, replace(proposal, topics=_CHOICES[choice]))
    buttons = [
        Button(
            text=ask.texts.plain(f"proposal.choice.{name}"),
            data=callback(KIND, proposal.id, "topics", name),
        )
        for name in _CHOICES
    ]
    keyboard = (tuple(buttons), *_back(ask, proposal))
    return await question(ask, KIND, "topics", {"proposal": proposal.id}, keyboard)


async def _ask_language(ask: Ask, proposal: Proposal) -> Reply:
    choice = ask.data[2] if len(ask.data) > 2 else ""  # noqa: PLR2004 - id, action, choice
    if choice in SUPPORTED:
        return await _amended(
            ask, replace(proposal, drafts=(replace(proposal.draft, language=choice),))
        )
    buttons = [
        Button(text=language_name(ask, code), data=callback(KIND, proposal.id, "language", code))
        for code in SUPPORTED
    ]
    starts = range(0, len(buttons), _LANGUAGES_IN_A_ROW)
    rows = tuple(tuple(buttons[start : start + _LANGUAGES_IN_A_ROW]) for start in starts)
    text = ask.texts("proposal.language")
    return Reply(text=text, keyboard=(*rows, *_back(ask, proposal)), edit=True)


async def _apart(ask: Ask, proposal: Proposal) -> Reply:
    return await _amended(ask, replace(proposal, apart=True))


async def _together(ask: Ask, proposal: Proposal) -> Reply:
    return await _amended(ask, replace(proposal, apart=False))


async def _show(ask: Ask, proposal: Proposal) -> Reply:
    """Back from a question, which is then no longer asked."""
    await close(ask)
    return await preview_page(ask, proposal, edit=True)


async def _cancel(ask: Ask, proposal: Proposal) -> Reply:
    await ask.services.desk.drop(proposal)
    return Reply(text=ask.texts("proposal.dropped"), edit=True)


async def _amended(ask: Ask, proposal: Proposal) -> Reply:
    return await preview_page(ask, await ask.services.desk.amend(proposal), edit=True)


_CHOICES: Mapping[str, tuple[str, ...] | None] = {"found": None, "none": ()}
_ACTIONS: Mapping[str, Callable[[Ask, Proposal], Awaitable[Reply]]] = {
    "publish": _publish,
    "title": _ask_title,
    "topics": _ask_topics,
    "language": _ask_language,
    "apart": _apart,
    "together": _together,
    "show": _show,
    "cancel": _cancel,
}
_OF_MANY = frozenset({"publish", "cancel"})


def _back(ask: Ask, proposal: Proposal) -> Keyboard:
    data = callback(KIND, proposal.id, "show")
    return ((Button(text=ask.texts.plain("button.back"), data=data),),)
