"""The world of the sandbox: everything it holds, and the few moves that change it.

Each move tells the pages; those that a bot would hear of also queue an update.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.limiter import Limiter
from bot.sandbox.params import Json
from bot.sandbox.profile import Profile, in_language
from bot.sandbox.refusal import Refusal, bad_request, forbidden
from bot.sandbox.state import Chat, User, default_cast, default_chats, private_chat
from bot.sandbox.traffic import Entry, Traffic
from bot.sandbox.updates import Updates

_CONNECTED_FOR = 5.0
_RECENT = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A tap or an inline query that waits for its answer; `at` in seconds."""

    id: str
    kind: str
    user: User
    at: float
    text: str = ""


class World:
    """All state of one sandbox. `clock` gives seconds since 1970, `draw` numbers in [0, 1)."""

    def __init__(
        self,
        *,
        token: str,
        bot_username: str,
        clock: Callable[[], float],
        draw: Callable[[], float],
    ) -> None:
        self.token = token
        self.now = clock
        self.bot = User(
            id=int(token.partition(":")[0]),
            first_name="Gazette",
            username=bot_username,
            is_bot=True,
        )
        people = default_cast()
        self.people = {user.id: user for user in people}
        self.chats = {chat.id: chat for chat in default_chats(people, self.bot.id)}
        self.files = Files()
        self.profile = Profile()
        self.updates = Updates()
        self.events = Events()
        self.traffic = Traffic()
        self.limiter = Limiter()
        self.faults = Faults(draw)
        self.queries: dict[str, Query] = {}
        self.inline_results: dict[str, list[Json]] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.migrated: dict[int, int] = {}
        self.webhook_set = False
        self.last_poll = float("-inf")
        self.serial = itertools.count(1)
        self._shared_id = 0

    # Looking

    def user(self, user_id: int) -> User | None:
        """A person, or the bot itself."""
        return self.bot if user_id == self.bot.id else self.people.get(user_id)

    def users_json(self) -> dict[int, Json]:
        """Everybody who can be mentioned."""
        return {user.id: user.json() for user in [self.bot, *self.people.values()]}

    def find_chat(self, chat_id: str) -> Chat:
        """The chat of an id or an @username.

        Raises:
            Refusal: there is none, or it has moved to another id.
        """
        if not chat_id:
            raise bad_request("chat_id is empty")
        if chat_id.startswith("@"):
            named = (c for c in self.chats.values() if c.username == chat_id[1:] and c.id < 0)
            chat = next(named, None)
        else:
            number = int(chat_id) if chat_id.lstrip("-").isdecimal() else 0
            self._check_migrated(number)
            chat = self.chats.get(number)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def writable_chat(self, chat_id: str) -> Chat:
        """The same for a chat that the bot may write to; 403 if it may not."""
        chat = self.find_chat(chat_id)
        status = chat.members.get(self.bot.id, "left")
        if chat.type == "private" and status == "kicked":
            raise forbidden("bot was blocked by the user")
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        if chat.type == "channel" and not chat.governed_by(self.bot.id):
            raise bad_request("need administrator rights in the channel chat")
        return chat

    def bot_json(self) -> Json:
        """The bot as the page shows it."""
        return {
            "id": self.bot.id,
            "first_name": in_language(self.profile.names, "") or self.bot.first_name,
            "username": self.bot.username,
            "description": in_language(self.profile.descriptions, ""),
            "short_description": in_language(self.profile.short_descriptions, ""),
            "connected": self.connected(),
        }

    def connected(self) -> bool:
        """Whether a bot listens: a webhook, a waiting poll, or a poll a moment ago."""
        recent = self.now() - self.last_poll < _CONNECTED_FOR
        return self.webhook_set or self.updates.polled or recent

    def chat_json(self, chat: Chat) -> Json:
        """A chat as the page shows it, with its newest messages."""
        present = [user_id for user_id in chat.members if chat.present(user_id)]
        return chat.json() | {
            "members": [user_id for user_id in present if user_id != self.bot.id],
            "bot_member": self.bot.id in present,
            "messages": list(chat.messages.values())[-_RECENT:],
            "pinned": list(chat.pinned),
        }

    # Moving

    def compose(self, chat: Chat, sender: User, content: Json) -> Json:
        """A new message of somebody in a chat, with its id and date, not posted yet."""
        author = (
            {"sender_chat": chat.json()} if chat.type == "channel" else {"from": sender.json()}
        )
        return {
            "message_id": self._next_message_id(chat),
            **author,
            "chat": chat.json(),
            "date": int(self.now()),
            **content,
        }

    def post(self, chat: Chat, message: Json) -> Json:
        """Put a new or changed message into its chat."""
        chat.messages[message["message_id"]] = message
        self.events.tell("message", chat_id=chat.id, message=message)
        return message

    def delete(self, chat: Chat, message_ids: list[int]) -> list[int]:
        """Remove messages; returns the ids of those that were there."""
        gone = [message_id for message_id in message_ids if chat.messages.pop(message_id, None)]
        chat.pinned = [message_id for message_id in chat.pinned if message_id not in gone]
        if gone:
            self.events.tell("deleted", chat_id=chat.id, message_ids=gone)
        return gone

    def update(self, kind: str, payload: Json) -> None:
        """Tell the bot, if it asked for this kind of update."""
        update = self.updates.put(kind, payload)
        if update is not None:
            self.record(
                self.traffic.add(
                    at=self.now(),
                    direction="update",
                    method=kind,
                    params={},
                    status=200,
                    response=update,
                )
            )

    def record(self, entry: Entry) -> None:
        """Show a line of traffic."""
        self.events.tell("traffic", entry=entry.json())

    def tell_bot(self) -> None:
        """The bot's name, texts or connection changed."""
        self.events.tell("bot", bot=self.bot_json())

    def tell_chat(self, chat: Chat) -> None:
        """A chat's title, members or pinned messages changed."""
        self.events.tell("chat", chat=self.chat_json(chat))

    def tell_faults(self) -> None:
        """The faults or the limiter changed."""
        waiting = [fault.json() for fault in self.faults.all()]
        self.events.tell("faults", faults=waiting, limiter=self.limiter.on)

    def ask(self, kind: str, user: User, text: str = "") -> Query:
        """A new query that the bot has to answer."""
        serial = f"{int(self.now())}{next(self.serial):06d}"
        query = Query(id=serial, kind=kind, user=user, at=self.now(), text=text)
        self.queries[query.id] = query
        return query

    def welcome(self, user: User) -> None:
        """A new person with a private chat, in the group and the channel too."""
        self.people[user.id] = user
        self.chats[user.id] = private_chat(user, self.bot.id)
        self.tell_chat(self.chats[user.id])

    def migrate(self, chat_id: int, to: int) -> None:
        """Turn a group into a supergroup of another id, as Telegram does: messages stay behind."""
        old = self.chats.pop(chat_id, None)
        if old is None or to in self.chats:
            return
        self.migrated[chat_id] = to
        new = Chat(id=to, type="supergroup", title=old.title, members=dict(old.members))
        self.chats[to] = new
        self.update("message", self.compose(old, self.bot, {"migrate_to_chat_id": to}))
        self.update("message", self.compose(new, self.bot, {"migrate_from_chat_id": chat_id}))
        self.tell_chat(new)

    def _check_migrated(self, chat_id: int) -> None:
        to = self.migrated.get(chat_id)
        if to is not None:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, words, migrate_to_chat_id=to)

    def _next_message_id(self, chat: Chat) -> int:
        """Private chats and basic groups share one count, as in a real account."""
        if chat.type in {"private", "group"}:
            self._shared_id += 1
            return self._shared_id
        chat.last_id += 1
        return chat.last_id
