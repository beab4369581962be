"""Outside judges of all that the bot says: Telegram's documentation and Telegram's own parser."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiogram.methods
import pytest
import pytest_asyncio

from bot.sandbox.text.entities import FormattedText, utf16_length
from handlers.menu import COMMANDS
from tests.bot.sandbox.tdlib import parse_html
from tests.flows.bot_api import BotApi
from tests.flows.conftest import GROUP, OWNER, Person, living, people_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

DOCUMENTATION = Path(__file__).parents[3] / "shared" / "bot-api" / "bot-api-10.3.json"
Call = dict[str, Any]

PASTE = (
    "The council met on Monday & voted for <the plan> by nine to two. Work will begin in spring. "
    "It costs 40 million euros 🙂. Two members asked for a study. The mayor disagreed with them. "
)
WORDS = (
    *(f"/{entry.name}" for entry in COMMANDS if entry.name != "forgetme"),
    "/latest 20",
    "/latest many",
    "/topic belarus",
    "/topic Беларусі",
    "/topic belrus",
    "/topic landslide",
    "/topic <b>&amp;",
    "/search peace",
    "/search tariff -india since:nonsense",
    '/search "peace talks" source:nowhere',
    "/summary 1",
    "/summary 99",
    "/summary 5 belarus",
    "/summary xyzzyplugh",
    f"/summary {PASTE}\n\n{PASTE}",
    "/summary " + (PASTE + "\n") * 15,
    "/help topic",
    "/help nothing",
    "/latst",
    "/nonsense",
    "political prisoners",
    "C++ <i>",
    "🙂",
    "x" * 4000,
    PASTE,
)
FORGED = ("", "x", "open:999999:1", "list:1:0", "sum:z", "src:p:99", "topic:nothing", "do:stats")


@pytest.fixture(scope="module")
def documentation() -> BotApi:
    if not DOCUMENTATION.exists():
        pytest.skip("the Bot API's documentation as data is not beside this checkout")
    return BotApi.read(DOCUMENTATION)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """Every call that the bot made in a visit of people who try everything, in three languages."""
    folder = tmp_path_factory.mktemp("outside")
    async with (
        living(folder, throttle_per_minute=10_000) as world,
        people_of(world) as person,
    ):
        seen = [entry.json() for entry in world.box.world.traffic.all()]
        listening = asyncio.create_task(_listen(world.box.world.events.listen(), seen))
        await _try_everything(await person(name="<Eve> & Co"), rounds=3)
        for language in ("be", "ru"):
            await _try_everything(await person(language=language), rounds=1)
        await (await person(user_id=OWNER)).say("/stats")
        await _try_the_group(await person(user_id=1001, chat_id=GROUP))
    await listening
    assert [entry["n"] for entry in seen] == list(range(1, len(seen) + 1))  # none was lost
    return [entry for entry in seen if entry["direction"] == "call"]


async def _listen(wire: asyncio.Queue[Call | None], seen: list[Call]) -> None:
    """Note what goes over the wire until the sandbox is stopped."""
    while (event := await wire.get()) is not None:
        if event["type"] == "traffic":
            seen.append(event["entry"])


async def _try_everything(person: Person, *, rounds: int) -> None:
    for words in WORDS:
        await person.say(words)
    message = await person.say(PASTE)
    await person.say("/summary 2", reply_to_message_id=message["message_id"] - 1)
    for _ in range(rounds):  # what the buttons lead to has buttons of its own
        await _press_all(person)
    for data in FORGED:
        await person.note(await person.press_data(message, data))
    sure = await person.say("/forgetme")
    for data in reversed(_data(sure)):
        await person.note(await person.press_data(sure, data))


async def _press_all(person: Person) -> None:
    shown = list(person.world.box.world.chats[person.chat_id].messages.values())
    taps = {data: message for message in shown for data in _data(message)}
    for data, message in taps.items():
        await person.note(await person.press_data(message, data))


async def _try_the_group(person: Person) -> None:
    for words in ("/start", "/latest", "/topic belarus", "/language be", "/stats"):
        await person.say(f"{words}@{person.world.application.bot.username}")
    await _press_all(person)


def _data(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def _buttons(call: Call) -> list[dict[str, str]]:
    markup = json.loads(call["params"].get("reply_markup", "{}"))
    return [button for row in markup.get("inline_keyboard", []) for button in row]


async def test_the_visit_was_a_varied_one(calls: list[Call]) -> None:
    assert {call["method"] for call in calls} >= {
        "getMe",
        "deleteWebhook",
        "getUpdates",
        "setMyCommands",
        "setMyDescription",
        "setMyShortDescription",
        "sendMessage",
        "editMessageText",
        "answerCallbackQuery",
    }
    told = [call["params"].get("text", "") for call in calls]
    assert len(set(told)) > 200
    assert not any("<code>" in text and "went wrong" in text for text in told)


async def test_every_call_is_as_documented(calls: list[Call], documentation: BotApi) -> None:
    faults = {
        fault for call in calls for fault in documentation.faults(call["method"], call["params"])
    }
    assert faults == set()


async def test_every_call_is_as_another_library_would_make_it(calls: list[Call]) -> None:
    for call in calls:
        name = call["method"]
        method = getattr(aiogram.methods, name[0].upper() + name[1:])
        assert call["params"].keys() <= method.model_fields.keys(), name
        method.model_validate({key: _read(text) for key, text in call["params"].items()})


def _read(text: str) -> Any:
    """Objects and arrays from their JSON; the rest is for the library to read."""
    return json.loads(text) if text.startswith(("{", "[")) else text


async def test_nothing_is_refused_but_an_edit_that_changes_nothing(calls: list[Call]) -> None:
    refused = {
        (call["method"], call["response"]["description"]) for call in calls if call["status"] != 200
    }
    assert all(
        method == "editMessageText" and "message is not modified" in words
        for method, words in refused
    ), refused


async def test_every_text_is_html_that_telegram_reads(calls: list[Call]) -> None:
    texts = {
        call["params"]["text"]
        for call in calls
        if call["method"] in {"sendMessage", "editMessageText"}
        and call["params"]["parse_mode"] == "HTML"
    }
    for text in texts:
        parsed = parse_html(text)
        assert isinstance(parsed, FormattedText), f"{parsed}: {text}"
        assert 0 < utf16_length(parsed.text) <= 4096
    assert any(utf16_length(text) > 2000 for text in texts)


async def test_every_button_can_be_sent(calls: list[Call]) -> None:
    buttons = [button for call in calls for button in _buttons(call)]
    assert len(buttons) > 500
    for button in buttons:
        assert button["text"].strip()
        assert 1 <= len(button.get("callback_data", "-").encode()) <= 64
        assert urlsplit(button.get("url", "https://x")).scheme in {"http", "https"}
        assert ("url" in button) != ("callback_data" in button)


async def test_every_note_on_a_tap_is_short(calls: list[Call]) -> None:
    notes = [call["params"] for call in calls if call["method"] == "answerCallbackQuery"]
    assert len(notes) > 100
    assert all(utf16_length(note.get("text", "")) <= 200 for note in notes)


async def test_the_judge_sees_what_is_wrong(documentation: BotApi) -> None:
    keyboard = json.dumps({"inline_keyboard": [[{"text": "x", "style": 1}], {}]})
    asked = {"chat_id": "7", "text": "x", "colour": "red", "reply_markup": keyboard}
    faults = documentation.faults("sendMessage", asked)
    assert "sendMessage: no field colour" in faults
    assert "sendMessage.reply_markup.inline_keyboard[0][0].style: 1 is no String" in faults
    assert "sendMessage.reply_markup.inline_keyboard[1]: {} is no array" in faults
    assert documentation.faults("sendMessage", {"chat_id": "@x"}) == [
        "sendMessage: text is missing"
    ]
    assert documentation.faults("sendMassage", {}) == ["sendMassage: no such method"]
    assert documentation.faults("Message", {}) == ["Message: no such method"]
    scope = json.dumps({"type": "chatt", "chat_id": 1})
    (fault,) = documentation.faults("setMyCommands", {"commands": "[]", "scope": scope})
    assert fault == "setMyCommands.scope.type: 'chatt' is not chat"
    (fault,) = documentation.faults("deleteMessage", {"chat_id": "1", "message_id": "x"})
    assert fault == "deleteMessage.message_id: 'x' is no Integer"
