"""The world of the sandbox: everything it holds, and the few moves that change it.

Each move tells the pages; those that a bot would hear of also queue an update.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.limiter import Limiter
from bot.sandbox.params import Json
from bot.sandbox.presence import Presence
from bot.sandbox.profile import Profile, in_language
from bot.sandbox.queries import Queries
from bot.sandbox.refusal import Refusal, bad_request, forbidden
from bot.sandbox.state import (
    Chat,
    User,
    chat_view,
    default_cast,
    default_chats,
    private_chat,
    status_of_role,
)
from bot.sandbox.traffic import Entry, Traffic
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

_UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"


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
        bot_id = int(token.partition(":")[0])
        people = default_cast()
        self.token = token
        self.now = clock
        self.bot = User(id=bot_id, first_name="Gazette", username=bot_username, is_bot=True)
        self.people = {user.id: user for user in people}
        self.chats = {chat.id: chat for chat in default_chats(people, bot_id)}
        self.files = Files()
        self.profile = Profile()
        self.queries = Queries(clock)
        self.updates = Updates()
        self.webhook = Webhook(self.updates, clock)
        self.presence = Presence(self.updates, self.webhook, clock, self.tell_bot)
        self.events = Events()
        self.traffic = Traffic()
        self.limiter = Limiter()
        self.faults = Faults(draw)
        self.albums = itertools.count(1)
        self._migrated: dict[int, int] = {}
        self._last_shared_id = 0

    # Looking

    def user(self, user_id: int) -> User | None:
        """A person, or the bot itself."""
        return self.bot if user_id == self.bot.id else self.people.get(user_id)

    def users_json(self) -> dict[int, Json]:
        """Everybody who can be mentioned, as the Bot API shows them."""
        return {user.id: user.json() for user in [self.bot, *self.people.values()]}

    def find_chat(self, chat_id: str) -> Chat:
        """The chat of an id or an @username.

        Raises:
            Refusal: there is none, or it has moved to another id.
        """
        if not chat_id:
            raise bad_request("chat_id is empty")
        chat = self._named(chat_id[1:]) if chat_id.startswith("@") else self._numbered(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def writable_chat(self, chat_id: str) -> Chat:
        """The same for a chat that the bot may write to.

        Raises:
            Refusal: 403 if it was blocked, thrown out or never there.
        """
        chat = self.find_chat(chat_id)
        status = chat.members.get(self.bot.id, "left")
        if chat.type == "private" and not chat.present(self.bot.id):
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
            "connected": self.presence.connected,
        }

    # Moving

    def compose(self, chat: Chat, sender: User, content: Json) -> Json:
        """A new message of somebody in a chat, with its id and date, not posted yet."""
        in_channel = chat.type == "channel"
        author = {"sender_chat": chat.json()} if in_channel else {"from": sender.json()}
        message_id = self._next_message_id(chat)
        dated = {"chat": chat.json(), "date": int(self.now())}
        return {"message_id": message_id, **author, **dated, **content}

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
        if update is None:
            return
        at = int(self.now() * 1000)
        entry = Entry(at=at, direction="update", method=kind, status=200, response=update)
        self.record(entry)

    def welcome(self, user: User) -> None:
        """A new person with a private chat, who is in the groups and channels too."""
        self.people[user.id] = user
        self.chats[user.id] = private_chat(user, self.bot.id)
        self.tell_user(user)
        self.seat(user)

    def seat(self, user: User) -> None:
        """Give somebody the place in groups and channels that the role asks for."""
        for chat in self.chats.values():
            if chat.type != "private":
                chat.members[user.id] = status_of_role(user.role)
                self.tell_chat(chat)

    def migrate(self, chat_id: int, to: int) -> None:
        """Turn a group into a supergroup of another id, as Telegram does: messages stay behind."""
        if chat_id not in self.chats or to in self.chats:
            return
        old = self.chats.pop(chat_id)
        self._migrated[chat_id] = to
        new = Chat(id=to, type="supergroup", title=old.title, members=dict(old.members))
        self.chats[to] = new
        self.update("message", self.compose(old, self.bot, {"migrate_to_chat_id": to}))
        self.update("message", self.compose(new, self.bot, {"migrate_from_chat_id": chat_id}))
        self.events.tell("migrated", chat_id=chat_id, to=to)
        self.tell_chat(new)

    # Telling the pages

    def record(self, entry: Entry) -> None:
        """Keep and show a line of traffic."""
        self.events.tell("traffic", entry=self.traffic.add(entry).json())

    def tell_bot(self) -> None:
        """The bot's name, texts or connection changed."""
        self.events.tell("bot", bot=self.bot_json())

    def tell_chat(self, chat: Chat) -> None:
        """A chat's title, members or pinned messages changed."""
        self.events.tell("chat", chat=chat_view(chat, self.bot.id))

    def tell_user(self, user: User) -> None:
        """Somebody is new or changed."""
        self.events.tell("user", user=user.view())
        self.tell_chat(self.chats[user.id])

    def tell_faults(self) -> None:
        """The faults or the limiter changed."""
        waiting = [fault.json() for fault in self.faults.all()]
        self.events.tell("faults", faults=waiting, limiter=self.limiter.on)

    def _named(self, username: str) -> Chat | None:
        public = (chat for chat in self.chats.values() if chat.type != "private")
        wanted = username.lower()
        return next((chat for chat in public if chat.username.lower() == wanted != ""), None)

    def _numbered(self, chat_id: str) -> Chat | None:
        number = int(chat_id) if chat_id.removeprefix("-").isdecimal() else 0
        if number in self._migrated:
            raise Refusal(400, _UPGRADED, migrate_to_chat_id=self._migrated[number])
        return self.chats.get(number)

    def _next_message_id(self, chat: Chat) -> int:
        """Private chats and basic groups share one count, as in a real account."""
        if chat.type in {"private", "group"}:
            self._last_shared_id += 1
            return self._last_shared_id
        chat.last_id += 1
        return chat.last_id
