"""What an owner is shown of a broadcast, in their language."""

from __future__ import annotations

from datetime import datetime

from bot.broadcast_model import Audience, AudienceKind, Broadcast, Stage
from bot.render.broadcast import (
    audience_words,
    card_keyboard,
    card_text,
    progress_keyboard,
    progress_text,
)
from bot.render.texts import Texts
from bot.telegram.budgets import SPARE
from handlers.context import Services, Sheet


async def page(services: Services, texts: Texts, broadcast: Broadcast, now: datetime) -> Sheet:
    """The page of a draft, or how a broadcast gets on."""
    rate = services.messages_per_second - SPARE  # where nobody else is answered
    to = named(services, texts, broadcast.audience)
    if broadcast.stage is Stage.PREVIEW:
        text = card_text(texts, broadcast, to, rate)
        return Sheet(text=text, keyboard=card_keyboard(texts, broadcast))
    tally = await services.store.broadcast_results.tally(broadcast, now)
    return Sheet(
        text=progress_text(texts, broadcast, tally, to, rate),
        keyboard=progress_keyboard(texts, broadcast, tally, now),
    )


def named(services: Services, texts: Texts, audience: Audience) -> str:
    """Whom it is for, in words."""
    topic = services.vocabulary.topics.get(audience.value)
    known = audience.kind is AudienceKind.TOPIC and topic is not None
    return audience_words(
        texts, audience, topic.name(texts.language) if known and topic else audience.value
    )
