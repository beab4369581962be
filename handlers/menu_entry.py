"""What one line of the menu says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model import Role
from handlers.context import Handler, Where


class Group(StrEnum):
    """The groups of /help, in their order."""

    READ = "read"
    DIGESTS = "digests"
    YOU = "you"
    ABOUT = "about"
    EDIT = "edit"
    FEEDS = "feeds"
    OWNER = "owner"


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command: `menu.NAME` and `help.NAME` in the catalogues are its texts.

    A `hidden` one works and is listed nowhere.
    """

    name: str
    handler: Handler
    group: Group
    where: Where = Where.ANYWHERE
    role: Role = Role.READER
    hidden: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Tap:
    """A kind of button, by the first part of its callback data."""

    name: str
    handler: Handler
    role: Role = Role.READER


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialog:
    """Who goes on with a conversation of that kind: what is said next, while one is open.

    `posts`: forwarded posts and documents are answers too.
    """

    name: str
    handler: Handler
    role: Role = Role.ADMIN
    posts: bool = True


def allowed(entry: Command, role: Role, *, private: bool) -> bool:
    """May this person use the command here?"""
    return role.may(entry.role) and (private or entry.where is Where.ANYWHERE)


def listed(entry: Command, role: Role, *, private: bool) -> bool:
    """Is this person told of the command here?"""
    return allowed(entry, role, private=private) and not entry.hidden
