"""The people, chats and messages of the sandbox, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.params import Json

ALICE, VASIL, MARIA = 1001, 1002, 1003
GROUP, CHANNEL = -1001, -1001000000002
_RECENT = 200
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
STATUSES = frozenset({"creator", "administrator", "member", "left", "kicked"})
_ALL_RIGHTS = (
    "can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
    "can_delete_stories can_send_welcome_messages can_pin_messages"
)
_RIGHTS = _ALL_RIGHTS.split()


@dataclass(kw_only=True, slots=True)
class User:
    """A person, or the bot. `role` is "reader" or "admin"; Telegram does not know it."""

    id: int
    first_name: str
    language_code: str = ""
    role: str = "reader"
    username: str = ""
    is_bot: bool = False

    def json(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user

    def view(self) -> Json:
        """The User as the page sees it, with the role."""
        return self.json() | {"role": self.role}


@dataclass(kw_only=True, slots=True)
class Chat:
    """A chat: who is in it, with which status, and its messages by id, as the Bot API shows them.

    In a private chat the status of the bot says whether the person has blocked it ("kicked").
    """

    id: int
    type: str
    title: str
    username: str = ""
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_id: int = 0

    def json(self) -> Json:
        """The Bot API's Chat."""
        name = "first_name" if self.type == "private" else "title"
        chat: Json = {"id": self.id, "type": self.type, name: self.title}
        return chat | ({"username": self.username} if self.username else {})

    def present(self, user_id: int) -> bool:
        """Whether somebody is in the chat."""
        return self.members.get(user_id, "left") in PRESENT

    def governed_by(self, user_id: int) -> bool:
        """Whether somebody owns or administers the chat."""
        return self.members.get(user_id) in {"creator", "administrator"}


def member_json(chat: Chat, user: User) -> Json:
    """The Bot API's ChatMember of somebody in a chat."""
    status = chat.members.get(user.id, "left")
    member: Json = {"status": status, "user": user.json()}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        posting = ["can_post_messages", "can_edit_messages"] if chat.type == "channel" else []
        member |= dict.fromkeys([*_RIGHTS, *posting], True) | {"is_anonymous": False}
        member["can_be_edited"] = member["can_promote_members"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member


def chat_view(chat: Chat, bot_id: int) -> Json:
    """A chat as the page shows it, with its newest messages."""
    present = [user_id for user_id in chat.members if chat.present(user_id)]
    return chat.json() | {
        "members": [user_id for user_id in present if user_id != bot_id],
        "bot_member": bot_id in present,
        "messages": list(chat.messages.values())[-_RECENT:],
        "pinned": list(chat.pinned),
    }


def private_chat(user: User, bot_id: int) -> Chat:
    """The chat of one person with the bot."""
    members = {user.id: "member", bot_id: "member"}
    return Chat(
        id=user.id,
        type="private",
        title=user.first_name,
        username=user.username,
        members=members,
    )


def default_cast() -> list[User]:
    """Three people who read in three languages; the last one is an editor."""
    return [
        User(id=ALICE, first_name="Alice", language_code="en", username="alice"),
        User(id=VASIL, first_name="Васіль", language_code="be", username="vasil"),
        User(id=MARIA, first_name="Мария", language_code="ru", username="maria", role="admin"),
    ]


def default_chats(people: list[User], bot_id: int) -> list[Chat]:
    """A private chat each, one group and one channel with everybody and the bot."""
    everybody = {user.id: status_of_role(user.role) for user in people}
    group = Chat(
        id=GROUP, type="group", title="News lovers", members=everybody | {bot_id: "member"}
    )
    channel = Chat(
        id=CHANNEL,
        type="channel",
        title="Gazette daily",
        username="gazette_daily",
        members=everybody | {bot_id: "administrator"},
    )
    return [*(private_chat(user, bot_id) for user in people), group, channel]


def status_of_role(role: str) -> str:
    """What a role makes of somebody in the group and the channel."""
    return "creator" if role == "admin" else "member"
