"""A list as its reader sees it."""

from __future__ import annotations

from bot.model import Subscription
from bot.news.schedule import zone_of
from bot.render.subscriptions import ListView
from handlers.context import Ask
from handlers.digests.places import city
from handlers.editing.topic_names import topic_names


def view_of(ask: Ask, subscription: Subscription, title: str = "") -> ListView:
    """The list with its topics and place by the names that the reader's language has."""
    return ListView(
        subscription=subscription,
        topics=", ".join(topic_names(ask, subscription.topics)),
        city=city(ask, subscription.zone),
        zone=zone_of(subscription.zone),
        chat=title,
    )
