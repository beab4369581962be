"""What a client of one's own can send: any callback data, any id, any payload of a link."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import GazetteError
from bot.model import Draft, Role, Subscription
from bot.sandbox import Sandbox
from bot.sandbox.state import ALICE, MARIA, VASIL
from handlers import Services
from handlers.context import Ask, Handler
from handlers.menu import COMMANDS, TAPS
from tests.handlers.conftest import NOW, OWNER, Asking, Hear, Logged
from tests.handlers.updates import message, private, tap
from tests.security.wild_updates import ACTIONS, HOSTILE

NAMES = [entry.name for entry in TAPS]
_TAPS = {entry.name: entry for entry in TAPS}
_START = next(entry.handler for entry in COMMANDS if entry.name == "start")
FORGED = st.one_of(
    st.text(max_size=64),
    st.builds(
        ":".join, st.lists(st.sampled_from([*NAMES, *ACTIONS, *HOSTILE]) | st.text(), max_size=6)
    ),
)


async def _said(handler: Handler, ask: Ask) -> object:
    """A handler's answer, or the words of its refusal; any other error comes through."""
    try:
        return await handler(ask)
    except GazetteError as fault:
        return ask.texts(fault.key, **fault.arguments)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.sampled_from(NAMES), data=FORGED, role=st.sampled_from(list(Role)))
async def test_any_data_of_a_button_is_answered_or_refused_in_words(
    ask: Asking, name: str, data: str, role: Role
) -> None:
    fitting = data.encode(errors="replace")[:64].decode(errors="ignore")
    if not role.may(_TAPS[name].role):
        return
    asked = ask(command=name, data=tuple(fitting.split(":")), role=role)
    assert await _said(_TAPS[name].handler, asked)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(payload=FORGED | st.builds("{}{}".format, st.sampled_from(["s", "t_"]), FORGED))
async def test_any_payload_of_a_link_is_answered_or_refused_in_words(
    ask: Asking, payload: str
) -> None:
    asked = ask(payload, command="start")
    assert await _said(_START, asked)


async def test_a_payload_opens_no_more_than_its_sender_could(
    hear: Hear, services: Services
) -> None:
    """Neither a command nor a claim comes by a link."""
    services.roles.offer_claim("0123456789")
    for payload in ("claim", "claim 0123456789", "0123456789", "stats", "do:stats", "prop:1"):
        (told,) = await hear(**message(f"/start {payload}"))
        assert "Hello" in told or "Hi" in told, payload
    assert services.roles.role(ALICE) is Role.READER


async def test_random_bytes_of_a_button_pass_the_whole_bot(
    hear: Hear, services: Services, logged: Logged
) -> None:
    await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
    draw = random.Random(1)
    for _ in range(150):
        signs = [draw.choice([draw.randrange(128), draw.randrange(0xD800)]) for _ in range(16)]
        data = "".join(map(chr, signs))
        by = draw.choice([ALICE, VASIL, MARIA])
        await hear("callback_query", **tap(f"{draw.choice(NAMES)}:{data}", by=by))
    assert [line for line in logged if line["log_level"] == "error"] == []


async def _of_alice(services: Services, hear: Hear) -> dict[str, str]:
    """What belongs to Alice, each with a button that shows or changes it."""
    await hear(**message("/latest"))
    listing = await services.store.listings.last(ALICE)
    assert listing is not None
    text = "The secret of Alice is a long story. It rained. Nobody knew why it did."
    paste = await services.store.pastes.add(chat_id=ALICE, text=text, now=NOW)
    mine = Subscription(chat_id=ALICE, name="Alice's", minute=480, zone="Europe/Minsk", since=NOW)
    subscription = await services.store.subscriptions.put(mine)
    draft = Draft(title="The secret draft of Alice", text="It rained. It stopped.")
    proposal = await services.desk.propose(draft, editor_id=ALICE, now=NOW)
    await services.store.dialogs.put(
        ALICE, ALICE, kind="subs", step="card", data={"secret": 1}, now=NOW
    )
    return {
        f"list:{listing.id}:0": "list:999:0",
        f"sum:p:{paste.id}:0:3": "sum:p:999:0:3",
        f"ctx:p:{paste.id}:0:3:0": "ctx:p:999:0:3:0",
        f"why:p:{paste.id}:0:3:0": "why:p:999:0:3:0",
        f"prop:{proposal.id}:show": "prop:999:show",
        f"prop:{proposal.id}:publish": "prop:999:publish",
        f"prop:{proposal.id}:cancel": "prop:999:cancel",
        f"digest:{subscription.id}": "digest:999",
        "subs:save": "subs:cancel",
    }


async def test_what_belongs_to_another_is_as_if_it_were_not_there(
    hear: Hear, services: Services, sandbox: Sandbox
) -> None:
    async def called(data: str) -> list[tuple[str, Any]]:
        before = len(sandbox.world.traffic.all())
        assert await hear("callback_query", **tap(data, by=VASIL)) == []
        return [(call.method, call.params) for call in sandbox.world.traffic.all()[before:]]

    await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
    data = await _of_alice(services, hear)
    await hear("callback_query", **tap(next(iter(data)), by=ALICE))
    assert sandbox.world.traffic.all()[-1].method == "editMessageText"
    for theirs, nothing in data.items():
        assert await called(theirs) == await called(nothing), theirs


@pytest.mark.parametrize("action", ["show", "change", "pause:long", "resume", "end", "delete"])
async def test_the_lists_of_another_chat_do_not_change(
    hear: Hear, services: Services, action: str
) -> None:
    await _of_alice(services, hear)
    (before,) = await services.store.subscriptions.of_chat(ALICE)
    assert await hear("callback_query", **tap(f"sub:{before.id}:{action}", by=VASIL)) == []
    assert await hear("callback_query", **tap(f"unsub:{ALICE}", by=VASIL)) == []
    assert await services.store.subscriptions.of_chat(ALICE) == (before,)


@pytest.mark.parametrize("words", ["0010000000", "00" + "9" * 4000, "٣" * 30, "²", "-1", "1e3"])
async def test_no_number_asks_for_more_than_a_page(hear: Hear, words: str) -> None:
    (told,) = await hear(**message(f"/latest {words}"))
    assert "20" in told
    assert "River" not in told


async def test_the_longest_message_is_answered_by_every_command(
    hear: Hear, services: Services, logged: Logged
) -> None:
    await services.roles.promote(VASIL, "Vasil", by=OWNER, now=NOW)
    for entry in COMMANDS:
        for filling in ("x", "9", " x", "\n", "<b>", "🙂"):
            words = (filling * 4096)[: 4000 // (2 if filling == "🙂" else 1)]
            said = f"/{entry.name} {words}"
            await hear(**message(said, chat=private(VASIL), sender=VASIL))
    assert [line for line in logged if line["log_level"] == "error"] == []
