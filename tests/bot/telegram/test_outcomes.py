from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.store import letters
from bot.store.letters import Letter, State
from bot.telegram.limits import Priority
from bot.telegram.outage import ERRORS_IN_A_ROW, Outage
from bot.telegram.outcomes import Outcome, Policy, after, outcome_of, pause, sent

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LETTER = Letter(
    id=1, slot="x", chat_id=1, content_id=1, due=NOW, state=State.LEASED, attempts=1, begun=True
)


def caused(fault: TelegramError, cause: Exception) -> TelegramError:
    fault.__context__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (ChatMigrated(-100), Outcome.MIGRATED),
        (RetryAfter(3), Outcome.HELD),
        (Forbidden("Forbidden: bot was blocked by the user"), Outcome.UNREACHABLE),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Outcome.UNREACHABLE),
        (Forbidden("Forbidden: user is deactivated"), Outcome.DEACTIVATED),
        (BadRequest("Chat not found"), Outcome.UNREACHABLE),
        (BadRequest("Message thread not found"), Outcome.THREAD_GONE),
        (BadRequest("Can't parse entities: unclosed tag"), Outcome.UNPARSABLE),
        (BadRequest("Message is too long"), Outcome.REFUSED),
        (InvalidToken(), Outcome.UNSENT),
        (TimedOut(), Outcome.UNSURE),
        (caused(NetworkError("lost"), ConnectionResetError()), Outcome.UNSURE),
        (NetworkError("Bad Gateway"), Outcome.SERVER_ERROR),
    ],
    ids=str,
)
def test_what_telegram_says_is_understood(fault: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(fault) is outcome


def test_a_group_that_is_gone_is_left_and_no_account_is_forgotten_for_it() -> None:
    assert outcome_of(BadRequest("Group chat was deactivated")) is Outcome.UNREACHABLE
    assert outcome_of(Forbidden("the group chat was deactivated")) is Outcome.UNREACHABLE


def test_the_numbers_of_priority_are_the_limiters() -> None:
    assert (letters.DIGEST, letters.BROADCAST) == (Priority.DIGEST, Priority.BROADCAST)


def test_a_letter_goes_part_by_part() -> None:
    half = sent(LETTER, 70, parts=2, now=NOW)
    assert (half.state, half.part, half.messages, half.begun) == (State.LEASED, 1, (70,), False)
    whole = sent(half, 71, parts=2, now=NOW)
    assert (whole.state, whole.messages, whole.settled) == (State.SENT, (70, 71), NOW)


@pytest.mark.parametrize(
    ("retries", "doubtful", "state"),
    [(0, 0, State.UNSURE), (1, 0, State.READY), (1, 1, State.UNSURE)],
)
def test_what_is_in_doubt_goes_again_once_at_most(
    retries: int, doubtful: int, state: State
) -> None:
    letter = replace(LETTER, doubtful=doubtful)
    policy = Policy(unsure_retries=retries)
    left = after(letter, TimedOut(), policy=policy, draw=0.5, now=NOW)
    assert (left.state, left.doubtful) == (state, doubtful + 1)


def test_a_server_that_fails_is_asked_less_and_less_and_after_six_hours_no_more() -> None:
    fault = NetworkError("Internal Server Error")
    later = after(LETTER, fault, policy=Policy(), draw=0.5, now=NOW)
    assert (later.state, later.not_before) == (State.READY, NOW + timedelta(seconds=1.5))
    end = after(LETTER, fault, policy=Policy(), draw=0.5, now=NOW + timedelta(hours=6))
    assert (end.state, end.outcome, end.fault) == (State.FAILED, "gave up", fault.message)


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_pauses_are_between_a_second_and_five_minutes(times: int, draw: float) -> None:
    assert timedelta(seconds=1) <= pause(times, draw) <= timedelta(minutes=5)
    assert pause(times, 0.0) <= pause(times, draw) <= pause(times + 1, draw)


def test_one_connection_that_fails_pauses_all_and_the_pauses_grow() -> None:
    outage = Outage()
    assert not outage.lasts(NOW)
    for _ in range(64):  # all that were under way together
        outage.note(Outcome.UNSENT, draw=0.0, now=NOW)
    assert outage.lasts(NOW)
    now = NOW + timedelta(seconds=1)
    assert not outage.lasts(now)
    outage.note(Outcome.UNSENT, draw=0.0, now=now)
    assert outage.lasts(now + timedelta(seconds=1))
    outage.note(Outcome.SENT, draw=0.0, now=now)
    assert not outage.lasts(now)


def test_errors_of_the_server_pause_all_only_when_nothing_else_comes() -> None:
    outage = Outage()
    for _ in range(ERRORS_IN_A_ROW - 1):
        outage.note(Outcome.SERVER_ERROR, draw=0.0, now=NOW)
    outage.note(Outcome.REFUSED, draw=0.0, now=NOW)
    for _ in range(ERRORS_IN_A_ROW - 1):
        outage.note(Outcome.SERVER_ERROR, draw=0.0, now=NOW)
    assert not outage.lasts(NOW)
    outage.note(Outcome.SERVER_ERROR, draw=0.0, now=NOW)
    assert outage.lasts(NOW)
