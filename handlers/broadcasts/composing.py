"""/broadcast: the message and its preview, then the buttons from the audience to the recall."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from markupsafe import Markup

from bot.broadcast_model import Audience, AudienceKind, Broadcast, Stage
from bot.errors import NotFoundError
from bot.news.broadcasting import Broadcasting
from bot.render.broadcast import TAP, language_words, recall_page
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import plain, shorten
from bot.render.texts import LANGUAGES
from bot.store.contents import Content, Part
from handlers.broadcasts.page import named, page
from handlers.context import Ask, Letter, Post, Reply, Sheet
from handlers.editing.conversations import close, question

KIND: Final = "broadcast"
_TOPICS_SHOWN: Final = 24
_IN_A_ROW: Final = 2
_SUBJECT_UNITS: Final = 60
# It may stand within the tags of what it begins.
_COMMAND: Final = re.compile(r"\A((?:\s|<[^>]+>)*)/\w+(?:@\w+)?\s*")


async def broadcast(ask: Ask) -> Reply:
    """/broadcast and a text; as a reply to a message; alone, it asks for one."""
    if ask.words:
        return await _drafted(ask, ask.post)
    if ask.replied is not None:
        return await _drafted(ask, ask.replied)
    under_way = [
        each for each in await ask.services.store.broadcasts.under_way() if not each.stage.final
    ]
    if under_way:
        return await _shown(ask, under_way[0])
    cancel = Button(text=ask.texts.plain("button.cancel"), data=callback(TAP, 0, "cancel"))
    return await question(ask, KIND, "text", {}, ((cancel,),))


async def composed(ask: Ask) -> Reply:
    """The message that was asked for, typed or forwarded."""
    reply = await _drafted(ask, ask.post)
    await close(ask)
    return reply


async def tapped(ask: Ask) -> Reply:
    """A button: "bc:BROADCAST:ACTION:VALUE"."""
    action = ask.data[1] if len(ask.data) > 1 else ""
    if action == "cancel":
        return await _cancelled(ask)
    found = await ask.services.store.broadcasts.get(ask.number(0))
    draft = found is not None and found.stage is Stage.PREVIEW
    actions = _OF_DRAFTS if draft else _ACTIONS
    if found is None or action not in actions:
        raise NotFoundError("button.old")
    return await actions[action](ask, found)


async def _drafted(ask: Ask, post: Post) -> Reply:
    """The message as readers will see it, and the page to send it from."""
    html = _COMMAND.sub(r"\1", post.html) if ask.command and post is ask.post else post.html
    if not plain(html).strip():
        raise NotFoundError("broadcast.empty")
    content = Content(parts=(Part(html=html),))
    draft = await ask.services.store.broadcasts.add(ask.user_id, content, ask.now)
    card = await _addressed(ask, draft, Audience())
    text = card.text
    if post.attachment is not None:
        text = Markup("{}\n\n{}").format(ask.texts("broadcast.words_only"), text)
    return Reply(text=Markup(html), more=(Sheet(text=text, keyboard=card.keyboard),))  # noqa: S704 - of Telegram's own entities


async def _addressed(ask: Ask, draft: Broadcast, audience: Audience) -> Reply:
    """The draft's page, now for that audience."""
    broadcasts = ask.services.store.broadcasts
    size = await Broadcasting(store=ask.services.store).size(audience, draft, ask.now)
    if not await broadcasts.address(draft.id, audience, size):
        raise NotFoundError("button.old")
    return await _shown(ask, await broadcasts.get(draft.id) or draft)


async def _all(ask: Ask, draft: Broadcast) -> Reply:
    return await _addressed(ask, draft, Audience())


async def _topics(ask: Ask, draft: Broadcast) -> Reply:
    """Which topic's subscribers: of the topics that there is most of."""
    counts = await ask.services.store.articles.topic_counts()
    known = ask.services.vocabulary.topics
    full = sorted((key for key in counts if key in known), key=lambda key: (-counts[key], key))
    choices = {key: known[key].name(ask.texts.language) for key in full[:_TOPICS_SHOWN]}
    return _choice(ask, draft, AudienceKind.TOPIC, choices)


async def _languages(ask: Ask, draft: Broadcast) -> Reply:
    choices = {code: language_words(ask.texts, code) for code in LANGUAGES}
    return _choice(ask, draft, AudienceKind.LANGUAGE, choices)


async def _chosen(ask: Ask, draft: Broadcast) -> Reply:
    """A button of that choice: "bc:BROADCAST:to:KIND:VALUE"."""
    return await _addressed(ask, draft, Audience.read(":".join(ask.data[2:])))


