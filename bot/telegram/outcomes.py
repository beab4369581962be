"""What became of a message that was sent, and what follows for its letter. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.store.letters import Letter, State

_LONGEST_PAUSE: Final = 300.0


class Outcome(StrEnum):
    """How sending a message went; the words are those that the outbox keeps."""

    SENT = "sent"
    UNREACHABLE = "unreachable"
    DEACTIVATED = "deactivated"
    REFUSED = "refused"
    HELD = "held"
    UNSURE = "unsure"
    UNSENT = "unsent"
    SERVER_ERROR = "server error"
    GAVE_UP = "gave up"
    BROKEN = "broken"
    # Sent again at once, in another way.
    MIGRATED = "migrated"
    THREAD_GONE = "thread gone"
    UNPARSABLE = "unparsable"


# Telegram's own words, lowered. That a chat is not there comes as a bad request.
_NO_CHAT = ("chat not found", "group chat was deactivated", "peer_id_invalid")
_NO_THREAD = ("message thread not found", "topic_deleted")
_NO_ENTITIES = ("can't parse entities",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """How often a letter in doubt goes again (0 or 1), and when one that never gets out ends.

    Telegram has `answer_within` seconds to take a connection and as many to answer; the outbox's
    lease must be longer than both.
    """

    unsure_retries: int = 1
    gives_up_after: timedelta = timedelta(hours=6)
    answer_within: float = 20.0


def outcome_of(fault: TelegramError) -> Outcome:
    """What an exception of python-telegram-bot means for the message.

    Its BadRequest and TimedOut are NetworkErrors: what is left in the end is an answer (5xx), or
    a connection that failed, of which our transport keeps the reason as the context.
    """
    match fault:
        case ChatMigrated():
            return Outcome.MIGRATED
        case RetryAfter():
            return Outcome.HELD
        case Forbidden():
            gone = "user is deactivated" in fault.message.lower()
            return Outcome.DEACTIVATED if gone else Outcome.UNREACHABLE
        case BadRequest():
            return _of_bad_request(fault.message.lower())
        case InvalidToken():
            return Outcome.UNSENT
    return _of_connection(fault)


def pause(times: int, draw: float) -> timedelta:
    """How long to wait after so many failures (1, 2…): 1 s to 5 min, exponential with jitter.

    `draw` in [0, 1) spreads it over the upper half, so that many do not come back together
    ("equal jitter": M. Brooker, Exponential Backoff And Jitter, AWS 2015).
    """
    longest = min(_LONGEST_PAUSE, 2.0 ** min(times, 10))
    return timedelta(seconds=longest * (1 + draw) / 2)


def wait_of(fault: RetryAfter) -> timedelta:
    """How long Telegram asks to leave the chat alone."""
    wait = fault.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def sent(letter: Letter, message_id: int, *, parts: int, now: datetime) -> Letter:
    """The letter once its next message has arrived; `parts` is how many it has."""
    through = letter.part + 1 >= parts
    return replace(
        letter,
        state=State.SENT if through else State.LEASED,
        part=letter.part + 1,
        messages=(*letter.messages, message_id),
        begun=False,
        failures=0,
        outcome=Outcome.SENT if through else letter.outcome,
        fault="" if through else letter.fault,
        settled=now if through else None,
    )


def ended(letter: Letter, state: State, outcome: Outcome, fault: str, now: datetime) -> Letter:
    """The letter as it stays."""
    return replace(letter, state=state, outcome=outcome, fault=fault, begun=False, settled=now)


def put_back(letter: Letter) -> Letter:
    """The letter as somebody else may take it at once."""
    return replace(letter, state=State.READY)


def put_off(letter: Letter, outcome: Outcome, fault: str, until: datetime) -> Letter:
    """The letter as it waits to be taken again."""
    return replace(
        letter, state=State.READY, outcome=outcome, fault=fault, begun=False, not_before=until
    )


def after(
    letter: Letter, fault: TelegramError, *, policy: Policy, draw: float, now: datetime
) -> Letter:
    """The letter after a message of it was not accepted, or nobody knows."""
    outcome, words = outcome_of(fault), fault.message
    if isinstance(fault, RetryAfter):
        return put_off(letter, outcome, words, now + wait_of(fault))
    if outcome is Outcome.UNSURE:
        doubtful = replace(letter, doubtful=letter.doubtful + 1)
        again = letter.doubtful < policy.unsure_retries
        end = ended(doubtful, State.UNSURE, outcome, words, now)
        return put_off(doubtful, outcome, words, now) if again else end
    if outcome in {Outcome.UNSENT, Outcome.SERVER_ERROR}:
        late = now - letter.due >= policy.gives_up_after
        failing = replace(letter, failures=letter.failures + 1)
        later = put_off(failing, outcome, words, now + pause(failing.failures, draw))
        return ended(failing, State.FAILED, Outcome.GAVE_UP, words, now) if late else later
    if outcome in {Outcome.UNREACHABLE, Outcome.DEACTIVATED}:
        return ended(letter, State.DROPPED, outcome, words, now)
    return ended(letter, State.FAILED, Outcome.REFUSED, words, now)


def _of_bad_request(words: str) -> Outcome:
    if any(said in words for said in _NO_CHAT):
        return Outcome.UNREACHABLE
    if any(said in words for said in _NO_THREAD):
        return Outcome.THREAD_GONE
    if any(said in words for said in _NO_ENTITIES):
        return Outcome.UNPARSABLE
    return Outcome.REFUSED


def _of_connection(fault: TelegramError) -> Outcome:
    cause = fault.__cause__ or fault.__context__
    if isinstance(cause, ClientConnectorError | ConnectionTimeoutError):
        return Outcome.UNSENT
    lost = isinstance(cause, ClientError | OSError)
    return Outcome.UNSURE if lost or isinstance(fault, TimedOut) else Outcome.SERVER_ERROR
