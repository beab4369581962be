"""People come, change, go; the bot is let in, thrown out, blocked."""

from __future__ import annotations

from bot.sandbox.params import Json
from bot.sandbox.people.hearing import post
from bot.sandbox.people.places import chat_of, user_of
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import STATUSES, Chat, User, member_json
from bot.sandbox.world import World

_ROLES = frozenset({"reader", "admin"})
_CHANGEABLE = frozenset({"first_name", "language_code", "role"})


def arrive(world: World, first_name: str, language_code: str, role: str) -> User:
    """A new person with a private chat, in the groups and channels too."""
    _check_role(role)
    if not first_name.strip():
        raise bad_request("a person needs a name")
    user_id = max(world.people) + 1
    user = User(id=user_id, first_name=first_name, language_code=language_code, role=role)
    world.welcome(user)
    return user


def change(world: World, user_id: int, changes: dict[str, str]) -> User:
    """Another name, language or role for somebody."""
    user = user_of(world, user_id)
    if user.is_bot or not changes.keys() <= _CHANGEABLE:
        raise bad_request("only first_name, language_code and role of a person can change")
    _check_role(changes.get("role", user.role))
    for name, value in changes.items():
        setattr(user, name, value)
    world.chats[user.id].title = user.first_name
    if "role" in changes:
        world.seat(user)
    world.tell_user(user)
    return user


def set_member(world: World, chat_id: int, user_id: int, status: str) -> None:
    """Somebody, or the bot, gets another status in a chat; in a private chat only the bot does."""
    chat, named = chat_of(world, chat_id), user_of(world, user_id)
    if status not in STATUSES:
        raise bad_request("unknown status")
    subject = world.bot if chat.type == "private" else named
    old = member_json(chat, subject)
    chat.members[subject.id] = status
    new = member_json(chat, subject)
    if old == new:
        return
    actor = _admin_of(world, chat) if named.is_bot else named
    _tell_bot(world, chat, actor, old, new)
    world.tell_chat(chat)
    _announce(world, chat, subject, was_present=old["status"] not in {"left", "kicked"})


def _tell_bot(world: World, chat: Chat, actor: User, old: Json, new: Json) -> None:
    mine = new["user"]["id"] == world.bot.id
    if not mine and not chat.governed_by(world.bot.id):
        return  # Telegram tells administrators only
    change = {
        "chat": chat.json(),
        "from": actor.json(),
        "date": int(world.now()),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    world.update("my_chat_member" if mine else "chat_member", change)


def _announce(world: World, chat: Chat, subject: User, *, was_present: bool) -> None:
    """The line in a group that says who came or went."""
    is_present = chat.present(subject.id)
    if chat.type in {"private", "channel"} or is_present == was_present:
        return
    came: Json = {"new_chat_members": [subject.json()]}
    gone: Json = {"left_chat_member": subject.json()}
    post(world, chat, subject, came if is_present else gone)


def _admin_of(world: World, chat: Chat) -> User:
    """Who lets the bot in or throws it out."""
    people = list(world.people.values())
    return next((user for user in people if chat.governed_by(user.id)), people[0])


def _check_role(role: str) -> None:
    if role not in _ROLES:
        raise bad_request("role must be reader or admin")