async def _test(ask: Ask, draft: Broadcast) -> Reply:
    content = await ask.services.store.contents.get(draft.content_id) or Content(parts=())
    letters = tuple(Letter(chat_id=ask.user_id, text=Markup(part.html)) for part in content.parts)  # noqa: S704 - as it was kept
    return Reply(toast=ask.texts.plain("broadcast.tested"), letters=letters)


async def _start(ask: Ask, draft: Broadcast) -> Reply:
    broadcasts = ask.services.store.broadcasts
    if not draft.expected or not await broadcasts.start(draft.id, ask.now):
        raise NotFoundError("broadcast.busy" if draft.expected else "button.old")
    await _record(ask, "broadcast_start", draft)
    return Reply(text=ask.texts("broadcast.started"), edit=True)


async def _cancelled(ask: Ask) -> Reply:
    await close(ask)
    if ask.number(0) and not await ask.services.store.broadcasts.discard(ask.number(0)):
        raise NotFoundError("button.old")
    return Reply(text=ask.texts("broadcast.cancelled"), edit=True)


async def _pause(ask: Ask, found: Broadcast) -> Reply:
    return await _moved(ask, found, Stage.PAUSED, Stage.RUNNING)


async def _resume(ask: Ask, found: Broadcast) -> Reply:
    return await _moved(ask, found, Stage.RUNNING, Stage.PAUSED)


async def _stop(ask: Ask, found: Broadcast) -> Reply:
    return await _moved(ask, found, Stage.STOPPED, Stage.RUNNING, Stage.PAUSED)


async def _recall(ask: Ask, found: Broadcast) -> Reply:
    tally = await ask.services.store.broadcast_results.tally(found, ask.now)
    if not tally.sent or found.stage not in {Stage.STOPPED, Stage.DONE}:
        return await _shown(ask, found)
    text, keyboard = recall_page(ask.texts, found, tally)
    return Reply(text=text, keyboard=keyboard, edit=True)


async def _recalled(ask: Ask, found: Broadcast) -> Reply:
    return await _moved(ask, found, Stage.RECALLED, Stage.STOPPED, Stage.DONE)


async def _moved(ask: Ask, found: Broadcast, to: Stage, *of: Stage) -> Reply:
    """Take it to another stage; where it is past that, show how it stands."""
    broadcasts = ask.services.store.broadcasts
    if await broadcasts.move(found.id, to, of):
        await _record(ask, f"broadcast_{to}", found)
        found = await broadcasts.get(found.id) or found
        # At once, not only in the next round: every second counts.
        if to is not Stage.RUNNING:
            await Broadcasting(store=ask.services.store).follow(found, ask.now)
    return await _shown(ask, await broadcasts.get(found.id) or found)


async def _shown(ask: Ask, found: Broadcast) -> Reply:
    sheet = await page(ask.services, ask.texts, found, ask.now)
    return Reply(text=sheet.text, keyboard=sheet.keyboard, edit=bool(ask.data))


async def _record(ask: Ask, action: str, found: Broadcast) -> None:
    content = await ask.services.store.contents.get(found.content_id)
    words = plain(content.parts[0].html) if content else ""
    to = named(ask.services, ask.texts, found.audience)
    await ask.services.audit.record(
        ask.who,
        action,
        shorten(" ".join(words.split()), _SUBJECT_UNITS),
        {"broadcast": found.id, "to": to, "chats": found.expected},
        now=ask.now,
    )


def _choice(ask: Ask, draft: Broadcast, kind: AudienceKind, choices: Mapping[str, str]) -> Reply:
    buttons = [
        Button(
            text=name,
            data=callback(TAP, draft.id, "to", Audience(kind=kind, value=value)),
        )
        for value, name in choices.items()
    ]
    rows: Keyboard = tuple(
        tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)
    )
    back = Button(text=ask.texts.plain("button.back"), data=callback(TAP, draft.id, "page"))
    return Reply(text=ask.texts(f"broadcast.which.{kind}"), keyboard=(*rows, (back,)), edit=True)


Action = Callable[[Ask, Broadcast], Awaitable[Reply]]
_OF_DRAFTS: Mapping[str, Action] = {
    "page": _shown,
    "all": _all,
    "topics": _topics,
    "languages": _languages,
    "to": _chosen,
    "test": _test,
    "start": _start,
}
_ACTIONS: Mapping[str, Action] = {
    "page": _shown,
    "pause": _pause,
    "resume": _resume,
    "stop": _stop,
    "recall": _recall,
    "recall_yes": _recalled,
}
