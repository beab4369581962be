"""/admins, /promote, /demote, /ban, /unban, /claim: who may do what."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from bot.errors import NotFoundError, RoleError
from bot.model import Role
from bot.news.audit import Who
from bot.news.roles import Change
from bot.render.keyboard import Button, Keyboard, callback
from bot.render.parts import shorten
from bot.render.texts import texts_in
from bot.render.when import ago
from bot.store.people import Person, Standing
from handlers.context import Ask, Handler, Letter, Reply
from handlers.posts import SHARED_IDS

LONGEST_NAME: Final = 64
# The banned are listed for their buttons; nobody reads hundreds.
_BANNED_SHOWN: Final = 20


async def admins(ask: Ask) -> Reply:
    """Who is an owner, an admin, banned; with buttons for those who may change it."""
    return _listing(ask)


async def promote(ask: Ask) -> Reply:
    """Makes an admin of somebody, or an owner: /promote 1001 owner."""
    words, _, last = ask.words.rpartition(" ")
    owner = last.lower() == Role.OWNER
    person = _meant(ask, words.strip() if owner else ask.words)
    change = await ask.services.roles.promote(
        person.id, person.name, by=ask.user_id, now=ask.now, owner=owner
    )
    return await _done(ask, "promote", change)


async def demote(ask: Ask) -> Reply:
    """Makes a reader of an admin or owner."""
    person = _meant(ask, ask.words)
    return await _done(ask, "demote", await _demoted(ask, person))


async def ban(ask: Ask) -> Reply:
    """Stops listening to somebody. An admin that an owner bans is demoted with it."""
    person = _meant(ask, ask.words)
    roles = ask.services.roles
    if roles.role(person.id) is not Role.READER and ask.role.may(Role.OWNER):
        await _done(ask, "demote", await _demoted(ask, person))
    change = await roles.ban(person.id, person.name, by=ask.user_id, now=ask.now)
    return await _done(ask, "ban", change)


async def unban(ask: Ask) -> Reply:
    """Listens to somebody again."""
    return await _done(ask, "unban", await _unbanned(ask, _meant(ask, ask.words)))


async def demoted_by_button(ask: Ask) -> Reply:
    """The button under /admins."""
    done = await _done(ask, "demote", await _demoted(ask, _named(ask, ask.number(0))))
    return _listing(ask, after=done)


async def unbanned_by_button(ask: Ask) -> Reply:
    """The button under /admins."""
    done = await _done(ask, "unban", await _unbanned(ask, _named(ask, ask.number(0))))
    return _listing(ask, after=done)


def claim_or(unknown: Handler) -> Handler:
    """/claim while the bot looks for an owner; otherwise what an unknown command gets."""

    async def claim(ask: Ask) -> Reply:
        roles = ask.services.roles
        if not roles.claimable:
            return await unknown(ask)
        change = await roles.claim(ask.user_id, ask.who.name, ask.words.strip(), now=ask.now)
        await ask.services.audit.record(ask.who, "claim", change.name, change.data, now=ask.now)
        return Reply(text=ask.texts("claim.done"), new_menus=(ask.user_id,))

    return claim


async def _demoted(ask: Ask, person: Who) -> Change:
    roles = ask.services.roles
    return await roles.demote(person.id, person.name, by=ask.user_id, now=ask.now)


async def _unbanned(ask: Ask, person: Who) -> Change:
    roles = ask.services.roles
    return await roles.unban(person.id, person.name, by=ask.user_id, now=ask.now)


def _meant(ask: Ask, words: str) -> Who:
    """Whom the words name, else who wrote the message replied to."""
    if words.startswith("@"):
        found = ask.services.roles.acquaintances.find(words[1:])
        if not found:
            raise NotFoundError("people.unknown_name", name=words[:LONGEST_NAME])
        return _named(ask, found)
    if words:
        return _named(ask, int(words) if words.isascii() and words.isdecimal() else 0)
    if ask.replied is None:
        raise RoleError("people.how", command=ask.command)
    if not ask.replied.user_id:
        raise NotFoundError("people.hidden", command=ask.command)
    name = shorten(ask.replied.user_name, LONGEST_NAME)
    return Who(id=ask.replied.user_id, name=name)


def _named(ask: Ask, person_id: int) -> Who:
    """The person of that id, by the newest name that is known."""
    if not 0 < person_id < 2**52 or person_id in SHARED_IDS:
        raise NotFoundError("people.no_id", command=ask.command)
    roles = ask.services.roles
    kept = next((person.name for person in roles.people() if person.id == person_id), "")
    name = roles.acquaintances.name(person_id) or kept or str(person_id)
    return Who(id=person_id, name=shorten(name, LONGEST_NAME))


async def _done(ask: Ask, action: str, change: Change) -> Reply:
    """Recorded, and told to both."""
    await ask.services.audit.record(ask.who, action, change.name, change.data, now=ask.now)
    told = change.became if action == "promote" else action
    text = ask.texts(f"people.{told}", name=change.name)
    chat = await ask.services.store.chats.get(change.id)
    if chat is None:
        if change.became in {Standing.OWNER, Standing.ADMIN}:
            text = Markup("\n\n").join([text, ask.texts("people.has_to_write")])
        return Reply(text=text)
    letter = Letter(chat_id=change.id, text=texts_in(chat.language)(f"letter.{action}"))
    # Who is banned hears of it when they next speak.
    letters = () if change.became is Standing.BANNED else (letter,)
    return Reply(text=text, new_menus=(change.id,), letters=letters)


def _listing(ask: Ask, after: Reply | None = None) -> Reply:
    roles = ask.services.roles
    people = [person for person in roles.people() if person.id not in roles.appointed()]
    staff = [person for person in people if person.standing is not Standing.BANNED]
    banned = [person for person in people if person.standing is Standing.BANNED]
    blocks = [ask.texts("admins.head"), *_appointed(ask), *(_line(ask, each) for each in staff)]
    if banned:
        shown = banned[-_BANNED_SHOWN:]
        blocks += [ask.texts("admins.banned_head", n=len(banned))]
        blocks += [_line(ask, person) for person in shown]
    return Reply(
        text=Markup("\n").join(blocks),
        keyboard=_buttons(ask, staff, banned[-_BANNED_SHOWN:]),
        edit=after is not None,
        toast=after.text.unescape() if after else "",
        new_menus=after.new_menus if after else (),
        letters=after.letters if after else (),
    )


def _appointed(ask: Ask) -> list[Markup]:
    return [
        ask.texts("admins.appointed", name=_named(ask, person_id).name, id=person_id)
        for person_id in ask.services.roles.appointed()
    ]


def _line(ask: Ask, person: Person) -> Markup:
    since = ago(person.since, ask.now, ask.texts.language)
    return ask.texts(f"admins.{person.standing}", name=person.name, id=person.id, since=since)


def _buttons(ask: Ask, staff: list[Person], banned: list[Person]) -> Keyboard:
    rows = [("unban", person) for person in banned]
    if ask.role.may(Role.OWNER):
        rows = [*(("demote", person) for person in staff), *rows]
    return tuple(
        (
            Button(
                text=ask.texts.plain(f"button.{deed}", name=shorten(person.name, 24)),
                data=callback(deed, person.id),
            ),
        )
        for deed, person in rows
    )
