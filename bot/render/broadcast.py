"""What the owner sees of a broadcast: the page to start it from, and how it gets on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from babel import Locale
from babel.dates import format_timedelta
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from bot.broadcast_model import RECALLABLE_FOR, Audience, AudienceKind, Broadcast, Stage, Tally
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.texts import Texts

TAP: Final = "bc"
_BAR: Final = 10
_ENDS: Final = ("sent", "dropped", "unsure", "failed")
_ACTIONS: Final = {
    Stage.RUNNING: ("pause", "stop"),
    Stage.PAUSED: ("resume", "stop"),
}


def audience_words(texts: Texts, audience: Audience, topic: str) -> str:
    """Whom it is for; `topic` is what the reader's language calls the topic."""
    if audience.kind is AudienceKind.LANGUAGE:
        return texts.plain("broadcast.to.language", name=language_words(texts, audience.value))
    return texts.plain(f"broadcast.to.{audience.kind}", name=topic)


def language_words(texts: Texts, code: str) -> str:
    """A language's name, its code where it has none here."""
    return str(Locale(texts.language).languages.get(code, code))


def card_text(texts: Texts, broadcast: Broadcast, to: str, rate: float) -> Markup:
    """Whom a draft is for, how many they are, and how long `rate` messages a second take."""
    if not broadcast.expected:
        return texts("broadcast.nobody", to=to)
    time = _span(texts, broadcast.expected / rate)
    return texts.plural(
        "broadcast.card",
        broadcast.expected,
        to=to,
        number=_number(texts, broadcast.expected),
        time=time,
    )


def card_keyboard(texts: Texts, broadcast: Broadcast) -> Keyboard:
    """The audiences, and what can be done with a draft."""
    start = ("start",) if broadcast.expected else ()
    rows = (("all", "topics", "languages"), ("test", *start), ("cancel",))
    return _buttons(texts, broadcast, *rows)


def progress_text(texts: Texts, broadcast: Broadcast, tally: Tally, to: str, rate: float) -> Markup:
    """How far it is, what became of its messages, and how long it will take."""
    head = texts(f"broadcast.stage.{broadcast.stage}", to=to)
    return Markup("\n").join([head, "", *_lines(texts, broadcast, tally, rate)])


def progress_keyboard(texts: Texts, broadcast: Broadcast, tally: Tally, now: datetime) -> Keyboard:
    """What can be done about it now."""
    recallable = broadcast.stage in {Stage.STOPPED, Stage.DONE} and tally.sent
    if recallable and now - (broadcast.ended or now) < RECALLABLE_FOR:
        return _buttons(texts, broadcast, ("recall",))
    actions = _ACTIONS.get(broadcast.stage)
    return _buttons(texts, broadcast, actions) if actions else ()


def recall_page(texts: Texts, broadcast: Broadcast, tally: Tally) -> tuple[Markup, Keyboard]:
    """The question whether what was sent is to be deleted."""
    text = texts.plural("broadcast.recall", tally.sent, number=_number(texts, tally.sent))
    return text, _buttons(texts, broadcast, ("recall_yes", "page"))


def _lines(texts: Texts, broadcast: Broadcast, tally: Tally, rate: float) -> Iterator[str]:
    total = broadcast.put if broadcast.reached is None else max(broadcast.expected, broadcast.put)
    if broadcast.stage is Stage.RECALLED:
        done, total = tally.recalled + tally.kept, tally.reached
    else:
        done = tally.settled
    share = min(1.0, done / total) if total else 1.0
    filled = int(share * _BAR)
    percent = format_percent(int(share * 100) / 100, locale=texts.language)
    yield f"{'▰' * filled}{'▱' * (_BAR - filled)} {percent}"
    yield texts("broadcast.of", done=_number(texts, done), total=_number(texts, total))
    if counts := _counts(texts, broadcast, tally):
        yield Markup.escape(counts)
    if broadcast.stage is Stage.RUNNING:
        if tally.later:
            yield texts.plural("broadcast.later", tally.later, number=_number(texts, tally.later))
        if left := total - done - tally.later:
            yield texts("broadcast.left", time=_span(texts, left / rate))


def _counts(texts: Texts, broadcast: Broadcast, tally: Tally) -> str:
    """How those that are through ended."""
    if broadcast.stage is Stage.RECALLED:
        told = [("broadcast.recalled", tally.recalled), ("broadcast.kept", tally.kept)]
    else:
        told = [(f"stats.settled.{end}", getattr(tally, end)) for end in _ENDS]
    return " · ".join(f"{texts.plain(key)} {_number(texts, n)}" for key, n in told if n)


def _buttons(texts: Texts, broadcast: Broadcast, *rows: tuple[str, ...]) -> Keyboard:
    return tuple(
        tuple(
            Button(
                text=texts.plain(f"button.bc.{action}"),
                data=callback(TAP, broadcast.id, action),
            )
            for action in row
        )
        for row in rows
    )


def _span(texts: Texts, seconds: float) -> str:
    return format_timedelta(timedelta(seconds=max(1, round(seconds))), locale=texts.language)


def _number(texts: Texts, number: int) -> str:
    return format_decimal(number, locale=texts.language)
