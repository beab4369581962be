from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.broadcast_model import RECALLABLE_FOR, Audience, AudienceKind, Broadcast, Stage, Tally
from bot.render.broadcast import (
    audience_words,
    card_keyboard,
    card_text,
    progress_keyboard,
    progress_text,
)
from bot.render.keyboard import Keyboard
from bot.render.texts import LANGUAGES, texts_in

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
RUNNING = Broadcast(
    id=7, person_id=1, content_id=1, stage=Stage.RUNNING, expected=2000, reached=5, created=NOW
)


def actions(keyboard: Keyboard) -> list[str]:
    return [button.data.removeprefix("bc:7:") for row in keyboard for button in row]


def text(broadcast: Broadcast, tally: Tally) -> list[str]:
    told = progress_text(texts_in("en"), broadcast, tally, "all", 10.0)
    return str(told).splitlines()


def test_the_card_says_how_many_and_how_long() -> None:
    draft = replace(RUNNING, stage=Stage.PREVIEW)
    told = card_text(texts_in("en"), draft, "everybody", 10.0)
    assert "everybody: 2,000 chats, about 3 minutes." in told
    nobody = replace(draft, expected=0)
    assert "nobody" in card_text(texts_in("en"), nobody, "everybody", 10.0)
    assert set(actions(card_keyboard(texts_in("en"), draft))) - set(
        actions(card_keyboard(texts_in("en"), nobody))
    ) == {"start"}


def test_progress_is_of_those_expected_until_all_are_there() -> None:
    tally = Tally(open=300, later=100, sent=480, dropped=15, unsure=2, failed=3)
    assert text(RUNNING, tally)[3:] == [
        "▰▰▱▱▱▱▱▱▱▱ 25%",
        "500 of 2,000",
        "sent 480 · nobody there 15 · in doubt 2 · failed 3",
        "100 wait for the end of quiet hours or to be tried again.",
        "About 2 minutes to go.",
    ]
    through = replace(RUNNING, reached=None, put=800)
    assert text(through, tally)[3:5] == ["▰▰▰▰▰▰▱▱▱▱ 62%", "500 of 800"]
    # More may come than were counted.
    assert text(replace(RUNNING, put=2500), tally)[4] == "500 of 2,500"


def test_of_nothing_all_is_done() -> None:
    empty = replace(RUNNING, stage=Stage.DONE, reached=None)
    assert text(empty, Tally())[3:] == ["▰▰▰▰▰▰▰▰▰▰ 100%", "0 of 0"]


def test_what_is_stopped_was_not_for_all() -> None:
    stopped = replace(RUNNING, stage=Stage.STOPPED, put=10)
    assert text(stopped, Tally(sent=10))[3:] == ["▱▱▱▱▱▱▱▱▱▱ 0%", "10 of 2,000", "sent 10"]


def test_a_recall_is_of_those_that_got_it() -> None:
    recalled = replace(RUNNING, stage=Stage.RECALLED)
    tally = Tally(sent=5, recalled=4, kept=1, failed=3)
    assert text(recalled, tally)[3:] == [
        "▰▰▰▰▰▱▱▱▱▱ 50%",
        "5 of 10",
        "deleted 4 · could not be deleted 1",
    ]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.RUNNING, ["pause", "stop"]),
        (Stage.PAUSED, ["resume", "stop"]),
        (Stage.STOPPED, ["recall"]),
        (Stage.DONE, ["recall"]),
        (Stage.RECALLED, []),
    ],
)
def test_what_can_be_done_about_it(stage: Stage, expected: list[str]) -> None:
    broadcast = replace(RUNNING, stage=stage, ended=NOW)
    assert actions(progress_keyboard(texts_in("en"), broadcast, Tally(sent=1), NOW)) == expected


def test_a_recall_is_for_two_days_and_for_what_was_sent() -> None:
    done = replace(RUNNING, stage=Stage.DONE, ended=NOW)
    late = NOW + RECALLABLE_FOR
    assert progress_keyboard(texts_in("en"), done, Tally(sent=1), late) == ()
    assert progress_keyboard(texts_in("en"), done, Tally(sent=1), late - timedelta(seconds=1))
    assert progress_keyboard(texts_in("en"), done, Tally(dropped=1), NOW) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_audiences_have_words_in_every_language(language: str) -> None:
    texts = texts_in(language)
    topic = Audience(kind=AudienceKind.TOPIC, value="economy")
    assert "Economy" in audience_words(texts, topic, "Economy")
    code = Audience(kind=AudienceKind.LANGUAGE, value="xx")
    assert "xx" in audience_words(texts, code, "")
    assert audience_words(texts, Audience(), "")
