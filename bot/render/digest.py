"""A digest as messages: a header, the stories by topic, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final

from babel.dates import format_date
from markupsafe import Markup

from bot.digest_model import CONTENT, Digest, DigestItem
from bot.model import Length
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.lists import BUTTONS_IN_A_ROW, TITLE_UNITS, byline
from bot.render.parts import MESSAGE_UNITS, length, shorten, split
from bot.render.texts import Texts

SENTENCE_UNITS: Final = 600
# Room for "2 / 3" below a part.
_FOOT_UNITS: Final = 20
# Weekday and day as the language writes them; CLDR has no such pattern for all of ours.
_DAY: Final = {"en": "EEEE, MMMM d"}
_USUAL_DAY: Final = "EEEE, d MMMM"
_GAP: Final = Markup("\n\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One message of a digest."""

    html: Markup
    keyboard: Keyboard = ()


@dataclass(slots=True)
class _Sheet:
    """A message in the making: its blocks, and the numbers of the stories in it."""

    blocks: list[Markup] = field(default_factory=list)
    units: int = 0
    numbers: list[tuple[int, DigestItem]] = field(default_factory=list)


def digest_pages(
    texts: Texts, digest: Digest, topic_names: Mapping[str, str], now: datetime
) -> tuple[Page, ...]:
    """The digest in as many messages as it takes; no story and no tag is cut in two.

    `topic_names` are the headings by topic. The numbers of its buttons have `CONTENT` in them.
    """
    if not digest.items:
        text = Markup("\n").join([_head(texts, digest), texts("digest.nothing")])
        return (Page(html=text, keyboard=((_change(texts),),)),)
    sheets = _sheets(texts, digest, topic_names, now)
    return tuple(
        Page(
            html=_footed(sheet, number, len(sheets)),
            keyboard=_buttons(texts, sheet, last=number == len(sheets)),
        )
        for number, sheet in enumerate(sheets, start=1)
    )


def _head(texts: Texts, digest: Digest) -> Markup:
    day = format_date(digest.day, _DAY.get(texts.language, _USUAL_DAY), locale=texts.language)
    name = digest.name or texts.plain("sub.daily")
    if not digest.items:
        return texts("digest.head_empty", name=name, date=day)
    head = texts.plural("digest.head", digest.minutes, name=name, date=day)
    return Markup("{}\n{}").format(head, texts("digest.late")) if digest.late else head


def _sheets(
    texts: Texts, digest: Digest, topic_names: Mapping[str, str], now: datetime
) -> list[_Sheet]:
    """The blocks on as few sheets as hold them, in order."""
    room = MESSAGE_UNITS - _FOOT_UNITS
    sheets = [_Sheet()]
    for block, number, item in _blocks(texts, digest, topic_names, now):
        for piece in split(block, room):
            units = length(piece) + len(_GAP)
            if sheets[-1].blocks and sheets[-1].units + units > room:
                sheets.append(_Sheet())
            sheets[-1].blocks.append(piece)
            sheets[-1].units += units
        if item is not None:
            sheets[-1].numbers.append((number, item))
    return sheets


def _blocks(
    texts: Texts, digest: Digest, topic_names: Mapping[str, str], now: datetime
) -> Iterator[tuple[Markup, int, DigestItem | None]]:
    """The header and each story with its number; a heading goes with the story below it."""
    yield _head(texts, digest), 0, None
    number = 0
    for topic, items in groupby(digest.items, key=lambda item: item.topic):
        heading = Markup("<b>{}</b>\n\n").format(topic_names.get(topic, topic)) if topic else ""
        for item in items:
            number += 1
            yield heading + _story(texts, number, item, digest.length, now), number, item
            heading = ""


def _story(texts: Texts, number: int, item: DigestItem, size: Length, now: datetime) -> Markup:
    title = Markup("{}").format(shorten(item.title, TITLE_UNITS))
    if item.url:
        title = Markup('<a href="{}">{}</a>').format(item.url, title)
    lines = [
        Markup("<b>{}. {}</b>").format(number, title),
        byline(texts, item.source, item.published, now, sources=item.sources),
    ]
    if item.update:
        lines[1] = texts("digest.update", byline=lines[1])
    if item.sentences:
        lines.append(_sentences(item.sentences, size))
    return Markup("\n").join(lines)


def _sentences(sentences: Sequence[str], size: Length) -> Markup:
    told = Markup(" ").join(shorten(sentence, SENTENCE_UNITS) for sentence in sentences)
    if size is Length.LONG:
        return Markup("<blockquote expandable>{}</blockquote>").format(told)
    return told


def _footed(sheet: _Sheet, number: int, sheets: int) -> Markup:
    """The text of a sheet; where there are several, which one it is."""
    foot = [Markup("<i>{} / {}</i>").format(number, sheets)] if sheets > 1 else []
    return _GAP.join([*sheet.blocks, *foot])


def _buttons(texts: Texts, sheet: _Sheet, *, last: bool) -> Keyboard:
    """The numbers of the stories above; below the last one, what is for the digest as a whole."""
    opens = [
        Button(text=str(number), data=callback("open", item.article_id, 0))
        for number, item in sheet.numbers
    ]
    starts = range(0, len(opens), BUTTONS_IN_A_ROW)
    rows = tuple(tuple(opens[start : start + BUTTONS_IN_A_ROW]) for start in starts)
    if not last:
        return rows
    tastes = (
        Button(text=texts.plain("button.digest.like"), data=callback("taste", "+", CONTENT)),
        Button(text=texts.plain("button.digest.dislike"), data=callback("taste", "-", CONTENT)),
    )
    more = Button(text=texts.plain("button.digest.more"), data=callback("do", "digest"))
    return (*rows, tastes, (more, _change(texts)))


def _change(texts: Texts) -> Button:
    """The way to the hour; not to that of one list: all who get the same share this button."""
    return Button(text=texts.plain("button.digest.change"), data=callback("do", "mydigests"))
