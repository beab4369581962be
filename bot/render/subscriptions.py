"""Lists of news in words: what a chat gets, when and where, and the buttons to change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from babel.dates import format_date, format_datetime, get_day_names
from markupsafe import Markup

from bot.model import Standing, Subscription
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.texts import Texts

EVERY_DAY = 0b111_1111
WEEKDAYS = 0b001_1111
WEEKEND = 0b110_0000
LISTS_IN_A_ROW = 5
_NAMED_DAYS = {EVERY_DAY: "days.every", WEEKDAYS: "days.weekdays", WEEKEND: "days.weekend"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListView:
    """A list as its reader sees it: its topics and its place by their names ("": all topics).

    `chat` names the group or channel that it is for, "" for the one that is talked in.
    """

    subscription: Subscription
    topics: str
    city: str
    zone: tzinfo
    chat: str = ""

    def named(self, name: str) -> ListView:
        """The same list under another name."""
        return replace(self, subscription=replace(self.subscription, name=name))


def clock(minute: int) -> str:
    """A wall time: 450 is "07:30"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def list_name(texts: Texts, subscription: Subscription) -> str:
    """What the list is called; one without a name is the chat's daily news."""
    return subscription.name or texts.plain("sub.daily")


def day_name(texts: Texts, weekday: int) -> str:
    """A weekday in short, 0 for Monday."""
    return str(get_day_names("abbreviated", "stand-alone", locale=texts.language)[weekday])


def days_in_words(texts: Texts, days: int) -> str:
    """Every day, weekdays, or which ones."""
    if key := _NAMED_DAYS.get(days):
        return texts.plain(key)
    return ", ".join(day_name(texts, day) for day in range(7) if days >> day & 1)


def moment(texts: Texts, instant: datetime, zone: tzinfo) -> Markup:
    """An instant as Telegram's date_time entity; a client that does not know it shows words."""
    words = format_datetime(instant, "EEE, d MMM, HH:mm", tzinfo=zone, locale=texts.language)
    form = Markup('<tg-time unix="{}" format="wDt">{}</tg-time>')
    return form.format(int(instant.timestamp()), words)


def wants(texts: Texts, view: ListView) -> Markup:
    """The list's name, hour, days, place, topics and length."""
    subscription = view.subscription
    name = list_name(texts, subscription)
    lines = [
        texts("sub.head_for", name=name, chat=view.chat)
        if view.chat
        else texts("sub.head", name=name),
        texts(
            "sub.hour",
            hour=clock(subscription.minute),
            days=days_in_words(texts, subscription.days),
            city=view.city,
        ),
        texts("sub.topics", topics=view.topics) if view.topics else texts("sub.all_topics"),
        texts(f"length.{subscription.length}"),
    ]
    if subscription.silent:
        lines.append(texts("sub.silent"))
    return Markup("\n").join(lines)


def list_text(texts: Texts, view: ListView, now: datetime) -> Markup:
    """The same, and when it comes next or why it does not."""
    return Markup("\n").join([wants(texts, view), *_coming(texts, view, now)])


def lists_text(texts: Texts, views: Sequence[ListView], now: datetime) -> Markup:
    """All lists of a chat, numbered where there are several."""
    blocks = [list_text(texts, view, now) for view in views]
    if len(blocks) > 1:
        blocks = [
            Markup("{}. {}").format(number, block) for number, block in enumerate(blocks, start=1)
        ]
    return Markup("\n\n").join(blocks)


def lists_buttons(texts: Texts, views: Sequence[ListView]) -> Keyboard:
    """A button for each list of a chat, named; and one for another list."""
    rows = [
        (
            Button(
                text=f"{number}. {list_name(texts, view.subscription)}",
                data=callback("sub", view.subscription.id, "show"),
            ),
        )
        for number, view in enumerate(views, start=1)
    ]
    chat_id = views[0].subscription.chat_id
    return (*rows, (another(texts, chat_id),))


def list_buttons(texts: Texts, subscription: Subscription, now: datetime) -> Keyboard:
    """All that can be done with a list."""

    def deed(name: str, *arguments: str) -> Button:
        key = ".".join((name, *arguments))
        data = callback("sub", subscription.id, name, *arguments)
        return Button(text=texts.plain(f"button.sub.{key}"), data=data)

    if subscription.standing is not Standing.ACTIVE:
        return ((deed("resume"), deed("change")), (deed("delete"), deed("all")))
    skipped = is_skipping(subscription, now)
    return (
        (deed("change"), deed("unskip" if skipped else "skip")),
        (deed("pause", "day"), deed("pause", "week"), deed("pause", "long")),
        (deed("delete"), deed("all")),
    )


def another(texts: Texts, chat_id: int, thread_id: int = 0) -> Button:
    """The way to one more list of that chat, in that topic of its forum."""
    place = f"{chat_id}/{thread_id}" if thread_id else str(chat_id)
    return Button(text=texts.plain("button.sub.new"), data=callback("subs", "new", place))


def is_skipping(subscription: Subscription, now: datetime) -> bool:
    """Whether a date that is still to come will be left out."""
    # A date is nowhere over before the same date began everywhere else: a day is close enough.
    return subscription.skipped is not None and subscription.skipped >= now.date()


def _coming(texts: Texts, view: ListView, now: datetime) -> Iterator[Markup]:
    subscription, zone = view.subscription, view.zone
    if subscription.standing is not Standing.ACTIVE:
        if subscription.standing is Standing.PAUSED and subscription.resumes:
            yield texts("sub.paused_until", until=moment(texts, subscription.resumes, zone))
        else:
            yield texts(f"standing.{subscription.standing}")
    if subscription.skipped and is_skipping(subscription, now):
        yield texts("sub.skipped", date=_date(texts, subscription.skipped))
    if subscription.next_digest_at:
        yield texts("sub.next", when=moment(texts, subscription.next_digest_at, zone))


def _date(texts: Texts, day: date) -> str:
    return format_date(day, "EEE, d MMM", locale=texts.language)
