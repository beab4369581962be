"""Random updates in the shape that Telegram's documentation gives them, with malice in their words.

Every object and field comes from the schema; only what makes an update meaningful to a bot (whose
chat, which command, what a button says) is drawn from what this bot knows.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.sandbox.state import ALICE, CHANNEL, GROUP, MARIA, VASIL
from handlers.menu import COMMANDS, TAPS

Json = dict[str, Any]

SCHEMA: Final = Path(__file__).parents[3] / "shared" / "bot-api" / "bot-api-10.3.json"
PEOPLE: Final = (ALICE, VASIL, MARIA)
# Kinds that a bot answers come often, all the others sometimes.
OFTEN: Final = ("message",) * 12 + ("callback_query",) * 8 + ("edited_message", "channel_post") * 2
HOSTILE: Final = (
    "",
    " ",
    "<b>&amp;</i>",
    "'\"><script>",
    "\u202egnp.exe",
    "\u2066\u2067\u200f",
    "\x00\x07\x1b[31mred",
    "a\nb\r\nc\u2028d",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    "%s{0}{name}%n",
    "🙂" * 40,
    "\u0301" * 30,
    "9" * 40,
    "-1",
    "0",
    "00200000000000000000000",
    "٣",
    "²",
    "' OR 1=1; --",
    'title:" NEAR( *',
    "http://127.0.0.1:1/x",
    "https://пример.invalid/ё",
    "e\u0338" * 300,
    "river " * 500,
    "The river rose. The town slept. It rained all night, and nobody knew why.",
)
WORDS: Final = (
    *"river belarus economy 1 2 3 #1 #2 5 opml off 7:30 22:00-07:00 news since:2026".split(),
    *"weekdays chess, @GazetteSandboxBot s1 t_belarus s99 t_x -1001 1001 1002 1003".split(),
    *"source:x @channel".split(),
)
ACTIONS: Final = (
    *"publish cancel save show title text topics language none found yes no new when where".split(),
    *"length days silent name card open poll pause resume hold full delete end change skip".split(),
    *"unskip all off forget send look add at a p + - * 0 1 2 3 7 420 -1001 1001 1002 en be".split(),
    *"latest settings language stats belarus Europe/Minsk ../../etc/passwd uk headlines".split(),
)
_ENUMERATED = re.compile(r"(?:always|can be|must be|one of)\b", re.IGNORECASE)
_QUOTED = re.compile(r"['“\"](\w+)['”\"]")
# A field that may be absent is there so often, and rarer the deeper it lies.
_PRESENT: Final = (0.012, 0.05, 0.05, 0.02)


@cache
def _objects() -> dict[str, Json]:
    document = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return {each["name"]: each for group in document["items"] for each in group["children"]}


def wild_updates(seed: int, count: int) -> Iterator[Json]:
    """So many updates, the same ones for the same seed."""
    writer = _Writer(random.Random(seed))
    for number in range(count):
        yield writer.update(number + 1)


class _Writer:
    """Draws values of the schema's types."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        fields = [field["name"] for field in _objects()["Update"]["annotations"]]
        self.kinds = fields[1:]

    def update(self, number: int) -> Json:
        kind = self.draw.choice(OFTEN if self.draw.random() < 0.85 else self.kinds)
        (field,) = (each for each in _objects()["Update"]["annotations"] if each["name"] == kind)
        value = self.value(field["type"], kind, 0)
        if kind == "channel_post":
            value |= {"chat": self.chat(CHANNEL), "sender_chat": self.chat(CHANNEL)}
            value.pop("from", None)
        return {"update_id": number, kind: value}

    def object(self, name: str, depth: int) -> Json:
        described = _objects()[name]
        if subtypes := described.get("subtypes"):
            return self.object(self.draw.choice(subtypes), depth)
        if name == "User":
            return self.user()
        if name == "Chat":
            return self.chat(self.draw.choice((*PEOPLE, *PEOPLE, GROUP, GROUP, CHANNEL)))
        present = _PRESENT[min(depth, len(_PRESENT) - 1)]
        given = {
            field["name"]: self.field(field, depth)
            for field in described["annotations"]
            if field["required"] or self.draw.random() < present
        }
        return given | self.meaning(name, depth)

    def meaning(self, name: str, depth: int) -> Json:
        """What makes a message or a tap one that a bot takes up."""
        if name == "Message":
            return self.message(depth)
        if name == "CallbackQuery":
            person = self.draw.choice(PEOPLE)
            chat = self.chat(self.draw.choice((person, person, GROUP, CHANNEL)))
            message = self.object("Message", depth + 1) | {"chat": chat}
            return {"data": self.tap(), "from": self.user(person), "message": message}
        return {}

    def message(self, depth: int) -> Json:
        chat_id = self.draw.choice((*PEOPLE, *PEOPLE, GROUP))
        person = chat_id if chat_id > 0 else self.draw.choice(PEOPLE)
        said: Json = {"chat": self.chat(chat_id), "from": self.user(person)}
        if self.draw.random() < 0.75:
            where, entities = self.draw.choice(
                [("text", "entities")] * 5 + [("caption", "caption_entities")]
            )
            text = self.said()
            command = {"type": "bot_command", "offset": 0, "length": len(text.split(" ")[0])}
            said |= {where: text}
            if text.startswith("/"):
                said[entities] = [command]
        if depth == 0 and self.draw.random() < 0.1:
            said["reply_to_message"] = self.object("Message", 1)
        return said

    def said(self) -> str:
        words = " ".join(self.draw.choice(WORDS) for _ in range(self.draw.randint(0, 3)))
        if self.draw.random() < 0.3:
            words = f"{words} {self.draw.choice(HOSTILE)}".strip()
        if self.draw.random() < 0.5:
            return words
        name = self.draw.choice(COMMANDS).name
        return f"/{name} {words}".strip()

    def tap(self) -> str:
        if self.draw.random() < 0.1:
            return self.draw.choice(HOSTILE)[:64]
        name = self.draw.choice(TAPS).name
        arguments = [self.draw.choice(ACTIONS) for _ in range(self.draw.randint(0, 4))]
        return ":".join([name, *arguments])[:64]

    def user(self, user_id: int = 0) -> Json:
        user_id = user_id or self.draw.choice((*PEOPLE, 1087968824, 136817688, 777000, 5))
        name = self.draw.choice(("Alice", *HOSTILE))
        language = self.draw.choice(("en", "be", "ru", "x", "", "zz-!"))
        return {"id": user_id, "is_bot": False, "first_name": name, "language_code": language}

    def chat(self, chat_id: int) -> Json:
        if chat_id > 0:
            name = self.draw.choice(("Alice", *HOSTILE))
            return {"id": chat_id, "type": "private", "first_name": name}
        kind = "channel" if chat_id == CHANNEL else self.draw.choice(("group", "supergroup"))
        return {"id": chat_id, "type": kind, "title": self.draw.choice(("News", *HOSTILE))}

    def field(self, field: Json, depth: int) -> Any:
        about = field["description"]
        listed = field["type"] == "String" and _ENUMERATED.search(about)
        if listed and (values := _QUOTED.findall(about)):
            return self.draw.choice(values)
        return self.value(field["type"], field["name"], depth + 1)

    def value(self, kind: str, name: str, depth: int) -> Any:
        if kind.startswith("Array of "):
            size = self.draw.randint(0, 2 if depth < 3 else 1)
            return [self.value(kind.removeprefix("Array of "), name, depth) for _ in range(size)]
        kinds: Sequence[str] = kind.split(" or ")
        plain: dict[str, Callable[[], Any]] = {
            "Integer": lambda: self.number(name),
            "String": lambda: self.draw.choice((*HOSTILE, *WORDS)),
            "Float": lambda: self.draw.uniform(-200, 200),
            "True": lambda: True,
            "Boolean": lambda: self.draw.random() < 0.5,
            "RichText": lambda: self.draw.choice(HOSTILE),
        }
        chosen = self.draw.choice(kinds)
        return plain[chosen]() if chosen in plain else self.object(chosen, depth)

    def number(self, name: str) -> int:
        if "date" in name or "time" in name:
            return self.draw.randint(0, 2**31 - 1)
        if name.endswith("_chat_id"):
            return -self.draw.randint(1, 2**40)
        if name in {"offset", "length"}:
            return self.draw.randint(0, 30)
        # Telegram counts seconds in 32 bits; only ids and sizes are longer.
        longest = 2**52 - 1 if name.endswith(("id", "size")) else 2**31 - 1
        return self.draw.choice((0, 1, 2, 17, longest))
